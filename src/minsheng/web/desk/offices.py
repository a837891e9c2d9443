"""Offices: where people go, by which telephone they are reached, and when they are open. Papers name them as they stand here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Area, Office, User
from minsheng.registry.scope import Scope
from minsheng.registry.words import say
from minsheng.web.desk.found import require

__all__ = ["administered", "office", "offices"]


def administered(seen: Scope) -> list[Area]:
    """The areas down to the townships that somebody administers."""
    areas = Area.objects.valid_on(today_in_china()).filter(level__lte=9).order_by("code")
    return [area for area in seen.of(areas, "") if seen.may("administer", area.code)]


class _OfficeForm(forms.ModelForm):
    class Meta:
        model = Office
        fields = ("name", "area", "kind", "address", "telephone", "complaints_telephone", "hours", "closed_on")
        widgets = {"closed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}  # noqa: RUF012 - as Django wants it

    def __init__(self, data: Any, areas: list[Area], **about: Any) -> None:
        super().__init__(data, **about)
        field: Any = self.fields["area"]
        field.queryset = Area.objects.filter(pk__in=[area.pk for area in areas])
        field.label_from_instance = lambda area: f"{area} {area.code}"

    def clean_closed_on(self) -> Any:
        """An office with staff is not closed."""
        day = self.cleaned_data["closed_on"]
        if day and self.instance.pk and User.objects.filter(office=self.instance, is_active=True).exists():
            raise forms.ValidationError(say(N_("somebody works there; give them another office first")))
        return day


@login_required
def offices(request: HttpRequest) -> HttpResponse:
    """All offices of the areas that somebody administers, and a form for another one."""
    seen = require(request, "administer")
    areas = administered(seen)
    form = _OfficeForm(request.POST if request.method == "POST" else None, areas)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, say(N_("Done and written down.")))
        return redirect("desk:offices")
    rows = Office.objects.filter(area__in=areas).select_related("area")
    shown = {"rows": rows, "form": form, "page": "administration"}
    return render(request, "desk/offices.html", shown, status=400 if form.errors else 200)


@login_required
def office(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an office, or close it with a day; it stays on what it has sent."""
    areas = administered(require(request, "administer"))
    found = get_object_or_404(Office.objects.filter(area__in=areas), pk=pk)
    form = _OfficeForm(request.POST if request.method == "POST" else None, areas, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, say(N_("Done and written down.")))
        return redirect("desk:offices")
    name = Office.objects.values_list("name", flat=True).get(pk=pk)
    shown = {"form": form, "name": name, "page": "administration"}
    return render(request, "desk/office.html", shown, status=400 if form.errors else 200)
