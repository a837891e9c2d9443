"""Pages of the desk are not kept by browsers or on the way: what stands on them is about people."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

__all__ = ["NotKept"]


class NotKept:
    """Says so on every answer of the desk, unless the answer says what holds for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        response = self.get_response(request)
        if request.path.startswith("/desk"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
