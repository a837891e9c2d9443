"""Closing a file and going on under a new head (停旧建新), and the printable record of it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from minsheng.casework.models import Award, Continuation
from minsheng.casework.receipt.continuation import go_on_as, of_age
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Household
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import L_, say
from minsheng.web.desk.found import found_household, scope, staff
from minsheng.web.desk.household_page import people_of, relations
from minsheng.web.desk.receipt.shown import benefit_label

__all__ = ["continued", "form"]


class ContinuationForm(forms.Form):
    """The new head, how the others are related to the head, and who acts for a minor."""

    head = forms.ChoiceField(label=L_("new head of household"), widget=forms.RadioSelect)
    why = forms.CharField(label=L_("why"), max_length=300)
    guardian_name = forms.CharField(
        label=L_("guardian"), max_length=60, required=False, help_text=L_("needed where the new head is a minor")
    )
    guardian_relation = forms.CharField(label=L_("guardian's relation to the head"), max_length=60, required=False)
    key = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, household: Household, **options: Any) -> None:
        super().__init__(*args, **options)
        day = today_in_china()
        members = list(household.memberships.filter(valid_to=None).select_related("person").order_by("id"))
        self.people = [member.person_id for member in members]
        minor = say(N_("a minor"))
        names = {m.person_id: m.person.name for m in members}
        told = {m.person_id: "" if of_age(m.person.birth_date, day) else f"（{minor}）" for m in members}
        self.fields["head"].choices = [(str(pk), f"{name}{told[pk]}") for pk, name in names.items()]  # type: ignore[attr-defined]
        words = [("", "—"), *((word, label) for word, label in relations().items() if word != "head")]
        for pk, name in names.items():
            label = say(N_("{person}: relation to the new head"), person=name)
            self.fields[f"relation_{pk}"] = forms.ChoiceField(label=label, choices=words, required=False)


@login_required
def form(request: HttpRequest, number: str) -> HttpResponse:
    """Choose the new head; the file is closed and goes on as a new one."""
    household = found_household(request, number, "register")
    before = Continuation.objects.filter(old=household).select_related("new").first()
    if before is not None:
        messages.info(request, say(N_("this file was closed already and goes on in another one")))
        return redirect("desk:continued", before.new.number)
    filled = ContinuationForm(request.POST or None, household=household, initial={"key": uuid4().hex})
    if request.method == "POST" and filled.is_valid():
        try:
            made = _go_on(request, household, filled)
        except ValidationError as problem:
            for name, told in (
                problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
            ).items():
                filled.add_error(name if name in filled.fields else None, told)
        else:
            return redirect("desk:continued", made.new.number)
    shown = {"form": filled, "household": household, "page": "households"}
    return render(request, "desk/continue.html", shown, status=400 if filled.errors else 200)


@transaction.atomic
def _go_on(request: HttpRequest, household: Household, filled: ContinuationForm) -> Continuation:
    data = filled.cleaned_data
    Household.objects.select_for_update().get(pk=household.pk)
    before = Continuation.objects.filter(old=household).first()
    if before is not None and not first_time(data["key"], staff(request)):
        return before
    first_time(data["key"], staff(request))
    relations_to_head = {pk: data[f"relation_{pk}"] for pk in filled.people}
    guardian = (data["guardian_name"], data["guardian_relation"])
    return go_on_as(
        household,
        int(data["head"]),
        relations_to_head,
        on=today_in_china(),
        why=data["why"],
        by=staff(request),
        guardian=guardian,
    )


@login_required
def continued(request: HttpRequest, number: str) -> HttpResponse:
    """The record of a continuation, by the number of the new file, for screen and paper."""
    rows = Continuation.objects.select_related("old__area", "new__area", "head", "by")
    found = get_object_or_404(scope(request).of(rows, "new__area"), new__number=number)
    awards = Award.objects.filter(household=found.new, changes__kind="continued").distinct()
    shown = {
        "found": found,
        "people": people_of(found.new, found.on),
        "awards": [{"award": award, "label": benefit_label(award.benefit, found.new.area.code)} for award in awards],
        "page": "households",
    }
    return render(request, "desk/continued.html", shown)
