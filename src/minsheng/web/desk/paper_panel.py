"""The panels of papers: what a case asks for now, what was given out, and every other paper; those of a household's file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from minsheng.casework.models import Certificate, GivenPaper
from minsheng.casework.paper_giving import may_give_out
from minsheng.casework.papers import PaperKind, paper_kinds, papers_wanted, papers_wanted_now
from minsheng.registry.words import language
from minsheng.web.desk.panels import CaseLook, HouseholdLook

__all__ = ["LETTER_OF_MOVE", "of_case", "of_household"]

#: The letter that goes with a move, by the kind of the move; giving it out lets the move happen.
LETTER_OF_MOVE = {
    str(kind.asked_by["event"]): kind.name
    for kind in paper_kinds()
    if "event" in kind.asked_by and kind.asked_by["event"] != "applied"
}
_SHOWN = 30


def of_case(look: CaseLook) -> dict[str, Any]:
    """Papers of a case."""
    rows = GivenPaper.objects.filter(case=look.case).select_related("given_by").defer("sealed")
    given = list(rows.order_by("-pk"))
    good = {paper.name for paper in given if paper.replaced_by_id is None and paper.withdrawn_on is None}
    roles = look.scope.process_roles(look.case.area.code)
    letters = {LETTER_OF_MOVE[m.kind] for m in look.journey.moves() if m.kind in LETTER_OF_MOVE and m.role in roles}
    now = {kind.name for kind in papers_wanted_now(look.journey)} - letters
    open_ = {kind.name for kind in papers_wanted(look.journey)} - good - now - letters
    certificates = list(look.case.certificates.select_related("person"))
    return {
        "case": look.case,
        "wanted": _rows(look, [k for k in paper_kinds() if k.name in now - _done(given, look)]),
        "open": _rows(look, [k for k in paper_kinds() if k.name in open_]),
        "letters": _rows(look, [k for k in paper_kinds() if k.name in letters]),
        "others": _rows(look, [k for k in paper_kinds() if k.name not in (now - _done(given, look)) | open_ | letters]),
        "given": _given(given),
        "certificates": _certificates(certificates, look),
    }


def _done(given: Iterable[GivenPaper], look: CaseLook) -> set[str]:
    """The papers that were given out in the step in which the case stands, or, where it has ended, at its end."""
    step = look.journey.state if look.journey.step is not None else ""
    return {p.name for p in given if p.step == step and p.replaced_by_id is None and p.withdrawn_on is None}


def of_household(look: HouseholdLook) -> dict[str, Any]:
    """Papers of the file of a household: those that begin an application, and those that are kept beside cases."""
    rows = GivenPaper.objects.filter(household=look.household).select_related("given_by").defer("sealed")
    kinds = [kind for kind in paper_kinds() if kind.asked_by.get("event") == "applied" or "register" in kind.asked_by]
    issued = Certificate.objects.filter(household=look.household).select_related("person").order_by("-pk")[:_SHOWN]
    return {
        "household": look.household,
        "kinds": _rows(look, kinds),
        "given": _given(rows.order_by("-pk")[:_SHOWN]),
        "certificates": _certificates(issued, look),
    }


def _rows(look: CaseLook | HouseholdLook, kinds: Iterable[PaperKind]) -> list[dict[str, Any]]:
    code = look.case.area.code if isinstance(look, CaseLook) else look.household.area.code
    return [
        {"name": kind.name, "title": kind.title.in_(language()), "may": may_give_out(look.scope, kind, code)}
        for kind in kinds
    ]


def _given(papers: Iterable[GivenPaper]) -> list[dict[str, Any]]:
    titles = {kind.name: kind.title.in_(language()) for kind in paper_kinds()}
    return [{"paper": paper, "title": titles.get(paper.name, paper.name), "state": _state(paper)} for paper in papers]


def _state(paper: GivenPaper) -> str:
    return "withdrawn" if paper.withdrawn_on is not None else "replaced" if paper.replaced_by_id is not None else "good"


def _certificates(issued: Iterable[Certificate], look: CaseLook | HouseholdLook) -> list[dict[str, Any]]:
    lang = language()
    return [
        {
            "number": one.number,
            "what": one.name_zh if lang == "zh" else one.name_en,
            "whose": one.person.name if one.person is not None else "",
            "state": one.state_on(look.day),
            "issued_on": one.issued_on,
            "cancelled_on": one.cancelled_on,
            "why": one.cancelled_why,
        }
        for one in issued
    ]
