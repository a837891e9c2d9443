"""Today, where the law is applied."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

__all__ = ["CHINA_STANDARD_TIME", "today_in_china"]

CHINA_STANDARD_TIME = timezone(timedelta(hours=8), "CST")


def today_in_china() -> date:
    """The date in China Standard Time, whatever the clock of the machine is set to.

    >>> today_in_china() == datetime.now(CHINA_STANDARD_TIME).date()
    True
    """
    return datetime.now(CHINA_STANDARD_TIME).date()
