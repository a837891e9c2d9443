"""The file of a person (一人一档), the full ID number with its reason, and the whole file of a household (一户一档) to print."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from minsheng.casework.law import library
from minsheng.casework.models import Case
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.access import read_in_full
from minsheng.registry.models import Access, Fact, Membership, Person
from minsheng.registry.scope import Scope
from minsheng.registry.words import say
from minsheng.web.desk.found import found_household, scope, staff
from minsheng.web.desk.household_page import relations
from minsheng.web.desk.known_facts import handles, is_child, whole_file
from minsheng.web.desk.panels import PERSON_PANELS, PersonLook, panels_of
from minsheng.web.desk.rows import case_rows

__all__ = ["file", "id_number", "person"]

_LOOKS = 20
_REASONS = {
    "identity": N_("to check who somebody is"),
    "paper": N_("to fill in a paper"),
    "account": N_("to check an account for payments"),
    "other_office": N_("to ask another office"),
    "mistake": N_("to correct a mistake"),
    "other": N_("another reason"),
}


def found_person(request: HttpRequest, pk: int) -> tuple[Person, list[Membership]]:
    """Somebody who belongs to a household of the scope, or last belonged to one, with their households, the latest first.

    Raises:
        Http404: there is none that they may see.
    """
    every = (
        Membership.objects.filter(person=pk).select_related("household__area", "person").order_by("-valid_from", "-pk")
    )
    homes = list(every)
    if not homes:
        raise Http404
    now = [home for home in homes if home.valid_to is None] or homes[:1]
    seen = scope(request)
    if not any(seen.covers(home.household.area.code) for home in now):
        raise Http404
    return homes[0].person, homes


@login_required
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything known of somebody: households, facts with their history, cases."""
    found, homes = found_person(request, pk)
    seen, day, words = scope(request), today_in_china(), relations()
    own = [home for home in homes if seen.covers(home.household.area.code)]
    sensitive = any(
        handles(seen, home.household.area.code) for home in own if home.valid_to is None or home is homes[0]
    )
    facts = Fact.objects.filter(person=found).select_related("recorded_by")
    groups, hidden = whole_file(facts, library().vocabulary, day, sensitive=sensitive, child=is_child(found, day))
    cases = seen.of(
        Case.objects.filter(household__in=[home.household_id for home in own]).select_related("area", "household__area")
    )
    shown = {
        "person": found,
        "homes": [
            {"home": home, "relation": words.get(home.relation, home.relation), "own": home in own} for home in homes
        ],
        "groups": groups,
        "hidden": hidden,
        "cases": case_rows(cases.order_by("-pk")[:50], day),
        "may_see_number": bool(found.id_masked) and _may_see_number(seen, homes),
        "panels": panels_of(PersonLook(found, staff(request), seen, day), PERSON_PANELS),
        "page": "search",
    }
    return render(request, "desk/person.html", shown)


def _may_see_number(seen: Scope, homes: list[Membership]) -> bool:
    return any(home.valid_to is None and seen.may("see_id_number", home.household.area.code) for home in homes)


class _WhyForm(forms.Form):
    """Why somebody must see an ID number."""

    why = forms.ChoiceField(choices=())
    more = forms.CharField(max_length=150, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        why: Any = self.fields["why"]
        why.choices = [("", "—"), *((name, say(word)) for name, word in _REASONS.items())]
        why.label, self.fields["more"].label = say(N_("reason")), say(N_("what for, in a few words"))


@login_required
def id_number(request: HttpRequest, pk: int) -> HttpResponse:
    """The ID number in full, once, after a reason that is written down; with everybody who has looked before."""
    found, homes = found_person(request, pk)
    if not found.id_masked or not _may_see_number(scope(request), homes):
        raise Http404
    form, number = _WhyForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        reason = f"{say(_REASONS[form.cleaned_data['why']])}：{form.cleaned_data['more']}"
        try:
            number = read_in_full(found, staff(request), reason)
        except PermissionDenied:
            raise Http404 from None
    looks = Access.objects.filter(person=found).select_related("user__office")[:_LOOKS]
    shown = {"person": found, "form": form, "number": number, "looks": looks, "page": "search"}
    response = render(request, "desk/id_number.html", shown, status=400 if form.errors else 200)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
def file(request: HttpRequest, number: str) -> HttpResponse:
    """The whole file of a household on one page, to print: members, facts of each, income and property, supporters, cases."""
    household = found_household(request, number)
    seen, day, words = scope(request), today_in_china(), relations()
    sensitive = handles(seen, household.area.code)
    vocabulary = library().vocabulary
    members = list(household.members_on(day))
    people = [member.person_id for member in members]
    facts = Fact.objects.filter(Q(household=household) | Q(person__in=people)).select_related("recorded_by")
    of: dict[int | None, list[Fact]] = {}
    for fact in facts:
        of.setdefault(fact.person_id, []).append(fact)
    own, hidden = whole_file(of.get(None, []), vocabulary, day, sensitive=sensitive)
    persons = []
    for member in members:
        groups, left = whole_file(
            of.get(member.person_id, []), vocabulary, day, sensitive=sensitive, child=is_child(member.person, day)
        )
        persons.append({"member": member, "relation": words.get(member.relation, member.relation), "groups": groups})
        hidden += left
    cases = Case.objects.filter(household=household).select_related("area", "household__area").order_by("-pk")
    shown = {
        "household": household,
        "own": own,
        "persons": persons,
        "hidden": hidden,
        "cases": case_rows(cases, day),
        "former": household.memberships.filter(valid_to__lt=day).select_related("person"),
        "day": day,
        "page": "households",
    }
    return render(request, "desk/file.html", shown)
