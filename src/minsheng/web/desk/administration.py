"""Administration: one page that leads to everything that is set up for a place, each entry for who has its right."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from minsheng.policy.language import N_
from minsheng.registry.scope import RIGHTS, Scope
from minsheng.registry.words import say
from minsheng.web.desk.found import scope

__all__ = ["ADMINISTRATION", "Administered", "administration"]


@dataclass(frozen=True)
class Administered:
    """An entry of the page of administration.

    Attributes:
        address: the name of its address in ``desk:``, which takes no arguments.
        word: how it is called.
        about: what is done there, in a sentence.
        right: who may; several with commas, of which one is enough.
    """

    address: str
    word: str
    about: str
    right: str = "administer"


#: In the order of the page.
ADMINISTRATION: tuple[Administered, ...] = (
    Administered(
        "values",
        N_("values that the place sets"),
        N_(
            "Standards and limits that documents leave to the place: proposed, previewed, confirmed, with their history."
        ),
        "change_parameter,confirm_parameter",
    ),
    Administered(
        "offices", N_("offices"), N_("Names, addresses, telephones and hours, as papers and notices give them.")
    ),
    Administered("staff", N_("staff"), N_("Who works here, with which role where and until when; new passwords.")),
    Administered("roles", N_("roles"), N_("Who may do what, and which roles control each other."), "administer"),
    Administered(
        "rosters",
        N_("rosters"),
        N_("Households and people from Excel or CSV: looked at first, then all of it or nothing; also updates."),
        "administer,import",
    ),
    Administered("holidays", N_("holidays"), N_("Which years are known, and which deadlines are provisional.")),
    Administered("keys", N_("keys"), N_("How old the keys are that encrypt ID numbers.")),
    Administered(
        "access_log",
        N_("who has seen ID numbers in full"),
        N_("Who looked, when, and why; as a file for the supervisor."),
        "see_access",
    ),
    Administered("templates", N_("templates of papers"), N_("Print papers in a form of your own.")),
    Administered(
        "place_settings",
        N_("settings of a place"),
        N_("When to remind and report what is late, promised time limits, spans that a document leaves to the place."),
        "settings",
    ),
)


@login_required
def administration(request: HttpRequest) -> HttpResponse:
    """Everything that may be set up by whoever looks."""
    shown = _entries(scope(request))
    if not shown:
        raise Http404
    return render(request, "desk/administration.html", {"entries": shown, "page": "administration"})


def _entries(seen: Scope) -> list[dict[str, str]]:
    rights = frozenset().union(*(RIGHTS[role] for role, _ in seen.roles)) if seen.roles else frozenset()
    return [
        {"address": f"desk:{entry.address}", "word": say(entry.word), "about": say(entry.about)}
        for entry in ADMINISTRATION
        if rights & set(entry.right.split(","))
    ]
