"""The economic-status check: every adult signs first, the check centre reports facts, an objection leads to a new check, validity ends."""

from datetime import date

import pytest

from minsheng.casework import economic_check
from minsheng.casework.act import journey_of, open_case
from minsheng.casework.authorisation import adults_on, authorise, authorised_on, unauthorised, withdraw
from minsheng.casework.economic_check import Found, Result, ask_again, ask_for_check, report, standing_report, take_up
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import CheckRequest, PlaceSetting
from minsheng.registry.models import Fact, Person
from tests.desk.doing import happens, is_checked, signs

ON = date(2021, 11, 4)
pytestmark = pytest.mark.usefixtures("safeguards")


@pytest.fixture
def people(staff):
    return {"clerk": staff("township_clerk"), "centre": staff("check_centre", "620171")}


@pytest.fixture
def case(household, people):
    case = open_case(household, "hardship", people["clerk"], on=date(2021, 11, 2))
    return happens(case, people["clerk"], "accepted", "2021-11-03")


def refused(code):
    return pytest.raises(NotAllowed, match=rf"\[{code}\]")


def test_whoever_has_not_signed_is_named(case, people):
    first, *others = adults_on(case.household, ON)
    authorise(case.household, first, people["clerk"], signed_on=ON, evidence="授权书1号", on=ON)
    assert others
    with refused("V12") as problem:
        ask_for_check(case.household, people["clerk"], on=ON, case=case)
    assert all(person.name in str(problem.value) for person in others)
    assert first.name not in str(problem.value)
    assert not CheckRequest.objects.exists()


def test_children_do_not_sign_and_a_birth_date_that_nobody_knows_counts_as_of_age(case):
    unknown = Person.objects.create(name="生日不明", synthetic=True)
    case.household.memberships.create(person=unknown, relation="other", valid_from=date(2021, 11, 1))
    child = Person.objects.create(name="孩子", birth_date=date(2003, 11, 5), synthetic=True)
    case.household.memberships.create(person=child, relation="child", valid_from=date(2021, 11, 1))
    assert unknown in adults_on(case.household, ON)
    assert child not in adults_on(case.household, ON)
    assert child in adults_on(case.household, date(2021, 11, 5))


@pytest.mark.parametrize(
    "wrong", [{"signed_on": date(2021, 11, 5)}, {"evidence": "  "}, {"person": "a stranger"}, {"user": "elsewhere"}]
)
def test_what_is_no_authorisation(case, people, staff, wrong):
    person = adults_on(case.household, ON)[0]
    if "person" in wrong:
        person = Person.objects.create(name="外人", synthetic=True)
    user = staff("township_clerk", "500110", "elsewhere") if "user" in wrong else people["clerk"]
    about = {"signed_on": ON, "evidence": "授权书", "on": ON}
    about |= {key: value for key, value in wrong.items() if key in about}
    with refused("V13"):
        authorise(case.household, person, user, **about)


def test_somebody_signs_once(case, people):
    signs(case.household, people["clerk"])
    with refused("V13"):
        authorise(
            case.household, adults_on(case.household, ON)[0], people["clerk"], signed_on=ON, evidence="再签", on=ON
        )


def test_the_report_becomes_facts_and_what_was_done(case, people):
    person = case.household.members_on(ON).first().person
    signs(case.household, people["clerk"])
    request = ask_for_check(case.household, people["clerk"], on=ON, case=case)
    assert (request.state, request.number) == ("asked", "620171001-HD20211104-001")
    request = take_up(request, people["centre"], on=ON)
    assert request.state == "data"
    found = [Found(person, "wage_income", "1200.00", "社保台账 2021-10")]
    request = report(request, Result(found, "无其他"), people["centre"], on=ON)
    fact = Fact.objects.get(name="wage_income", source="ledger", valid_from=ON)
    assert (fact.person, fact.value, fact.evidence, fact.valid_from) == (person, "1200.00", "社保台账 2021-10", ON)
    assert request.report.valid_to is None
    last = case.happenings.last()
    assert (last.kind, last.outcome, last.role, last.by) == ("did", "data_check", "check_centre", people["centre"])
    assert "data_check" in journey_of(case).done("review")


@pytest.mark.parametrize(
    ("fact", "value", "evidence", "code"),
    [
        ("wage_income", "1200", "", "V15"),
        ("no_such_fact", "1", "台账", "V15"),
        ("wage_income", "a lot", "台账", "H"),
        ("wage_income", None, "台账", "V15"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(case, people, fact, value, evidence, code):
    person = case.household.members_on(ON).first().person
    signs(case.household, people["clerk"])
    request = ask_for_check(case.household, people["clerk"], on=ON)
    before = Fact.objects.count()
    with pytest.raises(Exception, match=rf"\[{code}"):
        report(request, Result([Found(person, fact, value, evidence)]), people["centre"], on=ON)
    assert Fact.objects.count() == before
    assert CheckRequest.objects.get().state == "asked"


def test_a_finding_about_a_stranger(case, people):
    signs(case.household, people["clerk"])
    request = ask_for_check(case.household, people["clerk"], on=ON)
    stranger = Person.objects.create(name="外人", synthetic=True)
    with refused("V15"):
        report(request, Result([Found(stranger, "wage_income", "1.00", "台账")]), people["centre"], on=ON)


def test_who_may(case, people, staff):
    signs(case.household, people["clerk"])
    with refused("V14"):
        ask_for_check(case.household, people["centre"], on=ON)
    request = ask_for_check(case.household, people["clerk"], on=ON)
    for user in (people["clerk"], staff("check_centre", "500110", "elsewhere"), staff("supervisor")):
        with refused("V14"):
            report(request, Result([]), user, on=ON)
        with refused("V14"):
            take_up(request, user, on=ON)
    assert report(request, Result([]), staff("county_clerk", "620171"), on=ON).state == "reported"


def test_one_check_at_a_time_and_one_report(case, people):
    request = is_checked(case, people["clerk"], people["centre"])
    with refused("V14"):
        report(request, Result([]), people["centre"], on=ON)
    again = ask_for_check(case.household, people["clerk"], on=ON)
    with refused("V14") as problem:
        ask_for_check(case.household, people["clerk"], on=ON)
    assert again.number in str(problem.value)


def test_an_objection_leads_to_a_new_check(case, people):
    first = is_checked(case, people["clerk"], people["centre"])
    with refused("V14"):
        ask_again(first, people["clerk"], on=ON, because=" ")
    again = ask_again(first, people["clerk"], on=ON, because="工资早已停发")
    first.refresh_from_db()
    assert (first.state, again.repeats, again.because) == ("objected", first, "工资早已停发")
    assert standing_report(case.household, ON) is None
    report(again, Result([]), people["centre"], on=ON)
    first.refresh_from_db()
    assert first.state == "replaced"
    assert standing_report(case.household, ON).request == again
    with refused("V14"):
        ask_again(first, people["clerk"], on=ON, because="再次异议")


def test_taking_it_back_stops_the_check(case, people):
    signs(case.household, people["clerk"])
    request = ask_for_check(case.household, people["clerk"], on=ON)
    signed = authorised_on(case.household, ON)
    authorisation = next(iter(signed.values()))
    with refused("V13"):
        withdraw(authorisation, people["clerk"], on=ON, because="")
    withdraw(authorisation, people["clerk"], on=ON, because="不愿意")
    request.refresh_from_db()
    assert request.state == "stopped"
    assert unauthorised(case.household, ON) == [authorisation.person]
    with refused("V14"):
        report(request, Result([]), people["centre"], on=ON)
    with refused("V13"):
        withdraw(authorisation, people["clerk"], on=ON, because="again")
    authorise(case.household, authorisation.person, people["clerk"], signed_on=ON, evidence="再签", on=ON)
    assert ask_for_check(case.household, people["clerk"], on=ON).state == "asked"


def test_without_a_report_the_step_has_no_check(case, people):
    with refused("V16"):
        happens(case, people["clerk"], "did", "2021-11-04", step="review", outcome="data_check")


def test_a_report_that_stands_is_taken_over(household, people):
    case = open_case(household, "hardship", people["clerk"], on=date(2021, 11, 2))
    is_checked(case, people["clerk"], people["centre"], "2021-11-02")
    assert case.happenings.count() == 1
    happens(case, people["clerk"], "accepted", "2021-11-03")
    happens(case, people["clerk"], "did", "2021-11-05", step="review", outcome="data_check")
    assert "data_check" in journey_of(case).done("review")


def test_how_long_it_holds_is_set_by_the_place(case, people, areas):
    PlaceSetting.objects.create(
        area=areas["620171"],
        name="check.valid",
        value="10 days",
        valid_from=date(2021, 11, 1),
        proposed_by=people["clerk"],
        answered_by=people["centre"],
        state="confirmed",
    )
    request = is_checked(case, people["clerk"], people["centre"])
    last = request.report.valid_to
    assert last is not None
    assert standing_report(case.household, last) is not None
    assert standing_report(case.household, date(2021, 12, 31)) is None
    with refused("V16") as problem:
        happens(case, people["clerk"], "did", "2021-12-31", step="review", outcome="data_check")
    assert last.isoformat() in str(problem.value)


class Known:
    """A source that knows the answer at once."""

    name = "known"

    def look_up(self, household, members, day):
        return Result([Found(members[0], "wage_income", "900.00", "测试台账")], "自动")


def test_another_source_is_plugged_in(case, people, monkeypatch):
    monkeypatch.setattr(economic_check, "SOURCE", f"{__name__}:Known")
    monkeypatch.setitem(__import__("sys").modules, __name__, __import__("types").SimpleNamespace(Known=Known))
    signs(case.household, people["clerk"])
    request = ask_for_check(case.household, people["clerk"], on=ON)
    assert (request.state, request.source, request.report.by) == ("reported", "known", None)
    assert Fact.objects.get(source="ledger", valid_from=ON).value == "900.00"
