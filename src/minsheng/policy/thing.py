"""A household as the rules see it: things with facts, lists of things, and where each fact comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minsheng.policy.vocabulary import Vocabulary

__all__ = ["Household", "Listed", "Origin", "Thing"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the value of a fact comes from: ``declared``, ``ledger``, ``visit`` or ``assessment``; when, and on what evidence."""

    source: str
    on: date | None = None
    evidence: str = ""


@dataclass(slots=True)
class Listed:
    """A list under a thing. ``complete`` is false when there may be more than is known."""

    items: list[Thing] = field(default_factory=list)
    complete: bool = True


@dataclass(slots=True)
class Thing:
    """A household, person, supporter …: a fact that is absent is unknown, a list that is absent is unknown.

    Values: ``bool``, ``int`` (numbers, durations, money in fen), ``Fraction`` (ratios), ``date``, ``str``
    (choices, areas, text).
    """

    entity: str
    id: str
    facts: dict[str, object] = field(default_factory=dict)
    lists: dict[str, Listed] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    name: str = ""

    def walk(self) -> Iterator[Thing]:
        """The thing itself and everything listed under it."""
        yield self
        for listed in self.lists.values():
            for item in listed.items:
                yield from item.walk()


@dataclass(slots=True)
class Household(Thing):
    """A registered household: the place whose law applies, the day of the application, and whether it is made up."""

    area: str = ""
    applied_on: date | None = None
    synthetic: bool = False

    @classmethod
    def from_json(cls, source: str | Path | Mapping[str, object], vocabulary: Vocabulary | None = None) -> Household:
        """Read a household file (see docs/reference/household-file.md); the vocabulary is that of the default library unless given.

        Raises:
            PolicyError: the file was refused; its findings name everything that is wrong.
        """
        from minsheng.policy.household import read_household
        from minsheng.policy.library import Library

        return read_household(source, vocabulary or Library.load().vocabulary)
