"""Arithmetic with dates as Chinese law counts: months that end with their month, ages in completed years.

Pure, without a calendar of holidays. Working days are the business of :mod:`minsheng.policy.deadline`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

__all__ = ["add_months", "add_years", "age_on", "days_between", "months_between"]


def add_months(day: date, count: int) -> date:
    """The corresponding day ``count`` months later (earlier when negative).

    Where that month has no such day, its last day is taken (民法典 第二百零二条).

    Args:
        day: the day to count from.
        count: calendar months.

    Raises:
        OverflowError: the result lies outside the years 1 to 9999.

    >>> str(add_months(date(2021, 1, 31), 1)), str(add_months(date(2021, 11, 15), -12))
    ('2021-02-28', '2020-11-15')
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"{count} months from {day} lie outside the years 1 to 9999")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, count: int) -> date:
    """The corresponding day ``count`` years later; 29 February becomes 28 February in a common year.

    For birthdays use :func:`age_on`, which counts 29 February differently.

    Raises:
        OverflowError: the result lies outside the years 1 to 9999.

    >>> str(add_years(date(2017, 2, 24), 5)), str(add_years(date(2020, 2, 29), 1))
    ('2022-02-24', '2021-02-28')
    """
    return add_months(day, 12 * count)


def age_on(birth: date, day: date) -> int:
    """Completed years of age (周岁) on a day.

    A year is completed on the birthday itself; civil and social law has no rule of "the day after the birthday", which
    is the usage of criminal law alone. Who was born on 29 February completes a year on 1 March in common years.

    Returns:
        Years; negative for a day before the birth.

    >>> age_on(date(1957, 3, 1), date(2017, 2, 28)), age_on(date(1957, 3, 1), date(2017, 3, 1))
    (59, 60)
    >>> age_on(date(2000, 2, 29), date(2018, 2, 28)), age_on(date(2000, 2, 29), date(2018, 3, 1))
    (17, 18)
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def months_between(first: date, last: date) -> int:
    """Completed months from one day to another.

    That is the most months that :func:`add_months` may add to ``first`` without passing ``last``.

    Returns:
        Months; with the days exchanged, the same number with a minus sign.

    >>> months_between(date(2021, 1, 31), date(2021, 2, 28)), months_between(date(2021, 1, 15), date(2021, 2, 14))
    (1, 0)
    """
    if last < first:
        return -months_between(last, first)
    count = (last.year - first.year) * 12 + last.month - first.month
    return count - (add_months(first, count) > last)


def days_between(first: date, last: date) -> int:
    """Days from one day to another, the first not counted.

    Returns:
        Calendar days; negative when ``last`` is earlier.

    >>> days_between(date(2017, 3, 1), date(2017, 3, 8))
    7
    """
    return (last - first).days
