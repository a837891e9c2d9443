"""When a period ends: working days by the official calendar with its swapped days, calendar days, months and years.

The start day is never counted. A period in calendar days, months or years whose last day is no working day ends on the
next working day, unless ``roll`` is false; a period in working days cannot end on any other day. The State Council
publishes the holidays of a year late in the year before; days that it has not spoken about yet are taken as plain
weekdays and weekends, and the result says *provisional*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from minsheng.policy.calendar_math import add_months, add_years
from minsheng.policy.language import N_
from minsheng.policy.types import ValueProblem

__all__ = ["SPAN_PATTERN", "Due", "Span", "due", "is_provisional", "is_working_day", "next_working_day", "parse_span"]

#: The longest span of each unit: a hundred years. More is surely a mistake of writing.
_LONGEST = {"days": 36525, "working days": 26000, "months": 1200, "years": 100}
#: How a span is written, as a regular expression.
SPAN_PATTERN = r"([0-9]{1,5}) (day|working day|month|year)s?"
_SPAN = re.compile(SPAN_PATTERN)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: a count of ``days``, ``working days``, ``months`` or ``years``, from one up to a hundred years.

    Raises:
        ValueProblem: another unit, or a count out of range.

    >>> str(Span(20, "working days")), str(Span(1, "months"))
    ('20 working days', '1 month')
    """

    count: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in _LONGEST or not 1 <= self.count <= _LONGEST[self.unit]:
            raise ValueProblem(N_("a span such as 7 days, 20 working days, 3 months or 1 year"))

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count != 1 else self.unit[:-1]}"


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period; ``provisional`` while the calendar of a day that matters is not published."""

    date: date
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class _Calendar:
    """What the State Council's notices say: days off, days made up for, and the years they cover."""

    off: frozenset[date]
    made_up: frozenset[date]
    first: date
    last: date


@cache
def _calendar() -> _Calendar:
    """The published calendar, loaded when it is first needed (it takes longer than all of this module)."""
    from chinese_calendar.constants import holidays, workdays

    # The notice for a year speaks of the last days of December before it, too (31 December 2018 was taken off by the
    # notice for 2019), so these stay open until it is there.
    first, last = date(min(holidays).year, 1, 1), date(max(holidays).year, 12, 24)
    return _Calendar(frozenset(holidays), frozenset(workdays), first, last)


def is_provisional(day: date) -> bool:
    """True while no published holiday calendar covers the day.

    >>> is_provisional(date(2025, 10, 1)), is_provisional(date(2003, 5, 1))
    (False, True)
    """
    calendar = _calendar()
    return not calendar.first <= day <= calendar.last


def is_working_day(day: date) -> bool:
    """True for a working day: a weekday that is no holiday, or a weekend day that is made up for one.

    >>> is_working_day(date(2025, 10, 11)), is_working_day(date(2025, 10, 8))    # a Saturday worked, a Wednesday off
    (True, False)
    """
    calendar = _calendar()
    return day in calendar.made_up or (day.weekday() < 5 and day not in calendar.off)


def next_working_day(day: date) -> Due:
    """The day itself when it is a working day, else the first one after it.

    >>> str(next_working_day(date(2025, 10, 1)).date)
    '2025-10-09'
    """
    provisional = is_provisional(day)
    while not is_working_day(day):
        day += _DAY
        provisional = provisional or is_provisional(day)
    return Due(day, provisional)


def parse_span(text: str) -> Span:
    """Read a span as packs write it.

    Args:
        text: ``7 days``, ``20 working days``, ``3 months``, ``1 year``.

    Raises:
        ValueProblem: the text is no such span.

    >>> parse_span("20 working days")
    Span(count=20, unit='working days')
    """
    match = _SPAN.fullmatch(text.strip())
    return Span(int(match[1]), f"{match[2]}s") if match else Span(0, "")


def due(start: date, span: Span, *, roll: bool = True) -> Due:
    """The last day of a period that begins with an event on ``start``.

    Args:
        start: the day of the event; it is not counted.
        span: how long the period is.
        roll: a statutory period in calendar units, whose last day moves to the next working day (民法典 第二百零三条).

    Returns:
        The last day on which the thing is still in time, and whether a calendar not published yet may move it.

    Raises:
        OverflowError: the day lies after the year 9999.

    >>> str(due(date(2025, 9, 26), Span(5, "working days")).date)     # 28 September is made up, 1 to 8 October are off
    '2025-10-10'
    >>> week = parse_span("7 days")
    >>> str(due(date(2017, 3, 4), week).date), str(due(date(2017, 3, 4), week, roll=False).date)
    ('2017-03-13', '2017-03-11')
    """
    if span.unit == "working days":
        return _working_days_after(start, span.count)
    if span.unit == "days":
        last = start + timedelta(days=span.count)
    else:
        last = (add_months if span.unit == "months" else add_years)(start, span.count)
    return next_working_day(last) if roll else Due(last)


def _working_days_after(start: date, count: int) -> Due:
    day, provisional = start, False
    while count:
        day += _DAY
        count -= is_working_day(day)
        provisional = provisional or is_provisional(day)
    return Due(day, provisional)
