"""The policy library in the desk: which documents hold where, and each document with its rules beside their articles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from minsheng.casework.law import law_of, library
from minsheng.policy.finding import PolicyError
from minsheng.policy.functions import within_area
from minsheng.policy.language import N_
from minsheng.policy.pack import Pack
from minsheng.policy.today import today_in_china
from minsheng.population.areas import area_name
from minsheng.registry.scope import Scope
from minsheng.registry.words import language, say
from minsheng.web.desk.document_page import sections, worked_cases
from minsheng.web.desk.found import scope

__all__ = ["policies", "policy"]

_RANKS = {
    "law": N_("law"),
    "regulation": N_("regulation"),
    "national": N_("national document"),
    "province": N_("document of the province"),
    "city": N_("document of the city"),
    "county": N_("document of the county"),
    "demonstration": N_("made-up demonstration values"),
}
_MOST_HITS = 60


@login_required
def policies(request: HttpRequest) -> HttpResponse:
    """The documents that hold in one's area today, or all; found by a word of their text, number or title."""
    seen, whole = scope(request), library()
    words, every = request.GET.get("q", "").strip()[:60].replace("\x00", ""), request.GET.get("all") == "1"
    here = _holding(seen)
    packs = [pack for pack in whole.packs if every or words or pack.document in here]
    packs = [pack for pack in packs if not words or words in pack.source.text or words in pack.title.en]
    order = list(_RANKS)
    packs.sort(key=lambda pack: (order.index(pack.rank), pack.area, pack.in_force))
    shown = {
        "rows": [{**_row(pack), "here": pack.document in here} for pack in packs],
        "words": words,
        "every": every,
        "hits": _hits(words, packs) if words else [],
        "page": "policies",
    }
    return render(request, "desk/policies.html", shown)


def _holding(seen: Scope) -> set[str]:
    """The documents that hold today somewhere in the areas of somebody, or above them."""
    day, found = today_in_china(), set()
    codes = {stem.ljust(6, "0") if len(stem) <= 6 else stem for _, stem in seen.roles if stem}
    for code in codes:
        try:
            found |= {pack.document for pack in law_of(code, day).packs()}
        except PolicyError:
            continue
        found |= {p.document for p in library().packs if p.holds_on(day) and within_area(p.area, code)}
    if any(not stem for _, stem in seen.roles):
        found |= {pack.document for pack in library().packs if pack.holds_on(day)}
    return found


def _row(pack: Pack) -> dict[str, Any]:
    lang = language()
    return {
        "document": pack.document,
        "title": pack.title.in_(lang),
        "issuer": pack.issuer.in_(lang),
        "rank": say(_RANKS[pack.rank]),
        "demonstration": pack.rank == "demonstration",
        "area": area_name(pack.area),
        "in_force": pack.in_force,
        "last_day": pack.last_day,
        "holds": pack.holds_on(today_in_china()),
        "replaces": [_link(document) for document in pack.replaces],
        "implements": [_link(document) for document in pack.implements],
        "overrides": [
            {**_link(o.document), "names": "、".join(o.names), "because": o.because.in_(lang)} for o in pack.overrides
        ],
    }


def _link(document: str) -> dict[str, str]:
    """A document with its address, where it is in the library."""
    known = any(pack.document == document for pack in library().packs)
    return {"document": document, "address": reverse("desk:policy", args=[document]) if known else ""}


def _hits(words: str, packs: Iterable[Pack]) -> list[dict[str, str]]:
    """Rules, parameters, benefits and processes whose name or label has a word."""
    found = []
    for pack in packs:
        for item in pack.cited():
            if words in item.label.zh or words.lower() in item.label.en.lower() or words in item.name:
                about = {"label": item.label.in_(language()), "name": item.name, "document": pack.document}
                found.append({**about, "address": f"{reverse('desk:policy', args=[pack.document])}#r-{item.name}"})
    return found[:_MOST_HITS]


@login_required
def policy(request: HttpRequest, document: str) -> HttpResponse:
    """One document: its text, what is computed from each article, the examples and the cases worked by hand."""
    pack = next((pack for pack in library().packs if pack.document == document), None)
    if pack is None:
        raise Http404
    parts, cases = sections(pack), worked_cases(pack)
    shown = {
        **_row(pack),
        "sections": parts,
        "cases": cases,
        "failed": sum(not case.ok for case in cases),
        "page": "policies",
    }
    return render(request, "desk/policy.html", shown)
