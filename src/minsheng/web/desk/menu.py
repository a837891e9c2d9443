"""The menu of the desk: every page that stands on its own, and which right it needs."""

from __future__ import annotations

from dataclasses import dataclass

from minsheng.policy.language import N_
from minsheng.registry.scope import RIGHTS, Scope
from minsheng.registry.words import say

__all__ = ["MENU", "Entry", "entries"]


@dataclass(frozen=True)
class Entry:
    """An entry of the menu.

    Attributes:
        page: what the page calls itself (``page`` of its template), and the name of its address in ``desk:``.
        word: how it is called.
        right: who may; several with commas, of which one is enough; empty for everybody who signs in.
    """

    page: str
    word: str
    right: str = ""


MENU = (
    Entry("today", N_("today")),
    Entry("cases", N_("cases")),
    Entry("tasks", N_("tasks")),
    Entry("referrals", N_("other offices")),
    Entry("care_homes", N_("care homes")),
    Entry("households", N_("households")),
    Entry("awards", N_("what is received")),
    Entry("notices", N_("public notices")),
    Entry("new", N_("new household"), "register"),
    Entry("checks", N_("checks"), "check"),
    Entry("draws", N_("draws"), "draw"),
    Entry("departures", N_("departures"), "departures"),
    Entry("complaints", N_("complaints"), "complaints"),
    Entry("notifications", N_("notifications")),
    Entry("policies", N_("policies")),
    Entry("administration", N_("administration"), "administer,change_parameter,confirm_parameter,settings"),
)


def entries(scope: Scope) -> list[dict[str, str]]:
    """The entries for somebody, in the language of the page."""
    rights = frozenset().union(*(RIGHTS[role] for role, _ in scope.roles)) if scope.roles else frozenset()
    shown = [entry for entry in MENU if not entry.right or rights & set(entry.right.split(","))]
    return [{"page": entry.page, "address": f"desk:{entry.page}", "word": say(entry.word)} for entry in shown]
