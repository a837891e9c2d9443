"""What every page needs to know of whoever looks."""

from __future__ import annotations

from django.http import HttpRequest

from minsheng.registry.scope import RIGHTS, scope_of

__all__ = ["rights"]


def rights(request: HttpRequest) -> dict[str, bool]:
    """Whether whoever looks may take in households anywhere."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"may_register": any("register" in RIGHTS[role] for role, _ in scope_of(user).roles)}
