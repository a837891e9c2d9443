"""The columns that a kernel reads: from the canonical columns of a part of a population, with places instead of ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.policy.vocabulary import Vocabulary
from minsheng.population.kernel.areas import area_number
from minsheng.population.kernel.driver import OWNERS, every_owner_code, owners_code
from minsheng.population.kernel.layout import NUMPY, Column
from minsheng.population.kernel.machine import machine
from minsheng.population.merge import Part
from minsheng.population.schema import TableSpec

__all__ = ["Columns", "NotInOrder", "OutOfBounds", "columns_of", "narrowed"]

Array = npt.NDArray[Any]


class NotInOrder(ValueError):  # noqa: N818 - becomes a finding that names the row
    """Rows of a list do not stand in the order of their owners, or one belongs to nobody; ``row`` is the first of them."""

    def __init__(self, name: str, row: int) -> None:
        super().__init__(f"{name}, row {row}")
        self.row = row


class OutOfBounds(ValueError):  # noqa: N818 - becomes a finding that names the cell
    """A number outside the bounds that exact arithmetic in 64 bits relies on; ``column`` and the first ``row`` where it stands."""

    def __init__(self, column: Column, row: int) -> None:
        super().__init__(f"{column.name} in row {row}")
        self.column, self.row = column, row


@dataclass
class Columns:
    """Arrays by column, and how many rows each entity has. Rows of a list stand together, in the order of their owners.

    A fact that is known of everybody has no column of what is missing.
    """

    rows: dict[str, int]
    arrays: dict[Column, Array] = field(default_factory=dict)

    def put_list(self, name: str, owner: str, entity: str, owners: Array) -> None:
        """Tell whose each row of a list is.

        Raises:
            NotInOrder: a row's owner does not exist, or comes before the owner of the row above.
        """
        first, link = _everybody_owns(owners, self.rows[owner]) or _looked_up(name, owners, self.rows[owner])
        self.rows[entity] = len(owners)
        self.arrays[Column("link", "owner", entity, 32)] = link
        self.arrays[Column("first", name, owner, 32)] = first

    def put_array(self, column: Column, array: pa.Array, *, is_area: bool = False) -> None:
        """Take a fact from a canonical array."""
        if is_area:
            array = _areas(array)
        if array.null_count:
            missing = pc.is_null(array).to_numpy(zero_copy_only=False).view(np.uint8)
            self.arrays[Column("missing", column.name, column.entity, 8)] = missing
        self.arrays[column] = _numbers(array, column)

    def put_nothing(self, column: Column) -> None:
        """Say that a fact is not known of anybody."""
        rows = self.rows[column.entity]
        self.arrays[column] = np.zeros(rows, NUMPY[column.width])
        self.arrays[Column("missing", column.name, column.entity, 8)] = np.ones(rows, np.uint8)

    def complete(self, name: str, owner: str, whole: Array | None) -> None:
        """Tell which lists are complete; ``None``: none is."""
        flags = np.zeros(self.rows[owner], np.uint8) if whole is None else whole.astype(np.uint8)
        self.arrays[Column("complete", name, owner, 8)] = flags


def _everybody_owns(owners: Array, count: int) -> tuple[Array, Array] | None:
    """The first rows and the owners in 32 bits, where every owner has a row and they are in order; the usual case, and quick."""
    if not len(owners) or not 0 <= int(owners[-1]) < count:
        return None
    given = np.ascontiguousarray(owners, np.int32 if owners.dtype == np.int32 else np.int64)
    first, link = np.empty(count + 1, np.int32), np.empty(len(owners), np.int32)
    find = OWNERS(machine().addresses([every_owner_code(8 * given.itemsize)])[0])
    first[-1] = len(owners)
    found = find(given.ctypes.data, len(given), count, first.ctypes.data, link.ctypes.data)
    return (first, link) if found == count else None


def _looked_up(name: str, owners: Array, count: int) -> tuple[Array, Array]:
    """The same row by row, where some own nothing or something is wrong."""
    first, link = np.empty(count + 1, np.int32), np.empty(len(owners), np.int32)
    given = np.ascontiguousarray(owners, np.int32 if owners.dtype == np.int32 else np.int64)
    find = OWNERS(machine().addresses([owners_code(8 * given.itemsize)])[0])
    wrong = find(given.ctypes.data, len(given), count, first.ctypes.data, link.ctypes.data)
    if wrong >= 0:
        raise NotInOrder(name, wrong)
    return first, link


def columns_of(part: Part, specs: Mapping[str, TableSpec], vocabulary: Vocabulary, wanted: Sequence[Column]) -> Columns:
    """The wanted columns of a part.

    Args:
        part: whole households; its people stand in the order of the households.
        specs: the tables of a population.
        vocabulary: what the facts mean.
        wanted: facts and lists that a kernel reads.
    """
    households = part.tables["households"]
    columns = Columns({"household": len(households)})
    tables: dict[str, pa.RecordBatch] = {"household": households}
    for name, spec in specs.items():
        if name == "households":
            continue
        owner = "person" if spec.owner_key == "person_id" else "household"
        if owner not in columns.rows:
            columns.rows[owner] = 0
        batch, owners = part.tables.get(name), part.owners.get(name)
        if batch is not None and owners is not None:
            at = owners.to_numpy(zero_copy_only=False)
            if len(at) and (at[1:] < at[:-1]).any():
                order = np.argsort(at, kind="stable")
                batch, at = batch.take(pa.array(order)), at[order]
            tables[spec.entity] = batch
        else:
            at = np.zeros(0, np.int32)
        columns.put_list(name, owner, spec.entity, at)
        there = batch is not None or name == "people"
        columns.complete(
            name, owner, _whole(tables.get(owner), f"{name}_complete", columns.rows[owner]) if there else None
        )
    for column in wanted:
        if column.role == "fact":
            _put_fact(columns, column, tables.get(column.entity), vocabulary)
    return columns


def _whole(owners: pa.RecordBatch | None, name: str, count: int) -> Array:
    """Lists are complete unless their owner's row says otherwise."""
    if owners is None or name not in owners.schema.names:
        return np.ones(count, np.uint8)
    return pc.fill_null(owners.column(name), True).to_numpy(zero_copy_only=False)


def _put_fact(columns: Columns, column: Column, batch: pa.RecordBatch | None, vocabulary: Vocabulary) -> None:
    if batch is None or column.name not in batch.schema.names:
        columns.put_nothing(column)
        return
    is_area = column.name == "area" or (
        column.name in vocabulary.facts and vocabulary.facts[column.name].type.kind == "area"
    )
    columns.put_array(column, batch.column(column.name), is_area=is_area)


def _areas(array: pa.Array) -> pa.Array:
    """Area codes as numbers; a text that is no code is not known."""
    codes = array.dictionary_encode()
    numbers = [area_number(code) for code in codes.dictionary.to_pylist()]
    known = pa.array([number if number >= 0 else None for number in numbers], pa.int64())
    return known.take(codes.indices)


def _numbers(array: pa.Array, column: Column) -> Array:
    """The numbers of an array; where one is not known, whatever stands there."""
    if pa.types.is_boolean(array.type):
        return pc.fill_null(array, False).to_numpy(zero_copy_only=False).view(np.uint8)
    if pa.types.is_date(array.type):
        array = array.view(pa.int32())
    stored = NUMPY[array.type.bit_width]
    values = np.frombuffer(array.buffers()[1], stored)[array.offset : array.offset + len(array)]
    return narrowed(values, column, array)


def narrowed(values: Array, column: Column, array: pa.Array | None = None) -> Array:
    """Numbers as wide as a column holds them.

    Args:
        values: the numbers.
        column: where they go.
        array: the same with what is not known, where something may not be.

    Raises:
        OutOfBounds: one that is known does not fit.
    """
    kind = NUMPY[column.width]
    if len(values) and not np.can_cast(values.dtype, kind):
        limits = np.iinfo(kind)
        if values.min() < limits.min or values.max() > limits.max:
            outside = (values < limits.min) | (values > limits.max)
            if array is not None:
                outside &= pc.is_valid(array).to_numpy(zero_copy_only=False)
            if outside.any():
                raise OutOfBounds(column, int(np.argmax(outside)))
    return np.ascontiguousarray(values, kind)
