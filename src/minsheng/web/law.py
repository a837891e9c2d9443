"""One version of the law for each request: a page that is made while somebody confirms a value never mixes two."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from minsheng.casework.law import one_version

__all__ = ["OneLaw"]


class OneLaw:
    """The middleware that holds a request to one version."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request under one law."""
        with one_version():
            return self.get_response(request)
