"""The panels of the case page and of a household's file, in their order. A panel that has nothing to show is left out.

Each is a function that works out what one template shows; ``column`` says where it stands: the file, the decision or the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import Any

from minsheng.casework.act import decision_of
from minsheng.casework.journey import Journey
from minsheng.casework.models import Case
from minsheng.policy.decision import Decision
from minsheng.policy.finding import Finding, PolicyError
from minsheng.registry.models import Household, Person, User
from minsheng.registry.scope import Scope

__all__ = [
    "CASE_PANELS",
    "HOUSEHOLD_PANELS",
    "PERSON_PANELS",
    "CaseLook",
    "HouseholdLook",
    "Panel",
    "PersonLook",
    "panels_of",
]


@dataclass
class CaseLook:
    """Somebody looks at a case on a day."""

    case: Case
    journey: Journey
    user: User
    scope: Scope
    day: date
    refusals: list[Finding] = field(default_factory=list)

    @cached_property
    def decision(self) -> Decision | None:
        """What the library says of the household today; nothing where it cannot say anything, and ``refusals`` says why."""
        try:
            return decision_of(self.case, self.day)
        except PolicyError as problem:
            self.refusals = problem.findings
            return None


@dataclass(frozen=True)
class HouseholdLook:
    """Somebody looks at the file of a household on a day."""

    household: Household
    user: User
    scope: Scope
    day: date


@dataclass(frozen=True)
class PersonLook:
    """Somebody looks at the file of a person on a day."""

    person: Person
    user: User
    scope: Scope
    day: date


@dataclass(frozen=True)
class Panel:
    """A panel of a page.

    Attributes:
        name: its template is ``desk/panels/<name>.html``, which finds what was worked out as ``panel``.
        column: ``file``, ``decision`` or ``clock``.
        build: ``module:function``; takes the look, gives what the template shows, or nothing.
    """

    name: str
    column: str
    build: str


CASE_PANELS: tuple[Panel, ...] = (
    Panel("duties", "decision", "minsheng.web.desk.step_panels:duties_panel"),
    Panel("beside", "decision", "minsheng.web.desk.step_panels:beside_panel"),
    Panel("check", "file", "minsheng.web.desk.step_panels:check_panel"),
    Panel("done", "file", "minsheng.web.desk.step_panels:done_panel"),
    Panel("case_awards", "clock", "minsheng.web.desk.receipt.panels:awards_of_case"),
    Panel("papers", "file", "minsheng.web.desk.paper_panel:of_case"),
    Panel("due_changes", "clock", "minsheng.web.desk.lateness:due_changes"),
    Panel("rating", "clock", "minsheng.web.desk.ratings:panel"),
)
HOUSEHOLD_PANELS: tuple[Panel, ...] = (
    Panel("lists", "file", "minsheng.web.desk.list_items:lists_panel"),
    Panel("awards", "decision", "minsheng.web.desk.receipt.panels:awards_of_household"),
    Panel("dynamic_record", "file", "minsheng.web.desk.receipt.panels:record_of_household"),
    Panel("household_papers", "file", "minsheng.web.desk.paper_panel:of_household"),
    Panel("supported", "file", "minsheng.web.desk.care_homes:people_panel"),
    Panel("relatives", "file", "minsheng.web.desk.relatives:relatives_panel"),
    Panel("referrals", "decision", "minsheng.web.desk.window:referrals_panel"),
)
PERSON_PANELS: tuple[Panel, ...] = (Panel("hardship", "file", "minsheng.web.desk.care_panel:of_person"),)


def panels_of(
    look: CaseLook | HouseholdLook | PersonLook, listed: tuple[Panel, ...]
) -> dict[str, list[Mapping[str, Any]]]:
    """By column, the panels that have something to show."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for panel in listed:
        module, _, name = panel.build.partition(":")
        build: Callable[[Any], Mapping[str, Any] | None] = getattr(import_module(module), name)
        shown = build(look)
        if shown is not None:
            found.setdefault(panel.column, []).append({"template": f"desk/panels/{panel.name}.html", "shown": shown})
    return found
