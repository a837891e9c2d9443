"""From columns to households: the rows of a part as things that the rules can see.

Whole columns become Python lists at once; a row is then one ``dict`` of the facts that are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.policy.thing import Household, Listed, Thing
from minsheng.policy.types import RATIO, parse_value
from minsheng.population.merge import Part
from minsheng.population.schema import Column, TableSpec

__all__ = ["households_of", "values_of"]


def values_of(column: Column, array: pa.Array) -> list[object]:
    """A canonical column as a Python list, ``None`` for what is not known.

    >>> from minsheng.policy.types import Type
    >>> values_of(Column("sex", Type("choice", values=("male", "female"))), pa.array([1, None, 0], pa.int16()))
    ['female', None, 'male']
    """
    kind = column.type.kind
    if kind == "choice":
        words = np.array([*column.type.values, None], dtype=object)
        return words[pc.fill_null(array, len(column.type.values)).to_numpy()].tolist()
    if pa.types.is_string(array.type):
        texts = array.to_pylist()
        if kind == "ratio":
            return [None if text is None else parse_value(text, RATIO) for text in texts]
        return texts
    if not array.null_count:
        return _plain(array)
    empty = np.flatnonzero(pc.is_null(array).to_numpy(zero_copy_only=False)).tolist()
    values = _plain(pc.fill_null(array, False if kind == "bool" else pa.scalar(0, pa.int32()).cast(array.type)))
    for at in empty:
        values[at] = None
    return values


def _plain(array: pa.Array) -> list[object]:
    return array.to_numpy(zero_copy_only=False).tolist()


def _facts(batch: pa.RecordBatch, spec: TableSpec) -> list[dict[str, object]]:
    """One dictionary a row with the facts that are known."""
    known = set(batch.schema.names)
    columns = [c for c in spec.facts if c.name in known and batch.column(c.name).null_count < len(batch)]
    if not columns:
        return [{} for _ in range(len(batch))]
    names = [c.name for c in columns]
    gaps = np.zeros(len(batch), bool)
    for column in columns:
        array = batch.column(column.name)
        if array.null_count:
            gaps |= pc.is_null(array).to_numpy(zero_copy_only=False)
    lists = [values_of(column, batch.column(column.name)) for column in columns]
    rows = zip(*lists, strict=True)
    return [
        {name: value for name, value in zip(names, row) if value is not None} if gap else dict(zip(names, row))  # noqa: B905
        for row, gap in zip(rows, gaps.tolist(), strict=True)
    ]


def _about(batch: pa.RecordBatch, spec: TableSpec, name: str) -> list[Any]:
    if name not in batch.schema.names:
        return [None] * len(batch)
    return values_of(spec.columns[name], batch.column(name))


def households_of(part: Part, specs: Mapping[str, TableSpec]) -> list[Household]:
    """The households of a part, with their people and every further list.

    A list whose file is there is complete, also when it is empty, unless the owner's row says ``LIST_complete`` false; a list whose file is
    not there is unknown.
    """
    rows, spec = part.tables["households"], specs["households"]
    households = [
        Household("household", id_, facts, area=area, applied_on=applied, synthetic=bool(made_up))
        for id_, facts, area, applied, made_up in zip(
            rows.column("household_id").to_pylist(),
            _facts(rows, spec),
            rows.column("area").to_pylist(),
            _about(rows, spec, "applied_on"),
            _about(rows, spec, "synthetic"),
            strict=True,
        )
    ]
    owners: dict[str, list[Thing]] = {"household_id": list(households)}
    _give(households, "people", _about(rows, spec, "people_complete"))
    if "people" in part.tables:
        members, people = part.tables["people"], specs["people"]
        persons = [
            Thing("person", id_, facts, name=name or "")
            for id_, facts, name in zip(
                members.column("person_id").to_pylist(),
                _facts(members, people),
                _about(members, people, "name"),
                strict=True,
            )
        ]
        for at, person in zip(part.owners["people"].to_pylist(), persons, strict=True):
            households[at].lists["people"].items.append(person)
        owners["person_id"] = list(persons)
    for name, batch in part.tables.items():
        if name in ("households", "people"):
            continue
        table = specs[name]
        whose = owners[table.owner_key]
        of, about = ("people", specs["people"]) if table.owner_key == "person_id" else ("households", spec)
        _give(whose, name, _about(part.tables[of], about, f"{name}_complete"))
        for at, facts in zip(part.owners[name].to_pylist(), _facts(batch, table), strict=True):
            owner = whose[at]
            items = owner.lists[name].items
            items.append(Thing(table.entity, f"{owner.id}/{name}/{len(items) + 1}", facts))
    return households


def _give(owners: list[Thing] | list[Household], name: str, complete: list[object]) -> None:
    for owner, whole in zip(owners, complete, strict=True):
        owner.lists[name] = Listed([], whole is not False)
