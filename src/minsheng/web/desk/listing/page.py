"""A list as a page: on one address it is shown, narrowed, taken away as a file, and its views are saved."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.scope import scope_of
from minsheng.registry.words import say
from minsheng.web.desk.found import staff
from minsheng.web.desk.listing.asked import Asked, filter_form, query_of_form
from minsheng.web.desk.listing.cells import as_cell
from minsheng.web.desk.listing.declared import Listing, Look
from minsheng.web.desk.listing.file import FORMATS, file_response
from minsheng.web.desk.listing.saved import delete_view, save_view, views_of

__all__ = ["list_context", "list_response"]

_PAGE = 50


def list_response(request: HttpRequest, listing: Listing, **more: Any) -> HttpResponseBase:
    """The page of a list, a file of it, or what follows from one of its forms.

    Args:
        request: from somebody who is signed in.
        listing: the list.
        more: what the page needs besides, such as ``page`` for the menu.
    """
    user = staff(request)
    look = Look(scope_of(user), user, today_in_china())
    if request.method == "POST":
        return _sent(request, listing, look)
    asked = Asked(listing, look, request.GET)
    views = views_of(listing, user)
    first = next((view for view in views if view.default and view.user_id == user.pk), None)
    if not request.GET and first is not None and first.query:
        return redirect(f"{request.path}?{first.query}")
    kind = request.GET.get("as", "")
    if kind in FORMATS and asked.form.is_valid():
        count = asked.rows().count()
        if count <= settings.DESK_EXPORT_ROWS:
            return file_response(asked, kind, count)
        message = N_("A file holds at most {most} rows, and these are {count}. Narrow the list with the filters.")
        messages.error(request, say(message, most=f"{settings.DESK_EXPORT_ROWS:,}", count=f"{count:,}"))
        return redirect(f"{request.path}?{asked.query()}")
    shown = list_context(asked, request.GET.get("after", ""), views)
    status = 200 if asked.form.is_valid() else 400
    return render(request, "desk/list.html", {"page": listing.name, **shown, **more}, status=status)


def list_context(asked: Asked, after: str = "", views: list[Any] | None = None) -> dict[str, Any]:
    """What ``desk/_list.html`` shows, under ``list``."""
    listing, look = asked.listing, asked.look
    rows, more = asked.page(_PAGE, after)
    choose = listing.choose if listing.choose and asked.tab and asked.tab.name in listing.choose.tabs else None
    items = listing.items(rows, look)
    shown = {
        "listing": listing,
        "word": say(listing.word),
        "empty": say(listing.empty),
        "count": asked.rows().count(),
        "narrowed": bool(asked.values),
        "form": asked.form,
        "tabs": [
            {"word": say(tab.word), "query": asked.query(tab=tab.name, sort=""), "now": tab is asked.tab}
            for tab in listing.tabs
        ],
        "columns": [_heading(column, asked) for column in asked.columns],
        "all_columns": [{"name": c.name, "word": say(c.word), "chosen": c in asked.columns} for c in listing.columns],
        "rows": [
            {"key": choose.key(row) if choose else "", "cells": [_cell(column, item, look) for column in asked.columns]}
            for row, item in zip(rows, items, strict=True)
        ],
        "choose": {"address": choose.address, "word": say(choose.word), "key": uuid4().hex} if choose else None,
        "first": (asked.query() or "tab=") if after else "",
        "next": f"{asked.query()}&{_after(more)}" if more else "",
        "query": asked.query(),
        "all": asked.query(**{narrowing.name: "" for narrowing in listing.filters}),
        "files": [
            {"word": word, "query": f"{asked.query()}&as={kind}"} for kind, word in (("xlsx", "Excel"), ("csv", "CSV"))
        ],
        "kept": {"tab": asked.words.get("tab", ""), "sort": asked.words.get("sort", "")},
        "views": [{"view": view, "own": view.user_id == look.user.pk} for view in views or []],
    }
    return {"list": shown}


def _after(place: str) -> str:
    from django.utils.http import urlencode

    return urlencode({"after": place})


def _heading(column: Any, asked: Asked) -> dict[str, Any]:
    """A heading, which leads to the list sorted by it; once more, the other way round."""
    now = asked.sort.removeprefix("-") == column.name
    down = asked.sort.startswith("-")
    to = f"-{column.name}" if now and not down else column.name
    return {
        "word": say(column.word),
        "number": column.number,
        "query": asked.query(sort=to) if column.sort else "",
        "sorted": ("descending" if down else "ascending") if now else "",
    }


def _cell(column: Any, item: Any, look: Look) -> dict[str, Any]:
    return {"cell": as_cell(column.cell(item, look)), "heads": column.heads, "number": column.number}


def _sent(request: HttpRequest, listing: Listing, look: Look) -> HttpResponse:
    """A form of the list: the filters, or a view to save or to delete."""
    do = request.POST.get("do", "")
    asked = Asked(listing, look, request.GET)
    if do == "save":
        told, good = save_view(asked, request.POST)
        (messages.success if good else messages.error)(request, told)
        return redirect(f"{request.path}?{asked.query()}")
    if do == "delete":
        delete_view(listing, look.user, request.POST.get("view", ""))
        return redirect(f"{request.path}?{asked.query() or 'tab='}")
    form = filter_form(listing, look, request.POST)
    chosen = [column.name for column in listing.columns if column.name in request.POST.getlist("cols")]
    usual = [column.name for column in listing.columns if column.shown]
    kept = {name: request.POST.get(name, "")[:60] for name in ("tab", "sort")}
    kept["cols"] = "" if chosen == usual else ",".join(chosen)
    if form.is_valid():
        return redirect(f"{request.path}?{query_of_form(listing, form, kept) or 'tab='}")
    asked = Asked(listing, look, request.GET)
    asked.form = form
    return render(request, "desk/list.html", {"page": listing.name, **list_context(asked)}, status=400)
