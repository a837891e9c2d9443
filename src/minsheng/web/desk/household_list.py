"""The list of households: the files of my area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from minsheng.casework.models import Case
from minsheng.policy.language import N_
from minsheng.registry.models import Household, Membership, Person
from minsheng.registry.models.household import held_on
from minsheng.web.desk.listing import (
    Cell,
    Column,
    Filter,
    Listing,
    Look,
    Tab,
    areas_field,
    choice_field,
    list_response,
    narrow_area,
    text_field,
)

__all__ = ["HOUSEHOLDS", "households"]


@dataclass(frozen=True)
class _Row:
    household: Household
    head: Person | None
    members: int
    cases: int


def _items(rows: list[Household], look: Look) -> Sequence[_Row]:
    """Two queries for the people, one for the running cases, however many households there are."""
    members = Membership.objects.filter(held_on(look.day), household__in=rows)
    heads = {m.household_id: m.person for m in members.filter(relation="head").select_related("person")}
    of_members = members.order_by().values("household").annotate(number=Count("pk")).values_list("household", "number")
    running = Case.objects.filter(household__in=rows, ended=False).order_by().values("household")
    counted, cases = dict(of_members), dict(running.annotate(number=Count("pk")).values_list("household", "number"))
    return [_Row(home, heads.get(home.pk), counted.get(home.pk, 0), cases.get(home.pk, 0)) for home in rows]


def _head(row: _Row, look: Look) -> Cell:
    name = row.head.name if row.head else row.household.number
    return Cell(name, address=reverse("desk:household", args=[row.household.number]), made_up=row.household.synthetic)


def _of_somebody(rows: QuerySet[Household], name: str, look: Look) -> QuerySet[Household]:
    people = Membership.objects.filter(held_on(look.day), person__name__startswith=name)
    return rows.filter(pk__in=people.values("household"))


def _with_case(rows: QuerySet[Household], value: str, look: Look) -> QuerySet[Household]:
    running = Exists(Case.objects.filter(household=OuterRef("pk"), ended=False))
    return rows.filter(running if value == "running" else ~running)


HOUSEHOLDS = Listing(
    name="households",
    word=N_("files of households"),
    rows=lambda look: look.scope.of(Household.objects.select_related("area")),
    items=_items,
    columns=(
        Column("head", N_("head of household"), _head, heads=True),
        Column("number", N_("file number"), lambda row, look: row.household.number, sort="number"),
        Column("area", N_("area"), lambda row, look: row.household.area.name, sort="area__code"),
        Column("address", N_("address"), lambda row, look: row.household.address),
        Column("members", N_("members"), lambda row, look: row.members, number=True),
        Column("cases", N_("running cases"), lambda row, look: row.cases, number=True),
        Column("id", N_("ID number"), lambda row, look: row.head.id_masked if row.head else "", shown=False),
        Column("closed", N_("closed on"), lambda row, look: row.household.closed_on, sort="closed_on", shown=False),
    ),
    filters=(
        Filter("area", N_("area"), areas_field, narrow_area),
        Filter("name", N_("name of a member"), text_field(), _of_somebody, private=True),
        Filter(
            "case",
            N_("cases"),
            choice_field({"running": N_("with a running case"), "none": N_("without a running case")}),
            _with_case,
        ),
    ),
    tabs=(
        Tab("open", N_("open files"), lambda rows, look: rows.filter(closed_on__isnull=True)),
        Tab("closed", N_("closed files"), lambda rows, look: rows.filter(closed_on__isnull=False)),
    ),
    sort="number",
    empty=N_("No household here. Take in a new one, or ask your administrator to import the roster of the area."),
)


@login_required
def households(request: HttpRequest) -> HttpResponseBase:
    """The files of my area."""
    return list_response(request, HOUSEHOLDS)
