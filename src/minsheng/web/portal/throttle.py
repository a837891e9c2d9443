"""Whoever tries something too often from one address has to wait. Addresses are kept as fingerprints: they are personal data, too."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

from minsheng.registry.secrets import blind_index

__all__ = ["count", "must_wait"]


def must_wait(request: HttpRequest, what: str, most: int) -> bool:
    """Whether an address has done something as often as it may for now."""
    return bool(cache.get(_place(request, what), 0) >= most)


def count(request: HttpRequest, what: str, seconds: int) -> None:
    """An address has done it once more; it is forgotten so many seconds after the first time."""
    place = _place(request, what)
    cache.add(place, 0, seconds)
    try:
        cache.incr(place)
    except ValueError:  # it ran out between the two
        cache.add(place, 1, seconds)


def _place(request: HttpRequest, what: str) -> str:
    return f"{what}-" + blind_index(request.META.get("REMOTE_ADDR", ""), of="address of a visitor")
