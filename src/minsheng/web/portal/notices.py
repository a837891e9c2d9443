"""Public notices for everybody: those that hang today, in an area. Names are shortened; nothing else of a household is there."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from minsheng.casework.models import Notice
from minsheng.casework.notices import running_on
from minsheng.policy.language import N_
from minsheng.policy.parameters import stem_length
from minsheng.policy.today import today_in_china
from minsheng.registry.words import language, say

__all__ = ["notice", "notices", "public"]

_PAGE = 30
_AREAS = 200
_CODE = re.compile(r"[0-9]{6}(?:[0-9]{3}){0,2}")


def public(response: HttpResponse) -> HttpResponse:
    """An answer that no search engine keeps, and no cache longer than it is true."""
    response["X-Robots-Tag"] = "noindex, noarchive"
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """The notices that hang in an area today; without one, the areas where any hang."""
    asked = request.GET.get("area", "").strip()[:20]
    hanging = _hanging()
    if not _CODE.fullmatch(asked):
        areas = hanging.values("area__code", "area__name").annotate(count=Count("pk")).order_by("area__code")[:_AREAS]
        problem = say(N_("An area code has 6, 9 or 12 digits.")) if asked else ""
        shown: dict[str, Any] = {"areas": areas, "asked": asked, "problem": problem}
        return public(render(request, "portal/notices.html", shown, status=400 if problem else 200))
    rows = hanging.filter(area__stem__startswith=asked[: stem_length(asked)])
    after = request.GET.get("after", "")
    if after.isascii() and after.isdecimal():
        rows = rows.filter(pk__lt=int(after[:18]))
    found = list(rows.order_by("-pk")[: _PAGE + 1])
    more = urlencode({"area": asked, "after": str(found[_PAGE - 1].pk)}) if len(found) > _PAGE else ""
    told = [_told(row) for row in found[:_PAGE]]
    return public(render(request, "portal/notices.html", {"told": told, "asked": asked, "more": more}))


@require_GET
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """One notice that hangs today; where and by when to object to it."""
    found = get_object_or_404(_hanging(), number=number[:40])
    return public(render(request, "portal/notice.html", {"notice": _told(found)}))


def _hanging() -> QuerySet[Notice]:
    return Notice.objects.filter(running_on(today_in_china())).select_related("area")


def _told(row: Notice) -> dict[str, Any]:
    """What everybody may know of a notice."""
    lang = language()
    rows = [
        {**of, "head": row.heads[place] if place < len(row.heads) else ""}
        for place, of in enumerate(row.rows.get(lang, []))
    ]
    return {
        "number": row.number,
        "area": row.area.name,
        "what": row.get_kind_display(),
        "is_result": row.kind == "result",
        "benefit": row.benefit_zh if lang == "zh" else row.benefit_en,
        "rows": rows,
        "from_day": row.from_day,
        "to_day": row.to_day,
        "office": row.office,
        "telephone": row.telephone,
        "published_in": row.published_in_zh if lang == "zh" else row.published_in_en,
        "synthetic": row.synthetic,
    }
