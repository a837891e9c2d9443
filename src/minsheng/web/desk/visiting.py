"""The form of a home visit, and the page of one that was made."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from minsheng.casework.act import decision_of
from minsheng.casework.fact_sources import Beside, beside, facts_of
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Case, Visit
from minsheng.casework.visit import Seen, VisitNotes, least_visitors, record_visit
from minsheng.policy.decision import Decision
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.policy.wording import format_value, who
from minsheng.registry.intake import read_answer
from minsheng.registry.models import Assignment, Person, User
from minsheng.registry.models.household import held_on
from minsheng.registry.scope import RIGHTS
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import L_, language, say
from minsheng.web.desk.fields import DrawnField, FilesField, errors_of, fact_field, keyed, text_field
from minsheng.web.desk.found import found_case, scope, staff

__all__ = ["visit", "visit_page"]

_MOST_STAFF = 200


class VisitForm(forms.Form):
    """A home visit; the facts of the case are added to it."""

    on = forms.DateField(
        label=L_("day of the visit"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    at = forms.TimeField(label=L_("time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = text_field(L_("place"), 200)
    staff = forms.MultipleChoiceField(label=L_("visitors"), required=False, widget=forms.CheckboxSelectMultiple)
    others = text_field(L_("other visitors"), 300, required=False, rows=2, help_text=L_("one name on each line"))
    met = text_field(L_("who was met"), 200)
    remark = text_field(L_("what was found"), 2000, required=False, rows=4)
    photos = FilesField(
        label=L_("photos"), accept="image/jpeg,image/png,image/webp", help_text=L_("JPEG, PNG or WebP, up to 5 MB each")
    )
    signed = FilesField(
        label=L_("photo of the signed form"), accept="image/jpeg,image/png,image/webp", help_text=L_("or sign below")
    )
    drawn = DrawnField()
    latitude = forms.DecimalField(
        required=False, max_digits=9, decimal_places=6, min_value=-90, max_value=90, widget=forms.HiddenInput
    )
    longitude = forms.DecimalField(
        required=False, max_digits=9, decimal_places=6, min_value=-180, max_value=180, widget=forms.HiddenInput
    )
    key = keyed()

    def __init__(self, *args: Any, members: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["staff"].choices = [(str(member.pk), str(member)) for member in members]  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        """A visit is not written down before it was made."""
        on: date = self.cleaned_data["on"]
        if on > today_in_china():
            raise ValidationError(say(N_("a visit is written down once it was made")))
        return on


class SeenForm(forms.Form):
    """What was seen, one field for each fact; empty means that it was not looked at."""

    def __init__(self, rows: list[Beside], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = rows
        for place, row in enumerate(rows):
            self.fields[f"seen{place}"] = fact_field(row.declared)

    def clean(self) -> dict[str, Any]:
        """What was typed is read as facts."""
        cleaned = super().clean() or {}
        seen = []
        for place, row in enumerate(self.rows):
            try:
                value = read_answer(str(cleaned.get(f"seen{place}") or ""), row.declared, today_in_china())
            except ValidationError as problem:
                self.add_error(f"seen{place}", problem)
                continue
            if value is not None:
                seen.append((row, value))
        cleaned["seen"] = seen
        return cleaned


@login_required
def visit(request: HttpRequest, number: str) -> HttpResponse:
    """Write down a home visit; photos that were chosen must be chosen again when something was wrong."""
    case, user = found_case(request, number, "visit"), staff(request)
    day = today_in_china()
    rows, decision = _rows(case)
    members = _staff(case)
    first = {"on": day, "place": case.household.address, "staff": [str(user.pk)], "key": uuid4().hex}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form, seen = VisitForm(*sent, members=members, initial=first), SeenForm(rows, *sent[:1])
    if request.method == "POST" and form.is_valid() and seen.is_valid():
        try:
            with transaction.atomic():
                if first_time(form.cleaned_data["key"], user):
                    record_visit(case, _notes(form, seen, members), user)
                    messages.success(request, say(N_("Done and written down.")))
            return redirect("desk:case", number)
        except (NotAllowed, PolicyError) as problem:
            errors_of(form, problem)
    least, cites = least_visitors(case)
    shown = {
        "case": case,
        "form": form,
        "least": least,
        "cites": "、".join(cites),
        "facts": _beside_fields(seen, rows, decision),
        "page": "cases",
    }
    return render(request, "desk/visit.html", shown, status=400 if form.errors or seen.errors else 200)


def _notes(form: VisitForm, facts: SeenForm, members: list[User]) -> VisitNotes:
    told, looked_at = form.cleaned_data, facts.cleaned_data["seen"]
    signature = told["drawn"] or (told["signed"][0] if told["signed"] else None)
    people = Person.objects.in_bulk([row.whose[0] for row, _ in looked_at if row.whose[0] is not None])
    seen = [
        Seen(
            people[row.whose[0]] if row.whose[0] is not None else None,
            row.declared.name,
            value,
            row.said["declared"].written if "declared" in row.said else None,
        )
        for row, value in looked_at
    ]
    return VisitNotes(
        on=told["on"],
        at=told["at"],
        place=told["place"],
        met=told["met"],
        staff=[member for member in members if str(member.pk) in told["staff"]],
        others=told["others"].splitlines(),
        remark=told["remark"],
        latitude=told["latitude"],
        longitude=told["longitude"],
        seen=seen,
        photos=told["photos"],
        signature=signature,
    )


def _staff(case: Case) -> list[User]:
    """The staff who may visit homes where the case is."""
    roles = [role for role, rights in RIGHTS.items() if "visit" in rights]
    stems = [case.area.code[:length] for length in range(len(case.area.code) + 1)]
    held = Assignment.objects.filter(held_on(today_in_china()), role__in=roles, area__stem__in=stems)
    rows = User.objects.filter(is_active=True, assignments__in=held).distinct()
    return list(rows.order_by("name", "pk")[:_MOST_STAFF])


def _rows(case: Case) -> tuple[list[Beside], Decision | None]:
    """The facts of the household and its people that the case rests on; items of lists have their own pages."""
    day = today_in_china()
    try:
        decision = decision_of(case, day)
    except PolicyError:
        return [], None
    rows = beside(decision, case.household, facts_of(decision, case.benefit), day)
    own = [row for row in rows if not row.whose[1] and row.declared.changes]
    return sorted(own, key=lambda row: (row.whose[0] is not None, row.whose[0] or 0)), decision


def _beside_fields(form: SeenForm, rows: list[Beside], decision: Decision | None) -> list[dict[str, Any]]:
    """Each fact with whom it is about, what was declared, and its field."""
    shown = []
    for place, row in enumerate(rows):
        said = row.said.get("declared")
        labels = dict(row.declared.value_labels)
        words = format_value(said.value, row.declared.type, language(), labels) if said else "—"
        about = who(row.key, decision.evaluation, language()) if decision is not None else ""
        shown.append({"who": about, "declared": words, "field": form[f"seen{place}"]})
    return shown


@login_required
def visit_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A visit with its photos; looking at them is written down, one by one, as the browser fetches them."""
    rows = scope(request).of(Visit.objects.select_related("case", "household", "area", "signature", "by"))
    found = get_object_or_404(rows.prefetch_related("visitors"), pk=min(pk, 2**63 - 1))
    photos = found.attachments.defer("token")
    return render(request, "desk/visit_page.html", {"visit": found, "photos": photos, "page": "cases"})
