"""Values that the place sets: what holds, proposing another, looking at what it would mean, and confirming it by a second person."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from minsheng.casework.law import law_of
from minsheng.casework.local_values import changeable, combinations, confirm, propose, refuse, withdraw
from minsheng.casework.models import ValueChange
from minsheng.casework.value_preview import stands_still, start
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.pack import Parameter
from minsheng.policy.today import today_in_china
from minsheng.policy.wording import format_value
from minsheng.registry.models import Area
from minsheng.registry.scope import Scope
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import language, say
from minsheng.web.desk.found import scope, staff
from minsheng.web.desk.value_form import ValueForm, choice_words, row_words

__all__ = ["change", "propose_value", "settle", "values"]

_SMALLEST, _LARGEST = 6, 2
_HISTORY = 50


@login_required
def values(request: HttpRequest) -> HttpResponse:
    """What the place sets in an area: the value that holds, what is to be confirmed, and everything that was proposed."""
    seen = _allowed(request)
    places = _places(seen)
    area = next((area for area in places if area.code == request.GET.get("area")), places[0] if places else None)
    if area is None:
        raise Http404
    words = request.GET.get("q", "").strip()[:60]
    changes = seen.of(ValueChange.objects.select_related("area", "proposed_by", "settled_by"))
    shown = {
        "area": area,
        "places": places,
        "words": words,
        "may_propose": seen.may("change_parameter", area.code),
        "rows": [row for row in _rows(area) if words in row["label"] or words in row["name"]],
        "waiting": [_in_words(one) for one in changes.filter(state="proposed")[:_HISTORY]],
        "history": [_in_words(one) for one in changes.exclude(state="proposed")[:_HISTORY]],
        "page": "administration",
    }
    return render(request, "desk/values.html", shown)


def _allowed(request: HttpRequest) -> Scope:
    seen = scope(request)
    if not any(
        seen.covers(stem, right) for _, stem in seen.roles for right in ("change_parameter", "confirm_parameter")
    ):
        raise Http404
    return seen


def _places(seen: Scope) -> list[Area]:
    """The cities and counties in which somebody proposes or confirms values."""
    areas = Area.objects.valid_on(today_in_china()).filter(level__gte=_LARGEST, level__lte=_SMALLEST)
    return [
        area
        for area in seen.of(areas, "").order_by("code")
        if seen.may("change_parameter", area.code) or seen.may("confirm_parameter", area.code)
    ]


def _law(area: Area) -> Any:
    try:
        return law_of(area.code, today_in_china())
    except PolicyError:
        raise Http404 from None


def _rows(area: Area) -> list[dict[str, Any]]:
    """Every parameter that may be set here with its value of today."""
    law, lang = _law(area), language()
    rows = []
    for name, parameter in changeable(law).items():
        bound = law.bound[name]
        rows.append(
            {
                "name": name,
                "label": parameter.label.in_(lang),
                "set_by": parameter.set_by.in_(lang) if parameter.set_by else "",
                "document": parameter.document,
                "values": [row_words(row, parameter, law) for row in bound.rows.values()],
            }
        )
    return sorted(rows, key=lambda row: (bool(row["values"]), row["label"]))


def _in_words(change: ValueChange) -> dict[str, Any]:
    law = law_of(change.area.code, max(change.first_day, today_in_china()))
    bound = law.bound.get(change.parameter)
    told = [
        (choice_words(value["keys"], law), _value_words(value["value"], bound.parameter if bound else None))
        for value in change.values
    ]
    label = bound.parameter.label.in_(language()) if bound else change.parameter
    return {"change": change, "label": label, "values": told}


def _value_words(written: Any, parameter: Parameter | None) -> str:
    if parameter is None or isinstance(written, dict):
        return (
            "、".join(f"{payer} {part}" for payer, part in written.items())
            if isinstance(written, dict)
            else str(written)
        )
    from minsheng.policy.types import parse_value

    return format_value(parse_value(str(written), parameter.type), parameter.type, language(), {})


@login_required
def propose_value(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Propose other values for a parameter; what cannot be law is told beside the form, and what was typed stays."""
    area = get_object_or_404(Area.objects.valid_on(today_in_china()), code=code)
    seen = scope(request)
    law = _law(area) if seen.may("change_parameter", area.code) and _LARGEST <= area.level <= _SMALLEST else None
    parameter = changeable(law).get(name) if law is not None else None
    if law is None or parameter is None:
        raise Http404
    form = ValueForm(
        request.POST if request.method == "POST" else None,
        parameter=parameter,
        law=law,
        combinations=combinations(parameter, law),
    )
    findings: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = (
                    propose(form.proposal(area), staff(request))
                    if first_time(request.POST.get("key", "")[:64], staff(request))
                    else None
                )
            if made is None:
                return redirect("desk:values")
            start(made)
            messages.success(request, say(N_("The proposal is kept. What it would mean is being worked out.")))
            return redirect("desk:value_change", made.pk)
        except PolicyError as problem:
            findings = [finding.render(language()) for finding in problem.findings]
    shown = {
        "form": form,
        "area": area,
        "label": parameter.label.in_(language()),
        "rows": [row_words(row, parameter, law) for row in law.bound[name].rows.values()],
        "findings": findings,
        "key": request.POST.get("key", "")[:64] or uuid4().hex,
        "page": "administration",
    }
    return render(request, "desk/value_propose.html", shown, status=400 if form.errors or findings else 200)


@login_required
def change(request: HttpRequest, pk: int, problem: str = "", status: int = 200) -> HttpResponse:
    """One proposal: what, why, what it would mean for whom, and what may be done with it."""
    found, seen, user = _found(request, pk), scope(request), staff(request)
    open_ = found.state == "proposed"
    mine = found.proposed_by_id == user.pk
    shown = {
        **_in_words(found),
        "preview": found.preview,
        "places": _named((found.preview or {}).get("places", [])),
        "answer": (found.preview or {}).get("answer", {}).get(language(), ""),
        "findings": (found.preview or {}).get("findings", {}).get(language(), []),
        "running": open_ and found.preview_state == "running" and not stands_still(found),
        "still": stands_still(found),
        "may_confirm": open_ and not mine and seen.may("confirm_parameter", found.area.code),
        "may_withdraw": open_ and mine,
        "may_preview": open_ and (mine or seen.may("confirm_parameter", found.area.code)),
        "problem": problem,
        "typed": request.POST.get("opinion", "")[:500],
        "late": found.first_day < today_in_china(),
        "page": "administration",
    }
    return render(request, "desk/value_change.html", shown, status=status)


def _named(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Places with their names on the register."""
    names = dict(Area.objects.filter(code__in=[place["area"] for place in places]).values_list("code", "name"))
    return [{**place, "name": names.get(place["area"], place["name"])} for place in places]


def _found(request: HttpRequest, pk: int) -> ValueChange:
    seen = _allowed(request)
    return get_object_or_404(seen.of(ValueChange.objects.select_related("area", "proposed_by", "settled_by")), pk=pk)


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, turn down, take back, or let the preview be worked out again."""
    found, user = _found(request, pk), staff(request)
    what, opinion = request.POST.get("what", ""), request.POST.get("opinion", "").strip()
    if what not in ("confirm", "refuse", "withdraw", "preview") or len(opinion) > 500 or "\x00" in opinion:
        return change(request, pk, say(N_("this form was not made here; open the page again")), 400)
    try:
        if what == "preview":
            mine = found.proposed_by_id == user.pk or scope(request).may("confirm_parameter", found.area.code)
            if found.state == "proposed" and mine:
                start(found)
            return redirect("desk:value_change", pk)
        if what == "confirm":
            confirm(pk, user, opinion)
        elif what == "refuse":
            refuse(pk, user, opinion)
        else:
            withdraw(pk, user)
    except PolicyError as problem:
        return change(request, pk, "\n".join(finding.render(language()) for finding in problem.findings), 409)
    messages.success(request, say(N_("Done and written down.")))
    return redirect("desk:value_change", pk)
