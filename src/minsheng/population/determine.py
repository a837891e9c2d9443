"""The values of rules for a whole population: from tables in memory to columns, exact, with the kernel.

>>> from datetime import date
>>> import numpy as np
>>> from minsheng.policy import Library
>>> law = Library.load().as_of(date(2017, 12, 31), "500110")
>>> people = {"household_id": np.array([0, 0]), "income_last_month": np.array([100000, 20000])}
>>> tables = {"households": {"household_id": np.array([0]), "farming_family": np.array([False])}, "people": people}
>>> determine(law, tables, rules=["income.counted"])
{'income.counted': array([100000,  20000])}
>>> determine(law, tables, rules=["income.countd"])
Traceback (most recent call last):
    ...
minsheng.policy.finding.PolicyError: rules: error[T51] there is no rule income.countd in this law
    Did you mean income.counted, income.total?
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from minsheng.policy.evaluation import evaluate
from minsheng.policy.finding import Finding, Findings, Place, PolicyError
from minsheng.policy.instance import Members
from minsheng.policy.language import N_
from minsheng.policy.law import Law
from minsheng.policy.scope import close_to
from minsheng.policy.types import Type
from minsheng.policy.unknown import Unknown
from minsheng.population.kernel.areas import area_code, area_number
from minsheng.population.kernel.columns import Columns, columns_of
from minsheng.population.kernel.kernel import Families, Kernel, OutOfBounds, Values
from minsheng.population.kernel.layout import Column, width_of
from minsheng.population.kernel.tables import Tables, columns_in_memory, part_of
from minsheng.population.merge import Part
from minsheng.population.schema import TableSpec, table_specs
from minsheng.population.selection import selected
from minsheng.population.things import households_of

__all__ = ["Found", "check_rules", "determine", "determine_part", "kernel_for", "values_of_rule"]

Array = npt.NDArray[Any]
#: A column of values; a pair of numbers and denominators where values are exact but need not be whole.
Found = Array | tuple[Array, Array]


def determine(law: Law, tables: Tables, *, rules: Sequence[str], threads: int | None = None) -> dict[str, Found]:
    """The values of some rules for everybody in tables in memory.

    Args:
        law: the law of a day and place.
        tables: ``households``, ``people`` and further lists as :func:`minsheng.population.kernel.tables.columns_in_memory`
            takes them: NumPy or Arrow columns in the units of population files (fen, ``bool``, dates; choices as words or by
            their place).
        rules: names of rules of people, households or families.
        threads: how many work at the same time; all cores when left out.

    Returns:
        A column for each rule, one row for each person, household or family: ``bool``, ``int64`` (fen, numbers), days as
        ``datetime64[D]``, words for choices, codes of areas; a pair of ``int64`` columns (numbers, denominators) where money is exact but
        need not be whole. Where a value is not known, the column is a masked array.

    Raises:
        PolicyError: there is no such rule, or the tables are refused (what and where stands in the findings).
    """
    check_rules(law, rules)
    specs = table_specs(law.vocabulary)
    tables_of = {spec.entity: name for name, spec in specs.items()}
    try:
        kernel, columns, values = _run(
            law, rules, lambda reads: columns_in_memory(tables, specs, reads, law.area), threads or os.cpu_count() or 1
        )
    except OutOfBounds as problem:
        column = problem.column
        place = Place(tables_of[column.entity], path=f"{column.name}[{problem.row}]")
        raise PolicyError([_outside(law, column, place)]) from None
    asked = np.flatnonzero(values.asked)
    by_evaluator = None
    if len(asked):
        part = part_of(tables, specs, columns, law.area, kernel.plan.facts)
        by_evaluator = _Evaluated(law, rules, selected(part, specs, asked))
    return {name: values_of_rule(kernel, values, columns, name, by_evaluator) for name in rules}


def determine_part(law: Law, part: Part, rules: Sequence[str]) -> tuple[dict[str, Found], Families | None]:
    """The values of some rules for a part of a population in files, and the families where a rule is of families."""
    specs = table_specs(law.vocabulary)
    try:
        kernel, columns, values = _run(law, rules, lambda reads: columns_of(part, specs, law.vocabulary, reads), 1)
    except OutOfBounds as problem:
        household = _household_of(part, specs, problem.column.entity, problem.row)
        raise PolicyError([_outside(law, problem.column, Place(path=problem.column.name), household)]) from None
    asked = np.flatnonzero(values.asked)
    by_evaluator = _Evaluated(law, rules, selected(part, specs, asked)) if len(asked) else None
    found = {name: values_of_rule(kernel, values, columns, name, by_evaluator) for name in rules}
    of_families = any(law.trees[name][0] == "family" for name in rules)
    if of_families and by_evaluator is not None:
        return found, _families_with(values, columns, by_evaluator)
    return found, values.families if of_families else None


def check_rules(law: Law, rules: Sequence[str]) -> None:
    """Refuse names that are no rules of a law.

    Raises:
        PolicyError: with a finding for each.
    """
    findings = Findings()
    for name in rules:
        if name not in law.trees:
            close = close_to(name, law.trees)
            hint = (
                N_("Did you mean {close}?") if close else N_("The rules of this law are listed by: sorted(law.trees)")
            )
            findings.error(
                "T51", Place("rules"), N_("there is no rule {name} in this law"), hint, name=name, close=close
            )
    findings.raise_errors()


def kernel_for(law: Law, rules: tuple[str, ...], *, gaps: bool) -> Kernel:
    """The kernel of some rules of a law, kept with it."""
    kernels: dict[object, Kernel] = law.kept.setdefault("kernels", {})
    key = rules, gaps
    if key not in kernels:
        kernels[key] = Kernel([law], rules=rules, gaps=gaps)
    return kernels[key]


def _run(
    law: Law, rules: Sequence[str], columns_for: Callable[[list[Column]], Columns], threads: int
) -> tuple[Kernel, Columns, Values]:
    """Run the kernel of some rules over the columns that it reads: the quicker one where everything is known."""
    kernel = kernel_for(law, tuple(rules), gaps=False)
    columns = columns_for(kernel.reads)
    if kernel.has_gaps(columns):
        kernel = kernel_for(law, tuple(rules), gaps=True)
    return kernel, columns, kernel.run(columns, np.zeros(columns.rows["household"], np.int32), threads=threads)


def _outside(law: Law, column: Column, place: Place, household: str = "") -> Finding:
    """What is wrong with a number that is outside its bounds."""
    fact = law.vocabulary.facts.get(column.name)
    hint = N_("It belongs to the household {household}.") if household else ""
    params: dict[str, object] = {"household": household}
    if fact is not None and fact.type.kind == "choice":
        message = N_("one of these was expected: {values}")
        return Finding("T52", place, message, hint, {**params, "values": ", ".join(fact.type.values)})
    message = N_("the number is far outside what can be: check its unit (money is in fen)")
    return Finding("T52", place, message, hint, params)


def _household_of(part: Part, specs: Mapping[str, TableSpec], entity: str, row: int) -> str:
    """The id of the household of a row, in the order of the owners."""
    while entity != "household":
        table = next(spec for spec in specs.values() if spec.entity == entity)
        row = int(np.sort(part.owners[table.name].to_numpy(zero_copy_only=False))[row])
        entity = "person" if table.owner_key == "person_id" else "household"
    return str(part.tables["households"].column("household_id")[row])


@dataclass
class _Evaluated:
    """Values that the evaluator worked out for the households that the kernel could not settle."""

    law: Law
    rules: Sequence[str]
    part: Part

    def __post_init__(self) -> None:
        households = households_of(self.part, table_specs(self.law.vocabulary))
        self.evaluations = [evaluate(self.law, household, self.law.day) for household in households]

    def of(self, name: str) -> list[object]:
        """The values of a rule, in order."""
        entity = self.law.trees[name][0]
        return [e.value(name, instance) for e in self.evaluations for instance in e.instances[entity]]


def values_of_rule(
    kernel: Kernel, values: Values, columns: Columns, name: str, by_evaluator: _Evaluated | None
) -> Found:
    """One rule's column from the arrays of a kernel, with what the evaluator found put in its place."""
    law = kernel.plan.law
    entity, trees, _ = law.trees[name]
    typ = next(iter(trees.values())).type
    numbers = values.arrays[Column("value", name, entity, width_of(typ))]
    states = values.arrays.get(Column("state", name, entity, 32))
    shape = kernel.plan.shapes[name]
    denominators = None
    if shape.denominator is None:
        denominators = values.arrays[Column("denominator", name, entity, 64)]
    elif shape.denominator != 1:
        denominators = np.full(len(numbers), shape.denominator, np.int64)
    elif not typ.whole:
        denominators = np.ones(len(numbers), np.int64)
    unknown = states != 0 if states is not None and states.any() else None
    if by_evaluator is None:
        return _shown(numbers, denominators, unknown, typ)
    rows = np.flatnonzero(values.asked[_homes(law, values, columns, entity)])
    merged = _Column(numbers.copy(), denominators, unknown if unknown is not None else np.zeros(len(numbers), bool))
    if entity == "family":
        merged = merged.without(rows)
        rows = np.searchsorted(
            np.delete(_homes(law, values, columns, entity), rows), _homes_of_evaluated(by_evaluator, values)
        )
        merged = merged.with_room(rows)
        rows = rows + np.arange(len(rows))
    merged.put(rows, by_evaluator.of(name), typ)
    return _shown(merged.numbers, merged.denominators, merged.unknown if merged.unknown.any() else None, typ)


def _homes(law: Law, values: Values, columns: Columns, entity: str) -> Array:
    """The household of each row of an entity."""
    if entity == "household":
        return np.arange(columns.rows["household"])
    if entity == "family":
        return values.families.owner
    owners = columns.arrays[Column("link", "owner", entity, 32)]
    above = law.vocabulary.entities[entity].owner
    return owners if above == "household" else _homes(law, values, columns, above)[owners]


def _homes_of_evaluated(by_evaluator: _Evaluated, values: Values) -> Array:
    asked = np.flatnonzero(values.asked)
    counts = [len(evaluation.instances["family"]) for evaluation in by_evaluator.evaluations]
    return np.repeat(asked, counts)


def _families_with(values: Values, columns: Columns, by_evaluator: _Evaluated) -> Families:
    """The families with those of the evaluator's households in place, in the order that :func:`values_of_rule` gives their values."""
    owner, first, members = values.families.owner, values.families.first, values.families.members
    kept = np.flatnonzero(~values.asked[owner])
    groups = [(int(owner[at]), members[first[at] : first[at + 1]].tolist()) for at in kept.tolist()]
    people = columns.arrays[Column("first", "people", "household", 32)]
    asked = np.flatnonzero(values.asked).tolist()
    for home, evaluation in zip(asked, by_evaluator.evaluations, strict=True):
        places = {id(person): int(people[home]) + at for at, person in enumerate(evaluation.instances["person"])}
        for family in evaluation.instances["family"]:
            listed = family.lists["members"]
            assert isinstance(listed, Members)  # noqa: S101 - families hold nothing else
            groups.append((home, [places[id(person)] for person in listed.items]))
    groups.sort(key=lambda group: group[0])
    sizes = [len(of_family) for _, of_family in groups]
    return Families(
        np.array([home for home, _ in groups], np.int32),
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        np.array([person for _, of_family in groups for person in of_family], np.int32),
    )


@dataclass
class _Column:
    """A column while the evaluator's values are put in."""

    numbers: Array
    denominators: Array | None
    unknown: Array

    def without(self, rows: Array) -> _Column:
        """The column without some rows."""
        denominators = None if self.denominators is None else np.delete(self.denominators, rows)
        return _Column(np.delete(self.numbers, rows), denominators, np.delete(self.unknown, rows))

    def with_room(self, before: Array) -> _Column:
        """The column with a new row before each of some rows."""
        denominators = None if self.denominators is None else np.insert(self.denominators, before, 1)
        return _Column(np.insert(self.numbers, before, 0), denominators, np.insert(self.unknown, before, True))

    def put(self, rows: Array, found: Sequence[object], typ: Type) -> None:
        """Put values in place."""
        for row, value in zip(rows.tolist(), found, strict=True):
            self.unknown[row] = isinstance(value, Unknown)
            if isinstance(value, Unknown):
                continue
            exact = Fraction(value) if isinstance(value, int | Fraction) else None
            assert exact is None or exact.denominator == 1 or self.denominators is not None  # noqa: S101 - nothing is cut off
            if exact is not None and self.denominators is not None:
                self.denominators = (
                    self.denominators.copy() if not self.denominators.flags.writeable else self.denominators
                )
                self.numbers[row], self.denominators[row] = exact.numerator, exact.denominator
            elif typ.kind == "choice":
                self.numbers[row] = typ.values.index(str(value))
            elif typ.kind == "area":
                self.numbers[row] = area_number(str(value))
            elif typ.kind == "date":
                self.numbers[row] = (np.datetime64(value) - np.datetime64("1970-01-01")).astype(int)  # type: ignore[call-overload]
            else:
                self.numbers[row] = int(value)  # type: ignore[call-overload]


def _shown(numbers: Array, denominators: Array | None, unknown: Array | None, typ: Type) -> Found:
    """Values as a user expects them."""
    if denominators is not None:
        if unknown is not None:
            return np.ma.MaskedArray(numbers, unknown), np.ma.MaskedArray(denominators, unknown)
        return numbers, denominators
    shown: Mapping[str, Any] = {"bool": np.bool_, "date": "datetime64[D]"}
    if typ.kind == "bool":
        numbers = numbers.view(np.bool_)
    elif typ.kind == "choice":
        numbers = np.array(typ.values, object)[np.clip(numbers, 0, len(typ.values) - 1)]
    elif typ.kind == "area":
        codes, places = np.unique(numbers, return_inverse=True)
        numbers = np.array([area_code(int(code)) for code in codes] or [""], object)[places]
    elif typ.kind in shown:
        numbers = numbers.astype(np.int64).view("datetime64[D]")
    return numbers if unknown is None else np.ma.MaskedArray(numbers, unknown)
