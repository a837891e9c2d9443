"""A case goes the way that its document describes: 36号, 43号, 57号 and the rules of Chongqing, with nothing of them in the code."""

from datetime import date

import pytest

from minsheng.casework import NotAllowed


def test_hardship_support_in_lanzhou(case):
    a = case().happens("applied", "2017-03-01").happens("correction", "2017-03-02", reason="户口簿")
    a.happens("completed", "2017-03-03").happens("accepted", "2017-03-03")
    a.does("2017-03-10").ends("2017-03-20", "opinion").ends("2017-03-29", "quiet").ends("2017-03-30", "agree")
    a.ends("2017-04-10", "approve")
    assert a.journey.state == "approved"
    assert a.journey.ended
    assert a.journey.moves() == []


def test_an_objection_leads_to_another_investigation(case):
    a = case().happens("applied", "2017-03-01").happens("accepted", "2017-03-01")
    a.does("2017-03-02").ends("2017-03-03", "opinion").ends("2017-03-06", "objection")
    assert a.journey.step.name == "review"
    assert a.journey.done("review") == set()


def test_an_objection_under_the_national_rules_has_a_step_and_a_clock_of_its_own(case):
    from minsheng.casework import clock_runs

    a = case(day=date(2022, 6, 1), roles={"hardship.decider": "county"})
    a.happens("applied", "2022-06-01").happens("accepted", "2022-06-01")
    a.does("2022-06-02").ends("2022-06-06", "opinion").ends("2022-06-08", "objection")
    assert a.journey.step.name == "new_review"
    (run,) = [run for run in clock_runs(a.journey, date(2022, 6, 9)) if run.clock.name == "after_objection"]
    assert (run.begun, run.statutory.date) == (date(2022, 6, 8), date(2022, 6, 29))


def test_the_survey_of_dibao_begins_when_somebody_says_so(case):
    a = case("dibao.application", date(2022, 6, 1), roles={"dibao.decider": "county"})
    a.happens("applied", "2022-06-01").happens("accepted", "2022-06-01")
    assert {move.kind for move in a.journey.moves()} >= {"begun"}
    with pytest.raises(NotAllowed):
        a.ends("2022-06-02", "done", step="survey")
    a.happens("begun", "2022-06-02").does("2022-06-03").ends("2022-06-04", "ask_for_data")
    assert a.journey.step.name == "data_check"
    assert a.journey.role_of(a.journey.step) == "county"


def test_a_second_notice_in_chongqing_hangs_three_days(case):
    a = case("dibao.application", date(2017, 3, 1), "500110")
    a.happens("applied", "2017-03-01").happens("accepted", "2017-03-01")
    a.does("2017-03-02").ends("2017-03-03", "done").does("2017-03-03").ends("2017-03-03", "done")
    a.ends("2017-03-06", "objection").does("2017-03-07").ends("2017-03-07", "done")
    with pytest.raises(NotAllowed, match="2017-03-11 at the earliest"):
        a.ends("2017-03-10", "done")
    a.ends("2017-03-13", "done")
    assert a.journey.step.name == "decision"
