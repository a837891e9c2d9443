"""What a list says of itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from minsheng.registry.models import User
from minsheng.registry.scope import Scope

__all__ = ["Cell", "Choose", "Column", "Filter", "Listing", "Look", "Tab"]


@dataclass(frozen=True)
class Look:
    """Somebody looks at a list on a day."""

    scope: Scope
    user: User
    day: date


@dataclass(frozen=True)
class Cell:
    """What stands in a row under a heading.

    Attributes:
        text: what people read.
        address: where it leads.
        small: what stands under it.
        level: how late it is, a class of colour.
        sign: a sign that means the same without colour.
        made_up: it is about somebody who is not real.
        value: what a file gets: a day or a number where it is one; the text when left out.
    """

    text: str
    address: str = ""
    small: str = ""
    level: str = ""
    sign: str = ""
    made_up: bool = False
    value: date | int | Decimal | str | None = None


@dataclass(frozen=True)
class Column:
    """A column: its name in addresses, its heading, and what stands in it (a :class:`Cell`, text, a day, a number or nothing).

    Attributes:
        cell: takes an item of the list and the look.
        sort: the way from a row to the field by which the list is sorted here, such as ``area__code``; empty: not sorted by it.
        shown: whether it stands there unless somebody chooses otherwise.
        heads: whether it names the row to whoever hears the page read.
        number: amounts and counts stand at the right.
        order: by what the database sorts for a look, where that is quicker than the field itself and gives the same order.
    """

    name: str
    word: str
    cell: Callable[[Any, Look], Any]
    sort: str = ""
    shown: bool = True
    heads: bool = False
    number: bool = False
    order: Callable[[Look], Any] | None = None


@dataclass(frozen=True)
class Filter:
    """A field by which the rows are narrowed.

    Attributes:
        field: makes the field of the form; it is never required.
        narrow: takes the rows, the value and the look; asked only when there is a value.
        private: personal data, which stands encrypted in addresses and saved views.
    """

    name: str
    word: str
    field: Callable[[Look], forms.Field]
    narrow: Callable[[QuerySet[Any], Any, Look], QuerySet[Any]]
    private: bool = False


@dataclass(frozen=True)
class Tab:
    """A part of the list: waiting, acted on, ended."""

    name: str
    word: str
    narrow: Callable[[QuerySet[Any], Look], QuerySet[Any]]


@dataclass(frozen=True)
class Choose:
    """Rows can be chosen and sent somewhere together.

    Attributes:
        address: the name of the address that takes them, by POST, as ``chosen``.
        word: what the button says.
        key: what a row is called in the form.
        tabs: on which tabs.
    """

    address: str
    word: str
    key: Callable[[Any], str]
    tabs: frozenset[str]


@dataclass(frozen=True)
class Listing:
    """A list of the desk; :mod:`minsheng.web.desk.listing` says how one is made."""

    name: str
    word: str
    rows: Callable[[Look], QuerySet[Any]]
    columns: tuple[Column, ...]
    sort: str
    empty: str
    filters: tuple[Filter, ...] = ()
    tabs: tuple[Tab, ...] = ()
    items: Callable[[list[Any], Look], Sequence[Any]] = field(default=lambda rows, look: rows)
    choose: Choose | None = None

    def __post_init__(self) -> None:
        reserved = {"tab", "sort", "cols", "after", "as", "do", "csrfmiddlewaretoken"}
        taken = reserved & {narrowing.name for narrowing in self.filters}
        if taken:
            raise ValueError(f"{self.name}: a filter cannot be called {', '.join(sorted(taken))}")
        if self.column(self.sort.removeprefix("-")) is None:
            raise ValueError(f"{self.name}: there is no column {self.sort} to sort by")

    def column(self, name: str) -> Column | None:
        """The column by whose field the list can be sorted."""
        return next((column for column in self.columns if column.name == name and column.sort), None)
