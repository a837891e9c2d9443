"""Days, months and years, counted the slow way."""

from __future__ import annotations

from datetime import date, timedelta


def month_end(year: int, month: int) -> int:
    """The last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def months_later(day: date, months: int) -> date:
    """The same day of the month some months later; the last day of that month where there is no such day."""
    year, month = day.year, day.month
    while abs(months) >= 12:  # a year is twelve months
        year, months = (year + 1, months - 12) if months > 0 else (year - 1, months + 12)
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    return date(year, month, min(day.day, month_end(year, month)))


def completed_months(first: date, last: date) -> int:
    """How many whole months fit between two days; with the days exchanged the same with a minus sign."""
    if last < first:
        return -completed_months(last, first)
    months = max(0, 12 * (last.year - first.year) - 12)
    while months_later(first, months + 1) <= last:
        months += 1
    return months


def completed_years(birth: date, day: date) -> int:
    """Birthdays that have come: somebody born on 29 February has none on 28 February."""
    years = day.year - birth.year
    return years if (day.month, day.day) >= (birth.month, birth.day) else years - 1
