"""Who may see and do what: the one place where roles and areas are looked at.

Whoever has a role in an area sees what lies in that area and in everything inside it, and nothing else. Every list, count, export,
search and page takes its rows from :meth:`Scope.of` and its rights from :meth:`Scope.may`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from minsheng.policy.today import today_in_china
from minsheng.registry.models import Area, Assignment, User
from minsheng.registry.models.household import held_on

__all__ = ["EXCLUDE_EACH_OTHER", "NARROW", "PROCESS_ROLES", "RIGHTS", "Scope", "scope_of"]

Row = TypeVar("Row", bound=Model)

#: What each role may do besides looking at its area.
RIGHTS: dict[str, frozenset[str]] = {
    "village_assistant": frozenset({"apply", "register", "visit", "report"}),
    "township_clerk": frozenset(
        {"apply", "accept", "act", "register", "import", "visit", "see_id_number", "complaints"}
    ),
    "township_head": frozenset({"act", "visit", "see_id_number", "complaints"}),
    "county_clerk": frozenset({"act", "visit", "check", "draw", "see_id_number", "complaints", "change_parameter"}),
    "county_head": frozenset(
        {"act", "visit", "draw", "departures", "see_id_number", "complaints", "confirm_parameter", "settings"}
    ),
    "finance": frozenset({"payments"}),
    "check_centre": frozenset({"check", "see_id_number"}),
    "supervisor": frozenset({"see_access"}),
    "city": frozenset({"change_parameter", "confirm_parameter", "settings", "complaints"}),
    "administrator": frozenset({"administer", "see_access", "settings"}),
    "other_office": frozenset({"answer"}),
}
#: Roles that see only what was passed on to their kind of office, or waits or waited for it; nothing else of the area.
NARROW = frozenset({"other_office"})
#: Which role of a process in a pack each role of the staff fills.
PROCESS_ROLES: dict[str, frozenset[str]] = {
    "village_assistant": frozenset({"village", "applicant"}),
    "township_clerk": frozenset({"township", "applicant"}),
    "township_head": frozenset({"township"}),
    "county_clerk": frozenset(
        {"county", "other_office", "check_centre"}
    ),  # also writes down what others answer by letter
    "county_head": frozenset({"county"}),
    "city": frozenset({"city"}),
    "other_office": frozenset({"other_office"}),
    "check_centre": frozenset({"check_centre"}),
}
#: Roles that the same person must not have at the same time.
EXCLUDE_EACH_OTHER = (
    frozenset({"township_clerk", "county_head"}),
    frozenset({"township_clerk", "supervisor"}),
    frozenset({"county_clerk", "supervisor"}),
    frozenset({"county_head", "supervisor"}),
    frozenset({"finance", "township_clerk"}),
    frozenset({"finance", "county_clerk"}),
    frozenset({"finance", "county_head"}),
)


@dataclass(frozen=True)
class Scope:
    """What somebody may see and do on a day: pairs of a role and the stem of an area, and the kind of their office."""

    roles: frozenset[tuple[str, str]]
    office: str = ""

    def covers(self, code: str, right: str = "") -> bool:
        """Whether an area lies in the scope; with a right, whether it may be used there."""
        stem_roles = self._wide() if not right else {(role, stem) for role, stem in self.roles if right in RIGHTS[role]}
        return any(code.startswith(stem) for _, stem in stem_roles)

    def may(self, right: str, code: str) -> bool:
        """Whether a right may be used in an area."""
        return self.covers(code, right)

    def process_roles(self, code: str, office: str = "") -> frozenset[str]:
        """The roles of processes that may be filled in an area.

        Args:
            code: the area.
            office: the kind of the other office that a case is for; whoever works in another kind has no part in it.
        """
        roles = [role for role, stem in self.roles if code.startswith(stem)]
        here = (PROCESS_ROLES.get(role, frozenset()) for role in roles if role not in NARROW or office == self.office)
        return frozenset().union(*here)

    def of(self, rows: QuerySet[Row], area: str = "area") -> QuerySet[Row]:
        """The rows that lie in the scope.

        Args:
            rows: any rows.
            area: the way from a row to its area, such as ``household__area``.
        """
        return rows.filter(self._within(area) | self._passed_on(rows.model, area))

    def areas(self) -> QuerySet[Area]:
        """The areas of the scope."""
        return Area.objects.filter(self._within(""))

    def _within(self, area: str) -> Q:
        field = f"{area}__stem" if area else "stem"
        parts = [Q(**{f"{field}__startswith": stem}) for stem in sorted({stem for _, stem in self._wide()})]
        return reduce(or_, parts) if parts else Q(pk__in=[])

    def _wide(self) -> frozenset[tuple[str, str]]:
        return frozenset(held for held in self.roles if held[0] not in NARROW)

    def _passed_on(self, model: type[Model], area: str) -> Q:
        """What another office sees of a kind of rows: matters passed on to it, cases that wait or waited for it."""
        stems = sorted({stem for role, stem in self.roles if role in NARROW})
        if not stems or not self.office or model._meta.label_lower not in ("casework.referral", "casework.case"):
            return Q(pk__in=[])
        here = reduce(or_, [Q(**{f"{area}__stem__startswith": stem}) for stem in stems])
        if model._meta.label_lower == "casework.referral":
            return here & Q(office_kind=self.office) & ~Q(state="taken_in")
        acted = model._default_manager.filter(happenings__role__in=NARROW).values("pk")
        return here & Q(office_kind=self.office) & (Q(waits_for__in=NARROW) | Q(pk__in=acted))


def scope_of(user: User, day: date | None = None) -> Scope:
    """The scope of a member of staff on a day, today when left out; nothing for whoever is not active."""
    if not user.is_authenticated or not user.is_active:
        return Scope(frozenset())
    held: Iterable[Assignment] = user.assignments.filter(held_on(day or today_in_china())).select_related("area")
    office = user.office.kind if user.office is not None else ""
    return Scope(frozenset((assignment.role, assignment.area.stem) for assignment in held), office)
