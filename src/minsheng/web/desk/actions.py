"""What is sent from the desk: opening a case, acting on one. Nothing else changes anything."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from minsheng.casework.act import act, open_case
from minsheng.casework.event import KINDS, Event
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Case
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Household
from minsheng.registry.scope import scope_of
from minsheng.registry.words import language, say
from minsheng.web.desk.found import staff
from minsheng.web.desk.pages import case_response

__all__ = ["apply", "happen"]

_LONGEST = {"kind": 20, "role": 20, "step": 60, "outcome": 60, "clock": 60, "reason": 1000, "key": 300}


class _UnfitError(ValueError):
    """Something in a form that no form of ours sends."""


@login_required
@require_POST
def happen(request: HttpRequest, number: str) -> HttpResponse:
    """Let something happen to a case; when it is not allowed the page says why, and what was typed stays."""
    scope = scope_of(request.user)  # type: ignore[arg-type]
    case = get_object_or_404(scope.of(Case.objects.all()), number=number)
    try:
        event, version = _event(request), _number(request.POST.get("version", ""))
        key = _text(request, "key") or None
        act(case.pk, event, staff(request), version=version, key=key, filled=_filled(request))
    except _UnfitError as problem:
        return case_response(
            request, number, problem=str(problem), typed=request.POST.get("reason", "")[:1000], status=400
        )
    except NotAllowed as problem:
        told = problem.finding.render(language())
        return case_response(request, number, problem=told, typed=request.POST.get("reason", ""), status=409)
    messages.success(request, say(N_("Done and written down.")))
    return redirect("desk:case", number)


@login_required
@require_POST
def apply(request: HttpRequest, number: str) -> HttpResponse:
    """Open a case for a household."""
    scope = scope_of(request.user)  # type: ignore[arg-type]
    household = get_object_or_404(scope.of(Household.objects.select_related("area")), number=number)
    try:
        benefit, key = _text(request, "outcome"), _text(request, "key") or None
        case = open_case(household, benefit, request.user, on=today_in_china(), key=key)  # type: ignore[arg-type]
    except (NotAllowed, _UnfitError, KeyError) as problem:
        told = (
            problem.finding.render(language())
            if isinstance(problem, NotAllowed)
            else say(N_("there is no such benefit here"))
        )
        messages.error(request, told)
        return redirect("desk:household", number)
    messages.success(request, say(N_("A case was opened: {number}."), number=case.number))
    return redirect("desk:case", case.number)


def _event(request: HttpRequest) -> Event:
    kind = _text(request, "kind")
    if kind not in KINDS or kind == "applied":
        raise _UnfitError(say(N_("this form was not made here; open the page again")))
    until = _day(request.POST.get("until", "")) if kind == "planned" else None
    words = [_text(request, name) for name in ("step", "outcome", "clock", "reason")]
    step, outcome, clock, reason = words
    return Event(kind, today_in_china(), _text(request, "role"), "", step, outcome, clock, reason.strip(), until)


def _text(request: HttpRequest, name: str) -> str:
    text = request.POST.get(name, "")
    if "\x00" in text or len(text) > _LONGEST[name]:
        raise _UnfitError(
            say(
                N_("{name}: at most {most} characters, and none that no keyboard writes"),
                name=name,
                most=_LONGEST[name],
            )
        )
    return text


def _filled(request: HttpRequest) -> dict[str, str]:
    """What the officer fills with a decision."""
    named = [(name.removeprefix("fill:"), text) for name, text in request.POST.items() if name.startswith("fill:")]
    return {name: str(text)[:40].replace("\x00", "") for name, text in named[:20]}


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise _UnfitError(say(N_("this form was not made here; open the page again")))
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise _UnfitError(say(N_("a day such as 2026-11-21 is expected"))) from problem
