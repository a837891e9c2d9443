"""What somebody has been told: the page, and the prompt beside the work list."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from minsheng.casework.notification import mark_read, notifications_for, text_of, unread
from minsheng.policy.language import N_
from minsheng.registry.models import User
from minsheng.registry.scope import Scope
from minsheng.registry.words import language, say
from minsheng.web.desk.found import scope, staff
from minsheng.web.desk.lateness import SIGNS
from minsheng.web.desk.prompts import Prompt
from minsheng.web.desk.words import LEVEL_WORDS

__all__ = ["notifications", "prompts", "read_notifications"]

_PAGE = 50
_LARGEST = 2**63 - 1


@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """Everything that one was told, the newest first."""
    rows = notifications_for(scope(request), staff(request)).order_by("-id")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdecimal():
        rows = rows.filter(pk__lt=min(int(before[:18]), _LARGEST))
    found = list(rows[: _PAGE + 1])
    shown = [
        {
            "row": row,
            "text": text_of(row, language()),
            "word": say(LEVEL_WORDS[row.level]) if row.level in LEVEL_WORDS else "",
            "sign": SIGNS.get(row.level, ""),
            "address": row.address or (reverse("desk:case", args=[row.case.number]) if row.case else ""),
        }
        for row in found[:_PAGE]
    ]
    more = found[_PAGE - 1].pk if len(found) > _PAGE else None
    newest = found[0].pk if found else 0
    told = {"rows": shown, "more": more, "newest": newest, "page": "notifications"}
    return render(request, "desk/notifications.html", told)


@login_required
@require_POST
def read_notifications(request: HttpRequest) -> HttpResponse:
    """Mark as read what was shown: nothing newer than what the page held."""
    newest = request.POST.get("newest", "")
    if newest.isascii() and newest.isdecimal():
        rows = notifications_for(scope(request), staff(request)).filter(pk__lte=min(int(newest[:18]), _LARGEST))
        mark_read(rows, staff(request))
    return redirect("desk:notifications")


def prompts(seen: Scope, user: User, day: date) -> list[Prompt]:  # noqa: ARG001 - every prompt is asked alike
    """How much one has been told and not read."""
    return [Prompt(say(N_("notifications not read")), unread(seen, user), reverse("desk:notifications"))]
