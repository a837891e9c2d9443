"""Months and years end with their month."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.policy.calendar_math import add_months, add_years, days_between, months_between

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2021, 1, 31), 1, date(2021, 2, 28)),
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2021, 11, 30), 3, date(2022, 2, 28)),
        (date(2021, 12, 1), 1, date(2022, 1, 1)),
        (date(2021, 1, 1), -1, date(2020, 12, 1)),
        (date(2021, 3, 31), -13, date(2020, 2, 29)),
        (date(2021, 6, 15), 0, date(2021, 6, 15)),
    ],
)
def test_add_months_clamps_to_the_end_of_the_month(day, count, expected):
    assert add_months(day, count) == expected


def test_five_years_end_on_the_same_calendar_day():
    assert add_years(date(2017, 2, 24), 5) == date(2022, 2, 24)


def test_a_leap_day_becomes_the_end_of_february():
    assert add_years(date(2020, 2, 29), 1) == date(2021, 2, 28)
    assert add_years(date(2020, 2, 29), 4) == date(2024, 2, 29)


@pytest.mark.parametrize("count", [-30_000, 120_000])
def test_a_month_outside_the_calendar_is_refused(count):
    with pytest.raises(OverflowError):
        add_months(date(2021, 1, 1), count)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2021, 1, 15), date(2021, 2, 14), 0),
        (date(2021, 1, 15), date(2021, 2, 15), 1),
        (date(2021, 1, 31), date(2021, 2, 28), 1),
        (date(2021, 1, 31), date(2021, 2, 27), 0),
        (date(2021, 2, 28), date(2021, 3, 27), 0),
        (date(2020, 12, 1), date(2021, 12, 1), 12),
        (date(2021, 2, 15), date(2021, 1, 15), -1),
    ],
)
def test_months_between_counts_completed_months(first, last, expected):
    assert months_between(first, last) == expected


@given(DAYS, DAYS)
def test_months_between_is_the_most_that_can_be_added(one, other):
    first, last = sorted((one, other))
    count = months_between(first, last)
    assert add_months(first, count) <= last < add_months(first, count + 1)
    assert months_between(last, first) == -count


@given(DAYS, DAYS)
def test_days_between_has_a_direction(first, last):
    assert days_between(first, last) == -days_between(last, first)
