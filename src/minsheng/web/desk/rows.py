"""Rows of lists of cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from minsheng.casework.clock_run import Ladder
from minsheng.casework.law import process_named
from minsheng.casework.models import Case
from minsheng.casework.place_setting import settings_on
from minsheng.registry.models import Membership, Person
from minsheng.registry.models.household import held_on
from minsheng.web.desk.lateness import Lateness, lateness
from minsheng.web.desk.listing.cells import days_left
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
    id_masked: str = ""


def case_rows(cases: Iterable[Case], today: date) -> list[CaseRow]:
    """Rows for cases, in their order; one query for the heads of household, one for the ladders of the places."""
    listed = list(cases)
    homes = [case.household_id for case in listed]
    heads = Membership.objects.filter(held_on(today), household__in=homes, relation="head").select_related("person")
    people = {member.household_id: member.person for member in heads}
    settings = settings_on(today)
    return [_row(case, people.get(case.household_id), today, settings.ladder(case.area.code)) for case in listed]


def _row(case: Case, head: Person | None, today: date, ladder: Ladder | None) -> CaseRow:
    process = process_named(case.process, case.area.code, case.law_day)
    due = None if case.ended else case.due_on
    late = lateness(due, today, ladder)
    days = days_left(due, today) if due else ""
    waits = role_name(case.waits_for) if case.waits_for else ""
    name, id_masked = (head.name, head.id_masked) if head else ("", "")
    what, state = benefit_word(process), state_word(process, case.state)
    return CaseRow(case, name, what, state, waits, case.due_on, late, days, case.due_provisional, id_masked)
