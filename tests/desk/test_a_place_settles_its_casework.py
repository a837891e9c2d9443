"""Settings of a place: who proposes and who confirms, what cannot be, what is inherited, and what they do to the clocks of a case."""

from datetime import date

import pytest

from minsheng.casework.act import act, journey_of, open_case
from minsheng.casework.case_clock import case_clocks
from minsheng.casework.event import Event
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import PlaceSetting
from minsheng.casework.place_setting import settings_on
from minsheng.casework.place_setting_change import answer, propose, settable

DAY = date(2021, 11, 2)
PROMISE = "promise/hardship.application/township"


@pytest.fixture
def settle(areas, staff):
    """A function that proposes as the administrator and confirms as the county's head."""

    def make(name, value, code="620171", day=DAY, today=DAY):
        head = staff("county_head", code, f"head-{code}")
        one = staff("administrator", code, f"administrator-{code}")
        row = propose(areas[code], name, value, one, basis="", valid_from=day, today=today)
        return answer(row.pk, head, confirm=True, today=today)

    return make


def test_a_setting_holds_in_everything_inside_and_the_nearest_wins(settle):
    settle("ladder.red", "3", "620100")
    settle("ladder.red", "2", "620171")
    held = settings_on(DAY)
    assert held.value("ladder.red", "620171001") == "2"
    assert held.value("ladder.red", "620102") == "3"
    assert held.value("ladder.red", "500110") == ""


def test_an_area_that_takes_its_own_back_has_that_of_the_area_around_it(settle):
    settle("ladder.red", "3", "620100")
    settle("ladder.red", "2", "620171")
    settle("ladder.red", "", "620171")
    assert settings_on(DAY).value("ladder.red", "620171") == "3"
    assert PlaceSetting.objects.filter(name="ladder.red").count() == 3


def test_a_setting_holds_from_its_day_and_the_older_one_until_then(settle):
    settle("complaint.answer", "30 days")
    settle("complaint.answer", "20 days", day=date(2021, 12, 1))
    assert settings_on(date(2021, 11, 30)).value("complaint.answer", "620171") == "30 days"
    assert settings_on(date(2021, 12, 1)).value("complaint.answer", "620171") == "20 days"


def test_what_is_only_proposed_does_not_hold(areas, staff):
    propose(areas["620171"], "ladder.red", "3", staff("county_head", "620171"), basis="", valid_from=DAY, today=DAY)
    assert settings_on(DAY).ladder("620171") is None


def test_nobody_confirms_their_own(areas, staff):
    head = staff("county_head", "620171")
    row = propose(areas["620171"], "ladder.red", "3", head, basis="", valid_from=DAY, today=DAY)
    with pytest.raises(NotAllowed) as told:
        answer(row.pk, head, confirm=True, today=DAY)
    assert told.value.finding.code == "M5"
    answer(row.pk, head, confirm=False, today=DAY)
    row.refresh_from_db()
    assert row.state == "rejected"


@pytest.mark.parametrize(
    ("name", "value", "day", "code"),
    [
        ("ladder.red", "3", date(2021, 11, 1), "M2"),
        ("ladder.red", "0", DAY, "M7"),
        ("ladder.red", "-1", DAY, "M7"),
        ("ladder.red", "９", DAY, "M7"),
        ("ladder.red", "9" * 50, DAY, "M7"),
        ("check.valid", "three months", DAY, "M7"),
        ("check.valid", "3 months\x00", DAY, "M7"),
        ("no.such", "3", DAY, "M6"),
        ("promise/hardship.application/no_such", "3 days", DAY, "M6"),
        (PROMISE, "21 working days", DAY, "M8"),
        (PROMISE, "10 days", DAY, "M8"),
    ],
)
def test_what_cannot_be_is_refused(areas, staff, name, value, day, code):
    with pytest.raises(NotAllowed) as told:
        propose(areas["620171"], name, value, staff("county_head", "620171"), basis="", valid_from=day, today=DAY)
    assert told.value.finding.code == code
    assert not PlaceSetting.objects.exists()


def test_the_supervisor_is_not_told_before_it_is_red(areas, staff, settle):
    settle("ladder.red", "5")
    with pytest.raises(NotAllowed, match="red"):
        settle("ladder.supervisor", "4")


def test_one_version_is_proposed_at_a_time(areas, staff):
    head = staff("county_head", "620171")
    propose(areas["620171"], "ladder.red", "3", head, basis="", valid_from=DAY, today=DAY)
    with pytest.raises(NotAllowed) as told:
        propose(areas["620171"], "ladder.red", "4", head, basis="", valid_from=DAY, today=DAY)
    assert told.value.finding.code == "M3"


@pytest.mark.parametrize("role", ["township_clerk", "supervisor", "county_clerk"])
def test_others_settle_nothing(areas, staff, role):
    with pytest.raises(NotAllowed) as told:
        propose(areas["620171"], "ladder.red", "3", staff(role, "620171"), basis="", valid_from=DAY, today=DAY)
    assert told.value.finding.code == "M1"


def test_the_head_of_another_county_settles_nothing_here(areas, staff):
    with pytest.raises(NotAllowed):
        propose(areas["620171"], "ladder.red", "3", staff("county_head", "500110"), basis="", valid_from=DAY, today=DAY)


def test_what_may_be_set_comes_from_the_documents_in_force(areas):
    names = {one.name: one.statutory for one in settable(areas["620171"], DAY)}
    assert names[PROMISE] == "20 working days"
    assert {one.name: one.statutory for one in settable(areas["620171"], date(2022, 6, 1))}[
        PROMISE
    ] == "15 working days"


def test_a_promise_makes_the_case_due_earlier_but_only_one_made_before_the_application(household, staff, settle):
    settle(PROMISE, "10 working days")
    clerk = staff("township_clerk")
    case = open_case(household, "hardship", clerk, on=DAY)
    case = act(case.pk, Event("accepted", DAY, "township"), clerk)
    assert case.due_on == date(2021, 11, 16)
    settle(PROMISE, "5 working days", today=DAY, day=date(2021, 11, 3))
    (run,) = case_clocks(case, journey_of(case), date(2021, 11, 4))
    assert (run.promised.date, run.statutory.date) == (date(2021, 11, 16), date(2021, 11, 30))


def test_a_promise_of_a_wider_area_that_is_longer_than_the_law_here_is_passed_over(household, staff, settle):
    settle(PROMISE, "18 working days", today=date(2021, 11, 2))
    clerk = staff("township_clerk")
    later = date(2022, 6, 1)
    case = open_case(household, "hardship", clerk, on=later)
    case = act(case.pk, Event("accepted", later, "township"), clerk)
    (run,) = case_clocks(case, journey_of(case), later)
    assert run.promised is None
    assert case.due_on == run.statutory.date
