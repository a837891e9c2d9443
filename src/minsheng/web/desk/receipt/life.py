"""Life events: what happened is reported, its facts are written down, and the next page says what follows. Nothing is decided here."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from minsheng.casework.law import library
from minsheng.casework.models import Continuation, LifeEvent
from minsheng.casework.receipt.consequences import Consequence, consequences, covered_names
from minsheng.casework.receipt.life import Kind, kinds, record
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.policy.vocabulary import Fact
from minsheng.registry.intake import read_answer
from minsheng.registry.models import Household
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import L_, language, say
from minsheng.web.desk.found import found_household, staff
from minsheng.web.desk.receipt.shown import benefit_label, money_words, process_label

__all__ = ["choose", "follows", "report"]


class EventForm(forms.Form):
    """When, to whom and on what evidence; then one field for each fact that is asked for."""

    person = forms.ChoiceField(label=L_("person"))
    on = forms.DateField(label=L_("on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    evidence = forms.CharField(label=L_("evidence"), max_length=200)
    key = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: Kind, household: Household, day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.day, self.asked = day, {name: library().vocabulary.facts[name] for name in kind.asks}
        lang = language()
        if kind.about == "person":
            members = household.memberships.filter(valid_to=None).select_related("person").order_by("id")
            self.fields["person"].choices = [(str(m.person_id), m.person.name) for m in members]  # type: ignore[attr-defined]
        else:
            del self.fields["person"]
        self.fields["evidence"].help_text = kind.evidence.in_(lang)
        for name, fact in self.asked.items():
            self.fields[name] = _field(fact, lang)

    def clean_on(self) -> date:
        """A day that has come."""
        on: date = self.cleaned_data["on"]
        if on > self.day:
            raise ValidationError(say(N_("this day has not come yet")))
        return on

    def clean(self) -> dict[str, Any]:
        """The facts as household files write them; who is left empty says nothing."""
        said: dict[str, Any] = {}
        for name, fact in self.asked.items():
            try:
                value = read_answer(str(self.cleaned_data.get(name) or ""), fact, self.day)
            except ValidationError as problem:
                self.add_error(name, problem)
                continue
            if value is not None:
                said[name] = value
        if self.asked and not said and not self.errors:
            raise ValidationError(say(N_("answer at least one of the questions")))
        return {**self.cleaned_data, "said": said}


def _field(fact: Fact, lang: str) -> forms.Field:
    about: dict[str, Any] = {"label": fact.label.in_(lang), "help_text": fact.ask.in_(lang), "required": False}
    if fact.type.kind == "bool":
        return forms.ChoiceField(choices=[("", "—"), ("yes", say(N_("yes"))), ("no", say(N_("no")))], **about)
    if fact.type.kind == "choice":
        words = [(value, fact.value_labels[value].in_(lang)) for value in fact.type.values]
        return forms.ChoiceField(choices=[("", "—"), *words], **about)
    widget = forms.TextInput(attrs={"type": "date"} if fact.type.kind == "date" else {"autocomplete": "off"})
    return forms.CharField(max_length=60, widget=widget, **about)


@login_required
def choose(request: HttpRequest, number: str) -> HttpResponse:
    """Which event is reported."""
    household = _open_file(request, number)
    lang, words = language(), kinds(library().vocabulary)
    groups = {"person": say(N_("of a person")), "household": say(N_("of the household"))}
    listed = [
        {
            "word": word,
            "kinds": [{"name": k.name, "label": k.label.in_(lang)} for k in words.values() if k.about == about],
        }
        for about, word in groups.items()
    ]
    return render(request, "desk/events.html", {"household": household, "groups": listed, "page": "households"})


@login_required
def report(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Report an event: its day, its evidence and its facts."""
    household, day = _open_file(request, number), today_in_china()
    found = kinds(library().vocabulary).get(kind)
    if found is None:
        raise Http404
    first = {"on": day, "key": uuid4().hex}
    form = EventForm(request.POST or None, kind=found, household=household, day=day, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, household, found, form.cleaned_data)
        except ValidationError as problem:
            for name, told in problem.message_dict.items():
                form.add_error(name if name in form.fields else None, told)
        else:
            messages.success(request, say(N_("Written down. Nothing is decided by it; look at what follows.")))
            return redirect("desk:follows", household.number)
    shown = {"form": form, "household": household, "what": found.label.in_(language()), "page": "households"}
    return render(request, "desk/event.html", shown, status=400 if form.errors else 200)


def _write(request: HttpRequest, household: Household, kind: Kind, data: dict[str, Any]) -> None:
    members = {str(m.person_id): m.person for m in household.memberships.select_related("person")}
    with transaction.atomic():
        if not first_time(data["key"], staff(request)):
            return
        record(
            household,
            kind,
            members.get(data.get("person", "")),
            on=data["on"],
            evidence=data["evidence"],
            answers=data["said"],
            vocabulary=library().vocabulary,
            by=staff(request),
        )


@login_required
def follows(request: HttpRequest, number: str) -> HttpResponse:
    """What the rules say today of everything that a household receives, and the case that decides it, one click away."""
    household, day = found_household(request, number, "register"), today_in_china()
    last = LifeEvent.objects.filter(household=household).select_related("person").last()
    reason = ""
    if last is not None and last.on <= day:
        kind = kinds(library().vocabulary).get(last.kind)
        what = kind.label.in_(language()) if kind is not None else last.kind
        who = last.person.name if last.person is not None else household.number
        reason = f"{who}: {what}, {last.on.isoformat()}, {last.evidence}"
    headless = not household.memberships.filter(valid_to=None, relation="head").exists()
    left = household.memberships.filter(valid_to=None).exists()
    shown = {
        "household": household,
        "rows": [_row(row, day) for row in consequences(household, day)],
        "reason": reason,
        "needs_head": headless and left and household.closed_on is None,
        "continued": Continuation.objects.filter(old=household).select_related("new").first(),
        "key": uuid4().hex,
        "page": "households",
    }
    return render(request, "desk/follows.html", shown)


def _row(row: Consequence, day: date) -> dict[str, Any]:
    return {
        "row": row,
        "label": benefit_label(row.award.benefit, row.award.area.code),
        "people": "、".join(covered_names(row.award, day)),
        "now": money_words(row.now, "month") if row.now is not None else "",
        "then": money_words(row.then, "month") if row.then is not None else "",
        "ways": [{"name": n, "label": process_label(row.award.area.code, n, day)} for n in row.processes],
    }


def _open_file(request: HttpRequest, number: str) -> Household:
    household = found_household(request, number, "register")
    if household.closed_on is not None:
        raise Http404
    return household
