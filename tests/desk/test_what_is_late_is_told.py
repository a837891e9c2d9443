"""The ladder: who is told at which step, each step once for each run of a clock; and what a place without a ladder gets."""

from datetime import date

import pytest

from minsheng.casework import ladder
from minsheng.casework.act import act, open_case
from minsheng.casework.event import Event
from minsheng.casework.models import Notification, PlaceSetting
from minsheng.casework.nightly import NIGHTLY, Said, run
from minsheng.casework.notification import mark_read, notifications_for, notify, text_of, unread
from minsheng.registry.scope import scope_of

DAY = date(2021, 11, 2)
#: The clock of the township, twenty working days, ends on 30 November 2021.
LAST = date(2021, 11, 30)


@pytest.fixture
def settled(areas, staff):
    head, other = staff("county_head", "620171"), staff("administrator", "620171")
    for name, value in {"reminder": "2", "red": "3", "supervisor": "10"}.items():
        PlaceSetting.objects.create(
            area=areas["620171"],
            name=f"ladder.{name}",
            value=value,
            valid_from=DAY,
            state="confirmed",
            proposed_by=other,
            answered_by=head,
        )


@pytest.fixture
def case(household, staff):
    clerk = staff("township_clerk")
    case = open_case(household, "hardship", clerk, on=DAY)
    return act(case.pk, Event("accepted", DAY, "township"), clerk)


def told(level=None):
    rows = Notification.objects.filter(**({"level": level} if level else {}))
    return sorted((row.level, row.role) for row in rows)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2021-11-25", []),
        ("2021-11-26", [("reminder", "township_clerk")]),
        ("2021-11-30", [("reminder", "township_clerk")]),
        ("2021-12-01", [("yellow", "township_clerk"), ("yellow", "township_head")]),
        ("2021-12-03", [("red", "county_head"), ("yellow", "township_clerk"), ("yellow", "township_head")]),
    ],
)
def test_who_is_told_on_a_day(case, settled, day, expected):
    ladder.nightly(date.fromisoformat(day))
    assert told() == expected


def test_the_supervisor_is_told_last(case, settled):
    ladder.nightly(date(2021, 12, 13))
    assert told("supervisor") == []
    ladder.nightly(date(2021, 12, 14))
    assert told("supervisor") == [("supervisor", "supervisor")]


def test_each_step_once_however_often_the_work_is_done(case, settled):
    for day in ("2021-11-26", "2021-11-29", "2021-12-01", "2021-12-01", "2021-12-02"):
        ladder.nightly(date.fromisoformat(day))
    assert told() == [("reminder", "township_clerk"), ("yellow", "township_clerk"), ("yellow", "township_head")]


def test_a_step_is_not_told_again_when_another_role_acts_next(case, settled):
    ladder.nightly(date(2021, 12, 1))
    case.waits_for = "county"
    case.save()
    ladder.nightly(date(2021, 12, 2))
    assert told("yellow") == [("yellow", "township_clerk"), ("yellow", "township_head")]


def test_without_a_ladder_nobody_is_told_and_it_is_said(case):
    said = ladder.nightly(date(2022, 3, 1))
    assert told() == []
    assert "nobody has set a ladder" in said[-1].render("en")


def test_it_reads_in_both_languages(case, settled):
    ladder.nightly(date(2021, 12, 1))
    row = Notification.objects.first()
    assert case.number in text_of(row, "zh")
    assert "2021年11月30日" in text_of(row, "zh")
    assert "30 Nov 2021" in text_of(row, "en")


def test_whoever_has_the_role_around_the_area_reads_it_and_nobody_else(case, settled, staff):
    ladder.nightly(date(2021, 12, 3))
    heads = {"here": staff("county_head", "620171"), "away": staff("county_head", "500110", "away")}
    counts = {name: unread(scope_of(head), head) for name, head in heads.items()}
    assert counts == {"here": 1, "away": 0}
    clerk = staff("county_clerk", "620171")
    assert unread(scope_of(clerk), clerk) == 0


def test_what_one_has_read_the_other_has_not(case, settled, staff):
    ladder.nightly(date(2021, 12, 3))
    one, other = staff("county_head", "620171"), staff("county_head", "620171", "second")
    mark_read(notifications_for(scope_of(one), one), one)
    mark_read(notifications_for(scope_of(one), one), one)
    assert (unread(scope_of(one), one), unread(scope_of(other), other)) == (0, 1)


def test_a_notification_goes_to_a_person_or_a_role(areas, staff):
    with pytest.raises(ValueError, match="person or a role"):
        notify("x", "clock.red", area=areas["620171"], on=DAY)
    with pytest.raises(ValueError, match="known text"):
        notify("x", "no such text", area=areas["620171"], on=DAY, role="city")


def test_every_part_of_the_night_is_there_and_one_that_fails_keeps_none_from_being_done(db, monkeypatch):
    def fails(day):
        raise RuntimeError("broken")

    monkeypatch.setattr(ladder, "nightly", fails)
    done = list(run(DAY, list(NIGHTLY)))
    assert [one.part for one in done] == list(NIGHTLY)
    assert [one.part for one in done if one.failed] == ["minsheng.casework.ladder:nightly"]
    assert all(isinstance(said, Said) for one in done for said in one.said)
