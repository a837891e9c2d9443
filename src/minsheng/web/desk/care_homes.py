"""The homes in which people may be placed, and who lives in them; how many places each has comes with the providers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from minsheng.casework.models import CareHome, Placement
from minsheng.casework.support.look import covered_people
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Area
from minsheng.registry.scope import NARROW, Scope
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import L_, say
from minsheng.web.desk.found import scope, staff
from minsheng.web.desk.panels import HouseholdLook

__all__ = ["HomeForm", "homes", "people_panel"]

_COUNTY = 6
_TOWNSHIP = 9


class HomeForm(forms.ModelForm):
    """A new home."""

    class Meta:
        model = CareHome
        fields = ("name", "area", "for_children", "can_treat")

    def __init__(self, *args: Any, areas: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.fields["for_children"].help_text = str(L_("children under the age of the document are placed only here"))


@login_required
def homes(request: HttpRequest) -> HttpResponse:
    """The homes of the area, with how many supported people live in each; the county adds one."""
    seen, day = scope(request), today_in_china()
    areas = _areas(seen)
    form = HomeForm(request.POST if request.method == "POST" else None, areas=areas) if areas.exists() else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            with transaction.atomic():
                if first_time(request.POST.get("key", "")[:300], staff(request)):
                    form.save()
            messages.success(request, say(N_("Done and written down.")))
            return redirect("desk:care_homes")
    living = Count("placements", filter=Q(placements__valid_to__isnull=True))
    rows = CareHome.objects.filter(_near(seen)).select_related("area").annotate(living=living)
    rows = rows.order_by("area__code", "name")
    shown = {"rows": rows[:500], "form": form, "day": day, "key": uuid4().hex, "page": "care_homes"}
    return render(request, "desk/care_homes.html", shown, status=400 if request.method == "POST" else 200)


def _near(seen: Scope) -> Q:
    """The homes of one's county, or of everything that one answers for: whoever works in a township places people there too."""
    near = Q(pk__in=[])
    for role, stem in seen.roles:
        if role not in NARROW:
            near |= Q(area__stem__startswith=stem[:_COUNTY])
    return near


def _areas(seen: Scope) -> Any:
    """The counties and townships for which somebody may add a home."""
    stems = [stem for role, stem in seen.roles if "county" in Scope(frozenset({(role, stem)})).process_roles(stem)]
    within = Q(pk__in=[])
    for stem in stems:
        within |= Q(stem__startswith=stem)
    return Area.objects.filter(within, level__in=(_COUNTY, _TOWNSHIP)).order_by("code")


def people_panel(look: HouseholdLook) -> dict[str, Any] | None:
    """A panel of the household's file: who of its people is supported, with the way to how they are looked after."""
    covered = covered_people(look.household, look.day)
    placed = Placement.objects.filter(household=look.household).select_related("person").order_by("-pk")
    people = {rows[0].person_id: rows[0].person for rows in covered.values()}
    people |= {one.person_id: one.person for one in placed[:50]}
    return {"people": sorted(people.values(), key=lambda person: person.pk)} if people else None
