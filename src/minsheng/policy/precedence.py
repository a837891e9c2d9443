"""Which text wins: definitions of the same name in several documents, on a day, at a place.

A document wins where it says so (``overrides``). Two that claim the same name for the same place and time in silence
are an error at load.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from minsheng.policy.finding import Findings
from minsheng.policy.functions import within_area
from minsheng.policy.language import N_
from minsheng.policy.pack import Cited, Pack, Rule
from minsheng.policy.tree import Tree

__all__ = ["Definition", "Definitions"]


@dataclass(frozen=True, slots=True)
class Definition:
    """One definition of a name in one pack, with its typed trees."""

    kind: str
    name: str
    pack: Pack
    item: Cited
    trees: dict[str, Tree]

    @property
    def first_day(self) -> date:
        """The first day the definition holds."""
        own = self.item.first_day if isinstance(self.item, Rule) else None
        return max(self.pack.in_force, own) if own else self.pack.in_force

    @property
    def last_day(self) -> date:
        """The last day the definition holds."""
        own = self.item.last_day if isinstance(self.item, Rule) else None
        days = [d for d in (self.pack.last_day, own) if d is not None]
        return min(days) if days else date.max

    def holds(self, day: date, area: str) -> bool:
        """Whether it is law on a day at a place."""
        return self.first_day <= day <= self.last_day and within_area(area, self.pack.area)

    def overlaps(self, other: Definition) -> bool:
        """Whether both are law somewhere at some time."""
        in_time = self.first_day <= other.last_day and other.first_day <= self.last_day
        return in_time and (
            within_area(self.pack.area, other.pack.area) or within_area(other.pack.area, self.pack.area)
        )

    def beats(self, other: Definition) -> bool:
        """Whether this document says that it wins over the other for this name."""
        return any(
            o.document == other.pack.document and (not o.names or self.name in o.names) for o in self.pack.overrides
        )


@dataclass
class Definitions:
    """All definitions, by kind (``rule``, ``benefit``, ``unit``, ``process`` …) and name."""

    by_name: dict[tuple[str, str], list[Definition]] = field(default_factory=dict)

    def add(self, definition: Definition) -> None:
        """Keep a definition."""
        self.by_name.setdefault((definition.kind, definition.name), []).append(definition)

    def of(self, kind: str, name: str) -> list[Definition]:
        """The definitions of one name."""
        return self.by_name.get((kind, name), [])

    def in_force(self, day: date, area: str) -> dict[tuple[str, str], Definition]:
        """The winning definition of every name on a day at a place."""
        result = {}
        for key, definitions in self.by_name.items():
            holding = [d for d in definitions if d.holds(day, area)]
            if holding:
                result[key] = winner(holding)
        return result

    def check(self, findings: Findings) -> None:
        """Report definitions that claim the same ground in silence, or each against the other."""
        for definitions in self.by_name.values():
            for index, one in enumerate(definitions):
                for other in definitions[index + 1 :]:
                    if one.overlaps(other):
                        _check_pair(one, other, findings)


def winner(holding: list[Definition]) -> Definition:
    """The definition that beats all others; the first when the check has already reported that there is none."""
    for one in holding:
        if all(one is other or one.beats(other) for other in holding):
            return one
    return holding[0]


def _check_pair(one: Definition, other: Definition, findings: Findings) -> None:
    wins, loses = one.beats(other), other.beats(one)
    if wins != loses:
        return
    if wins:
        message = N_("{name}: {one} and {other} each say that they override the other")
    elif one.pack is other.pack:
        message = N_("{name} is defined twice in {one}")
    else:
        message = N_(
            "{name} is defined by {one} and by {other} for the same place and time, and neither says which wins"
        )
    findings.error(
        "O1",
        other.item.place,
        message,
        N_("Say in the front matter which document wins: overrides: [{{document: …, because: …}}]."),
        name=one.name,
        one=one.pack.document,
        other=other.pack.document,
    )
