"""The search: people by the beginning of their name or a whole ID number, households and cases by the beginning of their number.

Sent in the body, so that no name and no number stands in an address or a log. Everything goes over an index and through the scope.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from minsheng.casework.models import Case
from minsheng.policy.idnumber import normal, problems_of
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Household, Membership
from minsheng.registry.models.household import held_on
from minsheng.registry.models.person import fingerprint
from minsheng.registry.scope import Scope
from minsheng.registry.words import say
from minsheng.web.desk.found import scope
from minsheng.web.desk.household_page import relations
from minsheng.web.desk.rows import case_rows

__all__ = ["search"]

_MOST = 50
_SHORTEST_NUMBER = 4


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """People, households and cases of the scope, each with what fits."""
    seen, words = scope(request), request.POST.get("q", "").replace("\x00", "").strip()[:60]
    cases = Case.objects.none()
    if len(words) >= _SHORTEST_NUMBER:
        cases = seen.of(Case.objects.select_related("household__area", "area")).filter(number__startswith=words)
    shown = {
        "words": words,
        "people": _people(words, seen) if words else [],
        "homes": _homes(words, seen) if words else [],
        "rows": case_rows(cases.order_by("number")[:_MOST], today_in_china()),
        "most": _MOST,
        "page": "search",
    }
    return render(request, "desk/search.html", shown)


def _people(words: str, seen: Scope) -> list[dict[str, Any]]:
    """Members of households whose name begins so, or who have this ID number."""
    by_number = not problems_of(words)
    fits = Q(person__id_fingerprint=fingerprint(normal(words))) if by_number else Q(person__name__startswith=words)
    found = seen.of(Membership.objects.filter(held_on(today_in_china()), fits), "household__area")
    terms = relations()
    what = say(N_("ID number")) if by_number else say(N_("name"))
    return [
        {"member": member, "relation": terms.get(member.relation, member.relation), "what": what}
        for member in found.select_related("person", "household__area").order_by("person__name", "pk")[:_MOST]
    ]


def _homes(words: str, seen: Scope) -> list[Household]:
    """Households whose file number is this one, or begins so."""
    fits = Q(number=words)
    if len(words) >= _SHORTEST_NUMBER:
        fits |= Q(number__startswith=words)
    return list(seen.of(Household.objects.select_related("area")).filter(fits).order_by("number")[:_MOST])
