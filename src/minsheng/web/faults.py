"""What is shown when something cannot be done: what happened, what became of what was typed, and what to do.

None of these pages asks the database for anything.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from uuid import uuid4

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from minsheng.policy.language import N_
from minsheng.registry.words import say
from minsheng.web.typing_kept import keep_what_was_sent

__all__ = ["LongAddresses", "bad_request", "csrf_failure", "forbidden", "not_found", "server_error"]

_log = logging.getLogger("minsheng.web")
_LONGEST_QUERY = 16_000


class LongAddresses:
    """Middleware: an address of many thousand characters is none of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse it before anything reads it."""
        if len(request.META.get("QUERY_STRING", "")) > _LONGEST_QUERY:
            return _page(request, 414, N_("This address is too long."), N_("Go back and narrow what you asked for."))
        return self.get_response(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for what is too large."""
    if isinstance(exception, RequestDataTooBig):
        return _page(
            request,
            413,
            N_("What was sent is too large."),
            N_("Nothing was changed. Send less text, or smaller files."),
        )
    told = N_("This request was not made by a page of the desk.") if isinstance(exception, SuspiciousOperation) else ""
    return _page(
        request, 400, told or N_("This request cannot be read."), N_("Nothing was changed. Open the page again.")
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    what = N_("You have no right to do this.")
    return _page(request, 403, what, N_("Nothing was changed. Ask your administrator which role is needed."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: it is not there, or it lies in the area of others; an address tells nothing of that."""
    what = N_("There is nothing here that you may see.")
    return _page(
        request,
        404,
        what,
        N_("Look at the number again, or search for it. What lies in the areas of others is not found."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form from elsewhere, or from a page that was opened before somebody signed in again; what was typed is kept."""
    page = ""
    try:
        page = keep_what_was_sent(request)
    except (OperationalError, InterfaceError):
        _log.exception("what was typed could not be kept")
    what = N_("This form is from a page that was opened before you signed in, or from elsewhere. Nothing was changed.")
    hint = N_("What you typed is kept. Open the page again and look at it before you send it.")
    return _page(request, 403, what, hint if page else N_("Open the page again."), back=page)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with a number that stands in the log; 503 with what was typed when the database does not answer."""
    problem = sys.exc_info()[1]
    if isinstance(problem, OperationalError | InterfaceError):
        return _database_gone(request)
    number = uuid4().hex[:8]
    _log.error("fault %s", number, exc_info=problem)
    hint = N_(
        "What was being done was undone. Try again; if it happens again, give your administrator this number: {number}"
    )
    return _page(request, 500, N_("Something went wrong here; it is not your fault."), hint, number=number)


def _database_gone(request: HttpRequest) -> HttpResponse:
    _log.error("the database does not answer", exc_info=sys.exc_info()[1])
    what = N_("The database does not answer. Nothing was half done: what you sent was done as a whole or not at all.")
    hint = N_("Wait a minute and try again. If it goes on, tell your administrator.")
    response = _page(request, 503, what, hint, fields=_typed(request))
    response["Retry-After"] = "60"
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent, to be sent again as it is: with its key, so that nothing is done twice; without passwords and files."""
    if request.method != "POST" or not request.path.startswith("/desk/"):
        return []
    try:
        sent = request.POST
    except Exception:  # what cannot be read cannot be sent again
        return []
    left_out = ("csrfmiddlewaretoken",)
    return [(n, v) for n, values in sent.lists() for v in values if n not in left_out and "password" not in n]


def _page(
    request: HttpRequest,
    status: int,
    what: str,
    hint: str,
    *,
    back: str = "",
    fields: list[tuple[str, str]] | None = None,
    **params: object,
) -> HttpResponse:
    shown = {
        "status": status,
        "what": say(what),
        "hint": say(hint, **params) if params else say(hint),
        "back": back,
        "fields": fields or [],
        "path": request.path,
        "token": get_token(request) if fields else "",
    }
    response = HttpResponse(render_to_string("desk/fault.html", shown), status=status)
    response["Cache-Control"] = "no-store"
    return response
