"""Finding what an address names: only what lies in the scope of whoever asks is found."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from minsheng.casework.models import Case
from minsheng.registry.models import Household, User
from minsheng.registry.scope import Scope, scope_of

__all__ = ["found_case", "found_household", "require", "scope", "staff"]


def staff(request: HttpRequest) -> User:
    """Whoever is signed in; every page of the desk asks for that first."""
    return request.user  # type: ignore[return-value]


def scope(request: HttpRequest) -> Scope:
    """The scope of whoever asks."""
    return scope_of(staff(request))


def found_case(request: HttpRequest, number: str, right: str = "") -> Case:
    """A case of the scope; with a right, only where it may be used.

    Raises:
        Http404: there is none that they may see, or the right is missing: an address tells nothing of what others have.
    """
    seen = scope(request)
    case = get_object_or_404(seen.of(Case.objects.select_related("area", "household__area")), number=number)
    if right and not seen.may(right, case.area.code):
        raise Http404
    return case


def found_household(request: HttpRequest, number: str, right: str = "") -> Household:
    """A household of the scope; with a right, only where it may be used.

    Raises:
        Http404: as for cases.
    """
    seen = scope(request)
    household = get_object_or_404(seen.of(Household.objects.select_related("area")), number=number)
    if right and not seen.may(right, household.area.code):
        raise Http404
    return household


def require(request: HttpRequest, right: str) -> Scope:
    """The scope of whoever asks, who must have a right somewhere.

    Raises:
        Http404: they have it nowhere.
    """
    seen = scope(request)
    if not any(seen.covers(stem, right) for _, stem in seen.roles):
        raise Http404
    return seen
