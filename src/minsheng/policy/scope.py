"""What an expression may name: the declared names of a library, and where the expression stands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from minsheng.policy import tree as t
from minsheng.policy.finding import Place
from minsheng.policy.language import N_
from minsheng.policy.types import DATE, Type
from minsheng.policy.vocabulary import Vocabulary

__all__ = ["BUILT_IN", "ParameterShape", "Scope", "Symbols", "Unreadable", "close_to", "path_to", "suggestion"]

BUILT_IN = {"law_day": DATE, "facts_day": DATE, "applied_on": DATE, "area": Type("area")}


@dataclass(frozen=True, slots=True)
class ParameterShape:
    """What a rule must know of a parameter: its type and the choice axes it is indexed by."""

    type: Type
    axes: tuple[str, ...]
    axis_values: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class Symbols:
    """Every declared name of a library."""

    vocabulary: Vocabulary
    rules: dict[str, tuple[str, Type]] = field(default_factory=dict)
    parameters: dict[str, ParameterShape] = field(default_factory=dict)
    area_sets: set[str] = field(default_factory=set)

    def names(self) -> list[str]:
        """All names, for suggestions."""
        return [*self.vocabulary.facts, *self.rules, *self.parameters, *BUILT_IN]


@dataclass(frozen=True)
class Scope:
    """Where an expression stands: the entity it is of, the loop variables around it, and where to report."""

    symbols: Symbols
    entity: str
    place: Place
    variables: dict[str, str] = field(default_factory=dict)
    items: dict[str, t.Tree] = field(default_factory=dict)


class Unreadable(Exception):  # noqa: N818 - is turned into a finding at once
    """An expression that cannot be read: code, message, hint and their parameters."""

    def __init__(self, code: str, message: str, hint: str = "", **params: object) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.params = code, message, hint, params


def path_to(vocabulary: Vocabulary, entity: str, owner: str) -> tuple[str, ...] | None:
    """The attributes that lead from a thing to its owner: ``("family",)`` from a person to its family, ``()`` to itself."""
    if entity == owner:
        return ()
    if entity == "person" and owner == "family":
        return ("family",)
    above = vocabulary.entities[entity].owner if entity in vocabulary.entities else ""
    if not above:
        return None
    rest = path_to(vocabulary, above, owner)
    return None if rest is None else ("owner", *rest)


def close_to(name: str, names: Iterable[str]) -> str:
    """The declared names that are spelled nearly alike, with commas between."""
    return ", ".join(difflib.get_close_matches(name, list(names), 3, 0.6))


def suggestion(name: str, names: Iterable[str]) -> str:
    """The hint for a name that is not declared."""
    close = close_to(name, names)
    return N_("Did you mean {close}?") if close else N_("Declare it in the vocabulary, as a rule or as a parameter.")
