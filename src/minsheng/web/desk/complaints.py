"""Complaints and reports on the desk: the list, taking one in, and handling it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from minsheng.casework.complaint import (
    MOVES,
    RIGHT,
    Statement,
    answer_of,
    assign,
    complaints_for,
    file_complaint,
    identity_of,
    move,
    steps_of,
    told_in,
)
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Case, Complaint
from minsheng.casework.models.complaint import CHANNELS
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Area, Household, Office, User
from minsheng.registry.scope import Scope
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import L_, language, say
from minsheng.web.desk.found import require, scope, staff
from minsheng.web.desk.prompts import Prompt

__all__ = ["act_on_complaint", "complaint", "complaints", "new_complaint", "prompts"]

_PAGE = 50
_CLOSED = ("closed", "not_accepted")
_MOVE_WORDS = {
    "accepted": N_("accept"),
    "not_accepted": N_("do not accept"),
    "investigated": N_("looked into; write down what was found"),
    "answered": N_("answer"),
    "closed": N_("close"),
}
_STEP_WORDS = {
    "received": N_("received"),
    "assigned": N_("passed to an office"),
    "accepted": N_("accepted"),
    "not_accepted": N_("not accepted"),
    "investigated": N_("investigated"),
    "answered": N_("answered"),
    "closed": N_("closed"),
    "looked": N_("looked at who complains"),
}


class StatementForm(forms.Form):
    """What somebody says at the window, on the telephone or in a letter."""

    kind = forms.ChoiceField(label=L_("kind"), choices=[("complaint", L_("complaint")), ("report", L_("report"))])
    channel = forms.ChoiceField(label=L_("how it came"), choices=[(k, v) for k, v in CHANNELS.items() if k != "public"])
    area = forms.ChoiceField(label=L_("area"))
    number = forms.CharField(
        label=L_("case or file number"),
        required=False,
        max_length=30,
        help_text=L_("when it is about a case or a household of the register"),
    )
    office = forms.ChoiceField(label=L_("office that is complained of"), required=False)
    accused = forms.CharField(
        label=L_("staff who are complained of, by the names they sign in with"), required=False, max_length=300
    )
    whom = forms.CharField(label=L_("about whom or what"), required=False, max_length=200)
    text = forms.CharField(label=L_("what they say"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    name = forms.CharField(
        label=L_("who complains"), required=False, max_length=60, help_text=L_("empty when they want to stay unknown")
    )
    contact = forms.CharField(label=L_("how they are reached"), required=False, max_length=200)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, areas: list[Area], seen: Scope, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._seen, self._areas = seen, {area.code: area for area in areas}
        self.fields["area"].choices = [(area.code, f"{area} {area.code}") for area in areas]  # type: ignore[attr-defined]
        offices = seen.of(Office.objects.select_related("area"))
        self.fields["office"].choices = [("", "—"), *((str(one.pk), str(one)) for one in offices)]  # type: ignore[attr-defined]

    def clean_number(self) -> Case | Household | None:
        """A case or household of one's areas."""
        number: str = self.cleaned_data["number"].strip()
        if not number:
            return None
        case = self._seen.of(Case.objects.all()).filter(number=number).first()
        household = self._seen.of(Household.objects.all()).filter(number=number).first()
        if case is None and household is None:
            raise forms.ValidationError(say(N_("there is no case and no file with this number in your areas")))
        return case or household

    def clean_accused(self) -> list[User]:
        """Members of staff by the names they sign in with."""
        names = [
            name
            for name in self.cleaned_data["accused"].replace("，", ",").replace("、", ",").split(",")
            if name.strip()
        ]
        found = {user.username: user for user in User.objects.filter(username__in=[name.strip() for name in names])}
        unknown = [name.strip() for name in names if name.strip() not in found]
        if unknown:
            raise forms.ValidationError(say(N_("nobody signs in by the name {name}"), name="、".join(unknown)))
        return list(found.values())

    def statement(self) -> Statement:
        """What was typed, as it is taken in."""
        typed = self.cleaned_data
        about: Case | Household | None = typed["number"]
        office = Office.objects.filter(pk=typed["office"]).first() if typed["office"] else None
        return Statement(
            typed["kind"],
            typed["channel"],
            typed["text"],
            typed["whom"],
            typed["name"],
            typed["contact"],
            about if isinstance(about, Household) else None,
            about if isinstance(about, Case) else None,
            office,
            typed["accused"],
        )

    def chosen_area(self) -> Area:
        """Where it is handled."""
        return self._areas[self.cleaned_data["area"]]


@login_required
def complaints(request: HttpRequest) -> HttpResponse:
    """The complaints that one may handle, open or closed, by the day on which they are due."""
    seen, day = require(request, RIGHT), today_in_china()
    closed = request.GET.get("tab") == "closed"
    rows = complaints_for(seen, staff(request))
    rows = rows.filter(state__in=_CLOSED) if closed else rows.exclude(state__in=_CLOSED)
    after = request.GET.get("after", "")
    if after.isascii() and after.isdecimal():
        rows = rows.filter(pk__lt=int(after[:18]))
    found = list(rows.order_by("-pk")[: _PAGE + 1])
    more = (
        urlencode({"tab": "closed" if closed else "open", "after": found[_PAGE - 1].pk}) if len(found) > _PAGE else ""
    )
    shown = {"rows": found[:_PAGE], "closed": closed, "more": more, "today": day, "page": "complaints"}
    return render(request, "desk/complaints.html", shown)


@login_required
def new_complaint(request: HttpRequest) -> HttpResponse:
    """Take one in; its receipt number and secret word are shown once."""
    seen, day = require(request, RIGHT), today_in_china()
    areas = [area for area in seen.areas().valid_on(day).filter(level__in=(4, 6, 9)) if seen.may(RIGHT, area.code)]  # type: ignore[attr-defined]
    form = StatementForm(areas, seen, request.POST or None, initial={"key": uuid4().hex})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if not first_time(form.cleaned_data["key"], staff(request)):
                return redirect("desk:complaints")
            made, word = file_complaint(form.statement(), form.chosen_area(), on=day, by=staff(request))
        return render(request, "desk/complaint_receipt.html", {"complaint": made, "word": word, "page": "complaints"})
    status = 400 if form.is_bound else 200
    return render(request, "desk/new_complaint.html", {"form": form, "page": "complaints"}, status=status)


def _found(request: HttpRequest, number: str) -> Complaint:
    return get_object_or_404(complaints_for(scope(request), staff(request)), number=number[:30])


@login_required
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    """One complaint: what was said, what happened, what may be done now."""
    return _shown(request, _found(request, number))


def _shown(request: HttpRequest, found: Complaint, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    mine = not found.assigned_id or found.assigned_id == staff(request).office_id
    moves = [
        {"kind": kind, "word": say(_MOVE_WORDS[kind])} for kind, (before, _) in MOVES.items() if before == found.state
    ]
    offices = scope(request).of(Office.objects.exclude(pk__in=[found.office_id or 0, found.assigned_id or 0]))
    shown = {
        "complaint": found,
        "told": told_in(found),
        "answer": answer_of(found),
        "steps": [{"word": say(_STEP_WORDS[step.kind]), "step": step, "text": text} for step, text in steps_of(found)],
        "moves": moves if mine else [],
        "mine": mine,
        "offices": offices if found.open else [],
        "today": today_in_china(),
        "page": "complaints",
    }
    return render(request, "desk/complaint.html", {**shown, **more}, status=status)


@login_required
@require_POST
def act_on_complaint(request: HttpRequest, number: str) -> HttpResponse:
    """Bring a complaint forward, pass it on, or look at who complains."""
    found, day = _found(request, number), today_in_china()
    what, text, version = request.POST.get("what", ""), request.POST.get("text", ""), request.POST.get("version", "")
    known = version.isascii() and version.isdecimal() and len(version) < 9  # noqa: PLR2004 - no complaint has more steps
    if not known or "\x00" in text or len(text) > 4000:  # noqa: PLR2004 - as the page allows
        told = say(N_("a text of at most {most} characters is expected"), most=4000)
        return _shown(request, found, problem=told, typed=text[:4000].replace("\x00", ""), status=400)
    try:
        if what == "identity":
            return _shown(request, found, identity=identity_of(found, staff(request), day))
        if what == "assign":
            assign(found.pk, _office(request), staff(request), on=day, version=int(version))
        else:
            move(found.pk, what, staff(request), on=day, version=int(version), text=text)
    except NotAllowed as problem:
        return _shown(request, found, problem=problem.finding.render(language()), typed=text, status=409)
    messages.success(request, say(N_("Done and written down.")))
    return redirect("desk:complaint", found.number)


def _office(request: HttpRequest) -> Office:
    asked = request.POST.get("office", "")
    if not (asked.isascii() and asked.isdecimal()):
        raise Http404
    return get_object_or_404(scope(request).of(Office.objects.all()), pk=min(int(asked[:18]), 2**63 - 1))


def prompts(seen: Scope, user: User, day: Any) -> list[Prompt]:
    """Complaints that wait, and those that are late."""
    rows = complaints_for(seen, user).exclude(state__in=(*_CLOSED, "answered"))
    late = rows.filter(due_on__lt=day).order_by(F("due_on").asc())
    address = "/desk/complaints"
    return [
        Prompt(say(N_("complaints to be handled")), rows.count(), address),
        Prompt(say(N_("complaints not answered in time")), late.count(), address),
    ]
