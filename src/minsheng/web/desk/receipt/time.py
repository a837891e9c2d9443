"""What time brings: birthdays on which something changes, and the prompts of today about what is received."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from minsheng.casework.models import Award, Unclaimed
from minsheng.casework.receipt.due import BIRTHDAYS, birthdays, reviews_due, tapers_ending
from minsheng.policy.calendar_math import add_years
from minsheng.policy.language import N_
from minsheng.registry.models import Membership, User
from minsheng.registry.scope import Scope
from minsheng.registry.words import say
from minsheng.web.desk.listing import Cell, Column, Filter, Listing, Look, Tab, areas_field, list_response, narrow_area
from minsheng.web.desk.prompts import Prompt

__all__ = ["BIRTHDAY_LIST", "birthdays_page", "prompts"]


def _household(row: Membership, look: Look) -> Cell:
    home = row.household
    return Cell(home.number, address=reverse("desk:household", args=[home.number]), made_up=home.synthetic)


def _tab(age: int, word: str) -> Tab:
    return Tab(f"age{age}", word, lambda rows, look: rows.filter(pk__in=birthdays(age, look.day).values("pk")))


def _turns(row: Membership, look: Look) -> date | None:
    born = row.person.birth_date
    for age in BIRTHDAYS:
        turns = add_years(born, age) if born is not None else None
        if turns is not None and turns >= look.day and (turns - look.day).days <= 31:
            return turns
    return None


BIRTHDAY_LIST = Listing(
    name="birthdays",
    word=N_("birthdays on which something changes"),
    rows=lambda look: look.scope.of(Membership.objects.select_related("person", "household__area"), "household__area"),
    columns=(
        Column("name", N_("name"), lambda row, look: row.person.name, heads=True),
        Column("on", N_("on"), _turns),
        Column("born", N_("birth date"), lambda row, look: row.person.birth_date, sort="person__birth_date"),
        Column("household", N_("household"), _household),
        Column("area", N_("area"), lambda row, look: row.household.area.name, sort="household__area__code"),
    ),
    filters=(
        Filter("area", N_("area"), areas_field, lambda rows, code, look: narrow_area(rows, code, look, area="household__area")),
    ),
    tabs=tuple(_tab(age, word) for age, (_, word) in BIRTHDAYS.items()),
    sort="born",
    empty=N_("Nobody in the next 30 days."),
)  # fmt: skip


@login_required
def birthdays_page(request: HttpRequest) -> HttpResponseBase:
    """Who turns 16, 18 or 80 in the next days."""
    return list_response(request, BIRTHDAY_LIST)


def prompts(scope: Scope, user: User, day: date) -> list[Prompt]:
    """Reviews that are due, tapers that end, birthdays, and who may be entitled and has not applied."""
    awards = reverse("desk:awards")
    found = [
        Prompt(say(N_("reviews due")), _count(scope, reviews_due(day)), f"{awards}?tab=due"),
        Prompt(say(N_("tapers that end within 30 days")), _count(scope, tapers_ending(day)), f"{awards}?tab=tapering"),
    ]
    for age, (_, word) in BIRTHDAYS.items():
        rows = scope.of(birthdays(age, day), "household__area")
        found.append(Prompt(say(word), rows.count(), f"{reverse('desk:birthdays')}?tab=age{age}"))
    unclaimed = scope.of(Unclaimed.objects.all()).values("household").distinct().count()
    found.append(Prompt(say(N_("may be entitled and have not applied")), unclaimed, reverse("desk:unclaimed")))
    return found


def _count(scope: Scope, rows: object) -> int:
    return scope.of(Award.objects.filter(pk__in=rows.values("pk"))).count()  # type: ignore[attr-defined]
