"""Lists of a household or person at the window: items with forms that come from the vocabulary."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from minsheng.casework.law import library
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.policy.vocabulary import Fact as Declared
from minsheng.policy.vocabulary import Vocabulary
from minsheng.registry.intake import read_answer
from minsheng.registry.listed import end_item, items_of, lists_of, record_item, say_complete
from minsheng.registry.models import Fact, Household, Person
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import language, say
from minsheng.web.desk.found import found_household, staff
from minsheng.web.desk.known_facts import value_words
from minsheng.web.desk.panels import HouseholdLook

__all__ = ["items", "lists_panel"]

_HOUSEHOLD = "household"


class _ItemForm(forms.Form):
    """One field for each fact of an item."""

    def __init__(self, data: Any, entity: str, vocabulary: Vocabulary, known: dict[str, Fact]) -> None:
        super().__init__(data)
        self.declared = vocabulary.facts_of(entity)
        for name, declared in self.declared.items():
            self.fields[name] = _field(declared)
            if name in known:
                self.initial[name] = _typed(known[name].value)

    def clean(self) -> dict[str, Any]:
        """Every answer as household files write it."""
        cleaned = super().clean() or {}
        values = {}
        for name, declared in self.declared.items():
            try:
                values[name] = read_answer(str(cleaned.get(name) or ""), declared, today_in_china())
            except ValidationError as problem:
                self.add_error(name, problem)
        return values


def _typed(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else "" if value is None else str(value)


def _field(declared: Declared) -> forms.Field:
    lang, kind = language(), declared.type.kind
    label = declared.ask.in_(lang) or declared.label.in_(lang)
    words = {"yes": say(N_("yes")), "no": say(N_("no"))} if kind == "bool" else {}
    if kind == "choice":
        words = {value: declared.value_labels[value].in_(lang) for value in declared.type.values}
    if words:
        choices = [("", say(N_("not known"))), *words.items()]
        return forms.ChoiceField(choices=choices, label=label, required=False)
    if kind == "date":
        return forms.CharField(
            max_length=10, label=label, required=False, widget=forms.TextInput(attrs={"type": "date"})
        )
    hint = say(N_("yuan")) if kind == "money" else ""
    return forms.CharField(max_length=200, label=label, required=False, help_text=hint)


def _owner(household: Household, name: str) -> Household | Person:
    """The household itself, or one of its members of today."""
    if name == _HOUSEHOLD:
        return household
    members = household.members_on(today_in_china())
    found = next((member.person for member in members if str(member.person_id) == name), None)
    if found is None:
        raise Http404
    return found


@login_required
def items(request: HttpRequest, number: str, owner: str, name: str) -> HttpResponse:
    """The items of a list: another one, what is known of one, that one is not there any more, whether all are named."""
    household = found_household(request, number, "register")
    whose, vocabulary, day = _owner(household, owner), library().vocabulary, today_in_china()
    entity = lists_of(whose, vocabulary).get(name)
    if entity is None:
        raise Http404
    known, complete = items_of(whose, name, day)
    chosen = request.GET.get("item", "")
    if chosen and chosen not in known:
        raise Http404
    what = request.POST.get("what", "")
    form = _ItemForm(request.POST if what == "item" else None, entity, vocabulary, known.get(chosen, {}))
    if request.method == "POST" and (what != "item" or form.is_valid()):
        with transaction.atomic():
            if first_time(request.POST.get("key", "")[:64], staff(request)):
                _do(what, whose, name, chosen, form, request)
        messages.success(request, say(N_("Done and written down.")))
        return redirect("desk:items", number, owner, name)
    shown = {
        "household": household,
        "whose": whose.name if isinstance(whose, Person) else say(N_("household")),
        "word": vocabulary.entities[entity].label.in_(language()),
        "items": [
            {
                "name": item,
                "facts": [
                    (vocabulary.facts[fact].label.in_(language()), value_words(said.value, vocabulary.facts[fact]))
                    for fact, said in facts.items()
                    if fact in vocabulary.facts
                ],
            }
            for item, facts in sorted(known.items())
        ],
        "complete": complete,
        "chosen": chosen,
        "form": form,
        "key": uuid4().hex,
        "page": "new",
    }
    return render(request, "desk/items.html", shown, status=400 if form.errors else 200)


def _do(what: str, whose: Household | Person, name: str, chosen: str, form: _ItemForm, request: HttpRequest) -> None:
    day, user = today_in_china(), staff(request)
    if what == "item":
        try:
            record_item(whose, name, form.cleaned_data, library().vocabulary, on=day, by=user, item=chosen)
        except ValueError:
            raise Http404 from None
    elif what == "end" and chosen:
        end_item(whose, name, chosen, on=day, by=user)
    elif what in ("complete", "incomplete"):
        say_complete(whose, name, what == "complete", on=day, by=user)
    else:
        raise Http404


def lists_panel(look: HouseholdLook) -> dict[str, Any] | None:
    """The lists of a household and of its members, each with how many items it has, for who takes people in."""
    if not look.scope.may("register", look.household.area.code):
        return None
    vocabulary, lang = library().vocabulary, language()
    members = [member.person for member in look.household.members_on(look.day)]
    counted = _counted(look.household, members)
    rows = []
    owners: list[Household | Person] = [look.household, *members]
    for owner in owners:
        for name, entity in lists_of(owner, vocabulary).items():
            key = str(owner.pk) if isinstance(owner, Person) else _HOUSEHOLD
            about = {"word": vocabulary.entities[entity].label.in_(lang), "owner": key, "list": name}
            rows.append({**about, "whose": getattr(owner, "name", ""), "count": counted.get((key, name), 0)})
    return {"rows": rows, "number": look.household.number} if rows else None


def _counted(household: Household, members: list[Person]) -> dict[tuple[str, str], int]:
    """How many items each list has; one query."""
    said: dict[tuple[str, str, str], bool] = {}

    presences = Fact.objects.filter(Q(household=household) | Q(person__in=members), name="").exclude(item="")
    for fact in presences.order_by("valid_from", "recorded_at", "pk"):
        key = str(fact.person_id) if fact.person_id else _HOUSEHOLD
        said[key, fact.list_name, fact.item] = fact.value is not False
    counted: dict[tuple[str, str], int] = {}
    for (key, name, _), there in said.items():
        counted[key, name] = counted.get((key, name), 0) + there
    return counted
