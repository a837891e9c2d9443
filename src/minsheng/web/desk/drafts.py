"""Where the pages of the desk send what is being typed, and where a draft is thrown away."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from minsheng.web.desk.found import staff
from minsheng.web.drafts import drop, keep

__all__ = ["drafts"]


@login_required
@require_POST
def drafts(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed (``page``, ``action``, ``fields`` as JSON pairs), or throw a draft away (``drop``)."""
    if "drop" in request.POST:
        drop(staff(request), request.POST["drop"])
        page = request.POST.get("page", "")
        return redirect(page if page.startswith("/desk/") and "\\" not in page and len(page) <= 300 else "desk:today")
    fields = _pairs(request.POST.get("fields", ""))
    if fields is None:
        return HttpResponse(status=400)
    kept = keep(staff(request), request.POST.get("page", ""), request.POST.get("action", ""), fields)
    return HttpResponse(status=204 if kept else 400)


def _pairs(text: str) -> list[tuple[str, str]] | None:
    """Pairs of texts; nothing for anything else."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, list) or len(read) > 500:
        return None
    good = all(isinstance(pair, list) and len(pair) == 2 and all(isinstance(p, str) for p in pair) for pair in read)
    return [(name, value) for name, value in read] if good else None
