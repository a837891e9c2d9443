"""Who may be entitled and has not applied (应享未享): the list of the night, and opening cases of the office's own accord."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from minsheng.casework.act import open_case
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Unclaimed
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.words import language, say
from minsheng.web.desk.found import require, staff
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
    list_response,
    narrow_area,
)
from minsheng.web.desk.receipt.shown import benefit_label, money_words

__all__ = ["UNCLAIMED", "listed", "open_chosen"]

_MOST = 50


def _household(row: Unclaimed, look: Look) -> Cell:
    home = row.household
    return Cell(home.number, address=reverse("desk:household", args=[home.number]), made_up=home.synthetic)


def _what(row: Unclaimed, look: Look) -> Cell:
    address = reverse("desk:open", args=[row.household.number, row.benefit]) + "?came_by=found"
    may = look.scope.may("apply", row.area.code)
    return Cell(benefit_label(row.benefit, row.area.code), address=address if may else "")


def _amount(row: Unclaimed, look: Look) -> Cell:
    if row.amount is None:
        return Cell("—", value="")
    return Cell(money_words(row.amount, row.period), value=f"{row.amount / 100:.2f}")


def _benefits(look: Look) -> list[tuple[str, str]]:
    names = look.scope.of(Unclaimed.objects.all()).order_by("benefit").values_list("benefit", flat=True).distinct()
    return [(name, benefit_label(name)) for name in names]


UNCLAIMED = Listing(
    name="unclaimed",
    word=N_("may be entitled and have not applied"),
    rows=lambda look: look.scope.of(Unclaimed.objects.select_related("household", "area")),
    columns=(
        Column("household", N_("household"), _household, heads=True),
        Column("area", N_("area"), lambda row, look: row.area.name, sort="area__code"),
        Column("benefit", N_("benefit"), _what, sort="benefit"),
        Column("people", N_("people"), lambda row, look: row.people, number=True),
        Column("amount", N_("amount"), _amount, number=True, sort="amount"),
        Column("found", N_("found on"), lambda row, look: row.found_on, sort="found_on"),
    ),
    filters=(
        Filter("area", N_("area"), areas_field, narrow_area),
        Filter("benefit", N_("benefit"), choice_field(_benefits), lambda rows, value, look: rows.filter(benefit=value)),
    ),
    tabs=(Tab("all", N_("all"), lambda rows, look: rows),),
    sort="-found",
    empty=N_("Nobody. The night looks at the whole register; what is not known of a household is never taken for a yes."),
    choose=Choose("desk:unclaimed_open", N_("open cases for the chosen ones"), lambda row: str(row.pk), frozenset({"all"})),
)  # fmt: skip


@login_required
def listed(request: HttpRequest) -> HttpResponseBase:
    """Households of my area that may be entitled and have not applied."""
    return list_response(request, UNCLAIMED)


@login_required
@require_POST
def open_chosen(request: HttpRequest) -> HttpResponse:
    """Open the cases of several households, each by itself; what cannot be opened is told."""
    allowed, day = require(request, "apply"), today_in_china()
    chosen = [int(pk) for pk in request.POST.getlist("chosen")[:_MOST] if pk.isdecimal() and len(pk) < 18]
    key, opened = request.POST.get("key", "")[:100], 0
    for row in allowed.of(Unclaimed.objects.select_related("household__area", "area")).filter(pk__in=chosen):
        try:
            open_case(
                row.household,
                row.benefit,
                staff(request),
                on=day,
                key=f"{key}{row.benefit}" if key else None,
                came_by="found",
                reason=say(N_("found in the register on {day}"), day=row.found_on.isoformat()),
            )
            opened += 1
        except NotAllowed as problem:
            messages.error(request, problem.finding.render(language()))
    messages.success(request, say(N_("{count} cases were opened."), count=opened))
    return redirect("desk:unclaimed")
