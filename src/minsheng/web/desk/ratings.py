"""Ratings on the desk: each one, the bad ones first that must be called back, and counts by month and office."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Case, Happening, Rating
from minsheng.casework.papers.certificate import code_svg
from minsheng.casework.rating import BAD, LEVELS_OF_RATING, REASONS, RIGHT, call_back, proof_of
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import User
from minsheng.registry.scope import RIGHTS, Scope
from minsheng.registry.secrets import decrypted
from minsheng.registry.words import language, say
from minsheng.web.desk.found import found_case, require, scope, staff
from minsheng.web.desk.panels import CaseLook
from minsheng.web.desk.papers import PUBLIC
from minsheng.web.desk.prompts import Prompt

__all__ = ["called_back", "panel", "prompts", "rating_sheet", "ratings"]

_PAGE = 50
_MONTHS = 60


def _rows(seen: Scope) -> QuerySet[Rating]:
    """The ratings in the areas where somebody handles complaints."""
    here = Q(pk__in=[])
    for role, stem in sorted(seen.roles):
        if RIGHT in RIGHTS[role]:
            here |= Q(area__stem__startswith=stem)
    return Rating.objects.filter(here)


@login_required
def ratings(request: HttpRequest) -> HttpResponse:
    """Bad ratings that wait to be called back, all ratings, and how many of each level by month and office."""
    return _page(request)


def _page(request: HttpRequest, **more: Any) -> HttpResponse:
    seen, status = require(request, RIGHT), more.pop("status", 200)
    rows = _rows(seen)
    mine = Exists(Happening.objects.filter(case=OuterRef("case"), by=staff(request)))
    listed = rows.select_related("case", "office", "called_back_by", "area").annotate(mine=mine)
    after = request.GET.get("after", "")
    waiting = listed.filter(level__in=BAD, called_back_on=None).order_by("call_back_by", "pk")[:_PAGE]
    if after.isascii() and after.isdecimal():
        listed = listed.filter(pk__lt=int(after[:18]))
    found = list(listed.order_by("-pk")[: _PAGE + 1])
    shown = {
        "waiting": [_told(row) for row in waiting],
        "rows": [_told(row) for row in found[:_PAGE]],
        "more": found[_PAGE - 1].pk if len(found) > _PAGE else None,
        "levels": [say(word) for word in LEVELS_OF_RATING.values()],
        "months": _months(rows),
        "today": today_in_china(),
        "page": "complaints",
    }
    return render(request, "desk/ratings.html", {**shown, **more}, status=status)


def _told(row: Any) -> dict[str, Any]:
    return {
        "row": row,
        "word": say(LEVELS_OF_RATING[row.level]),
        "reasons": "、".join(say(REASONS[name]) for name in row.reasons if name in REASONS),
        "text": decrypted(row.text) if row.text else "",
        "mine": row.mine,
    }


def _months(rows: QuerySet[Rating]) -> list[dict[str, Any]]:
    """How many of each level by month and office, the newest months first."""
    counts = {f"level_{level}": Count("pk", filter=Q(level=level)) for level in LEVELS_OF_RATING}
    by_month = rows.annotate(month=TruncMonth("on")).values("month", "office__name").annotate(all=Count("pk"), **counts)
    found = by_month.order_by("-month", "office__name")[:_MONTHS]
    rows_of: list[dict[str, Any]] = [dict(one) for one in found]
    return [{**one, "levels": [one[f"level_{level}"] for level in LEVELS_OF_RATING]} for one in rows_of]


@login_required
@require_POST
def called_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what came of calling back."""
    seen = require(request, RIGHT)
    row = get_object_or_404(_rows(seen), pk=min(pk, 2**63 - 1))
    outcome = request.POST.get("outcome", "")
    if "\x00" in outcome or len(outcome) > 1000:  # noqa: PLR2004 - as the page and the table allow
        told = say(N_("a text of at most {most} characters is expected"), most=1000)
        return _page(request, problem=told, typed=outcome[:1000].replace("\x00", ""), status=400)
    try:
        call_back(row.pk, staff(request), outcome, on=today_in_china())
    except NotAllowed as problem:
        return _page(request, problem=problem.finding.render(language()), typed=outcome, status=409)
    messages.success(request, say(N_("Done and written down.")))
    return redirect("desk:ratings")


def prompts(seen: Scope, user: User, day: date) -> list[Prompt]:  # noqa: ARG001 - every prompt is asked alike
    """Bad ratings that wait to be called back."""
    waiting = _rows(seen).filter(level__in=BAD, called_back_on=None).count()
    return [Prompt(say(N_("bad ratings to be called back")), waiting, reverse("desk:ratings"))]


def panel(look: CaseLook) -> dict[str, Any] | None:
    """Once a case has ended: its rating, or the page on which the applicant rates it."""
    if not look.case.ended:
        return None
    row = Rating.objects.filter(case=look.case).first()
    if row is not None:
        return {"word": say(LEVELS_OF_RATING[row.level]), "on": row.on}
    if not look.scope.process_roles(look.case.area.code):
        return None
    return {"address": _address(look.case), "sheet": reverse("desk:rating_sheet", args=[look.case.number])}


def _address(case: Case) -> str:
    """Where a case is rated, with the word that proves that one has its letter."""
    return f"{reverse('portal:rate', args=[case.number])}?proof={proof_of(case)}"


@login_required
def rating_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """A sheet to print and hand out with the letter: the code that opens the rating of a case that has ended."""
    case = found_case(request, number)
    if not case.ended or not scope(request).process_roles(case.area.code):
        raise Http404
    base = os.environ.get(PUBLIC) or request.build_absolute_uri("/")
    address = base.rstrip("/") + _address(case)
    shown = {"case": case, "svg": code_svg(address), "address": address, "page": "cases"}
    return render(request, "desk/rating_sheet.html", shown)
