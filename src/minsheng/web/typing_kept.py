"""Middleware by which nothing that was typed is lost.

Drafts are put back into the forms of a page. A form that is sent after the session has ended waits as a draft until the same person
has signed in again; it is never sent by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from minsheng.registry.models import User
from minsheng.web.drafts import NEVER_KEPT, Fields, drafts_of, drop_sent, keep
from minsheng.web.form_filling import filled

__all__ = ["KeepTyping", "keep_what_was_sent", "who_was_here"]

#: The cookie that says who was signed in last with this browser; it lets nobody in.
_WHO = "minsheng_who"
_REMEMBERED = timedelta(days=7)
_PLACE = "<!--drafts-->"
_FORM = re.compile(r'<form(?![^>]*data-no-draft)[^>]*method="post"')


class KeepTyping:
    """The middleware; it stands after those of sessions and of signing in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass a request on, and look after what was typed."""
        response = self.get_response(request)
        user = request.user
        if not isinstance(user, User):
            return self._signed_out(request, response)
        self._remember(request, response, user)
        if not request.path.startswith("/desk/") or request.path == reverse("desk:drafts"):
            return response
        if request.method == "GET" and response.status_code == 200 and isinstance(response, HttpResponse):
            put_back(request, response, user)
        elif request.method == "POST" and response.status_code == 302:
            drop_sent(user, request.path, _fields(request))
        return response

    def _signed_out(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        to_login = response.status_code == 302 and response["Location"].startswith(reverse("login"))
        if request.method != "POST" or not to_login or request.path == reverse("desk:drafts"):
            return response
        page = keep_what_was_sent(request)
        return HttpResponseRedirect(f"{reverse('login')}?{urlencode({'next': page})}") if page else response

    def _remember(self, request: HttpRequest, response: HttpResponseBase, user: User) -> None:
        if who_was_here(request) == user.pk:
            return
        value = signing.dumps(user.pk, salt=_WHO)
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(_WHO, value, max_age=_REMEMBERED, secure=secure, httponly=True, samesite="Strict")


def keep_what_was_sent(request: HttpRequest) -> str:
    """Keep a form that cannot be taken now for whoever was signed in last with this browser; the page to go back to, or nothing.

    Files are not kept: they are chosen again.
    """
    number = request.user.pk if isinstance(request.user, User) else who_was_here(request)
    user = User.objects.filter(pk=number, is_active=True).first() if number else None
    origin = request.headers.get("origin")
    elsewhere = origin is not None and urlsplit(origin).netloc != request.get_host()
    if user is None or elsewhere or not request.path.startswith("/desk/"):
        return ""
    came_from = urlsplit(request.headers.get("referer", ""))
    own = came_from.netloc == request.get_host() and came_from.path.startswith("/desk/")
    page = came_from.path if own else request.path
    lasts = timedelta(hours=settings.DESK_KEPT_HOURS)
    if not keep(user, page, request.path, _fields(request), lasts=lasts):
        return ""
    return page


def put_back(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Fill the forms of a page with what was typed, and say so; what has no form any more is shown as text."""
    if not response.get("Content-Type", "").startswith("text/html"):
        return
    page = response.content.decode()
    if not _FORM.search(page):
        return
    notes = []
    for typed in drafts_of(user, request.path):
        with_it = filled(page, request.path, typed.action, typed.fields)
        page = with_it or page
        shown = [] if with_it else [(name, value) for name, value in typed.fields if value.strip()]
        notes.append({"number": typed.pk, "at": timezone.localtime(typed.at), "shown": shown})
    if notes:
        told = render_to_string("desk/_drafts.html", {"notes": notes, "page": request.path}, request=request)
        response.content = page.replace(_PLACE, told, 1)
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))


def _fields(request: HttpRequest) -> Fields:
    return [(name, value) for name, values in request.POST.lists() for value in values if name not in NEVER_KEPT]


def who_was_here(request: HttpRequest) -> int | None:
    """The number of whoever was signed in last with this browser."""
    try:
        number = signing.loads(request.COOKIES.get(_WHO, ""), salt=_WHO, max_age=_REMEMBERED)
    except signing.BadSignature:
        return None
    return number if isinstance(number, int) else None
