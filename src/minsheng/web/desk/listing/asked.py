"""What somebody asks of a list: tab, filters, sorting, columns and where to go on, read from an address and written into one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from minsheng.policy.language import N_
from minsheng.registry.secrets import KeysMissing, decrypted, encrypted
from minsheng.registry.words import say
from minsheng.web.desk.listing.declared import Column, Listing, Look, Tab

__all__ = ["Asked"]


@dataclass
class Asked:
    """What is asked of a list.

    Args:
        listing: the list.
        look: who looks.
        words: the query of the address.
    """

    listing: Listing
    look: Look
    words: QueryDict

    # what is read -----------------------------------------------------------------------------------------------------------

    @cached_property
    def tab(self) -> Tab | None:
        """The tab; the first one when none, or one that does not exist, is named."""
        named = (tab for tab in self.listing.tabs if tab.name == self.words.get("tab"))
        return next(named, self.listing.tabs[0] if self.listing.tabs else None)

    @cached_property
    def sort(self) -> str:
        """The column to sort by, with a minus before it for the other way round."""
        asked = self.words.get("sort", "")
        return asked if self.listing.column(asked.removeprefix("-")) else self.listing.sort

    @cached_property
    def columns(self) -> list[Column]:
        """The columns, in the order of the list."""
        named = set(self.words.get("cols", "").split(","))
        chosen = [column for column in self.listing.columns if column.name in named]
        return chosen or [column for column in self.listing.columns if column.shown]

    @cached_property
    def form(self) -> forms.Form:
        """The filters as a form; read, and with what is wrong beside the fields."""
        data, unreadable = {}, []
        for narrowing in self.listing.filters:
            written = self.words.get(narrowing.name, "")
            if narrowing.private and written:
                try:
                    written = decrypted(written)
                except KeysMissing:
                    unreadable.append(narrowing.name)
            data[narrowing.name] = written
        form = filter_form(self.listing, self.look, data)
        form.full_clean()
        for name in unreadable:
            form.add_error(name, say(N_("this address was not made here; write it in the field")))
        return form

    @cached_property
    def values(self) -> dict[str, Any]:
        """What the filters say, without those that say nothing."""
        given = self.form.cleaned_data if self.form.is_valid() else {}
        return {name: value for name, value in given.items() if value not in (None, "")}

    # what is found ----------------------------------------------------------------------------------------------------------

    def rows(self) -> QuerySet[Any]:
        """The rows that the tab and the filters leave, in no order; none where a filter is wrong."""
        rows = self.listing.rows(self.look)
        if not self.form.is_valid():
            return rows.none()
        if self.tab is not None:
            rows = self.tab.narrow(rows, self.look)
        for narrowing in self.listing.filters:
            if narrowing.name in self.values:
                rows = narrowing.narrow(rows, self.values[narrowing.name], self.look)
        return rows

    def page(self, size: int, after: str = "") -> tuple[list[Any], str]:
        """So many rows in their order, and where to go on; empty at the end.

        Args:
            size: how many.
            after: where the page before ended; what was not made here begins at the beginning.
        """
        down = self.sort.startswith("-")
        column = self.listing.column(self.sort.removeprefix("-"))
        assert column is not None  # noqa: S101 - `sort` names one that exists
        by = column.order(self.look) if column.order else F(column.sort)
        order: list[Any] = [by.desc(nulls_last=True), "-pk"] if down else [by.asc(nulls_last=True), "pk"]
        rows = self.rows().order_by(*order)
        if (place := _read_place(after, self.sort)) is not None:
            rows = rows.filter(_beyond(column.sort, *place, down=down))
        try:
            found = list(rows[: size + 1])
        except (ValidationError, ValueError):
            return [], ""
        more = len(found) > size
        return found[:size], _place(found[size - 1], column.sort, self.sort) if more else ""

    def pages(self, size: int) -> Iterator[list[Any]]:
        """All rows, so many at a time."""
        after = ""
        while True:
            found, after = self.page(size, after)
            if found:
                yield found
            if not after:
                return

    # what is written --------------------------------------------------------------------------------------------------------

    def query(self, **changes: str) -> str:
        """The query of an address that asks the same, but for some changes; an empty change leaves a thing out."""
        said = {
            "tab": self.words.get("tab", ""),
            "sort": self.words.get("sort", ""),
            "cols": self.words.get("cols", ""),
        }
        said |= {narrowing.name: self.words.get(narrowing.name, "") for narrowing in self.listing.filters}
        return _query(said | changes)


def filter_form(listing: Listing, look: Look, data: Any) -> forms.Form:
    """The form of the filters of a list."""
    form = forms.Form(data, prefix=None, auto_id="filter_%s")
    for narrowing in listing.filters:
        form.fields[narrowing.name] = narrowing.field(look)
        form.fields[narrowing.name].label = say(narrowing.word)
    return form


def query_of_form(listing: Listing, form: forms.Form, kept: dict[str, str]) -> str:
    """The query of an address for a form that was filled in.

    Args:
        listing: the list.
        form: its filters, which are right.
        kept: tab, sorting and columns.
    """
    said = dict(kept)
    for narrowing in listing.filters:
        value = form.cleaned_data.get(narrowing.name)
        written = "" if value is None else str(value)
        said[narrowing.name] = encrypted(written) if narrowing.private and written else written
    return _query(said)


def _query(said: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    for name, value in said.items():
        if value:
            query[name] = value
    return query.urlencode()


def _place(row: Any, path: str, sort: str) -> str:
    """Where a row stands, for the page after it; encrypted, since it may hold a name."""
    value = row
    for part in path.split("__"):
        value = getattr(value, part) if value is not None else None
    plain = value if value is None or isinstance(value, int | str) else value.isoformat()
    return encrypted(json.dumps([sort, plain, row.pk]))


def _read_place(after: str, sort: str) -> tuple[Any, int] | None:
    if not after:
        return None
    try:
        of, value, pk = json.loads(decrypted(after))
    except (KeysMissing, ValueError):
        return None
    return (value, pk) if of == sort else None


def _beyond(path: str, value: Any, pk: int, *, down: bool) -> Q:
    """What comes after a row: rows without a value last, rows of one value by their number."""
    way = "lt" if down else "gt"
    if value is None:
        return Q(**{f"{path}__isnull": True, f"pk__{way}": pk})
    return Q(**{f"{path}__{way}": value}) | Q(**{path: value, f"pk__{way}": pk}) | Q(**{f"{path}__isnull": True})
