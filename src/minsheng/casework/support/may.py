"""Who may write down how people are looked after: whoever works on cases in the township or county."""

from __future__ import annotations

from minsheng.casework.journey import NotAllowed
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.registry.models import Household, User
from minsheng.registry.scope import Scope, scope_of

__all__ = ["may_look_after", "require_role"]


def may_look_after(scope: Scope, code: str) -> bool:
    """Whether somebody works on cases of the township or county in an area."""
    return bool(scope.process_roles(code) & {"township", "county"})


def require_role(household: Household, user: User) -> None:
    """Let nobody else go on.

    Raises:
        NotAllowed: K3 no such role in the area of the household.
    """
    if not may_look_after(scope_of(user), household.area.code):
        message = N_("you have no role in {area} that may do this")
        raise NotAllowed(Finding("K3", Place(household.number), message, params={"area": str(household.area)}))
