"""The pages of the desk. Every row comes through the scope of whoever looks; nothing is shown or counted beside it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from minsheng.casework.models import Case
from minsheng.policy.idnumber import problems_of
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Household, Person
from minsheng.registry.models.household import held_on
from minsheng.registry.scope import Scope, scope_of
from minsheng.web.desk.case_list import CASES, waiting_for
from minsheng.web.desk.case_page import case_panels
from minsheng.web.desk.found import staff
from minsheng.web.desk.household_page import household_panels
from minsheng.web.desk.listing import list_response
from minsheng.web.desk.prompts import prompts
from minsheng.web.desk.rows import case_rows

__all__ = ["case", "cases", "household", "search", "today"]

_PAGE = 50


@login_required
def today(request: HttpRequest) -> HttpResponse:
    """What is due, what is late, what waits for me."""
    scope, day = scope_of(staff(request)), today_in_china()
    mine = waiting_for(_cases(scope), scope)
    late, due = mine.filter(due_on__lt=day).count(), mine.filter(due_on=day).count()
    first = mine.order_by(F("due_on").asc(nulls_last=True), "id")[:20]
    counts = {"late": late, "due": due, "waiting": mine.count(), "running": _cases(scope).filter(ended=False).count()}
    return render(
        request,
        "desk/today.html",
        {
            "rows": case_rows(first, day),
            "counts": counts,
            "prompts": prompts(scope, staff(request), day),
            "page": "today",
        },
    )


@login_required
def cases(request: HttpRequest) -> HttpResponseBase:
    """Cases that wait for me, on which I have acted, that run, that have ended."""
    return list_response(request, CASES)


@login_required
def case(request: HttpRequest, number: str) -> HttpResponse:
    """A case: the file, the decision with its reasons, the clock and what may be done now."""
    return case_response(request, number)


def case_response(request: HttpRequest, number: str, **more: Any) -> HttpResponse:
    """The page of a case, with what went wrong when something did."""
    scope = scope_of(staff(request))
    found = get_object_or_404(_cases(scope), number=number)
    status = more.pop("status", 200)
    return render(
        request, "desk/case.html", {**case_panels(found, scope, staff(request)), **more, "page": "cases"}, status=status
    )


@login_required
def household(request: HttpRequest, number: str) -> HttpResponse:
    """The file of a household: who belongs to it, what is known, its cases, and every benefit that the packs can see."""
    scope = scope_of(staff(request))
    found = get_object_or_404(scope.of(Household.objects.select_related("area")), number=number)
    return render(request, "desk/household.html", {**household_panels(found, scope, staff(request)), "page": "search"})


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Households and cases by name, ID number or case number; sent in the body, so that no number stands in an address or a log."""
    scope, words = scope_of(request.user), request.POST.get("q", "").strip()[:60].replace("\x00", "")  # type: ignore[arg-type]
    homes = Household.objects.none()
    found = Case.objects.none()
    if words:
        homes = scope.of(Household.objects.select_related("area")).filter(_matches(words)).distinct()[:_PAGE]
        found = _cases(scope).filter(number__startswith=words)[:_PAGE]
    shown = {"words": words, "homes": homes, "rows": case_rows(found, today_in_china()), "page": "search"}
    return render(request, "desk/search.html", shown)


def _matches(words: str) -> Q:
    """A household by its number, or by the name or the ID number of somebody who belongs to it."""
    people: QuerySet[Person] = Person.objects.filter(name__startswith=words)
    if not problems_of(words):
        try:
            people = Person.objects.with_id_number(words)
        except ValidationError:
            people = Person.objects.none()
    day = today_in_china()
    belongs = Q(memberships__in=_memberships(people, day))
    return Q(number=words) | belongs


def _memberships(people: QuerySet[Person], day: Any) -> Any:
    from minsheng.registry.models import Membership

    return Membership.objects.filter(held_on(day), person__in=people)


def _cases(scope: Scope) -> QuerySet[Case]:
    return scope.of(Case.objects.select_related("household__area", "area"))
