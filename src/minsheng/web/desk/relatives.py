"""Filing that somebody of a household is a near relative of an official (近亲属备案)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from minsheng.casework.journey import NotAllowed
from minsheng.casework.mandatory_visit import file_relative
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import L_, say
from minsheng.web.desk.fields import errors_of, keyed, text_field
from minsheng.web.desk.found import found_household, staff
from minsheng.web.desk.panels import HouseholdLook

__all__ = ["relatives", "relatives_panel"]


class RelativeForm(forms.Form):
    """Who is whose relative."""

    person = forms.ChoiceField(label=L_("member of the household"), required=False)
    official = text_field(L_("official"), 60)
    post = text_field(L_("office and post"), 120)
    relation = text_field(L_("relation"), 60)
    key = keyed()


@login_required
def relatives(request: HttpRequest, number: str) -> HttpResponse:
    """The form, and what is on file."""
    household, user, day = found_household(request, number, "act"), staff(request), today_in_china()
    people = {str(member.person_id): member.person for member in household.members_on(day)}
    form = RelativeForm(request.POST) if request.method == "POST" else RelativeForm(initial={"key": uuid4().hex})
    form.fields["person"].choices = [("", "—"), *((key, person.name) for key, person in people.items())]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        said: dict[str, Any] = {name: told[name] for name in ("official", "post", "relation")}
        try:
            with transaction.atomic():
                if first_time(told["key"], user):
                    file_relative(household, user, on=day, person=people.get(told["person"]), **said)
                    messages.success(request, say(N_("Done and written down.")))
            return redirect("desk:relatives", number)
        except NotAllowed as problem:
            errors_of(form, problem)
    filed = household.official_relatives.select_related("person", "filed_by")
    shown = {"household": household, "form": form, "filed": filed, "page": "search"}
    return render(request, "desk/relatives.html", shown, status=400 if form.errors else 200)


def relatives_panel(look: HouseholdLook) -> dict[str, Any] | None:
    """What is on file for a household, and the way to the form."""
    filed = list(look.household.official_relatives.select_related("person", "filed_by"))
    may_act = look.scope.may("act", look.household.area.code)
    return {"filed": filed, "may_act": may_act, "household": look.household} if filed or may_act else None
