"""A day that no published calendar covers is computed on weekdays and marked."""

from datetime import date

import pytest

from minsheng.policy.deadline import Due, Span, due, is_provisional, is_working_day


@pytest.mark.parametrize(
    ("day", "provisional"),
    [
        (date(2003, 12, 31), True),
        (date(2004, 1, 1), False),
        (date(2026, 10, 1), False),
        (date(2026, 12, 24), False),
        (date(2026, 12, 25), True),  # the notice for 2027 may still speak of the last days of December
        (date(2027, 1, 1), True),
    ],
)
def test_only_published_days_are_final(day, provisional):
    assert is_provisional(day) is provisional


def test_an_unpublished_year_counts_weekdays():
    assert is_working_day(date(2027, 10, 1))  # a Friday, surely a holiday, but nobody has said so yet
    assert not is_working_day(date(2027, 10, 2))


def test_working_days_that_touch_an_unpublished_year_are_provisional():
    assert due(date(2027, 3, 1), Span(5, "working days")) == Due(date(2027, 3, 8), provisional=True)
    assert due(date(2026, 12, 24), Span(1, "working days")).provisional
    assert not due(date(2026, 12, 23), Span(1, "working days")).provisional


def test_rolling_into_an_unpublished_year_is_provisional():
    assert due(date(2026, 12, 30), Span(10, "days")) == Due(date(2027, 1, 11), provisional=True)
    assert due(date(2026, 12, 30), Span(10, "days"), roll=False) == Due(date(2027, 1, 9))


def test_a_period_that_only_begins_before_the_calendar_is_final():
    assert due(date(2003, 12, 31), Span(1, "months")) == Due(date(2004, 2, 2))  # 31 January 2004 is a Saturday
