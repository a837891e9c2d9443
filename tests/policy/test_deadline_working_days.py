"""Working days follow the official calendar with its swapped days."""

import subprocess
import sys
from datetime import date

import pytest
from chinese_calendar import is_workday
from hypothesis import given
from hypothesis import strategies as st

from minsheng.policy.deadline import Due, Span, due, is_working_day, next_working_day

# National Day and Mid-Autumn 2025, by hand from the notice of the State Council: 1 to 8 October (Wednesday to Wednesday) are off;
# Sunday 28 September and Saturday 11 October are worked.
NATIONAL_DAY_2025 = {
    date(2025, 9, 27): False,
    date(2025, 9, 28): True,
    date(2025, 9, 29): True,
    date(2025, 9, 30): True,
    **{date(2025, 10, day): False for day in range(1, 9)},
    date(2025, 10, 9): True,
    date(2025, 10, 10): True,
    date(2025, 10, 11): True,
    date(2025, 10, 12): False,
}


@pytest.mark.parametrize(("day", "works"), NATIONAL_DAY_2025.items())
def test_national_day_2025_by_hand(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2025, 9, 26), 1, date(2025, 9, 28)),  # a Friday; the Sunday is made up
        (date(2025, 9, 26), 3, date(2025, 9, 30)),
        (date(2025, 9, 26), 4, date(2025, 10, 9)),
        (date(2025, 9, 26), 6, date(2025, 10, 11)),
        (date(2025, 9, 26), 7, date(2025, 10, 13)),
        (date(2025, 10, 3), 1, date(2025, 10, 9)),  # begins on a day off
        (date(2017, 3, 1), 20, date(2017, 3, 29)),  # Lanzhou's review by the township, no holiday between
        (date(2017, 1, 20), 5, date(2017, 1, 26)),  # Spring Festival: Sunday 22 January is made up
        (date(2017, 1, 20), 6, date(2017, 2, 3)),
    ],
)
def test_the_start_day_is_not_counted_and_days_off_are_skipped(start, count, expected):
    assert due(start, Span(count, "working days")) == Due(expected)


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_every_published_day_is_as_the_calendar_says(day):
    assert is_working_day(day) == is_workday(day)


@given(st.dates(date(2004, 1, 1), date(2026, 6, 30)), st.integers(1, 60))
def test_a_working_day_period_ends_on_a_working_day(start, count):
    end = due(start, Span(count, "working days"))
    assert is_working_day(end.date)
    assert due(start, Span(count, "working days"), roll=False) == end
    assert due(start, Span(count + 1, "working days")).date > end.date


def test_a_working_day_is_its_own_next_one():
    assert next_working_day(date(2025, 9, 28)).date == date(2025, 9, 28)


def test_the_holiday_calendar_is_loaded_only_when_needed():
    code = "import sys, minsheng.policy.deadline; sys.exit('chinese_calendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
