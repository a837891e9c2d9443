"""Cells that many lists have."""

from __future__ import annotations

from datetime import date

from minsheng.policy.language import N_
from minsheng.policy.wording import format_date
from minsheng.registry.words import language, say
from minsheng.web.desk.listing.declared import Cell

__all__ = ["as_cell", "due_cell", "level_of"]

#: So many days before the last day something is called soon due.
SOON = 3


def level_of(due: date | None, today: date) -> str:
    """How late something is that is due on a day.

    >>> level_of(date(2026, 3, 1), date(2026, 3, 2)), level_of(date(2026, 3, 5), date(2026, 3, 2)), level_of(None, date(2026, 3, 2))
    ('late', 'soon', '')
    """
    if due is None:
        return ""
    left = (due - today).days
    return "late" if left < 0 else "today" if left == 0 else "soon" if left <= SOON else "in_time"


def due_cell(due: date | None, today: date) -> Cell:
    """A deadline: how many days are left, and the day."""
    if due is None:
        return Cell("—", value="")
    left = (due - today).days
    words = N_("{days} days late") if left < 0 else N_("{days} days left") if left else N_("today")
    return Cell(say(words, days=abs(left)), small=format_date(due, language()), level=level_of(due, today), value=due)


def as_cell(content: object) -> Cell:
    """What a column gave, as a cell."""
    if isinstance(content, Cell):
        return content
    if content is None or content == "":
        return Cell("—", value="")
    if isinstance(content, date):
        return Cell(format_date(content, language()), value=content)
    if isinstance(content, int):
        return Cell(f"{content:,}", value=content)
    return Cell(str(content))
