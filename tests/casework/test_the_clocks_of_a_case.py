"""The clocks of a case: working days by the calendar, days on which they stand still, pauses, extensions, and how late it is."""

from datetime import date, timedelta

import pytest

from minsheng.casework import Ladder, clock_runs

LADDER = Ladder(reminder=2, red=3, supervisor=5)


def runs(a, today, **options):
    return {run.clock.name: run for run in clock_runs(a.journey, date.fromisoformat(today), **options)}


@pytest.fixture
def accepted(case):
    return case().happens("applied", "2017-03-01").happens("accepted", "2017-03-01")


def test_twenty_working_days_of_the_township(accepted):
    run = runs(accepted, "2017-03-01")["township"]
    assert (run.begun, run.statutory.date, run.ended) == (date(2017, 3, 1), date(2017, 3, 29), None)


def test_a_promise_of_the_place_counts_first(accepted):
    run = runs(accepted, "2017-03-01", promised={"township": "10 working days"})["township"]
    assert run.promised.date == run.last_day == date(2017, 3, 15)
    assert run.statutory.date == date(2017, 3, 29)


def test_a_pause_adds_its_days(accepted):
    accepted.happens("paused", "2017-03-02", reason="住院")
    run = runs(accepted, "2017-03-03")["township"]
    assert run.stands_still
    assert run.statutory is None
    accepted.happens("resumed", "2017-03-09")
    assert runs(accepted, "2017-03-09")["township"].statutory.date == date(2017, 4, 6)


def test_a_pause_after_a_clock_has_ended_does_not_touch_it(accepted):
    accepted.does("2017-03-02").ends("2017-03-03", "opinion")
    before = runs(accepted, "2017-03-03")["township"]
    accepted.happens("paused", "2017-03-06", reason="住院")
    assert runs(accepted, "2017-03-07")["township"] == before


def test_the_decision_of_the_county_has_a_clock_that_begins_with_it(accepted):
    accepted.does("2017-03-03").ends("2017-03-06", "opinion").ends("2017-03-14", "quiet").ends("2017-03-15", "agree")
    found = runs(accepted, "2017-03-15")
    assert found["township"].ended == date(2017, 3, 6)
    assert (found["county"].begun, found["county"].statutory.date) == (date(2017, 3, 15), date(2017, 4, 6))


def test_calendar_days_in_chongqing_stand_still_during_review_and_notice(case):
    a = case("dibao.application", area="500110").happens("applied", "2017-03-01").happens("accepted", "2017-03-01")
    assert runs(a, "2017-03-01")["whole"].statutory.date == date(2017, 3, 31)
    a.does("2017-03-02").ends("2017-03-03", "done")
    assert runs(a, "2017-03-04")["whole"].stands_still
    a.does("2017-03-06").ends("2017-03-06", "done").ends("2017-03-14", "quiet")
    assert runs(a, "2017-03-14")["whole"].statutory.date == date(2017, 4, 11)


def test_an_extension_is_added_once(case):
    a = case("dibao.application", date(2022, 6, 1), roles={"dibao.decider": "county"})
    a.happens("applied", "2022-06-01").happens("accepted", "2022-06-01")
    before = runs(a, "2022-06-01")["whole"].statutory.date
    a.happens("extended", "2022-06-02", clock="whole", reason="复杂")
    assert runs(a, "2022-06-02")["whole"].statutory.date > before
    assert not any(move.kind == "extended" for move in a.journey.moves())


def test_a_clock_ends_with_the_case(accepted):
    accepted.happens("withdrawn", "2017-03-05")
    assert runs(accepted, "2017-04-30")["township"].ended == date(2017, 3, 5)


@pytest.mark.parametrize(
    ("today", "level"),
    [
        ("2017-03-24", "in_time"),
        ("2017-03-27", "reminder"),
        ("2017-03-29", "reminder"),
        ("2017-03-30", "yellow"),
        ("2017-04-01", "red"),
        ("2017-04-07", "supervisor"),
    ],
)
def test_the_ladder(accepted, today, level):
    assert runs(accepted, today)["township"].level(date.fromisoformat(today), LADDER) == level


def test_a_span_that_the_place_has_not_set_has_no_day(accepted):
    from dataclasses import replace

    clock = replace(accepted.journey.process.clocks[0], at_most="some.span")
    accepted.journey.process = replace(accepted.journey.process, clocks=(clock,))
    assert runs(accepted, "2017-03-01")["township"].statutory is None
    assert runs(accepted, "2017-03-01", spans={"some.span": "5 days"})["township"].statutory.date == date(2017, 3, 6)


def test_a_step_that_took_no_time_has_no_length(accepted):
    assert runs(accepted, "2017-03-01")["township"].level(date(2017, 3, 1) + timedelta(days=0), LADDER) == "in_time"
