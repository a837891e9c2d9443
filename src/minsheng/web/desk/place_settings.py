"""The page of what a place has settled for its casework: what holds, what is proposed, and proposing and confirming."""

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
from django.views.decorators.http import require_POST

from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import PlaceSetting
from minsheng.casework.place_setting import PlaceSettings, kind_of, settings_on
from minsheng.casework.place_setting_change import Settable, answer, propose, settable
from minsheng.policy.language import N_
from minsheng.policy.letter import span_words
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Area
from minsheng.registry.scope import Scope
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import L_, language, say
from minsheng.web.desk.found import require, staff

__all__ = ["answer_setting", "place_settings"]

_RIGHT = "settings"
_UNITS = {
    "working days": N_("working days"),
    "days": N_("calendar days"),
    "months": N_("calendar months"),
    "years": N_("years"),
}


class SettingForm(forms.Form):
    """A new version of a setting."""

    name = forms.ChoiceField(label=L_("setting"))
    count = forms.IntegerField(
        label=L_("how many"), required=False, min_value=1, max_value=999, help_text=L_("empty: as in the area around")
    )
    unit = forms.ChoiceField(label=L_("of what"), choices=[(unit, L_(word)) for unit, word in _UNITS.items()])
    basis = forms.CharField(label=L_("document and article"), required=False, max_length=300)
    valid_from = forms.DateField(
        label=L_("valid from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].choices = choices  # type: ignore[attr-defined]

    def value(self) -> str:
        """What was chosen, as the setting is written; empty for none."""
        count, unit = self.cleaned_data["count"], self.cleaned_data["unit"]
        kind = kind_of(self.cleaned_data["name"])
        if count is None or (kind is not None and kind.form == "working_days" and unit == "working days"):
            return str(count or "")
        return f"{count} {unit}"


@login_required
def place_settings(request: HttpRequest) -> HttpResponse:
    """What an area has settled, its own and what it has from the areas around it; a form to propose a new version."""
    scope, day = require(request, _RIGHT), today_in_china()
    areas = [area for area in scope.areas().filter(valid_to=None, level__lte=9) if scope.may(_RIGHT, area.code)]
    asked = request.GET.get("area", "")
    area = next((area for area in areas if area.code == asked), None) if asked else next(iter(areas), None)
    if area is None:
        raise Http404
    possible = settable(area, day)
    choices = [(one.name, _word(one)) for one in possible]
    form = SettingForm(choices, request.POST or None, initial={"valid_from": day, "key": uuid4().hex})
    if request.method == "POST" and form.is_valid() and _proposed(request, form, area, day):
        return redirect(f"{request.path}?area={area.code}")
    shown = {
        "areas": areas,
        "area": area,
        "rows": _rows(possible, settings_on(day), area),
        "open": _open(scope, area, request, possible),
        "older": _older(area, possible),
        "form": form,
        "page": "administration",
    }
    return render(request, "desk/place_settings.html", shown, status=400 if form.is_bound else 200)


def _proposed(request: HttpRequest, form: SettingForm, area: Area, day: date) -> bool:
    """Propose what was typed; what cannot be goes to the form."""
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            if first_time(typed["key"], staff(request)):
                about = {"basis": typed["basis"], "valid_from": typed["valid_from"], "today": day}
                propose(area, typed["name"], form.value(), staff(request), **about)
    except NotAllowed as problem:
        form.add_error("valid_from" if problem.finding.code == "M2" else "count", problem.finding.render(language()))
        return False
    messages.success(request, say(N_("Proposed; it holds once somebody else has confirmed it.")))
    return True


@login_required
@require_POST
def answer_setting(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a proposal or turn it down."""
    scope = require(request, _RIGHT)
    row = get_object_or_404(scope.of(PlaceSetting.objects.select_related("area")), pk=min(pk, 2**63 - 1))
    if not scope.may(_RIGHT, row.area.code):
        raise Http404
    try:
        answer(row.pk, staff(request), confirm=request.POST.get("answer") == "confirm", today=today_in_china())
        messages.success(request, say(N_("Done and written down.")))
    except NotAllowed as problem:
        messages.error(request, problem.finding.render(language()))
    return redirect(f"{_page()}?area={row.area.code}")


def _page() -> str:
    from django.urls import reverse

    return reverse("desk:place_settings")


def _word(one: Settable) -> str:
    """How a setting is called."""
    kind = kind_of(one.name)
    if one.process is None:
        return say(kind.word) if kind else one.name
    process = one.process.label.in_(language())
    if one.clock is None:
        return say(N_("{process}: span that the document leaves to the place ({name})"), process=process, name=one.name)
    return say(N_("{process}: promise for {clock}"), process=process, clock=one.clock.label.in_(language()))


def _value(name: str, value: str) -> str:
    kind = kind_of(name)
    if not value or kind is None:
        return ""
    return say(N_("{n} working days"), n=value) if kind.form == "working_days" else span_words(value, language())


def _rows(possible: list[Settable], held: PlaceSettings, area: Area) -> list[dict[str, Any]]:
    rows = []
    for one in possible:
        row, kind = held.row(one.name, area.code), kind_of(one.name)
        about = {"word": _word(one), "hint": say(kind.hint) if kind and kind.hint else ""}
        by_law = _value(one.name, one.statutory) if one.statutory[:1].isdigit() else ""
        value = _value(one.name, row.value) if row else ""
        rows.append(
            {**about, "value": value, "row": row, "own": bool(row and row.area_id == area.pk), "by_law": by_law}
        )
    return rows


def _told(row: PlaceSetting, possible: list[Settable]) -> dict[str, Any]:
    one = next((one for one in possible if one.name == row.name), None)
    return {"row": row, "word": _word(one) if one else row.name, "value": _value(row.name, row.value)}


def _open(scope: Scope, area: Area, request: HttpRequest, possible: list[Settable]) -> list[dict[str, Any]]:
    """The proposals for the area; one's own can only be taken back."""
    rows = scope.of(PlaceSetting.objects.filter(area=area, state="proposed").select_related("proposed_by"))
    return [{**_told(row, possible), "own": row.proposed_by_id == staff(request).pk} for row in rows]


def _older(area: Area, possible: list[Settable]) -> list[dict[str, Any]]:
    rows = PlaceSetting.objects.filter(area=area).exclude(state="proposed").select_related("proposed_by", "answered_by")
    return [_told(row, possible) for row in rows.order_by("-id")[:50]]
