"""What every page needs to know of whoever looks."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from minsheng.policy.today import today_in_china
from minsheng.registry.scope import RIGHTS, scope_of
from minsheng.web.demonstration.day import STEPS
from minsheng.web.desk.menu import entries

__all__ = ["rights"]


def rights(request: HttpRequest) -> dict[str, object]:
    """The menu of whoever looks, and whether they may take in households anywhere."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    scope = scope_of(user)
    may = any("register" in RIGHTS[role] for role, _ in scope.roles)
    return {"may_register": may, "menu": entries(scope), **_demonstration()}


def _demonstration() -> dict[str, object]:
    """The day of a demonstration and how it is moved on; nothing outside demo mode."""
    return {"standing": {"day": today_in_china(), "steps": STEPS}} if settings.DEMO else {}
