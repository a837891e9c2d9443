"""The pages of the desk. Every row comes through the scope of whoever looks; nothing is shown or counted beside it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from minsheng.casework.models import Case
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Household
from minsheng.registry.scope import Scope, scope_of
from minsheng.web.desk.case_list import CASES, waiting_for
from minsheng.web.desk.case_page import case_panels
from minsheng.web.desk.found import staff
from minsheng.web.desk.household_page import household_panels
from minsheng.web.desk.listing import list_response
from minsheng.web.desk.prompts import prompts
from minsheng.web.desk.rows import case_rows

__all__ = ["case", "cases", "household", "today"]

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


def _cases(scope: Scope) -> QuerySet[Case]:
    return scope.of(Case.objects.select_related("household__area", "area"))
