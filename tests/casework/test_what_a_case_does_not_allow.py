"""Only what the process allows happens: no other step, no other role, no day before, nothing without its reason; and it says why."""

import pytest

from minsheng.casework import NotAllowed


def refused(do, *arguments, **options):
    with pytest.raises(NotAllowed) as problem:
        do(*arguments, **options)
    return problem.value.finding.render("en")


@pytest.fixture
def accepted(case):
    return case().happens("applied", "2017-03-01").happens("accepted", "2017-03-02", actor="Wang")


def test_a_step_that_is_not_next(accepted):
    text = refused(accepted.ends, "2017-03-03", "approve", step="decision", role="county")
    assert "while the case stands at review" in text
    assert "step review opinion" in text


def test_another_role(accepted):
    accepted.does("2017-03-03")
    assert "is for the role township, not for county" in refused(accepted.ends, "2017-03-03", "opinion", role="county")


def test_an_earlier_day(accepted):
    assert "would come before what happened last, on 2017-03-02" in refused(accepted.does, "2017-03-01")


def test_a_second_correction(case):
    a = case().happens("applied", "2017-03-01").happens("correction", "2017-03-01", reason="户口簿")
    a.happens("completed", "2017-03-02")
    assert "cannot be done" in refused(a.happens, "correction", "2017-03-02", reason="照片")


@pytest.mark.parametrize("kind", ["correction", "not_accepted"])
def test_without_a_reason(case, kind):
    a = case().happens("applied", "2017-03-01")
    assert "needs a reason" in refused(a.happens, kind, "2017-03-01")


def test_a_step_of_which_something_was_left_out(accepted):
    accepted.does("2017-03-03", "home_visit", "data_check")
    assert "this was not done: neighbours, letters, villagers_review" in refused(accepted.ends, "2017-03-04", "opinion")
    accepted.ends("2017-03-04", "opinion", reason="独居，无邻居")
    assert accepted.journey.step.name == "notice"


def test_a_notice_that_has_not_hung_its_days(accepted):
    accepted.does("2017-03-03").ends("2017-03-06", "opinion")
    assert "2017-03-14 at the earliest" in refused(accepted.ends, "2017-03-13", "quiet")


def test_a_decision_without_a_check(accepted):
    accepted.does("2017-03-03", "home_visit").ends("2017-03-06", "opinion", reason="没有核对")
    accepted.ends("2017-03-14", "quiet")
    assert "needs the result of an economic-status check first" in refused(accepted.ends, "2017-03-15", "refuse")


def test_a_decision_by_whoever_accepted(accepted):
    accepted.does("2017-03-03").ends("2017-03-06", "opinion").ends("2017-03-14", "quiet")
    assert "has no part in deciding it" in refused(accepted.ends, "2017-03-15", "refuse", actor="Wang")


def test_nothing_after_the_end(case):
    a = case().happens("applied", "2017-03-01").happens("withdrawn", "2017-03-02")
    assert a.journey.ended
    assert "stands at withdrawn" in refused(a.happens, "accepted", "2017-03-03")
