"""Result rows and totals of households decided by the evaluator alone, to hold those of a Decider against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from minsheng.policy.law import Law
from minsheng.population.areas import township_of
from minsheng.population.decider import DecidedPart
from minsheng.population.merge import Part
from minsheng.population.results import Rows, household_table, person_table
from minsheng.population.schema import TableSpec
from minsheng.population.things import households_of
from minsheng.population.totals import Totals
from minsheng.population.units import Names, units_of

__all__ = ["Difference", "differences", "evaluated"]


@dataclass(frozen=True)
class Difference:
    """A cell, or a figure of the totals, on which two ways of deciding differ."""

    where: str
    row: str
    one: object
    other: object


def evaluated(
    part: Part, specs: Mapping[str, TableSpec], law_of: Callable[[str], Law], benefits: Sequence[str]
) -> DecidedPart:
    """What a Decider gives, with every household decided by the evaluator."""
    households = part.tables["households"]
    owner = part.owners["people"].to_numpy() if "people" in part.owners else np.zeros(0, np.int64)
    people = part.tables["people"].column("person_id") if "people" in part.tables else pa.array([], pa.string())
    sizes = np.bincount(owner, minlength=len(households))
    marked = households.column("synthetic") if "synthetic" in households.schema.names else None
    synthetic = pa.array(np.zeros(len(households), bool)) if marked is None else marked.fill_null(False)
    rows = Rows(households.column("household_id"), households.column("area"), synthetic, sizes, people, owner)
    names, found, laws = Names(), {}, {}
    places = {person: at for at, person in enumerate(people.to_pylist())}
    for home, household in enumerate(households_of(part, specs)):
        law = laws.setdefault(household.area, law_of(household.area))
        for outcome in law.outcomes(household):
            if outcome.benefit in benefits:
                found.setdefault(outcome.benefit, []).append((home, outcome))
    units = {benefit: units_of(benefit, outcomes, places, names) for benefit, outcomes in found.items()}
    totals = Totals()
    townships = [township_of(area) for area in rows.areas.to_pylist()]
    distinct = sorted(set(townships))
    of_home = np.array([distinct.index(township) for township in townships], np.int64)
    totals.add_homes(distinct, of_home, sizes, int(synthetic.to_numpy(zero_copy_only=False).sum()))
    for own in units.values():
        totals.add_units(distinct, of_home, own, names)
    homes = household_table(rows, benefits, units, names)
    return DecidedPart(homes, person_table(rows, benefits, units, names), totals, len(households))


def differences(one: DecidedPart, other: DecidedPart) -> list[Difference]:
    """Every cell of both tables, and every figure of the totals, that is not the same."""
    found = _of_rows(one.homes, other.homes, "household_id") + _of_rows(one.people, other.people, "person_id")
    left, right = one.totals.as_json(), other.totals.as_json()
    found += [Difference(f"totals: {name}", "", left[name], right[name]) for name in left if left[name] != right[name]]
    return found


def _of_rows(one: pa.RecordBatch, other: pa.RecordBatch, key: str) -> list[Difference]:
    found = [] if len(one) == len(other) else [Difference("rows", key, len(one), len(other))]
    assert one.schema.names == other.schema.names
    for name, left, right in zip(one.schema.names, one.columns, other.columns, strict=True):
        left, right = (c.dictionary_decode() if pa.types.is_dictionary(c.type) else c for c in (left, right))
        if not left.equals(right):
            pairs = zip(one.column(key).to_pylist(), left.to_pylist(), right.to_pylist(), strict=False)
            found += [Difference(name, row, a, b) for row, a, b in pairs if a != b]
    return found
