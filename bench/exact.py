"""The exact side of the comparison: households decided one by one by the evaluator of the policy library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.generate import AREA, PACKS
from bench.outputs import HOUSEHOLDS, OUTPUTS, PEOPLE
from minsheng.policy import Household, Law, Library
from minsheng.policy.evaluation import Evaluation, evaluate
from minsheng.policy.thing import Listed, Thing
from minsheng.population.table import Population

__all__ = ["DAY", "Exact", "columns_of", "evaluated", "exact", "household_at", "law", "sample"]

#: The day whose law is measured; the other engine calculates the same month.
DAY = date(2024, 6, 1)
Values = Mapping[str, object]


class Exact(NamedTuple):
    """Exact numbers that need not be whole: two int64 columns."""

    number: np.ndarray
    denominator: np.ndarray


def law() -> Law:
    """The law of the made-up document on the measured day."""
    return Library.load(PACKS).as_of(DAY, AREA)


def exact(values: object) -> Exact:
    """Numbers as fractions, from a pair of columns, whole numbers, or a column of ``int`` and ``Fraction``."""
    if isinstance(values, tuple):
        return Exact(np.asarray(values[0], np.int64), np.asarray(values[1], np.int64))
    column = np.asarray(values)
    if column.dtype != object:
        return Exact(column.astype(np.int64), np.ones(len(column), np.int64))
    fractions = [Fraction(value) for value in column]
    return Exact(
        np.array([f.numerator for f in fractions], np.int64), np.array([f.denominator for f in fractions], np.int64)
    )


def evaluated(law: Law, households: Iterable[Household]) -> dict[str, object]:
    """The outputs of households as columns by rule: bool, int64 fen, and :class:`Exact` for the income per head."""
    lists: dict[str, list[object]] = {name: [] for name in OUTPUTS}
    for household in households:
        evaluation = evaluate(law, household, law.day)
        for name, values in outputs_of(evaluation).items():
            lists[name] += values
    return columns_of(lists)


def outputs_of(evaluation: Evaluation) -> dict[str, list[object]]:
    """The outputs of one household; a list for each rule with one value for each person or for the household."""
    return {
        name: [evaluation.value(name, instance) for instance in evaluation.instances[entity]]
        for entity, names in (("person", PEOPLE), ("household", HOUSEHOLDS))
        for name in names
    }


def columns_of(lists: Mapping[str, Sequence[object]]) -> dict[str, object]:
    """Lists of exact values as columns; a part of a fen, or a value that is not known, is refused where a column of whole fen is meant."""
    columns: dict[str, object] = {}
    for name, values in lists.items():
        if name == "income_per_head":
            columns[name] = exact(np.array([*values, None], dtype=object)[:-1])
        else:
            strange = [value for value in values if type(value) not in (bool, int)]
            if strange:
                raise ValueError(f"{name} should be whole and known, and is {strange[0]}")
            columns[name] = np.array(values)
    return columns


def sample(folder: Path, law: Law, households: int) -> dict[str, object]:
    """The outputs of the first households of a population folder."""
    part = next(iter(Population.open(folder, law.vocabulary).households(households)))
    return evaluated(law, part)


def household_at(columns: Mapping[str, np.ndarray], law: Law, at: int) -> Household:
    """One household out of the canonical columns that ``bench.generate`` wrote."""
    first, last = np.searchsorted(columns["people/household_id"], [at, at + 1]).tolist()
    people = [Thing("person", f"p{row}", _facts(columns, "people/", row, law)) for row in range(first, last)]
    facts = _facts(columns, "households/", at, law)
    return Household("household", f"h{at}", facts, {"people": Listed(people)}, area=AREA, synthetic=True)


def _facts(columns: Mapping[str, np.ndarray], table: str, row: int, law: Law) -> dict[str, object]:
    facts = {}
    for name, values in columns.items():
        fact = name.removeprefix(table)
        if name.startswith(table) and fact != "household_id":
            typ = law.vocabulary.facts[fact].type
            facts[fact] = typ.values[values[row]] if typ.kind == "choice" else values[row].item()
    return facts
