"""What a generated pack has declared so far: its facts, rules, parameters and area sets, and what can be seen from where.

Types are written as in packs; a choice is ``choice:none|some|full``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from minsheng.policy.finding import Findings
from minsheng.policy.vocabulary import read_vocabulary

VOCABULARY_TEXT = (Path(__file__).parent / "vocabulary.yaml").read_text(encoding="utf-8")
VOCABULARY = read_vocabulary({"packs/vocabulary/core.yaml": VOCABULARY_TEXT}, Findings())
#: Each list: whose it is, and of what.
LISTS = {
    "people": ("household", "person"),
    "members": ("family", "person"),
    "supporters": ("person", "supporter"),
    "assets": ("household", "asset"),
}
#: What is seen from each entity, nearest first.
SEEN = {
    "household": ("household",),
    "family": ("family", "household"),
    "person": ("person", "family", "household"),
    "supporter": ("supporter", "person", "family", "household"),
    "asset": ("asset", "household"),
}
DURATIONS = ("years", "months", "days")
MONEY = ("money/month", "money/year", "money/once")
CARE, SETTING, KIND = "choice:none|some|full", "choice:urban|rural", "choice:land|house|car"
CHOICES = (CARE, SETTING, KIND)


def values_of(typ: str) -> list[str]:
    """The values of a choice."""
    return typ.removeprefix("choice:").split("|")


@dataclass(frozen=True)
class Named:
    """A fact or rule; ``late`` when it rests on who belongs to a family."""

    name: str
    entity: str
    type: str
    late: bool = False


@dataclass(frozen=True)
class ParameterNamed:
    """A parameter; ``axes`` are the types of its choice axes."""

    name: str
    type: str
    axes: tuple[str, ...] = ()


@dataclass
class Catalog:
    """All names of a pack that an expression may use."""

    names: list[Named] = field(default_factory=list)
    parameters: list[ParameterNamed] = field(default_factory=list)
    area_sets: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Scope:
    """Where an expression stands. ``late``: it may look at families."""

    entity: str
    late: bool
    variables: tuple[tuple[str, str], ...] = ()

    def starts(self) -> list[tuple[str, str]]:
        """Where names may start: here, or at each loop variable; with the entity."""
        return [("", self.entity), *((f"{name}.", entity) for name, entity in self.variables)]

    def sees(self, entity: str) -> tuple[str, ...]:
        """The entities seen from one, without families where they are not formed yet."""
        return tuple(e for e in SEEN[entity] if self.late or e != "family")

    def names(self, catalog: Catalog, typ: str) -> list[str]:
        """How the facts and rules of a type are written here; rules more often, so that rules rest on rules."""
        seen = [
            (start + named.name, named)
            for start, entity in self.starts()
            for named in catalog.names
            if named.type == typ and named.entity in self.sees(entity) and (self.late or not named.late)
        ]
        return [written for written, named in seen for _ in range(1 if named.name in VOCABULARY.facts else 3)]

    def lists(self) -> list[tuple[str, str]]:
        """The lists that can be gone through here: as written, and of what."""
        return [
            (start + name, element)
            for start, entity in self.starts()
            for name, (owner, element) in LISTS.items()
            if owner in self.sees(entity)
        ]

    def within(self, variable: str, entity: str) -> Scope:
        """The scope inside a loop."""
        return Scope(self.entity, self.late, (*self.variables, (variable, entity)))


def facts() -> list[Named]:
    """The facts of the vocabulary; text is compared by hand (:func:`tests.generated.expressions`)."""
    return [Named(fact.name, fact.entity, _written(fact.type)) for fact in VOCABULARY.facts.values()]


def _written(typ) -> str:
    return f"choice:{'|'.join(typ.values)}" if typ.kind == "choice" else str(typ)
