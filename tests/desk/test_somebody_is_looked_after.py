"""On the desk: assessed, placed, agreed on, looked in on, property kept and given back; each by whoever may, once, and told when wrong."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from minsheng.casework.models import (
    Assessment,
    Attachment,
    Award,
    AwardAmount,
    CareAgreement,
    CareHome,
    CareVisit,
    Case,
    Covered,
    KeptProperty,
    Placement,
    Task,
)
from minsheng.casework.support.services import settle_services
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Fact
from tests.casework.support.conftest import ABLE, FACTS
from tests.desk.pictures import PHOTO

TODAY = today_in_china()
BEFORE = TODAY - timedelta(days=400)


@pytest.fixture
def person(household):
    return household.memberships.first().person


@pytest.fixture
def award(household, person):
    stays = {"birth_date": "1950-03-01", "withdraws": False, "hardship_property_fits": True, "in_prison": False}
    none = dict.fromkeys(
        ("wage_income", "business_income", "property_income", "transfer_income", "other_income"), "0.00"
    )
    known = {**FACTS, **ABLE, **stays, **none, "registered_area": "620171", "placement": "at_home"}
    for name, value in known.items():
        Fact.objects.create(person=person, name=name, value=value, source="assessment", valid_from=BEFORE)
    Fact.objects.filter(person=person, list_name="supporters").delete()
    Fact.objects.create(person=person, list_name="supporters", value=True, source="declared", valid_from=BEFORE)
    about = {"household": household, "area": household.area, "benefit": "hardship", "evidence": "原供养证"}
    made = Award.objects.create(first_day=BEFORE, reviewed_on=BEFORE, **about)
    Covered.objects.create(award=made, person=person, benefit="hardship", valid_from=BEFORE)
    settle_services(household, TODAY)
    return made


@pytest.fixture
def clerk(client, staff, award):
    user = staff("township_clerk")
    client.force_login(user)
    return user


def address(person, do=""):
    return reverse("desk:care_write", args=[person.pk, do]) if do else reverse("desk:care", args=[person.pk])


def send(client, person, do, **told):
    return client.post(address(person, do), told)


ASSESSED = {
    "on": TODAY.isoformat(), "place": "本人家中", "assessed_by": "李某、王某", "key": "k",
    **{f"fact_{name}": "yes" for name in ABLE}, "fact_can_bathe": "no",
}  # fmt: skip
AT_HOME = {"form": "at_home", "on": TODAY.isoformat(), "wish": "no", "key": "p"}
AGREED = {
    "carer": "侄子张某", "carer_kind": "relative", "township": "中川镇", "duties": "每日送饭\n陪护住院",
    "valid_from": TODAY.isoformat(), "key": "a",
}  # fmt: skip


def test_an_assessment_gives_the_level_and_finishes_the_task(client, clerk, person):
    assert send(client, person, "assess", **ASSESSED).status_code == 302
    assert send(client, person, "assess", **ASSESSED).status_code == 302
    made = Assessment.objects.get()
    assert (made.level, made.level_before, made.rule) == ("partial", "self_care", "care.level")
    fact = Fact.objects.filter(person=person, name="can_bathe").latest("pk")
    assert (fact.value, fact.source, fact.valid_from) == (False, "assessment", TODAY)
    assert Task.objects.get(service="care.assessment").done_by == clerk
    assert Task.objects.get(kind="care").done_on is None
    page = client.get(address(person)).content.decode()
    assert "部分丧失生活自理能力" in page or "partly unable" in page


def test_another_level_offers_the_process_of_the_packs(client, clerk, person, household):
    send(client, person, "assess", **ASSESSED)
    change = client.get(address(person)).context["panel"]["change"]
    assert change["process"] == "care.reassessment"
    answer = client.post(reverse("desk:open_change", args=[person.pk]), {"process": "care.reassessment", "key": "c"})
    case = Case.objects.get()
    assert answer["location"].endswith(case.number)
    assert (case.process, case.award.benefit) == ("care.reassessment", "hardship")
    assert client.get(address(person)).context["panel"]["change"]["running"] == case


@pytest.mark.parametrize("process", ["hardship.exit", "hardship.application", "dibao.application", "<b>", ""])
def test_no_process_is_opened_that_the_page_does_not_offer(client, clerk, person, process):
    assert client.post(reverse("desk:open_change", args=[person.pk]), {"process": process}).status_code == 404
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": (TODAY + timedelta(days=1)).isoformat()},
        {"on": "gestern"},
        {"place": ""},
        {"assessed_by": "x" * 121},
        {"place": "a\x00b"},
        {"fact_can_eat": "maybe"},
        {f"fact_{name}": "" for name in ABLE},
    ],
)
def test_an_assessment_that_cannot_be(client, clerk, person, wrong):
    answer = send(client, person, "assess", **{**ASSESSED, **wrong})
    assert answer.status_code == 400
    assert "李某" in answer.content.decode() or "xxx" in answer.content.decode()
    assert not Assessment.objects.exists()


def test_placed_at_home_with_an_agreement_that_is_signed(client, clerk, person):
    assert send(client, person, "place", **AT_HOME).status_code == 302
    assert send(client, person, "agree", **AGREED).status_code == 302
    agreement = CareAgreement.objects.get()
    page = reverse("desk:agreement", args=[agreement.pk])
    shown = client.get(page).content.decode()
    assert "侄子张某" in shown
    assert "陪护住院" in shown
    assert client.post(page, {"on": TODAY.isoformat(), "evidence": ""}).status_code == 400
    assert client.post(page, {"on": TODAY.isoformat(), "evidence": "档案2号", "key": "s"}).status_code == 302
    agreement.refresh_from_db()
    assert agreement.signed_on == TODAY
    assert client.post(page, {"on": TODAY.isoformat(), "evidence": "又一次"}).status_code == 404
    assert send(client, person, "visit", on=TODAY.isoformat(), by_names="李某", found="一切安好").status_code == 302
    assert CareVisit.objects.get().found == "一切安好"


def test_moving_into_a_home_ends_what_was_before(client, clerk, person, areas):
    home = CareHome.objects.create(name="新区福利院", area=areas["620171"])
    send(client, person, "place", **{**AT_HOME, "on": (TODAY - timedelta(days=30)).isoformat()})
    send(client, person, "agree", **{**AGREED, "valid_from": (TODAY - timedelta(days=30)).isoformat()})
    moved = {"form": "residential", "home": home.pk, "on": TODAY.isoformat(), "wish": "yes", "reason": "需要护理"}
    assert send(client, person, "place", **{**moved, "reason": ""}).status_code == 400
    assert send(client, person, "place", **moved).status_code == 302
    first, second = Placement.objects.order_by("valid_from")
    assert (first.valid_to, second.home) == (TODAY - timedelta(days=1), home)
    assert first.agreements.get().valid_to == TODAY - timedelta(days=1)
    assert Fact.objects.filter(person=person, name="placement").latest("pk").value == "residential"
    assert "新区福利院" in client.get(reverse("desk:care_homes")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"form": "residential"},
        {"form": "elsewhere"},
        {"home": "1"},
        {"on": (TODAY + timedelta(days=1)).isoformat()},
        {"reason": "x" * 301},
    ],
)
def test_a_placement_that_cannot_be(client, clerk, person, areas, wrong):
    CareHome.objects.create(pk=1, name="新区福利院", area=areas["620171"])
    assert send(client, person, "place", **{**AT_HOME, **wrong}).status_code == 400
    assert not Placement.objects.exists()


def test_a_home_of_another_city_is_not_offered(client, clerk, person, areas):
    home = CareHome.objects.create(name="綦江福利院", area=areas["500110"])
    moved = {"form": "residential", "home": home.pk, "on": TODAY.isoformat()}
    assert send(client, person, "place", **moved).status_code == 400


def test_property_is_kept_and_given_back(client, clerk, person):
    kept = {"what": "存折一本", "where": "村委会", "keeper": "村主任", "since": TODAY.isoformat(), "key": "k"}
    assert send(client, person, "keep", **kept).status_code == 302
    assert send(client, person, "keep", **{**kept, "key": "k2", "what": ""}).status_code == 400
    assert Fact.objects.filter(person=person, name="property_in_keeping").latest("pk").value is True
    back = reverse("desk:kept", args=[KeptProperty.objects.get().pk])
    assert client.post(back, {"on": TODAY.isoformat(), "to": "本人", "evidence": ""}).status_code == 400
    assert client.post(back, {"on": TODAY.isoformat(), "to": "本人", "evidence": "收条1号"}).status_code == 302
    assert KeptProperty.objects.get().returned_to == "本人"
    assert Fact.objects.filter(person=person, name="property_in_keeping").latest("pk").value is False
    assert client.post(back, {"on": TODAY.isoformat(), "to": "别人", "evidence": "收条2号"}).status_code == 400


def test_names_are_shown_as_text(client, clerk, person):
    send(client, person, "place", **AT_HOME)
    send(client, person, "agree", **{**AGREED, "carer": "<img src=x>", "duties": "<script>"})
    page = client.get(reverse("desk:agreement", args=[CareAgreement.objects.get().pk])).content.decode()
    assert "<img src=x>" not in page
    assert "<script>\n" not in page


@pytest.mark.parametrize("role", ["supervisor", "finance", "village_assistant"])
def test_who_looks_only_changes_nothing(client, staff, award, person, role):
    client.force_login(staff(role))
    assert client.get(address(person)).status_code == 200
    for do in ("assess", "place", "agree", "keep", "visit"):
        assert send(client, person, do, **ASSESSED).status_code == 404
    assert (
        client.post(reverse("desk:open_change", args=[person.pk]), {"process": "care.reassessment"}).status_code == 404
    )


def test_a_ground_that_ends_support_is_shown_with_its_article(client, clerk, person):
    assert client.get(address(person)).context["panel"]["ends"] == []
    Fact.objects.create(person=person, name="withdraws", value=True, source="declared", valid_from=TODAY)
    (ending,) = client.get(address(person)).context["panel"]["ends"]
    assert [process["name"] for process in ending["processes"]] == ["hardship.exit"]
    assert ending["grounds"] in (["自愿申请退出"], ["asks to leave"])
    assert "第二十四条" in client.get(address(person)).content.decode()
    answer = client.post(reverse("desk:open_change", args=[person.pk]), {"process": "hardship.exit", "key": "e"})
    assert answer["location"].endswith(Case.objects.get(process="hardship.exit").number)


def test_a_task_writes_down_what_its_service_asks_for(client, staff, award, person):
    Fact.objects.create(person=person, name="died", value=True, source="ledger", valid_from=TODAY)
    settle_services(award.household, TODAY)
    task = Task.objects.get(service="hardship.funeral")
    client.force_login(staff("township_clerk"))
    told = {"do": "finish", "outcome": "done", "on": TODAY.isoformat(), "evidence": "发票", "key": "f"}
    page = reverse("desk:task", args=[task.pk])
    assert client.post(page, {**told, "fact_funeral_costs": "much"}).status_code == 400
    assert client.post(page, {**told, "fact_funeral_costs": "3200.50"}).status_code == 302
    fact = Fact.objects.get(person=person, name="funeral_costs")
    assert (fact.value, fact.evidence) == ("3200.50", "发票")


def test_a_home_is_added_by_the_county(client, staff, areas):
    told = {"name": "中川敬老院", "area": areas["620171001"].pk, "key": "h"}
    client.force_login(staff("township_clerk"))
    assert client.post(reverse("desk:care_homes"), told).status_code == 404
    client.force_login(staff("county_clerk", "620171"))
    assert client.post(reverse("desk:care_homes"), {**told, "area": areas["500110"].pk}).status_code == 400
    assert client.post(reverse("desk:care_homes"), told).status_code == 302
    assert client.post(reverse("desk:care_homes"), told).status_code == 302
    assert CareHome.objects.get().name == "中川敬老院"


def test_a_day_before_the_register_is_no_reason_to_fall_over(client, clerk, person):
    assert send(client, person, "place", **{**AT_HOME, "on": date(1900, 1, 1).isoformat()}).status_code in (302, 400)


def test_the_amount_is_the_one_that_was_approved(client, clerk, person, award):
    about = {"award": award, "amount": 123456, "period": "month", "valid_from": BEFORE}
    AwardAmount.objects.create(**about)
    page = client.get(address(person))
    basic = page.context["panel"]["contents"][0]
    assert "1,234.56" in basic["given"][0]["amount"]


def test_the_file_of_the_person_shows_it_too_and_not_what_they_cannot_do_to_who_only_looks(
    client, staff, award, person
):
    client.force_login(staff("township_clerk"))
    file = reverse("desk:person", args=[person.pk])
    send(client, person, "assess", **ASSESSED)
    assert "本人家中" in client.get(file).content.decode()
    client.force_login(staff("supervisor"))
    page = client.get(file)
    assert page.status_code == 200
    assert "本人家中" not in page.content.decode()


def test_the_signed_paper_is_kept_and_what_is_no_paper_is_refused(client, clerk, person):
    send(client, person, "place", **AT_HOME)
    send(client, person, "agree", **AGREED)
    page = reverse("desk:agreement", args=[CareAgreement.objects.get().pk])
    told = {"on": TODAY.isoformat(), "evidence": "档案2号", "key": "s"}
    assert client.post(page, {**told, "file": SimpleUploadedFile("a.png", b"no picture")}).status_code == 400
    assert CareAgreement.objects.get().signed_on is None
    assert client.post(page, {**told, "file": SimpleUploadedFile("协议.png", PHOTO)}).status_code == 302
    kept = Attachment.objects.get()
    assert kept.household == person.memberships.first().household
    assert reverse("desk:attachment", args=[kept.pk]) in client.get(page).content.decode()


def test_a_task_keeps_what_shows_that_it_is_done(client, clerk, person):
    task = Task.objects.get(service="hardship.certificate_review")
    Task.objects.filter(pk=task.pk).update(role="township")
    page = reverse("desk:task", args=[task.pk])
    told = {"do": "finish", "outcome": "done", "on": TODAY.isoformat(), "key": "t"}
    assert client.post(page, {**told, "file": SimpleUploadedFile("x.exe", b"MZ" * 9)}).status_code == 400
    assert Task.objects.get(pk=task.pk).done_on is None
    assert client.post(page, {**told, "file": SimpleUploadedFile("证.png", PHOTO)}).status_code == 302
    assert "证.png" in client.get(page).content.decode()
