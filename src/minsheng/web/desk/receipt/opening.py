"""Opening a case for a household: for what, and how the application came – by themselves, a delegate, with help, or found."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from minsheng.casework.act import open_case
from minsheng.casework.journey import NotAllowed
from minsheng.casework.law import law_of, processes_for
from minsheng.casework.models.case import CAME_BY
from minsheng.casework.receipt.opening import ways_of
from minsheng.policy.language import N_
from minsheng.policy.pack import Process
from minsheng.policy.today import today_in_china
from minsheng.registry.words import L_, language
from minsheng.web.desk.found import found_household, staff

__all__ = ["form"]


class OpeningForm(forms.Form):
    """How an application came, and who applies for somebody."""

    came_by = forms.ChoiceField(label=L_("how it came"), widget=forms.RadioSelect)
    name = forms.CharField(label=L_("name of the delegate"), max_length=60, required=False)
    relation = forms.CharField(label=L_("relation to the applicant"), max_length=60, required=False)
    id_number = forms.CharField(
        label=L_("ID number of the delegate"),
        max_length=20,
        required=False,
        help_text=L_("Encrypted when it is stored, shown masked."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    proof = forms.CharField(
        label=L_("authority on paper"),
        max_length=200,
        required=False,
        help_text=L_("such as a letter of authority of a day"),
    )
    reason = forms.CharField(
        label=L_("what was found or said"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    key = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, process: Process, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["came_by"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(way, CAME_BY[way]) for way in ways_of(process)]


@login_required
def form(request: HttpRequest, number: str, benefit: str) -> HttpResponse:
    """Ask how an application came, and open its case."""
    household, day = found_household(request, number, "apply"), today_in_china()
    process = processes_for(law_of(household.area.code, day)).get(benefit)
    if process is None:
        raise Http404
    asked = request.GET.get("came_by", "")
    first = {"came_by": asked if asked in ways_of(process) else "self", "key": uuid4().hex}
    filled = OpeningForm(request.POST or None, process=process, initial=first)
    if request.method == "POST" and filled.is_valid():
        data = filled.cleaned_data
        try:
            case = open_case(
                household,
                benefit,
                staff(request),
                on=day,
                key=data["key"] or None,
                came_by=data["came_by"],
                delegate=data,
                reason=data["reason"],
            )
        except NotAllowed as problem:
            filled.add_error(None, problem.finding.render(language()))
        else:
            messages.success(request, _opened(case.number))
            return redirect("desk:case", case.number)
    shown = {
        "form": filled,
        "household": household,
        "what": process.label.in_(language()),
        "where": "、".join(str(cite) for cite in _cites(process)),
        "page": "households",
    }
    return render(request, "desk/open.html", shown, status=400 if filled.errors else 200)


def _cites(process: Process) -> list[object]:
    cites = process.apply.get("cites", [])
    return cites if isinstance(cites, list) else [cites]


def _opened(number: str) -> str:
    from minsheng.registry.words import say

    return say(N_("A case was opened: {number}."), number=number)
