"""Staff: who has which role where and until when. Roles are given and ended, never rewritten; a password is shown once."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Area, Assignment, Office, User
from minsheng.registry.models.household import held_on
from minsheng.registry.models.staff import ROLES
from minsheng.registry.scope import Scope
from minsheng.registry.sent_form import first_time
from minsheng.registry.staffing import appoint, dismiss, new_user, set_password
from minsheng.registry.words import language, say
from minsheng.web.desk.found import require, staff
from minsheng.web.desk.offices import administered

__all__ = ["member", "members"]

_MOST = 200


def _day_field(required: bool = True) -> forms.DateField:
    return forms.DateField(required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class _RoleForm(forms.Form):
    """A role in an area between two days."""

    role = forms.ChoiceField(choices=())
    area = forms.ModelChoiceField(Area.objects.none(), to_field_name="code", empty_label=None)
    begins = _day_field()
    ends = _day_field(required=False)

    def __init__(self, data: Any, areas: list[Area]) -> None:
        super().__init__(data, initial={"begins": today_in_china()})
        role: Any = self.fields["role"]
        role.choices = [(name, word) for name, word in ROLES.items()]
        area: Any = self.fields["area"]
        area.queryset = Area.objects.filter(pk__in=[area.pk for area in areas])
        area.label_from_instance = lambda area: f"{area} {area.code}"
        for name, word in (("role", N_("role")), ("area", N_("area")), ("begins", N_("from")), ("ends", N_("until"))):
            self.fields[name].label = say(word)


class _NewForm(_RoleForm):
    """Somebody new with a first role."""

    username = forms.CharField(max_length=150)
    name = forms.CharField(max_length=60)
    office = forms.ModelChoiceField(Office.objects.none(), required=False)

    def __init__(self, data: Any, areas: list[Area]) -> None:
        super().__init__(data, areas)
        office: Any = self.fields["office"]
        office.queryset = Office.objects.filter(area__in=areas, closed_on__isnull=True)
        for name, word in (("username", N_("user name")), ("name", N_("name")), ("office", N_("office"))):
            self.fields[name].label = say(word)
        self.order_fields(["username", "name", "office", "role", "area", "begins", "ends"])


def _manageable(seen: Scope) -> QuerySet[User]:
    """Whoever has had a role or has an office where somebody administers, and no role that runs or is to come anywhere else."""
    codes = [area.stem for area in administered(seen)]
    roots = [stem for stem in codes if not any(stem != other and stem.startswith(other) for other in codes)]
    inside, of_office = Q(pk__in=[]), Q(pk__in=[])
    for stem in roots:
        inside |= Q(area__stem__startswith=stem)
        of_office |= Q(office__area__stem__startswith=stem)
    own = Assignment.objects.filter(inside)
    last = today_in_china()
    beyond = Assignment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=last)).exclude(
        pk__in=own.values("pk")
    )
    known = Q(pk__in=own.values("user")) | of_office
    return User.objects.filter(known).exclude(pk__in=beyond.values("user"))


@login_required
def members(request: HttpRequest) -> HttpResponse:
    """Everybody with their roles of today, and a form for somebody new."""
    seen = require(request, "administer")
    form = _NewForm(request.POST if request.method == "POST" else None, administered(seen))
    problem, password, made = "", "", None
    if request.method == "POST" and form.is_valid():
        try:
            made, password = _take_on(form.cleaned_data, request)
        except PolicyError as refused:
            problem = "\n".join(finding.render(language()) for finding in refused.findings)
        else:
            if made is None:
                return redirect("desk:staff")
            form = _NewForm(None, administered(seen))
    words = request.GET.get("q", "").strip()[:60].replace("\x00", "")
    people = _manageable(seen).filter(Q(name__startswith=words) | Q(username__startswith=words))
    rows = people.select_related("office").order_by("-is_active", "username")[:_MOST]
    shown = {
        "rows": _with_roles(list(rows)),
        "form": form,
        "words": words,
        "problem": problem,
        "made": made,
        "password": password,
        "key": request.POST.get("key", "")[:64] if problem or form.errors else uuid4().hex,
        "page": "administration",
    }
    return render(request, "desk/staff.html", shown, status=400 if form.errors or problem else 200)


@transaction.atomic
def _take_on(told: dict[str, Any], request: HttpRequest) -> tuple[User | None, str]:
    if not first_time(request.POST.get("key", "")[:64], staff(request)):
        return None, ""
    password = secrets.token_urlsafe(12)
    made = new_user(told["username"], told["name"].strip(), password)
    made.office = told["office"]
    made.save(update_fields=["office"])
    appoint(made, told["role"], told["area"], told["begins"], told["ends"])
    return made, password


def _with_roles(people: list[User]) -> list[dict[str, Any]]:
    """Everybody with their roles of today; one query for all roles."""
    held: dict[int, list[Assignment]] = {}
    running = Assignment.objects.filter(held_on(today_in_china()), user__in=people).select_related("area")
    for assignment in running:
        held.setdefault(assignment.user_id, []).append(assignment)
    return [{"user": user, "roles": held.get(user.pk, [])} for user in people]


@login_required
def member(request: HttpRequest, username: str) -> HttpResponse:
    """One member of staff: every role with its days, giving and ending roles, another password."""
    seen = require(request, "administer")
    found = get_object_or_404(_manageable(seen), username=username)
    areas = administered(seen)
    what = request.POST.get("what", "")
    form = _RoleForm(request.POST if what == "appoint" else None, areas)
    problem, password = "", ""
    if request.method == "POST":
        if found.pk == request.user.pk:
            problem = say(N_("nobody changes their own roles or password here"))
        else:
            try:
                password = _change(found, what, form, request, seen)
            except PolicyError as refused:
                problem = "\n".join(finding.render(language()) for finding in refused.findings)
        if not problem and not form.errors and not password:
            messages.success(request, say(N_("Done and written down.")))
            return (
                redirect("desk:member", username)
                if _manageable(seen).filter(pk=found.pk).exists()
                else redirect("desk:staff")
            )
    today = today_in_china()
    shown = {
        "member": found,
        "roles": [
            {"held": held, "running": held.valid_to is None or held.valid_to >= today}
            for held in found.assignments.select_related("area").order_by("-valid_from", "-pk")
        ],
        "form": form,
        "problem": problem,
        "password": password,
        "self": found.pk == request.user.pk,
        "today": today,
        "key": uuid4().hex,
        "page": "administration",
    }
    return render(request, "desk/member.html", shown, status=400 if problem or form.errors else 200)


@transaction.atomic
def _change(found: User, what: str, form: _RoleForm, request: HttpRequest, seen: Scope) -> str:
    """Do what was asked; a fresh password where one was made."""
    if what == "appoint":
        if form.is_valid():
            told = form.cleaned_data
            appoint(found, told["role"], told["area"], told["begins"], told["ends"])
            if not found.is_active:
                found.is_active = True
                found.save(update_fields=["is_active"])
        return ""
    if what == "dismiss":
        held = get_object_or_404(found.assignments.select_related("area"), pk=_number(request.POST.get("role", "")))
        dismiss(
            found, _last_day(request.POST.get("last_day", "")), today_in_china(), role=held.role, area=held.area.code
        )
        return ""
    if what == "password":
        if not first_time(request.POST.get("key", "")[:64], staff(request)):
            return ""
        password = secrets.token_urlsafe(12)
        set_password(found, password)
        return password
    raise Http404


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _last_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
