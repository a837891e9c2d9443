"""The values of parameters, days and area sets for some laws, as tables that the code reads: a change of a value compiles nothing anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from math import lcm, prod
from typing import Any

import numpy as np
import numpy.typing as npt

from minsheng.policy.law import Law
from minsheng.policy.types import Type
from minsheng.policy.unknown import Unknown
from minsheng.population.kernel.areas import area_number, stem_of
from minsheng.population.kernel.dates import day_number
from minsheng.population.kernel.value import ASK, MOST, UNSET_BITS, Bounds, TooLarge

__all__ = ["ParameterTable", "Shares", "UnsetNames", "area_set_table", "parameter_table"]


class UnsetNames:
    """The parameters and rules that a place has not set, each with a bit of its own; beyond the last bit only the evaluator can tell."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def state(self, names: Sequence[str]) -> int:
        """The state of a value that waits for these names."""
        state = 0
        for name in sorted(names):
            if name not in self.names:
                self.names.append(name)
            at = self.names.index(name)
            state |= 1 << UNSET_BITS[at] if at < len(UNSET_BITS) else ASK
        return state

    def of(self, state: int) -> frozenset[str]:
        """The names that a state waits for."""
        return frozenset(name for bit, name in zip(UNSET_BITS, self.names, strict=False) if state >> bit & 1)


class Shares:
    """The ways in which costs are split, each once; tables hold their places."""

    def __init__(self) -> None:
        self.ways: list[dict[str, Fraction]] = []

    def place(self, way: dict[str, Fraction]) -> int:
        """The place of a way; the order of payers decides who gets the last fen, and is kept."""
        for place, known in enumerate(self.ways):
            if list(known.items()) == list(way.items()):
                return place
        self.ways.append(dict(way))
        return len(self.ways) - 1


@dataclass(frozen=True)
class ParameterTable:
    """A parameter for some laws: one row for each law, one column for every combination of its keys.

    ``numbers`` are over ``denominator``; ``states`` is ``None`` where every law sets every row.
    """

    name: str
    keys: tuple[tuple[str, ...], ...]
    numbers: npt.NDArray[np.int64]
    denominator: int
    states: npt.NDArray[np.int32] | None
    bounds: Bounds

    @property
    def size(self) -> int:
        """How many combinations there are."""
        return prod(len(values) for values in self.keys)


def parameter_table(
    name: str, typ: Type, keys: Sequence[tuple[str, ...]], laws: Sequence[Law], unset: UnsetNames, shares: Shares
) -> ParameterTable:
    """The table of a parameter whose keys can have these values.

    Raises:
        TooLarge: a number might not fit into 64 bits when all are over one denominator.
    """
    combinations = list(product(*keys))
    rows = [[law.parameter(name, combination) for combination in combinations] for law in laws]
    known: list[Any] = [value for row in rows for value in row if not isinstance(value, Unknown)]
    denominator = 1
    if typ.kind in ("ratio", "money"):
        denominator = lcm(*(Fraction(value).denominator for value in known))
    numbers = np.zeros((len(laws), len(combinations)), np.int64)
    states = np.zeros((len(laws), len(combinations)), np.int32)
    for law, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, Unknown):
                states[law, place] = unset.state(sorted(value.unset))
            else:
                number = _number(value, typ, denominator, shares)
                if max(abs(number), denominator) > MOST:
                    raise TooLarge(max(abs(number), denominator))
                numbers[law, place] = number
    low, high = (int(numbers.min()), int(numbers.max())) if numbers.size else (0, 0)
    return ParameterTable(
        name, tuple(keys), numbers, denominator, states if states.any() else None, (min(low, 0), max(high, 0))
    )


def _number(value: Any, typ: Type, denominator: int, shares: Shares) -> int:
    if isinstance(value, dict):
        return shares.place(value)
    if isinstance(value, date):
        return day_number(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | Fraction):
        return int(Fraction(value) * denominator)
    return area_number(value) if typ.kind == "area" else typ.values.index(value)


def area_set_table(name: str, laws: Sequence[Law]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The stems of the areas of an area set for each law, one after the other; and where those of each law begin and end."""
    stems: list[int] = []
    ends = np.zeros((len(laws), 2), np.int64)
    for row, law in enumerate(laws):
        area_set = law.area_sets.get(name)
        ends[row, 0] = len(stems)
        if area_set is not None:
            stems += [stem_of(area) for area in area_set.areas if _in_force(law, name, area)]
        ends[row, 1] = len(stems)
    return np.array(stems, np.int64), ends


def _in_force(law: Law, name: str, area: str) -> bool:
    """Whether the set holds on the law day; a place inside one of its areas tells."""
    return law.in_area_set(area, name)
