"""Complaints: taken in, passed on, looked into, answered; never by whoever they are about, and never in the clear in the database."""

from datetime import date

import pytest
from django.urls import reverse

from minsheng.casework import complaint_deadlines
from minsheng.casework.act import open_case
from minsheng.casework.complaint import (
    Statement,
    answer_of,
    assign,
    complaints_for,
    file_complaint,
    identity_of,
    known_by,
    move,
    open_about,
    told_in,
)
from minsheng.casework.journey import NotAllowed
from minsheng.casework.mandatory_visit import mandatory_reasons
from minsheng.casework.models import Complaint, ComplaintStep, Notification, PlaceSetting
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Office
from minsheng.registry.scope import scope_of

DAY = date(2021, 11, 2)


@pytest.fixture
def offices(areas):
    return {
        name: Office.objects.create(name=name, area=areas[code])
        for name, code in (("县", "620171"), ("镇", "620171001"))
    }


@pytest.fixture
def head(staff, offices):
    head = staff("county_head", "620171")
    head.office = offices["县"]
    head.save()
    return head


@pytest.fixture
def case(household, staff):
    return open_case(household, "hardship", staff("township_clerk"), on=DAY)


@pytest.fixture
def said(areas):
    def say(**more):
        told = {
            "kind": "report",
            "channel": "phone",
            "text": "他家有三套房",
            "name": "李四",
            "contact": "13800000000",
        } | more
        return file_complaint(Statement(**told), areas["620171"], on=DAY, by=None)

    return say


def goes(complaint, user, *kinds, text="查过了"):
    for kind in kinds:
        complaint = move(
            complaint.pk, kind, user, on=DAY, version=Complaint.objects.get(pk=complaint.pk).version, text=text
        )
    return complaint


def test_from_the_receipt_to_the_answer(said, head):
    complaint, word = said()
    goes(complaint, head, "accepted", "investigated")
    done = goes(complaint, head, "answered", text="情况不属实")
    assert answer_of(done) == "情况不属实"
    assert goes(done, head, "closed").state == "closed"
    assert [step.kind for step in complaint.steps.all()] == [
        "received",
        "accepted",
        "investigated",
        "answered",
        "closed",
    ]
    assert known_by(complaint.number, word.lower()) == complaint


def test_nothing_that_was_said_stands_in_the_clear_in_the_database(said, head):
    complaint, word = said()
    goes(complaint, head, "accepted", "investigated", text="三套房属实")
    kept = str([*Complaint.objects.values_list(), *ComplaintStep.objects.values_list()])
    for secret in ("李四", "13800000000", "三套房", word):
        assert secret not in kept


def test_a_receipt_number_has_check_digits_and_is_given_once(said):
    numbers = [said()[0].number for _ in range(3)]
    assert len(set(numbers)) == 3
    assert numbers[0].startswith("J620171-2021-00001-")
    assert known_by(numbers[0].replace("00001", "00002"), "ABCDEFGHJK") is None


@pytest.mark.parametrize("word", ["", "wrong", "\x00", "x" * 50])
def test_a_wrong_word_shows_nothing(said, word):
    assert known_by(said()[0].number, word) is None


def test_without_a_setting_there_is_no_day_and_with_one_there_is(said, areas, head, staff):
    assert said()[0].due_on is None
    about = {"area": areas["620171"], "state": "confirmed", "valid_from": DAY, "proposed_by": head}
    PlaceSetting.objects.create(
        name="complaint.answer", value="10 working days", answered_by=staff("city", "620100"), **about
    )
    assert said()[0].due_on == date(2021, 11, 16)


def test_whoever_acted_on_the_case_neither_sees_nor_handles_it(said, case, staff):
    complaint, _ = said(case=case)
    clerk = staff("township_clerk", "620171", "township_clerk")
    assert not complaints_for(scope_of(clerk), clerk).exists()
    with pytest.raises(NotAllowed):
        move(complaint.pk, "accepted", clerk, on=DAY, version=1)
    other = staff("county_clerk", "620171")
    assert complaints_for(scope_of(other), other).get() == complaint


def test_whoever_acted_on_a_case_of_the_household_has_no_part_either(said, case, staff):
    said(household=case.household)
    clerk = staff("township_clerk", "620171", "township_clerk")
    assert not complaints_for(scope_of(clerk), clerk).exists()


def test_whoever_is_complained_of_does_not_see_it(said, head, staff):
    said(accused=[head])
    assert not complaints_for(scope_of(head), head).exists()
    other = staff("county_clerk", "620171")
    assert complaints_for(scope_of(other), other).exists()


def test_an_office_has_no_part_in_a_complaint_about_itself(said, head, staff, offices):
    complaint, _ = said(office=offices["县"])
    assert not complaints_for(scope_of(head), head).exists()
    other = staff("county_clerk", "620171")
    with pytest.raises(NotAllowed) as told:
        assign(complaint.pk, offices["县"], other, on=DAY, version=1)
    assert told.value.finding.code == "M14"


def test_once_it_is_passed_on_only_that_office_acts_and_is_told(said, head, staff, offices):
    complaint, _ = said()
    other = staff("county_clerk", "620171")
    assign(complaint.pk, offices["县"], other, on=DAY, version=1)
    assert Notification.objects.get().user == head
    with pytest.raises(NotAllowed) as told:
        move(complaint.pk, "accepted", other, on=DAY, version=2)
    assert told.value.finding.code == "M12"
    with pytest.raises(NotAllowed):
        identity_of(complaint, other, DAY)
    assert goes(complaint, head, "accepted").state == "accepted"


def test_looking_at_who_complains_is_written_down(said, head):
    complaint, _ = said()
    assert identity_of(complaint, head, DAY) == {"name": "李四", "contact": "13800000000"}
    assert ComplaintStep.objects.filter(kind="looked", by=head).count() == 1


@pytest.mark.parametrize("kind", ["investigated", "answered", "closed", "no such thing", ""])
def test_no_step_is_skipped(said, head, kind):
    complaint, _ = said()
    with pytest.raises(NotAllowed) as told:
        move(complaint.pk, kind, head, on=DAY, version=1, text="x")
    assert told.value.finding.code == "M13"


def test_not_accepting_needs_a_reason(said, head):
    complaint, _ = said()
    with pytest.raises(NotAllowed) as told:
        move(complaint.pk, "not_accepted", head, on=DAY, version=1, text="  ")
    assert told.value.finding.code == "M15"
    assert goes(complaint, head, "not_accepted").open is False


def test_the_second_of_two_is_told(said, head):
    complaint, _ = said()
    move(complaint.pk, "accepted", head, on=DAY, version=1)
    with pytest.raises(NotAllowed) as told:
        move(complaint.pk, "investigated", head, on=DAY, version=1, text="x")
    assert told.value.finding.code == "M16"


def test_an_open_complaint_about_a_household_is_known_until_it_is_closed(said, case, head, staff):
    assert not open_about(case.household)
    complaint, _ = said(household=case.household)
    assert open_about(case.household)
    goes(complaint, head, "not_accepted")
    assert not open_about(case.household)


def test_an_open_complaint_makes_the_visit_of_the_county_mandatory_where_the_document_says_so(
    said, household, staff, head
):
    day = date(2022, 6, 1)
    case = open_case(household, "dibao", staff("township_clerk"), on=day)
    before = mandatory_reasons(case, day)
    complaint, _ = said(household=household)
    assert [finding.code for finding in mandatory_reasons(case, day)] == ["M21"]
    goes(complaint, head, "not_accepted")
    assert mandatory_reasons(case, day) == before


def test_what_is_not_answered_in_time_is_told_once(said, head):
    complaint, _ = said()
    Complaint.objects.update(due_on=DAY)
    for day in (DAY, date(2021, 11, 3), date(2021, 11, 4)):
        complaint_deadlines.nightly(day)
    assert [(row.role, row.text) for row in Notification.objects.all()] == [("county_head", "complaint.late")]


def typed(**more):
    return {
        "kind": "report",
        "channel": "letter",
        "area": "620171",
        "text": "<b>举报</b>",
        "name": "",
        "key": "k" * 32,
        "number": "",
        "office": "",
        "accused": "",
        "whom": "",
        "contact": "",
    } | more


def test_on_the_desk_it_is_taken_in_and_handled(client, head):
    client.force_login(head)
    page = client.post(reverse("desk:new_complaint"), typed()).content.decode()
    complaint = Complaint.objects.get()
    assert complaint.number in page
    client.post(reverse("desk:new_complaint"), typed())
    assert Complaint.objects.count() == 1
    shown = client.get(reverse("desk:complaint", args=[complaint.number])).content.decode()
    assert "&lt;b&gt;举报" in shown
    act = reverse("desk:act_on_complaint", args=[complaint.number])
    assert client.post(act, {"what": "accepted", "version": "1"}).status_code == 302
    refused = client.post(act, {"what": "investigated", "version": "1", "text": "写了很多"})
    assert refused.status_code == 409
    assert "写了很多" in refused.content.decode()
    assert complaint.number in client.get(reverse("desk:complaints")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "x" * 4001},
        {"text": "a\x00b"},
        {"area": "500110"},
        {"number": "no such case"},
        {"accused": "nobody-here"},
        {"kind": "other"},
        {"office": "999"},
    ],
)
def test_what_cannot_be_taken_in_stays_typed(client, head, wrong):
    client.force_login(head)
    response = client.post(reverse("desk:new_complaint"), typed(name="王五") | wrong)
    assert response.status_code == 400
    assert "王五" in response.content.decode()
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "-1"])
def test_a_forged_version_does_nothing(client, head, said, version):
    complaint, _ = said()
    client.force_login(head)
    act = reverse("desk:act_on_complaint", args=[complaint.number])
    assert client.post(act, {"what": "accepted", "version": version}).status_code == 400
    assert Complaint.objects.get().state == "received"


def test_the_prompt_counts_what_waits(client, head, said):
    said()
    client.force_login(head)
    assert "/desk/complaints" in client.get(reverse("desk:today")).content.decode()


def test_received_today_by_the_public_page_it_can_be_told_apart(said):
    complaint, _ = said(name="", channel="public")
    assert not complaint.named
    assert told_in(complaint)["text"] == "他家有三套房"
    assert complaint.received_on <= today_in_china()
