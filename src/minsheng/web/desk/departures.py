"""Decisions that departed from the rules, by officer, for heads of a county; the records of a case, to be replayed elsewhere."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from minsheng.casework.models import Case, Record, StoredText
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import User
from minsheng.registry.scope import RIGHTS, Scope
from minsheng.registry.words import say
from minsheng.web.desk.found import found_case, require
from minsheng.web.desk.prompts import Prompt

__all__ = ["departures", "departures_this_month", "records"]

_PAGE = 50


@login_required
@require_GET
def departures(request: HttpRequest) -> HttpResponse:
    """Departures of a month, counted by officer, and each with its reason."""
    seen = require(request, "departures")
    month = _month(request.GET.get("month", ""))
    rows = _departing(seen, month)
    counts = rows.values("happening__by__name").annotate(count=Count("pk")).order_by("-count", "happening__by__name")
    decided = _decided(seen, month).count()
    after = request.GET.get("after", "")
    listed = rows.select_related("case", "happening__by").order_by("-pk")
    if after.isdecimal():
        listed = listed.filter(pk__lt=int(after[:18]))
    found = list(listed[: _PAGE + 1])
    shown = {
        "month": month,
        "counts": counts,
        "decided": decided,
        "rows": found[:_PAGE],
        "more": found[_PAGE - 1].pk if len(found) > _PAGE else None,
        "page": "departures",
    }
    return render(request, "desk/departures.html", shown)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today_in_china().replace(day=1)


def _decided(seen: Scope, month: date) -> QuerySet[Record]:
    mine = Scope(frozenset((role, stem) for role, stem in seen.roles if "departures" in RIGHTS[role]))
    rows = Record.objects.filter(happening__on__year=month.year, happening__on__month=month.month)
    return mine.of(rows, "case__area")


def _departing(seen: Scope, month: date) -> QuerySet[Record]:
    return _decided(seen, month).filter(departs=True)


def departures_this_month(seen: Scope, user: User, day: date) -> list[Prompt]:
    """A prompt for heads of a county."""
    return [
        Prompt(say(N_("decisions that departed this month")), _departing(seen, day).count(), reverse("desk:departures"))
    ]


@login_required
@require_GET
def records(request: HttpRequest, number: str) -> HttpResponse:
    """The records of a case with the texts they rest on, as a folder that ``minsheng replay`` takes, packed."""
    case = found_case(request, number, "act")
    response = HttpResponse(packed(case), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{case.number}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


def packed(case: Case) -> bytes:
    """The store of a case: ``packs/<digest>`` and ``decisions/<digest>.json``."""
    kept = list(Record.objects.filter(case=case).order_by("pk"))
    digests = {digest for record in kept for digest in record.content["texts"].values()}
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as folder:
        for stored in StoredText.objects.filter(digest__in=digests).order_by("digest"):
            folder.writestr(f"packs/{stored.digest}", stored.text)
        for record in kept:
            text = json.dumps(record.content, ensure_ascii=False, indent=1, sort_keys=True)
            folder.writestr(f"decisions/{sha256(text.encode()).hexdigest()[:24]}.json", text)
    return content.getvalue()
