"""Deciding parts of a population under the law of each household's place: columns in, result rows and totals out.

The kernel decides every household whose needed facts are known; the evaluator decides the others. Both give outcomes as columns
(:mod:`minsheng.population.units`), and from there on nobody can tell who decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.policy.evaluation import evaluate
from minsheng.policy.law import Law
from minsheng.policy.outcome import Outcome, outcomes
from minsheng.population.areas import township_of
from minsheng.population.kernel.columns import Columns, columns_of
from minsheng.population.kernel.decided import decided_units
from minsheng.population.kernel.kernel import Kernel
from minsheng.population.kernel.layout import Column
from minsheng.population.merge import Part
from minsheng.population.results import Rows, household_table, person_table
from minsheng.population.rule_columns import RuleColumns
from minsheng.population.schema import TableSpec
from minsheng.population.selection import selected
from minsheng.population.things import households_of
from minsheng.population.totals import Totals
from minsheng.population.units import Names, Units, joined, units_of

__all__ = ["DecidedPart", "Decider"]

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class DecidedPart:
    """What was decided for some whole households.

    ``homes`` and ``people``: the rows of both result files (:mod:`minsheng.population.results`); ``evaluated``: how many
    households the evaluator decided because the kernel could not.
    """

    homes: pa.RecordBatch
    people: pa.RecordBatch
    totals: Totals
    evaluated: int


@dataclass
class _Group:
    """Laws with the same rules, and their kernels: without and with gaps in what is known."""

    laws: list[Law] = field(default_factory=list)
    kernels: dict[bool, Kernel] = field(default_factory=dict)
    places: dict[object, int] = field(default_factory=dict)

    def place(self, law: Law) -> int:
        """The place of a law; one with the same values shares it, a new one makes new kernels (their code is not compiled again)."""
        values = _values_of(law)
        if values not in self.places:
            self.places[values] = len(self.laws)
            self.laws.append(law)
            self.kernels.clear()
        return self.places[values]


class Decider:
    """Decides parts of a population. The law of each area is asked for once.

    Args:
        law_of: the law that holds for the households of an area; raises :class:`PolicyError` where there is none.
        specs: the tables of a population (:func:`minsheng.population.schema.table_specs`).
        benefits: the benefits that get columns in the results, in that order.
        areas: areas that will occur, so that their laws are looked at together.
        threads: how many work on one part at the same time.
        beside: another decider of the same tables, benefits and rules; laws of both with the same rules share kernels.
        rules: rules whose values the rows of people get as further columns (:mod:`minsheng.population.rule_columns`).
    """

    def __init__(
        self,
        law_of: Callable[[str], Law],
        specs: Mapping[str, TableSpec],
        benefits: Sequence[str],
        areas: Iterable[str] = (),
        *,
        threads: int = 1,
        beside: Decider | None = None,
        rules: Sequence[str] = (),
    ) -> None:
        self._law_of = law_of
        self._specs = specs
        self._benefits = list(benefits)
        self._wanted = frozenset(benefits)
        self._threads = threads
        self._rules = tuple(rules)
        self._laws: dict[str, Law] = {}
        self._groups: dict[object, _Group] = beside._groups if beside is not None else {}
        self._names: Names = beside._names if beside is not None else Names()
        for area in areas:
            law = self._law(area)
            self._group(law).place(law)

    def decide(self, part: Part) -> DecidedPart:
        """Decide every household of a part, in its order.

        Raises:
            PolicyError: no law holds for an area, or a rule's numbers might not fit into the kernel (the finding names the rule).
        """
        rows = _rows(part)
        beside = RuleColumns(self._rules, len(rows.home))
        units, evaluated = self._units(part, rows, beside)
        homes = household_table(rows, self._benefits, units, self._names)
        people = beside.added_to(person_table(rows, self._benefits, units, self._names))
        return DecidedPart(homes, people, self._totals(rows, units), evaluated)

    # deciding ---------------------------------------------------------------------------------------------------------------------------

    def _law(self, area: str) -> Law:
        if area not in self._laws:
            self._laws[area] = self._law_of(area)
        return self._laws[area]

    def _group(self, law: Law) -> _Group:
        return self._groups.setdefault(_rules_of(law), _Group())

    def _units(self, part: Part, rows: Rows, beside: RuleColumns) -> tuple[dict[str, Units], int]:
        """The outcomes of every benefit, and how many households were left to the evaluator."""
        codes = rows.areas.dictionary_encode() if not isinstance(rows.areas, pa.DictionaryArray) else rows.areas
        laws = [self._law(area) for area in codes.dictionary.to_pylist()]
        groups: dict[int, list[int]] = {}
        for number, law in enumerate(laws):
            groups.setdefault(id(self._group(law)), []).append(number)
        of_home = codes.indices.to_numpy(zero_copy_only=False)
        found: dict[str, list[Units]] = {}
        evaluated = 0
        for numbers in groups.values():
            group = self._group(laws[numbers[0]])
            whole = len(groups) == 1
            homes = np.arange(len(of_home)) if whole else np.flatnonzero(np.isin(of_home, numbers))
            inside = part if whole else selected(part, self._specs, homes)
            place = np.zeros(len(laws), np.int32)
            place[numbers] = [group.place(laws[number]) for number in numbers]
            people = np.arange(len(rows.home)) if whole else np.flatnonzero(np.isin(rows.home, homes))
            units, asked = self._of_group(group, inside, place[of_home[homes]], people, beside)
            evaluated += asked
            for benefit, own in units.items():
                found.setdefault(benefit, []).append(own if whole else _moved(own, homes, people))
        return {benefit: joined(parts) for benefit, parts in found.items()}, evaluated

    def _of_group(
        self, group: _Group, part: Part, law: Array, people: Array, beside: RuleColumns
    ) -> tuple[dict[str, Units], int]:
        kernel, columns = self._kernel(group, part)
        values = kernel.run(columns, law, threads=self._threads)
        owner = columns.arrays[Column("link", "owner", "person", 32)]
        units = decided_units(kernel, values, owner, law, self._names)
        beside.take(kernel, values, owner, people)
        asked = np.flatnonzero(values.asked)
        if len(asked):
            for benefit, own in self._evaluated(part, asked, owner, people, beside).items():
                units[benefit] = joined([units[benefit], own]) if benefit in units else own
        return units, len(asked)

    def _kernel(self, group: _Group, part: Part) -> tuple[Kernel, Columns]:
        """The kernel for a part: the quicker one where everything that it reads is known."""
        benefits = [name for name in group.laws[0].benefits if name in self._wanted]
        first = group.kernels.get(False) or group.kernels.get(True)
        if first is None:
            first = group.kernels[True] = Kernel(group.laws, benefits, self._rules, gaps=True)
        vocabulary = group.laws[0].vocabulary
        columns = columns_of(part, self._specs, vocabulary, first.reads)
        gaps = first.has_gaps(columns)
        if gaps not in group.kernels:
            group.kernels[gaps] = Kernel(group.laws, benefits, self._rules, gaps=gaps)
        return group.kernels[gaps], columns

    def _evaluated(
        self, part: Part, asked: Array, owner: Array, people: Array, beside: RuleColumns
    ) -> dict[str, Units]:
        """What the evaluator decides for some households."""
        households = households_of(selected(part, self._specs, asked), self._specs)
        inside = np.flatnonzero(np.isin(owner, asked))
        ids = [person.id for household in households for person in household.lists["people"].items]
        places = dict(zip(ids, inside.tolist(), strict=True))
        found: dict[str, list[tuple[int, Outcome]]] = {}
        evaluations = []
        for home, household in zip(asked.tolist(), households, strict=True):
            law = self._law(household.area)
            group = self._group(law)
            shared = group.laws[group.place(law)]
            evaluations.append(evaluate(shared.narrowed(shared.benefits), household, shared.day))
            for outcome in outcomes(evaluations[-1]):
                if outcome.benefit in self._wanted:
                    found.setdefault(outcome.benefit, []).append((home, outcome))
        beside.take_evaluated(evaluations, dict(zip(ids, people[inside].tolist(), strict=True)))
        units = ((benefit, units_of(benefit, own, places, self._names)) for benefit, own in found.items())
        return {benefit: own for benefit, own in units if own is not None}

    def _totals(self, rows: Rows, units: Mapping[str, Units]) -> Totals:
        codes = rows.areas.dictionary_encode()
        townships = [township_of(area) for area in codes.dictionary.to_pylist()]
        distinct = sorted(set(townships))
        of_area = np.array([distinct.index(township) for township in townships], np.int64)
        of_home = of_area[codes.indices.to_numpy(zero_copy_only=False)]
        totals = Totals()
        totals.add_homes(distinct, of_home, rows.sizes, pc.sum(rows.synthetic).as_py() or 0)
        for benefit in self._benefits:
            if benefit in units:
                totals.add_units(distinct, of_home, units[benefit], self._names)
        return totals


def _rules_of(law: Law) -> object:
    """What two laws must share to be decided by one kernel: every definition but the values of parameters."""
    kinds = ("rule", "benefit", "unit")
    definitions = tuple((*key, id(definition)) for key, definition in law.in_force.items() if key[0] in kinds)
    return (id(law.library), definitions)


def _values_of(law: Law) -> object:
    """All that two laws with the same rules can differ in: values of parameters, which of them are for demonstration, area sets."""
    values: object | None = law.kept.get("values")
    if values is None:
        rows = (
            (name, keys, tuple(row.value.items()) if isinstance(row.value, dict) else row.value, row.demonstration)
            for name, bound in law.bound.items()
            for keys, row in bound.rows.items()
        )
        sets = ((name, tuple(area_set.areas)) for name, area_set in law.area_sets.items())
        values = law.kept["values"] = (law.day, frozenset(rows), frozenset(sets))
    return values


def _moved(units: Units, homes: Array, people: Array) -> Units:
    """Units of some households and people, told by the rows of all of them."""
    columns = {**units.columns, "home": homes[units.columns["home"]].astype(np.int32)}
    return Units(units.benefit, units.entity, columns, units.parts, units.first, people[units.members])


def _rows(part: Part) -> Rows:
    """Whose rows a part has."""
    households = part.tables["households"]
    synthetic = (
        pc.fill_null(households.column("synthetic"), False)
        if "synthetic" in households.schema.names
        else pa.array(np.zeros(len(households), bool))
    )
    if "people" in part.tables:
        people, owner = part.tables["people"].column("person_id"), part.owners["people"].to_numpy(zero_copy_only=False)
    else:
        people, owner = pa.array([], pa.string()), np.zeros(0, np.int64)
    sizes = np.bincount(owner, minlength=len(households))
    return Rows(households.column("household_id"), households.column("area"), synthetic, sizes, people, owner)
