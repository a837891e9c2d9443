"""Rows of lists of cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from minsheng.casework.act import process_of_case
from minsheng.casework.clock_run import Ladder
from minsheng.casework.models import Case
from minsheng.casework.place_setting import settings_on
from minsheng.policy.language import N_
from minsheng.registry.models import Membership
from minsheng.registry.models.household import held_on
from minsheng.registry.words import say
from minsheng.web.desk.lateness import Lateness, lateness
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
    late: Lateness
    days: str
    provisional: bool


def case_rows(cases: Iterable[Case], today: date) -> list[CaseRow]:
    """Rows for cases, in their order; one query for the names of all heads of household, one for the settings of places."""
    listed = list(cases)
    homes = [case.household_id for case in listed]
    heads = Membership.objects.filter(held_on(today), household__in=homes, relation="head").select_related("person")
    names = {member.household_id: member.person.name for member in heads}
    settings = settings_on(today)
    return [_row(case, names.get(case.household_id, ""), today, settings.ladder(case.area.code)) for case in listed]


def _row(case: Case, head: str, today: date, ladder: Ladder | None) -> CaseRow:
    process = process_of_case(case)
    left = (case.due_on - today).days if case.due_on and not case.ended else None
    late = lateness(case.due_on if left is not None else None, today, ladder)
    days = "" if left is None else _days(left)
    waits = role_name(case.waits_for) if case.waits_for else ""
    what, state = benefit_word(process), state_word(process, case.state)
    return CaseRow(case, head, what, state, waits, case.due_on, late, days, case.due_provisional)


def _days(left: int) -> str:
    if left < 0:
        return say(N_("{days} days late"), days=-left)
    return say(N_("today")) if left == 0 else say(N_("{days} days left"), days=left)
