"""Today, where the law is applied."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, timezone

__all__ = ["CHINA_STANDARD_TIME", "another_day", "today_in_china"]

CHINA_STANDARD_TIME = timezone(timedelta(hours=8), "CST")
_another: ContextVar[date | None] = ContextVar("another day in place of today", default=None)


def today_in_china() -> date:
    """The date in China Standard Time, whatever the clock of the machine is set to.

    >>> today_in_china() == datetime.now(CHINA_STANDARD_TIME).date()
    True
    """
    return _another.get() or datetime.now(CHINA_STANDARD_TIME).date()


@contextmanager
def another_day(day: date) -> Iterator[None]:
    """Let another day be today, for demonstrations and rehearsals; only for what runs inside.

    >>> with another_day(date(2017, 12, 31)):
    ...     today_in_china()
    datetime.date(2017, 12, 31)
    """
    token = _another.set(day)
    try:
        yield
    finally:
        _another.reset(token)
