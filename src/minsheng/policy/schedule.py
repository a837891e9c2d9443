"""When money flows: the first month, the rhythm, and for a benefit that tapers off the day on which it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from minsheng.policy import tree as t
from minsheng.policy.calendar_math import add_months
from minsheng.policy.evaluation import Evaluation
from minsheng.policy.outcome import Outcome

__all__ = ["ScheduleRow", "schedule"]


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """From this day on this amount a period (fen); the row holds until the next one."""

    first_day: date
    amount: int


def schedule(evaluation: Evaluation, outcome: Outcome) -> list[ScheduleRow]:
    """The dated amounts of an outcome: from the month that the benefit names, and zero from the end of a taper.

    The decision is taken to be made on the facts day. Nothing is scheduled where the amount is not settled.
    """
    benefit = evaluation.law.benefit(outcome.benefit)
    if outcome.status != "yes" or outcome.amount is None or benefit.paid is None:
        return []
    decided = evaluation.facts_day
    month = date(decided.year, decided.month, 1)
    runs_on = outcome.tapers  # a taper continues a payment that is running; the month after a decision is for new ones
    first = month if runs_on or benefit.paid.first == "month_of_decision" else add_months(month, 1)
    if not outcome.tapers:
        return [ScheduleRow(first, outcome.amount)]
    end = _taper_end(evaluation, outcome)
    rows = [ScheduleRow(first, outcome.amount)] if end is None or first < end else []
    return rows if end is None else [*rows, ScheduleRow(max(end, first), 0)]


def _taper_end(evaluation: Evaluation, outcome: Outcome) -> date | None:
    """The first day of the first month after the taper."""
    definition = evaluation.law.benefits[outcome.benefit]
    instance = evaluation.things[outcome.key]
    tree = t.Call(
        definition.trees["taper_from"].type,
        "add_months",
        (definition.trees["taper_from"], definition.trees["taper_lasts"]),
    )
    end = evaluation.reasoner.value(tree, {"self": instance})
    if not isinstance(end, date):
        return None
    return end if end.day == 1 else add_months(date(end.year, end.month, 1), 1)
