"""How late something is, as screens show it: a word, a sign and a class of colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from minsheng.casework.clock_run import ClockRun, Ladder, level_of
from minsheng.policy.language import N_
from minsheng.registry.words import say
from minsheng.web.desk.panels import CaseLook
from minsheng.web.desk.words import LEVEL_WORDS

__all__ = ["SIGNS", "Lateness", "due_changes", "lateness", "lateness_of_run"]

#: A sign for each level, that means the same without colour.
SIGNS = {"in_time": "○", "reminder": "◔", "late": "▲", "yellow": "▲", "red": "▲▲", "supervisor": "▲▲▲"}
_NO_LADDER = {"late": N_("late")}


@dataclass(frozen=True)
class Lateness:
    """How late something is.

    Attributes:
        level: a level of the ladder; ``late`` where the place has set none; the class of colour.
        word: in words.
        sign: a sign that means the same without colour.
    """

    level: str
    word: str
    sign: str


def lateness(last: date | None, day: date, ladder: Ladder | None) -> Lateness:
    """How late something is on a day. Without a ladder of the place only whether it is late can be said."""
    named = {**LEVEL_WORDS, **_NO_LADDER}
    level = _only_late(last, day) if ladder is None else level_of(last, day, ladder)
    return Lateness(level, say(named[level]), SIGNS[level])


def lateness_of_run(run: ClockRun, day: date, ladder: Ladder | None) -> Lateness:
    """How late a run of a clock is; one that has ended is judged by the day on which it ended, and needs no reminder."""
    found = lateness(run.last_day, run.ended or day, ladder)
    return lateness(None, day, None) if run.ended is not None and found.level == "reminder" else found


def _only_late(last: date | None, day: date) -> str:
    return "late" if last is not None and day > last else "in_time"


def due_changes(look: CaseLook) -> dict[str, Any] | None:
    """The days of a case that were worked out anew because a holiday calendar was published or corrected."""
    changes = list(look.case.due_changes.all())
    return {"changes": changes} if changes else None
