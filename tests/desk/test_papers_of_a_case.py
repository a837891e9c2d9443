"""A case asks for its papers on the desk; they are filled in, looked at, given out, printed again exactly, and taken back."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.html import escape
from docx import Document

from minsheng.casework.act import decision_of
from minsheng.casework.kept_decision import decision_of_record, last_record, outcomes_of
from minsheng.casework.law import library
from minsheng.casework.models import Case, GivenPaper, Happening, PaperDraft
from minsheng.casework.paper_giving import kept_paper
from minsheng.casework.papers import paper_kinds
from minsheng.casework.papers.fill import reason_lines
from minsheng.registry.models import Access, Fact
from tests.desk.on_the_way import applied, decided, hung

NUMBER = "11010519491231002X"


@pytest.fixture
def head(household):
    """The head of the household, with an ID number."""
    person = household.memberships.get(relation="head").person
    person.birth_date = person.sex = None
    person.sex = ""
    person.set_id_number(NUMBER)
    person.save()
    return person


@pytest.fixture
def clerk(client, staff):
    user = staff("township_clerk")
    client.force_login(user)
    return user


def address(case, name):
    return reverse("desk:case_paper", args=[case.number, name])


def send(client, case, name, do="give", **values):
    case.refresh_from_db()
    data = {"do": do, "version": str(case.version), "key": f"{name}{do}", **values}
    return client.post(address(case, name) + "?lang=zh", data)


def words_of(response):
    document = Document(BytesIO(response.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.mark.parametrize("name", [kind.name for kind in paper_kinds()])
def test_every_paper_has_its_page(client, clerk, household, staff, name):
    case = decided(household, staff)
    response = client.get(address(case, name))
    assert response.status_code == 200
    assert client.get(address(case, name) + "?look=1&lang=en").status_code == 200


def test_the_page_of_a_case_leads_to_every_paper(client, clerk, household, staff):
    case = decided(household, staff)
    page = client.get(reverse("desk:case", args=[case.number])).content.decode()
    for kind in paper_kinds():
        assert address(case, kind.name) in page


def test_the_file_of_a_household_leads_to_the_papers_that_begin_an_application(client, clerk, household):
    page = client.get(reverse("desk:household", args=[household.number])).content.decode()
    for name in ("application", "promise", "authority", "near_relative_record", "change_record"):
        path = reverse("desk:household_paper", args=[household.number, name])
        assert path in page
        assert client.get(path).status_code == 200


def test_a_paper_of_the_file_is_given_out_and_kept(client, clerk, household, head):
    path = reverse("desk:household_paper", args=[household.number, "application"])
    page = client.get(path + "?look=1").content.decode()
    assert NUMBER not in page
    response = client.post(path, {"do": "give", "key": "a", "benefit": "低保", "account": "6200000000000000000"})
    given = GivenPaper.objects.get()
    assert response["location"].endswith(given.number)
    assert NUMBER not in given.sealed
    shown = client.get(response["location"]).content.decode()
    assert NUMBER not in shown
    assert "6200000000000000000" not in shown
    assert Access.objects.filter(person=head).count() == 1
    assert NUMBER in words_of(client.get(reverse("desk:paper_word", args=[given.number])))
    assert Access.objects.filter(person=head).count() == 2


def test_whoever_may_not_see_id_numbers_prints_them_masked(client, clerk, household, head, staff):
    client.post(reverse("desk:household_paper", args=[household.number, "application"]), {"do": "give", "key": "a"})
    client.force_login(staff("supervisor"))
    given = GivenPaper.objects.get()
    before = Access.objects.count()
    assert NUMBER not in words_of(client.get(reverse("desk:paper_word", args=[given.number])))
    assert Access.objects.count() == before
    client.force_login(staff("village_assistant"))
    client.post(reverse("desk:household_paper", args=[household.number, "promise"]), {"do": "give", "key": "b"})
    assert Access.objects.count() == before
    assert GivenPaper.objects.filter(name="promise").exists()


def test_what_is_missing_is_listed_and_asked_for_once(client, clerk, household, staff):
    Fact.objects.filter(person__isnull=False).delete()
    case = applied(household, staff)
    page = client.get(address(case, "correction_notice") + "?lang=zh").content.decode()
    asked = decision_of(case).questions
    fact = next(question.fact for question in asked if "hardship" in question.benefits)
    assert escape(library().vocabulary.facts[fact].ask.zh) in page
    response = send(
        client, case, "correction_notice", papers_missing="户口簿复印件\n\n残疾证", office_phone="0931-0000000"
    )
    assert response.status_code == 302
    case.refresh_from_db()
    assert case.state == "correcting"
    assert case.happenings.last().reason == "户口簿复印件；残疾证"
    paper = kept_paper(GivenPaper.objects.get(), in_full=True)
    assert paper.values["papers_missing"] == ["户口簿复印件", "残疾证"]


def test_a_letter_of_acceptance_accepts(client, clerk, household, staff):
    case = applied(household, staff)
    assert send(client, case, "acceptance_notice").status_code == 302
    case.refresh_from_db()
    assert case.state == "review"
    paper = kept_paper(GivenPaper.objects.get(), in_full=True)
    assert paper.values["accepted_on"]


def test_a_letter_of_non_acceptance_needs_its_reason(client, clerk, household, staff):
    case = applied(household, staff)
    assert send(client, case, "not_accepted_notice").status_code in (400, 409)
    assert Case.objects.get().state == "applied"
    assert send(client, case, "not_accepted_notice", key="again", event_reason="不属于本地户籍").status_code == 302
    assert Case.objects.get().state == "not_accepted"
    assert kept_paper(GivenPaper.objects.get(), in_full=True).values["event_reason"] == "不属于本地户籍"


def test_a_button_that_is_pressed_twice_gives_one_paper(client, clerk, household, staff):
    case = applied(household, staff)
    for _ in range(2):
        client.post(address(case, "acceptance_notice"), {"do": "give", "version": "1", "key": "one"})
    assert GivenPaper.objects.count() == 1
    assert Happening.objects.filter(kind="accepted").count() == 1


def test_somebody_else_was_quicker(client, clerk, household, staff):
    case = applied(household, staff)
    response = client.post(
        address(case, "correction_notice"), {"do": "give", "version": "7", "key": "k", "papers_missing": "照片"}
    )
    assert response.status_code == 409
    assert "照片" in response.content.decode()
    assert not GivenPaper.objects.exists()


def test_what_is_wrong_changes_nothing_and_is_kept_in_the_form(client, clerk, household, staff):
    case = applied(household, staff)
    long = "一" * 600
    for values in (
        {"papers_missing": long},
        {"papers_missing": "a\x00b"},
        {"bring_by": "一" * 300},
        {"version": "x"},
        {"do": "other"},
    ):
        data = {"do": "give", "version": "1", "key": "k", "papers_missing": "照片", **values}
        response = client.post(address(case, "correction_notice"), data)
        assert response.status_code == 400
    together = client.post(
        address(case, "correction_notice"),
        {"do": "give", "version": "1", "key": "k", "papers_missing": "\n".join(["一" * 400] * 3)},
    )
    assert together.status_code == 409
    assert Case.objects.get().version == 1
    assert not GivenPaper.objects.exists()


def test_tables_that_are_filled_in_badly(client, clerk, household):
    path = reverse("desk:household_paper", args=[household.number, "application"])
    for cells in (
        {"income-0-who": "a\x00"},
        {"income-0-who": "一" * 300},
        {f"income-{n}-who": "x" for n in range(60)},
    ):
        assert client.post(path, {"do": "give", "key": "k", **cells}).status_code == 400
    markup = client.post(path, {"do": "look", "key": "k", "income-0-who": "<b>x</b>", "setting": "rural"}, follow=True)
    assert "<b>x</b>" not in markup.content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in markup.content.decode()
    assert client.post(path, {"do": "give", "key": "k", "setting": "moon"}).status_code == 400


def test_a_draft_is_kept_encrypted_until_the_paper_is_given_out(client, clerk, household, staff):
    case = applied(household, staff)
    send(client, case, "acceptance_notice", do="draft", papers_received="户口簿", office_address="一楼")
    draft = PaperDraft.objects.get()
    assert "户口簿" not in draft.sealed
    assert "一楼" in client.get(address(case, "acceptance_notice")).content.decode()
    send(client, case, "acceptance_notice", papers_received="户口簿")
    assert not PaperDraft.objects.exists()


def test_a_refusal_has_the_reasons_of_the_stored_decision_word_for_word(client, clerk, household, staff):
    for fact in Fact.objects.filter(name="can_work"):
        fact.value = True
        fact.save()
    case = decided(household, staff, outcome="refuse", reason="有劳动能力")
    decision = decision_of_record(last_record(case))
    Fact.objects.filter(name="can_work").update(value=False)  # what is known has changed since
    response = send(client, case, "refusal_notice", office_phone="0931-0000000", main_reason="有劳动能力")
    assert response.status_code == 302, response.content.decode()
    paper = kept_paper(GivenPaper.objects.get(), in_full=True)
    said = [line.replace("\u2002", " ").strip() for line in paper.values["reasons"]]
    outcome = outcomes_of(decision, "hardship")[0]
    for line in reason_lines(decision, outcome, "zh"):
        assert line.strip() in said
    printed = words_of(client.get(reverse("desk:paper_word", args=[GivenPaper.objects.get().number])))
    for line in said:
        assert line in printed


def test_a_departure_from_the_rules_stands_in_the_letter(client, clerk, household, staff):
    case = decided(household, staff, reason="经集体研究")
    record = last_record(case)
    assert record.departs
    page = client.get(address(case, "refusal_notice") + "?look=1&lang=zh").content.decode()
    assert "经集体研究" in page


def test_a_later_paper_takes_the_place_of_the_first_and_both_stay(client, clerk, household, staff):
    case = applied(household, staff)
    for key in ("one", "two"):
        response = send(client, case, "authority", key=key)
        assert response.status_code == 302
    second, first = GivenPaper.objects.all()
    assert first.replaced_by == second
    assert second.number in client.get(reverse("desk:paper", args=[first.number])).content.decode()


def test_a_paper_is_taken_back_with_a_reason(client, clerk, household, staff):
    case = applied(household, staff)
    send(client, case, "authority")
    given = GivenPaper.objects.get()
    path = reverse("desk:paper_withdraw", args=[given.number])
    for why in ("", "a\x00", "一" * 400):
        client.post(path, {"why": why})
        assert GivenPaper.objects.get().withdrawn_on is None
    client.post(path, {"why": "姓名有误"})
    given.refresh_from_db()
    assert (given.withdrawn_why, given.withdrawn_by) == ("姓名有误", clerk)
    assert "姓名有误" in client.get(reverse("desk:paper", args=[given.number])).content.decode()


def test_the_notice_of_the_village_and_that_of_the_web_say_the_same(client, clerk, household, staff):
    case = hung(household, staff)
    row = case.notices.get().rows["zh"][0]
    cells = {f"households-0-{name}": text for name, text in row.items()} | {"households-0-income_per_head": "365.25"}
    response = send(client, case, "public_notice", watch_phone="0931-7654321", **cells)
    assert response.status_code == 302, response.content.decode()
    notice = case.notices.get()
    assert (notice.telephone, notice.rows["en"][0]["income_per_head"]) == ("0931-7654321", "365.25")


def test_a_notice_with_an_id_number_is_refused(client, clerk, household, staff):
    case = hung(household, staff)
    response = send(client, case, "public_notice", watch_phone="1", **{"households-0-head": "张三 11010519491231002X"})
    assert response.status_code == 400
    assert "J4" in response.content.decode()
    assert not GivenPaper.objects.exists()


def test_a_decision_that_cannot_be_worked_out_again_is_told_of_to_nobody(client, clerk, household, staff):
    case = decided(household, staff, outcome="refuse", reason="不符合")
    record = last_record(case)
    record.content["texts"]["policies/gone.md"] = "0" * 64
    record.save()
    response = client.get(address(case, "refusal_notice"))
    assert response.status_code == 409
    assert "J10" in response.content.decode()
    assert send(client, case, "refusal_notice", office_phone="1").status_code == 409
    assert not GivenPaper.objects.exists()
