"""What casework looks at before something happens to a case, and what follows when it has: the lists, in their order.

A *precondition* says why something may not happen yet (``None``: nothing speaks against it). A *consequence* does what follows, in
the same transaction: what it cannot do undoes the event. Both are named as ``module:function`` and looked up once, so that no module
needs to import those that stand on it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minsheng.casework.act import Opening
    from minsheng.casework.event import Event
    from minsheng.casework.journey import Journey
    from minsheng.casework.models import Case, Happening
    from minsheng.policy.finding import Finding
    from minsheng.registry.models import User

__all__ = ["CONSEQUENCES", "OPENINGS", "PRECONDITIONS", "follow", "not_opened", "unmet"]

#: ``(case, journey before the event, event) -> Finding | None``
PRECONDITIONS: tuple[str, ...] = (
    "minsheng.casework.referral:letter_named",
    "minsheng.casework.notices:objection_has_its_reason",
    "minsheng.casework.visit:recorded",
    "minsheng.casework.safeguards:checked",
    "minsheng.casework.safeguards:relied_on",
    "minsheng.casework.safeguards:county_has_visited",
    "minsheng.casework.safeguards:reasoned",
    "minsheng.casework.receipt.follow:may_be_granted",
)
#: ``(case, journey after the event, happening, user) -> None``
CONSEQUENCES: tuple[str, ...] = (
    "minsheng.casework.visit:settle",
    "minsheng.casework.receipt.follow:settle",
    "minsheng.casework.support.services:after",
    "minsheng.casework.notices:take_down_after",
    "minsheng.casework.notices:hang_after",
    "minsheng.casework.certificates:issue_after",
    "minsheng.casework.certificates:cancel_after",
)
#: ``(opening) -> Finding | None``, looked at before a case is opened; see :class:`minsheng.casework.act.Opening`
OPENINGS: tuple[str, ...] = (
    "minsheng.casework.receipt.opening:came_rightly",
    "minsheng.casework.receipt.opening:of_something_received",
)


def unmet(case: Case, journey: Journey, event: Event) -> Finding | None:
    """The first reason why an event may not happen to a case yet."""
    return next(
        (finding for look in _named(PRECONDITIONS) if (finding := look(case, journey, event)) is not None), None
    )


def not_opened(opening: Opening) -> Finding | None:
    """The first reason why a case may not be opened."""
    return next((finding for look in _named(OPENINGS) if (finding := look(opening)) is not None), None)


def follow(case: Case, journey: Journey, happening: Happening, user: User) -> None:
    """Do everything that follows from what happened."""
    for do in _named(CONSEQUENCES):
        do(case, journey, happening, user)


@lru_cache(maxsize=8)
def _named(names: tuple[str, ...]) -> list[Callable[..., Any]]:
    return [getattr(import_module(module), name) for module, _, name in (entry.partition(":") for entry in names)]
