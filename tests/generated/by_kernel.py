"""The kernel as an engine: households put into columns, decided all at once, and taken apart again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pyarrow as pa

from minsheng.policy.shares import split
from minsheng.population.cells import canonical_type
from minsheng.population.kernel.columns import columns_of
from minsheng.population.kernel.kernel import Kernel, Values
from minsheng.population.kernel.layout import Column, width_of
from minsheng.population.kernel.outcome import LOCAL, LOCAL_AMOUNT, NO, YES, YES_WITHOUT_AMOUNT, outcome_columns
from minsheng.population.merge import Part
from minsheng.population.schema import table_specs

__all__ = ["KernelRun", "part_of_households"]


def part_of_households(households: list, vocabulary) -> Part:
    """Things as the canonical columns of a part; lists that are not complete are marked so."""
    specs = table_specs(vocabulary)
    people = [(at, person) for at, h in enumerate(households) for person in (h.lists["people"].items)]
    tables = {"households": list(enumerate(households)), "people": people}
    for name, spec in specs.items():
        if name in tables:
            continue
        of = [person for _, person in people] if spec.owner_key == "person_id" else households
        listed = [(at, thing.lists.get(name)) for at, thing in enumerate(of)]
        tables[name] = [(at, item) for at, found in listed if found is not None for item in found.items]
    part = Part({})
    for name, spec in specs.items():
        rows = tables[name]
        things = [thing for _, thing in rows]
        columns = {c.name: _cells(c, [thing.facts.get(c.name) for thing in things]) for c in spec.facts}
        columns["household_id"] = pa.array([str(at) for at, _ in rows], pa.string())
        for flag in (c for c in spec.columns if c.endswith("_complete")):
            own = flag.removesuffix("_complete")
            whole = [own in thing.lists and thing.lists[own].complete for thing in things]
            columns[flag] = pa.array(whole, pa.bool_())
        if name == "households":
            columns["area"] = pa.array([h.area for h in households], pa.string())
            columns["applied_on"] = pa.array([h.applied_on for h in households], pa.date32())
        else:
            part.owners[name] = pa.array([at for at, _ in rows], pa.int32())
        if name == "people":
            columns["person_id"] = pa.array([str(number) for number in range(len(rows))], pa.string())
        part.tables[name] = pa.RecordBatch.from_pydict(columns)
    return part


def _cells(column, values: list) -> pa.Array:
    if column.type.kind == "choice":
        values = [None if value is None else column.type.values.index(value) for value in values]
    elif column.type.kind == "ratio":
        values = [None if value is None else str(value) for value in values]
    return pa.array(values, canonical_type(column))


class KernelRun:
    """A kernel with some rules or benefits of a law, run over some households."""

    def __init__(self, law, households: list, benefits=(), rules=()) -> None:
        self.law, self.households = law, households
        self.kernel = Kernel([law], list(benefits), list(rules))
        part = part_of_households(households, law.vocabulary)
        self.columns = columns_of(part, table_specs(law.vocabulary), law.vocabulary, self.kernel.reads)
        self.values: Values = self.kernel.run(self.columns, np.zeros(len(households), np.int32))

    def homes(self, entity: str) -> np.ndarray:
        """The household of each row."""
        if entity == "household":
            return np.arange(len(self.households))
        if entity == "family":
            return self.values.families.owner
        owners = self.columns.arrays[Column("link", "owner", entity, 32)]
        above = self.law.vocabulary.entities[entity].owner
        return owners if above == "household" else self.homes(above)[owners]

    def rows(self, entity: str) -> Iterator[tuple[int, int, str]]:
        """Each row with its household and the id of its thing."""
        homes = self.homes(entity).tolist()
        ids = self._ids(entity)
        yield from zip(range(len(homes)), homes, ids, strict=True)

    def _ids(self, entity: str) -> list[str]:
        if entity == "household":
            return [household.id for household in self.households]
        if entity == "family":
            return self._family_ids()
        return [thing.id for household in self.households for thing in household.walk() if thing.entity == entity]

    def _family_ids(self) -> list[str]:
        """family/0 is the family of those who count; those who are assessed alone come after it, from 1 on."""
        homes = self.homes("family").tolist()
        ids, families = [], self.values.families
        apart = self.values.arrays.get(Column("value", "unit.apart", "person", 8))
        alone = {} if apart is None else {h: int(apart[self.homes("person") == h].sum()) for h in set(homes)}
        for row, home in enumerate(homes):
            before = homes[:row].count(home)
            together = homes.count(home) > alone.get(home, 0)
            ids.append(f"family/{before if together else before + 1}")
        assert len(families.first) == len(ids) + 1
        return ids

    def in_doubt(self) -> set[int]:
        """Households of which it is not known who belongs together."""
        found = set()
        for name in ("unit.counts", "unit.apart"):
            states = self.values.arrays.get(Column("state", name, "person", 32))
            if states is not None:
                found |= set(self.homes("person")[states != 0].tolist())
        return found

    def rule(self, name: str) -> Iterator[tuple[int, str, object]]:
        """Household, thing and value of a rule wherever the kernel settles it."""
        entity, trees, _ = self.law.trees[name]
        typ, shape = next(iter(trees.values())).type, self.kernel.plan.shapes[name]
        numbers = self.values.arrays[Column("value", name, entity, width_of(typ))]
        states = self.values.arrays.get(Column("state", name, entity, 32))
        denominators = self.values.arrays.get(Column("denominator", name, entity, 64))
        for row, home, thing in self.rows(entity):
            if states is None or states[row] == 0:
                denominator = shape.denominator if denominators is None else int(denominators[row])
                yield home, thing, _value(int(numbers[row]), denominator, typ)

    def outcome(self, benefit) -> Iterator[tuple[int, str, tuple]]:
        """Household, thing, and (status, amount, shares) of a benefit, without households that the evaluator decides."""
        columns = {part: self.values.arrays[column] for part, column in outcome_columns(benefit).items()}
        words = {
            YES: "yes",
            YES_WITHOUT_AMOUNT: "yes",
            NO: "no",
            LOCAL: "needs_local_setting",
            LOCAL_AMOUNT: "needs_local_setting",
        }
        for row, home, thing in self.rows(benefit.entity):
            if self.values.asked[home]:
                continue
            code = int(columns["status"][row])
            amount = shares = None
            if code == YES and benefit.amount is not None:
                amount = int(columns["amount"][row])
                way = int(columns["shares"][row])
                shares = split(amount, self.kernel.plan.shares.ways[way]) if way >= 0 else None
            not_set = code == YES and benefit.amount is not None and benefit.borne is not None and shares is None
            yield home, thing, (words[code], amount, shares, not_set, code)


def _value(number: int, denominator: int, typ) -> object:
    if typ.kind == "bool":
        return bool(number)
    if typ.kind == "choice":
        return typ.values[number]
    if typ.kind == "date":
        return date(1970, 1, 1) + timedelta(days=number)
    if typ.kind == "area":
        return str(number >> 4).zfill(12)[: number & 15]
    return Fraction(number, denominator)
