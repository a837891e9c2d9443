"""The columns that a kernel reads, from tables in memory: NumPy or Arrow arrays as they are, without a copy where their type is right."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.population.areas import AREA_CODE
from minsheng.population.cells import canonical_type, from_typed, mask_of
from minsheng.population.kernel.areas import area_number
from minsheng.population.kernel.columns import Columns, NotInOrder, narrowed
from minsheng.population.kernel.layout import MOST_IN_A_LIST, Column
from minsheng.population.merge import Part
from minsheng.population.schema import TableSpec

__all__ = ["Tables", "columns_in_memory", "part_of"]

Array = npt.NDArray[Any]
#: Tables by name, each with its columns by name; an Arrow table or record batch is one too.
Tables = Mapping[str, Any]
_WRONG_TYPE = N_("the column {name} has the type {given}; {wanted} was expected")


def columns_in_memory(tables: Tables, specs: Mapping[str, TableSpec], wanted: Sequence[Column], area: str) -> Columns:
    """The wanted columns of tables in memory.

    Args:
        tables: ``households``, ``people`` and further lists. ``household_id`` (and ``person_id`` in lists of people) are the numbers of the
            owner's row, not falling; or the owner's ids, in the owner's order.
        specs: the tables of a population.
        wanted: facts that a kernel reads.
        area: the place of households whose table has no ``area``.

    Raises:
        PolicyError: a table is missing, columns differ in length, cells are not of their type, or rows are not in the order of
            their owners.
        OutOfBounds: a number is too large for its column.
    """
    _check_tables(tables, specs)
    households = _named(tables["households"])
    columns = Columns({"household": _length("households", households)})
    found: dict[str, tuple[TableSpec, dict[str, Any]]] = {"household": (specs["households"], households)}
    for name, spec in specs.items():
        if name == "households":
            continue
        owner = "person" if spec.owner_key == "person_id" else "household"
        columns.rows.setdefault(owner, 0)
        table = _named(tables[name]) if name in tables else {}
        owners = _owners(name, spec, table, found) if name in tables else np.zeros(0, np.int32)
        _put_list(columns, name, owner, spec.entity, owners)
        columns.complete(name, owner, _complete(name, found[owner], columns.rows[owner]) if name in tables else None)
        sizes = np.diff(columns.arrays[Column("first", name, owner, 32)])
        if len(sizes) and sizes.max() > MOST_IN_A_LIST:
            _refuse(
                name,
                N_("more than {most} rows belong to one owner, row {row}"),
                most=MOST_IN_A_LIST,
                row=int(np.argmax(sizes)),
            )
        found[spec.entity] = spec, table
    for column in wanted:
        spec, table = found[column.entity]
        _put(columns, column, spec, table, area)
    return columns


def part_of(
    tables: Tables, specs: Mapping[str, TableSpec], columns: Columns, area: str, facts: Collection[str]
) -> Part:
    """The same tables as a part of a population with some facts, for the evaluator. Copies: ask for it with few rows."""
    part = Part({})
    for name, spec in specs.items():
        if name not in tables:
            continue
        table = _named(tables[name])
        count = columns.rows[spec.entity]
        wanted = [key for key in table if key in facts or spec.columns[key].role == "about"]
        arrays = {key: _canonical(spec, key, table[key]).cast(canonical_type(spec.columns[key])) for key in wanted}
        for key in (spec.id_key, "household_id", spec.owner_key):
            if key:
                arrays[key] = pa.array([str(row) for row in range(count)])
        if name == "households":
            arrays["area"] = pc.fill_null(arrays.get("area", pa.nulls(count, pa.string())), area)
        else:
            part.owners[name] = pa.array(columns.arrays[Column("link", "owner", spec.entity, 32)])
        part.tables[name] = pa.RecordBatch.from_pydict(arrays)
    return part


def _named(table: Any) -> dict[str, Any]:
    """The columns of a table by name, each in one piece."""
    if isinstance(table, pa.Table | pa.RecordBatch):
        table = {name: table.column(name) for name in table.schema.names}
    return {name: _in_one_piece(values) for name, values in table.items()}


def _in_one_piece(values: Any) -> Any:
    """A column without chunks; what the mask of a NumPy array hides is not known."""
    if isinstance(values, pa.ChunkedArray):
        return values.combine_chunks()
    if isinstance(values, np.ma.MaskedArray) and values.ndim == 1:
        return pa.array(values.data, mask=np.ma.getmaskarray(values))
    return values


def _refuse(place: str, message: str, hint: str = "", *, cell: str = "", **params: object) -> NoReturn:
    raise PolicyError([Finding("T50", Place(place, path=cell), message, hint, params)])


def _check_tables(tables: Tables, specs: Mapping[str, TableSpec]) -> None:
    for name in ("households", "people"):
        if name not in tables:
            _refuse(
                name,
                N_("the table {name} is missing"),
                N_("docs/reference/population-files.md describes the files."),
                name=name,
            )
    for name in tables:
        if name not in specs:
            _refuse(name, N_("there is no table {name}"), N_("Known: {known}."), name=name, known=", ".join(specs))
        for column, values in _named(tables[name]).items():
            if not isinstance(values, np.ndarray | pa.Array) or getattr(values, "ndim", 1) != 1:
                _refuse(
                    name,
                    N_("the column {name} is neither a NumPy array of one dimension nor an Arrow array"),
                    name=column,
                )
            if column not in specs[name].columns:
                _refuse(
                    name,
                    N_("unknown column {name}"),
                    N_("Columns are named as the facts of the vocabulary; remove or rename it."),
                    name=column,
                )


def _length(name: str, table: Mapping[str, Any]) -> int:
    lengths = {len(values) for values in table.values()}
    if len(lengths) != 1:
        shown = ", ".join(f"{key}: {len(values)}" for key, values in table.items())
        _refuse(name, N_("the columns differ in length ({lengths})"), lengths=shown or "0")
    return lengths.pop()


def _owners(name: str, spec: TableSpec, table: Mapping[str, Any], found: Mapping[str, Any]) -> Array:
    """The row of the owner of each row."""
    if spec.owner_key not in table:
        _refuse(name, N_("the column {name} is missing"), name=spec.owner_key)
    _length(name, table)
    keys = table[spec.owner_key]
    if isinstance(keys, np.ndarray) and keys.dtype.kind in "iu":
        return keys
    keys = _arrow(name, spec.owner_key, keys)
    if pa.types.is_integer(keys.type):
        return pc.fill_null(keys, -1).to_numpy(zero_copy_only=False)
    keys = _texts(name, spec.owner_key, keys)
    above, owner = found["person" if spec.owner_key == "person_id" else "household"]
    if spec.owner_key not in owner:
        _refuse(above.name, N_("the column {name} is missing"), name=spec.owner_key)
    ids = _texts(above.name, spec.owner_key, owner[spec.owner_key])
    if pc.count_distinct(ids).as_py() < len(ids):
        _refuse(above.name, N_("the column {name} has an id twice"), name=spec.owner_key)
    places = pc.index_in(keys, value_set=ids)
    return pc.fill_null(places, -1).to_numpy(zero_copy_only=False)


def _complete(name: str, owner: tuple[TableSpec, Mapping[str, Any]], count: int) -> Array:
    """Whether the list of each owner is complete: it is, unless the owner's row says otherwise."""
    spec, table = owner
    flags = table.get(f"{name}_complete")
    if flags is None:
        return np.ones(count, np.uint8)
    return pc.fill_null(_canonical(spec, f"{name}_complete", flags), True).to_numpy(zero_copy_only=False)


def _put_list(columns: Columns, name: str, owner: str, entity: str, owners: Array) -> None:
    """Take a list; say what is wrong with its owners."""
    try:
        columns.put_list(name, owner, entity, owners)
    except NotInOrder as problem:
        count = columns.rows[owner]
        if not 0 <= owners[problem.row] < count:
            _refuse(name, N_("row {row} belongs to nobody"), row=problem.row)
        _refuse(name, N_("the rows are not in the order of their owners, first at row {row}"), row=problem.row)


def _arrow(table: str, name: str, values: Any) -> pa.Array:
    if isinstance(values, pa.Array):
        return values
    try:
        return pa.array(values)
    except (pa.ArrowException, TypeError):
        _refuse(table, N_("the column {name} has a type that is not read: {given}"), name=name, given=str(values.dtype))


def _texts(table: str, name: str, values: Any) -> pa.Array:
    """Ids as text."""
    array = _arrow(table, name, values)
    kind = array.type.value_type if pa.types.is_dictionary(array.type) else array.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
        _refuse(table, _WRONG_TYPE, name=name, given=str(array.type), wanted="text")
    return array.cast(pa.string())


def _canonical(spec: TableSpec, name: str, values: Any) -> pa.Array:
    array = _arrow(spec.name, name, values)
    kind = spec.columns[name].type
    try:
        if kind.kind == "choice" and pa.types.is_integer(array.type):
            return array.cast(pa.int64())
        cells = from_typed(spec.columns[name], array)
    except pa.ArrowInvalid:
        _refuse(spec.name, N_("the column {name} has numbers that 64 bits do not hold"), name=name)
    if cells.refused:
        _refuse(spec.name, _WRONG_TYPE, name=name, given=cells.refused, wanted=str(kind))
    for problem in cells.problems:
        place = Place(spec.name, path=f"{name}[{int(np.argmax(problem.mask))}]")
        raise PolicyError([Finding("T50", place, problem.message, params=problem.params)])
    return _with_area_codes(spec, name, cells.array) if kind.kind == "area" else cells.array


def _with_area_codes(spec: TableSpec, name: str, array: pa.Array) -> pa.Array:
    """The column, when every text in it is an area code."""
    words = array.dictionary_encode()
    right = [word is None or AREA_CODE.fullmatch(word) is not None for word in words.dictionary.to_pylist()]
    if not all(right):
        wrong = mask_of(pc.invert(pa.array(right).take(words.indices)))
        cell = f"{name}[{int(np.argmax(wrong))}]"
        _refuse(spec.name, N_("an area code of 2, 4, 6, 9 or 12 digits was expected"), cell=cell)
    return array


def _put(columns: Columns, column: Column, spec: TableSpec, table: Mapping[str, Any], area: str) -> None:
    values = table.get(column.name)
    if column.name == "area" and values is None:
        columns.arrays[column] = np.full(columns.rows["household"], area_number(area), np.int64)
        return
    if values is None:
        columns.put_nothing(column)
        return
    if isinstance(values, np.ndarray) and values.dtype.kind in "biu":
        plain = values.view(np.uint8) if values.dtype == np.bool_ else values
        _same_kind(spec, column, values)
        columns.arrays[column] = narrowed(plain, column)
        return
    array = _canonical(spec, column.name, values)
    if column.name == "area":
        array = pc.fill_null(array, area)
    columns.put_array(column, array, is_area=spec.columns[column.name].type.kind == "area")


def _same_kind(spec: TableSpec, column: Column, values: Array) -> None:
    """Whole numbers stand for money, numbers and choices, Booleans for Booleans."""
    kind = spec.columns[column.name].type.kind
    if (kind == "bool") != (values.dtype == np.bool_) or kind in ("date", "area", "text", "ratio"):
        _refuse(
            spec.name,
            _WRONG_TYPE,
            name=column.name,
            given=str(values.dtype),
            wanted=str(spec.columns[column.name].type),
        )
