"""The lists of cases: waiting for me (待办), acted on by me (已办), running, ended (办结)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse

from minsheng.casework.law import law_of, library
from minsheng.casework.models import Case, Happening
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.pack import Process
from minsheng.registry.models import Membership
from minsheng.registry.models.household import held_on
from minsheng.registry.scope import Scope
from minsheng.registry.words import language, say
from minsheng.web.desk.listing import (
    Cell,
    Choose,
    Column,
    Filter,
    Listing,
    Look,
    Tab,
    areas_field,
    choice_field,
    day_field,
    due_cell,
    narrow_area,
    text_field,
)
from minsheng.web.desk.rows import CaseRow, case_rows
from minsheng.web.desk.words import CASE_STATES

__all__ = ["CASES", "waiting_for"]

_COUNTY = 6
#: So many days before the last day the filter calls something soon due.
_SOON = 3
#: How late a case is, as the filter says it.
_LATE = {
    "late": N_("late"),
    "today": N_("due today"),
    "soon": N_("soon due"),
    "in_time": N_("in time"),
    "none": N_("no time limit runs"),
}


def waiting_for(rows: QuerySet[Case], scope: Scope) -> QuerySet[Case]:
    """The cases in which somebody with the roles of the scope acts next."""
    waiting = Q(pk__in=[])
    for role, stem in scope.roles:
        fills = Scope(frozenset({(role, stem)})).process_roles(stem)
        if fills:
            waiting |= Q(area__stem__startswith=stem, waits_for__in=fills)
    return rows.filter(waiting, ended=False)


def _acted(rows: QuerySet[Case], look: Look) -> QuerySet[Case]:
    """The running cases in which the user did something."""
    mine = Happening.objects.filter(case=OuterRef("pk"), by=look.user)
    return rows.filter(Exists(mine), ended=False)


def _processes(look: Look) -> list[Process]:
    """The processes that hold today where somebody looks; all of the packs for whoever looks at more than a county."""
    found: dict[str, Process] = {}
    for stem in sorted({stem for _, stem in look.scope.roles}):
        if len(stem) < _COUNTY:
            return [process for pack in library().packs for process in pack.processes]
        try:
            found |= law_of(stem, look.day).processes
        except PolicyError:  # no document holds there
            continue
    return list(found.values())


def _matters(look: Look) -> list[tuple[str, str]]:
    return list({process.name: process.label.in_(language()) for process in _processes(look)}.items())


def _states(look: Look) -> list[tuple[str, Any]]:
    """Where a case may stand: outside the steps, then the steps and the ends of each process."""
    groups: list[tuple[str, Any]] = [(say(N_("any matter")), [(name, say(word)) for name, word in CASE_STATES.items()])]
    for process in _processes(look):
        steps = [(f"{process.name}:{step.name}", step.label.in_(language())) for step in process.steps]
        ends = [(f"{process.name}:{name}", label.in_(language())) for name, label in process.ends]
        groups.append((process.label.in_(language()), steps + ends))
    return groups


def _in_state(rows: QuerySet[Case], value: str, look: Look) -> QuerySet[Case]:
    process, _, state = value.rpartition(":")
    return rows.filter(process=process, state=state) if process else rows.filter(state=state)


def _that_late(rows: QuerySet[Case], value: str, look: Look) -> QuerySet[Case]:
    soon = look.day + timedelta(days=_SOON)
    narrowed = {
        "late": Q(due_on__lt=look.day),
        "today": Q(due_on=look.day),
        "soon": Q(due_on__gt=look.day, due_on__lte=soon),
        "in_time": Q(due_on__gt=soon),
        "none": Q(due_on__isnull=True),
    }[value]
    return rows.filter(narrowed, ended=False)


def _of_somebody(rows: QuerySet[Case], name: str, look: Look) -> QuerySet[Case]:
    """Of a household to which somebody belongs whose name begins so."""
    people = Membership.objects.filter(held_on(look.day), person__name__startswith=name)
    return rows.filter(household__in=people.values("household"))


def _items(rows: list[Case], look: Look) -> Sequence[CaseRow]:
    return case_rows(rows, look.day)


def _by_number(look: Look) -> Any:
    """By the number; for whoever looks at townships only, not through the index of all numbers.

    Numbers begin with the area, so that the rows of a township stand together in that index, anywhere in it: PostgreSQL takes them to be
    spread and walks through most of it. Sorting the few thousand cases of a township is quicker.
    """
    small = all(len(stem) > _COUNTY for _, stem in look.scope.roles)
    return Concat("number", Value("")) if small else F("number")


def _due(row: CaseRow, look: Look) -> Cell:
    return due_cell(None if row.case.ended else row.due, look.day, row.late, provisional=row.provisional)


def _head(row: CaseRow, look: Look) -> Cell:
    address = reverse("desk:case", args=[row.case.number])
    return Cell(row.head or row.case.household.number, address=address, made_up=row.case.synthetic)


CASES = Listing(
    name="cases",
    word=N_("cases"),
    rows=lambda look: look.scope.of(Case.objects.select_related("household__area", "area")),
    items=_items,
    columns=(
        Column("due", N_("due"), _due, sort="due_on"),
        Column("head", N_("head of household"), _head, heads=True),
        Column("matter", N_("matter"), lambda row, look: row.what, sort="process"),
        Column("state", N_("stands at"), lambda row, look: row.state),
        Column("waits", N_("waits for"), lambda row, look: row.waits_for),
        Column("area", N_("area"), lambda row, look: row.case.area.name, sort="area__code"),
        Column("number", N_("case number"), lambda row, look: row.case.number, sort="number", order=_by_number),
        Column("applied", N_("applied on"), lambda row, look: row.case.law_day, sort="law_day", shown=False),
        Column("id", N_("ID number"), lambda row, look: row.id_masked, shown=False),
        Column("address", N_("address"), lambda row, look: row.case.household.address, shown=False),
    ),
    filters=(
        Filter("area", N_("area"), areas_field, narrow_area),
        Filter("matter", N_("matter"), choice_field(_matters), lambda rows, value, look: rows.filter(process=value)),
        Filter("state", N_("stands at"), choice_field(_states), _in_state),
        Filter("late", N_("how late"), choice_field(_LATE), _that_late),
        Filter("since", N_("applied from"), day_field(), lambda rows, day, look: rows.filter(law_day__gte=day)),
        Filter("until", N_("applied until"), day_field(), lambda rows, day, look: rows.filter(law_day__lte=day)),
        Filter("name", N_("name of a member"), text_field(), _of_somebody, private=True),
    ),
    tabs=(
        Tab("waiting", N_("to do"), lambda rows, look: waiting_for(rows, look.scope)),
        Tab("acted", N_("I have acted"), _acted),
        Tab("running", N_("running"), lambda rows, look: rows.filter(ended=False)),
        Tab("ended", N_("ended"), lambda rows, look: rows.filter(ended=True)),
    ),
    sort="due",
    choose=Choose(
        "desk:bulk",
        N_("do the same with all that are chosen"),
        key=lambda case: case.number,
        tabs=frozenset({"waiting", "acted", "running"}),
    ),
    empty=N_(
        "No case here. A case is opened in the file of a household: search for it by name or ID number, or take in a new one."
    ),
)
