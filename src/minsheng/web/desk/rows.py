"""Rows of lists of cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from minsheng.casework.act import process_of_case
from minsheng.casework.models import Case
from minsheng.policy.language import N_
from minsheng.registry.models import Membership
from minsheng.registry.models.household import held_on
from minsheng.registry.words import say
from minsheng.web.desk.words import benefit_word, role_name, state_word

__all__ = ["CaseRow", "case_rows"]


@dataclass(frozen=True)
class CaseRow:
    """A case in a list."""

    case: Case
    head: str
    what: str
    state: str
    waits_for: str
    due: date | None
    level: str
    days: str


def case_rows(cases: Iterable[Case], today: date) -> list[CaseRow]:
    """Rows for cases, in their order; one query for the names of all heads of household."""
    listed = list(cases)
    homes = [case.household_id for case in listed]
    heads = Membership.objects.filter(held_on(today), household__in=homes, relation="head").select_related("person")
    names = {member.household_id: member.person.name for member in heads}
    return [_row(case, names.get(case.household_id, ""), today) for case in listed]


def _row(case: Case, head: str, today: date) -> CaseRow:
    process = process_of_case(case)
    left = (case.due_on - today).days if case.due_on and not case.ended else None
    level = "" if left is None else "late" if left < 0 else "today" if left == 0 else "soon" if left <= 3 else "in_time"
    days = "" if left is None else _days(left)
    waits = role_name(case.waits_for) if case.waits_for else ""
    return CaseRow(case, head, benefit_word(process), state_word(process, case.state), waits, case.due_on, level, days)


def _days(left: int) -> str:
    if left < 0:
        return say(N_("{days} days late"), days=-left)
    return say(N_("today")) if left == 0 else say(N_("{days} days left"), days=left)
