"""Cells that many lists have."""

from __future__ import annotations

from datetime import date

from minsheng.policy.language import N_
from minsheng.policy.wording import format_date
from minsheng.registry.words import language, say
from minsheng.web.desk.lateness import Lateness, lateness
from minsheng.web.desk.listing.declared import Cell

__all__ = ["as_cell", "days_left", "due_cell"]


def days_left(due: date, today: date) -> str:
    """How many days are left until a day, or how many it is late, in words."""
    left = (due - today).days
    words = N_("{days} days late") if left < 0 else N_("{days} days left") if left else N_("today")
    return say(words, days=abs(left))


def due_cell(due: date | None, today: date, late: Lateness | None = None, *, provisional: bool = False) -> Cell:
    """A deadline: how many days are left, the day, and how late it is by a sign and a word.

    Args:
        due: the last day; nothing where no time limit runs.
        today: the day of today.
        late: how late it is by the ladder of the place (:mod:`minsheng.web.desk.lateness`); only whether it is late when left out.
        provisional: whether the holidays of its year are not published yet.
    """
    if due is None:
        return Cell("—", value="")
    found = late or lateness(due, today, None)
    told = [format_date(due, language()), *([say(N_("provisional"))] if provisional else [])]
    words = [days_left(due, today), *([found.word] if found.level not in ("in_time", "late") else [])]
    return Cell(" · ".join(words), small=" ".join(told), level=found.level, sign=found.sign, value=due)


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
