"""Awards: what is received in my area, which reviews are due, and opening the case that reviews, changes or ends one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from minsheng.casework.act import open_case
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Award, AwardAmount, Case
from minsheng.casework.receipt.consequences import consequences, ways_on
from minsheng.casework.receipt.due import AHEAD, reviews_due
from minsheng.casework.receipt.settling import may_settle, settle_amount, unsettled_change
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.policy.types import Type, ValueProblem, parse_value
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import language, say
from minsheng.web.desk.found import require, scope, staff
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
from minsheng.web.desk.receipt.shown import (
    award_shown,
    benefit_label,
    money_words,
    open_words,
    process_label,
    state_words,
)

__all__ = ["AWARDS", "award", "listed", "open_about", "review", "settle"]

_MOST = 50


@dataclass(frozen=True)
class _Row:
    award: Award
    head: str
    people: int
    amount: AwardAmount | None
    running: Case | None


def _items(rows: list[Award], look: Look) -> Sequence[_Row]:
    """A fixed number of queries, however many awards there are."""
    homes = [row.household_id for row in rows]
    heads = _heads(homes, look)
    amounts = {amount.award_id: amount for amount in AwardAmount.in_force(look.day, award__in=rows)}
    running: dict[Any, Case] = {}
    for case in Case.objects.filter(household__in=homes, ended=False):
        running[case.award_id or (case.household_id, case.benefit)] = case
    return [
        _Row(
            row,
            heads.get(row.household_id, ""),
            sum(1 for covered in row.covered.all() if covered.valid_to is None or covered.valid_to == row.last_day),
            amounts.get(row.pk),
            running.get(row.pk) or running.get((row.household_id, row.benefit)),
        )
        for row in rows
    ]


def _heads(homes: list[int], look: Look) -> dict[int, str]:
    from minsheng.registry.models import Membership
    from minsheng.registry.models.household import held_on

    members = Membership.objects.filter(held_on(look.day), household__in=homes, relation="head")
    return dict(members.values_list("household", "person__name"))


def _what(row: _Row, look: Look) -> Cell:
    label = benefit_label(row.award.benefit, row.award.area.code)
    return Cell(label, address=reverse("desk:award", args=[row.award.pk]), made_up=row.award.synthetic)


def _state(row: _Row, look: Look) -> Cell:
    words = state_words(row.award, look.day)
    return Cell(f"{words['sign']} {words['word']}")


def _amount(row: _Row, look: Look) -> Cell:
    if row.amount is None:
        return Cell("—", value="")
    value = row.amount.amount
    return Cell(money_words(value, row.amount.period), value="" if value is None else f"{value / 100:.2f}")


def _review(row: _Row, look: Look) -> Cell:
    due = row.award.review_due_on
    if due is None:
        return Cell("—", small=open_words(row.award), value="")
    late = due < look.day
    return Cell(due.isoformat(), level="late" if late else "", sign="▲" if late else "", value=due)


def _running(row: _Row, look: Look) -> Cell:
    if row.running is None:
        return Cell("—", value="")
    return Cell(row.running.number, address=reverse("desk:case", args=[row.running.number]))


def _benefits(look: Look) -> list[tuple[str, str]]:
    names = look.scope.of(Award.objects.all()).order_by("benefit").values_list("benefit", flat=True).distinct()
    return [(name, benefit_label(name)) for name in names]


AWARDS = Listing(
    name="awards",
    word=N_("what is received"),
    rows=lambda look: look.scope.of(Award.objects.select_related("household", "area").prefetch_related("covered")),
    items=_items,
    columns=(
        Column("benefit", N_("benefit"), _what, heads=True, sort="benefit"),
        Column("head", N_("head of household"), lambda row, look: row.head),
        Column("area", N_("area"), lambda row, look: row.award.area.name, sort="area__code"),
        Column("people", N_("people"), lambda row, look: row.people, number=True),
        Column("amount", N_("amount"), _amount, number=True),
        Column("state", N_("status"), _state),
        Column("since", N_("since"), lambda row, look: row.award.first_day, sort="first_day"),
        Column("last", N_("last day"), lambda row, look: row.award.last_day, sort="last_day", shown=False),
        Column("due", N_("review due on"), _review, sort="review_due_on"),
        Column("case", N_("running case"), _running),
    ),
    filters=(
        Filter("area", N_("area"), areas_field, narrow_area),
        Filter("benefit", N_("benefit"), choice_field(_benefits), lambda rows, value, look: rows.filter(benefit=value)),
    ),
    tabs=(
        Tab("due", N_("reviews due"), lambda rows, look: rows.filter(pk__in=reviews_due(look.day).values("pk"))),
        Tab("soon", N_("due within 30 days"), lambda rows, look: rows.filter(pk__in=reviews_due(look.day, AHEAD).values("pk"))),
        Tab("unknown", N_("cannot be told when"), lambda rows, look: _running_rows(rows, look).filter(review_due_on=None)),
        Tab("tapering", N_("tapering off"), lambda rows, look: _running_rows(rows, look).filter(tapers=True)),
        Tab("running", N_("in receipt"), lambda rows, look: _running_rows(rows, look)),
        Tab("ended", N_("no longer received"), lambda rows, look: rows.filter(Q(last_day__lt=look.day) | Q(last_day__lt=F("first_day")))),
    ),
    sort="due",
    empty=N_("Nothing here. What a case grants is listed from then on; the night works out when it must be reviewed."),
    choose=Choose("desk:awards_review", N_("open reviews of the chosen ones"), lambda row: str(row.pk), frozenset({"due", "soon"})),
)  # fmt: skip


def _running_rows(rows: QuerySet[Award], look: Look) -> QuerySet[Award]:
    return rows.filter(pk__in=Award.objects.running(look.day).values("pk"))


@login_required
def listed(request: HttpRequest) -> HttpResponseBase:
    """What is received in my area; the reviews that are due first."""
    return list_response(request, AWARDS)


@login_required
def award(request: HttpRequest, pk: int) -> HttpResponse:
    """An award: its amounts over time, whom it covers, everything that happened to it, and by which cases it goes on."""
    found, day = _found(request, pk), today_in_china()
    seen = next((c for c in consequences(found.household, day) if c.award.pk == found.pk), None)
    names = ways_on(found, seen.what if seen else "review", day) if found.state_on(day) != "ended" else ()
    ways = [{"name": name, "label": process_label(found.area.code, name, day)} for name in names]
    shown = {
        "item": award_shown(found, day, whole=True),
        "seen": seen,
        "then": money_words(seen.then, "month") if seen and seen.then is not None else "",
        "ways": ways,
        "unsettled": unsettled_change(found) if may_settle(found, scope(request)) else None,
        "may_open": scope(request).may("apply", found.area.code),
        "key": uuid4().hex,
        "page": "awards",
    }
    return render(request, "desk/award.html", shown)


@login_required
@require_POST
def open_about(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the case that reviews, changes or ends an award; the office does it of its own accord unless the form says who asked."""
    found = _found(request, pk, "apply")
    process, reason = request.POST.get("process", "")[:60], request.POST.get("reason", "").replace("\x00", "")[:1000]
    came_by, key = request.POST.get("came_by", "found")[:10], request.POST.get("key", "")[:300]
    day = today_in_china()
    if process not in ways_on(found, "review", day):
        messages.error(request, say(N_("no document in force says how")))
        return redirect("desk:award", pk)
    try:
        with transaction.atomic():
            case = open_case(
                found.household,
                found.benefit,
                staff(request),
                on=day,
                process=process,
                key=key,
                award=found,
                came_by=came_by,
                reason=reason,
            )
    except NotAllowed as problem:
        messages.error(request, problem.finding.render(language()))
        return redirect("desk:award", pk)
    messages.success(request, say(N_("A case was opened: {number}."), number=case.number))
    return redirect("desk:case", case.number)


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down the amount that a case settled where the rules could not say it; for whoever may decide such a case."""
    found, day = _found(request, pk, "act"), today_in_china()
    unsettled = unsettled_change(found)
    text = request.POST.get("amount", "").strip().replace(",", "")[:20]
    try:
        amount = parse_value(text, Type("money", period="once"))
    except ValueProblem:
        amount = None
    if unsettled is None or not may_settle(found, scope(request)):
        raise Http404
    if not isinstance(amount, int) or amount < 0:
        messages.error(request, say(N_("an amount in yuan such as 589.00 is expected")))
        return redirect("desk:award", pk)
    with transaction.atomic():
        Award.objects.select_for_update().get(pk=pk)
        if first_time(request.POST.get("key", "")[:100], staff(request)):
            settle_amount(found, unsettled, amount, on=day, by=staff(request), why=request.POST.get("why", "")[:1000])
    messages.success(request, say(N_("Done and written down.")))
    return redirect("desk:award", pk)


@login_required
@require_POST
def review(request: HttpRequest) -> HttpResponse:
    """Open the reviews of several awards; each by itself, what cannot be opened is told."""
    allowed, day = require(request, "apply"), today_in_china()
    chosen = [int(pk) for pk in request.POST.getlist("chosen")[:_MOST] if pk.isdecimal() and len(pk) < 18]
    key, opened = request.POST.get("key", "")[:100], 0
    rows = allowed.of(Award.objects.select_related("household__area", "area")).filter(pk__in=chosen)
    for row in rows:
        names = ways_on(row, "review", day)
        try:
            if not names:
                raise LookupError
            open_case(
                row.household,
                row.benefit,
                staff(request),
                on=day,
                process=names[0],
                key=f"{key}{row.pk}" if key else None,
                award=row,
                came_by="found",
                reason=say(N_("periodic review")),
            )
            opened += 1
        except NotAllowed as problem:
            messages.error(request, problem.finding.render(language()))
        except LookupError:
            told = N_("{benefit}: no document in force says how it is reviewed")
            messages.error(request, say(told, benefit=benefit_label(row.benefit, row.area.code)))
    messages.success(request, say(N_("{count} cases were opened."), count=opened))
    return redirect("desk:awards")


def _found(request: HttpRequest, pk: int, right: str = "") -> Award:
    rows = Award.objects.select_related("household__area", "area", "case", "ended_by")
    rows = rows.prefetch_related("covered__person", "amounts__case", "changes__case", "changes__by")
    found = get_object_or_404(scope(request).of(rows), pk=pk)
    if right and not scope(request).may(right, found.area.code):
        raise Http404
    return found
