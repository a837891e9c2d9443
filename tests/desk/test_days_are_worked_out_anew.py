"""When the holidays of a year become known the days of open cases are worked out anew; every change is written down and told."""

from dataclasses import replace
from datetime import date

import pytest

from minsheng.casework import due_dates
from minsheng.casework.act import act, open_case
from minsheng.casework.event import Event
from minsheng.casework.models import Case, DueChange, Notification
from minsheng.policy import deadline

#: A year whose holidays nobody knows yet.
DAY = date(2031, 9, 22)


@pytest.fixture
def case(household, staff):
    clerk = staff("township_clerk")
    case = open_case(household, "hardship", clerk, on=DAY)
    return act(case.pk, Event("accepted", DAY, "township"), clerk)


@pytest.fixture
def published(monkeypatch):
    """A function that publishes the holidays of the year: a week off in October."""

    known = deadline._calendar()

    def publish(days=range(1, 8)):
        off = known.off | {date(2031, 10, day) for day in days}
        monkeypatch.setattr(deadline, "_calendar", lambda: replace(known, off=off, last=date(2031, 12, 31)))

    return publish


def test_before_it_is_published_a_day_is_provisional(case):
    assert case.due_provisional
    assert due_dates.nightly(DAY)[0].params == {"seen": 1, "changed": 0}
    assert not DueChange.objects.exists()


def test_when_it_is_published_the_day_moves_and_that_is_written_down(case, published):
    before = case.due_on
    published()
    assert due_dates.nightly(date(2031, 9, 25))[0].params["changed"] == 1
    case.refresh_from_db()
    change = DueChange.objects.get()
    assert (change.before, change.after, change.on) == (before, case.due_on, date(2031, 9, 25))
    assert (case.due_on - before).days >= 5
    assert not case.due_provisional
    assert Notification.objects.get().role == "township_clerk"


def test_done_twice_it_is_written_once(case, published):
    published()
    due_dates.nightly(date(2031, 9, 25))
    due_dates.nightly(date(2031, 9, 26))
    assert DueChange.objects.count() == Notification.objects.count() == 1


def test_a_correction_that_brings_a_day_nearer_is_written_down_too(case, published):
    published(range(1, 9))
    due_dates.nightly(date(2031, 9, 25))
    published(range(1, 4))
    due_dates.nightly(date(2031, 9, 26))
    last = DueChange.objects.last()
    assert last.after < last.before


def test_when_somebody_acts_before_the_night_it_is_written_down_as_well(case, published, staff):
    published()
    clerk = staff("township_clerk")
    act(case.pk, Event("did", date(2031, 9, 25), "township", step="review", outcome="home_visit"), clerk)
    assert DueChange.objects.count() == 1


def test_a_case_that_has_ended_is_left_alone(case, published, staff):
    act(case.pk, Event("withdrawn", date(2031, 9, 23), "applicant"), staff("township_clerk"))
    published()
    due_dates.nightly(date(2031, 9, 25))
    assert not DueChange.objects.exists()


def test_a_case_on_which_somebody_acts_meanwhile_is_left_to_them(case, published, monkeypatch):
    published()
    journey_of = due_dates.journey_of

    def meanwhile(looked_at):
        Case.objects.filter(pk=looked_at.pk).update(version=99)
        return journey_of(looked_at)

    monkeypatch.setattr(due_dates, "journey_of", meanwhile)
    due_dates.nightly(date(2031, 9, 25))
    assert not DueChange.objects.exists()
