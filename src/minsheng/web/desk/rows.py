"""Rows of lists of cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from minsheng.casework.law import process_named
from minsheng.casework.models import Case
from minsheng.registry.models import Membership, Person
from minsheng.registry.models.household import held_on
from minsheng.web.desk.listing.cells import due_cell, level_of
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
    id_masked: str = ""


def case_rows(cases: Iterable[Case], today: date) -> list[CaseRow]:
    """Rows for cases, in their order; one query for the names of all heads of household."""
    listed = list(cases)
    homes = [case.household_id for case in listed]
    heads = Membership.objects.filter(held_on(today), household__in=homes, relation="head").select_related("person")
    people = {member.household_id: member.person for member in heads}
    return [_row(case, people.get(case.household_id), today) for case in listed]


def _row(case: Case, head: Person | None, today: date) -> CaseRow:
    process = process_named(case.process, case.area.code, case.law_day)
    due = None if case.ended else case.due_on
    days = due_cell(due, today).text if due else ""
    waits = role_name(case.waits_for) if case.waits_for else ""
    name, id_masked = (head.name, head.id_masked) if head else ("", "")
    what, state = benefit_word(process), state_word(process, case.state)
    return CaseRow(case, name, what, state, waits, case.due_on, level_of(due, today), days, id_masked)
