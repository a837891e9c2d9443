"""Draws on the desk: batches that wait, a seed that is published, the draw, and how anybody finds the same."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from minsheng.casework.act import process_of_case
from minsheng.casework.draw import batches, count_waiting, draw, publish
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Draw
from minsheng.policy.language import N_
from minsheng.registry.models import User
from minsheng.registry.scope import RIGHTS, Scope
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import L_, language, say
from minsheng.web.desk.fields import errors_of, keyed
from minsheng.web.desk.found import require, staff
from minsheng.web.desk.prompts import Prompt
from minsheng.web.desk.words import benefit_word

__all__ = ["draw_page", "draws", "waiting_for_a_draw"]

_PAGE = 50
_LOCAL = "%Y-%m-%dT%H:%M"


class PublishForm(forms.Form):
    """When it will be drawn."""

    draw_at = forms.DateTimeField(
        label=L_("drawn at the earliest"),
        input_formats=[_LOCAL, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL),
    )
    key = keyed()


@login_required
def draws(request: HttpRequest) -> HttpResponse:
    """The batches that wait, and the draws that were published; the seed is made when it is published."""
    user, seen = staff(request), _drawing(require(request, "draw"))
    found = batches(seen)
    chosen = f"{request.POST.get('area', '')}/{request.POST.get('process', '')}"
    shown, wrong = [], False
    for batch in found:
        own = f"{batch.area.code}/{batch.process}"
        sent = request.POST if request.method == "POST" and chosen == own else None
        form = PublishForm(sent, initial={"key": uuid4().hex}, auto_id=f"id_{own}_%s")
        if sent is not None and form.is_valid():
            try:
                with transaction.atomic():
                    if first_time(form.cleaned_data["key"], user):
                        publish(batch.area, batch.process, user, draw_at=form.cleaned_data["draw_at"])
                        messages.success(request, say(N_("The seed is published.")))
                return redirect("desk:draws")
            except NotAllowed as problem:
                errors_of(form, problem)
        wrong = wrong or bool(form.errors)
        shown.append(_shown(batch, form))
    if request.method == "POST" and not wrong:
        raise Http404
    rows = seen.of(Draw.objects.select_related("area", "published_by"))[:_PAGE]
    return render(
        request, "desk/draws.html", {"batches": shown, "draws": rows, "page": "draws"}, status=400 if wrong else 200
    )


def _drawing(seen: Scope) -> Scope:
    """The part of a scope in which somebody may draw."""
    return Scope(frozenset((role, stem) for role, stem in seen.roles if "draw" in RIGHTS[role]))


def _shown(batch: Any, form: PublishForm) -> dict[str, Any]:
    sample = batch.drawing.sample
    return {
        "batch": batch,
        "what": benefit_word(process_of_case(batch.cases[0][0])),
        "label": sample.label.in_(language()),
        "of": sample.of.in_(language()),
        "share": batch.drawing.share,
        "cites": "、".join(batch.drawing.cites),
        "count": len(batch.cases),
        "form": form,
        "published": Draw.objects.filter(area=batch.area, process=batch.process, drawn_at__isnull=True).first(),
    }


@login_required
def draw_page(request: HttpRequest, number: str) -> HttpResponse:
    """A draw: its seed, when it is drawn, and its result with the way to find it again."""
    seen = require(request, "draw")
    rows = _drawing(seen).of(Draw.objects.select_related("area", "published_by", "drawn_by"))
    found = get_object_or_404(rows, number=number[:40])
    problem = ""
    if request.method == "POST":
        try:
            draw(found, staff(request))
            return redirect("desk:draw", number)
        except NotAllowed as refused:
            problem = refused.finding.render(language())
    shown = {
        "draw": found,
        "cases": found.cases.select_related("case"),
        "ready": found.drawn_at is None and timezone.now() >= found.draw_at,
        "problem": problem,
        "page": "draws",
    }
    return render(request, "desk/draw.html", shown, status=409 if problem else 200)


def waiting_for_a_draw(seen: Scope, user: User, day: date) -> list[Prompt]:
    """A prompt for whoever draws: cases that wait, where the share is set."""
    mine = _drawing(seen)
    if not mine.roles:
        return []
    return [Prompt(say(N_("cases to be drawn")), count_waiting(mine), reverse("desk:draws"))]
