"""Result rows: one for each household and one for each person, with a few columns for each benefit, ready for Parquet.

An amount stands once: a benefit of a person on that person's row, a benefit of a family on the row of the family's first member (its other
members have the status only). So a column adds up to the totals. Household rows have the sums over the household.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from minsheng.policy.types import PAYERS
from minsheng.population.totals import STATUSES
from minsheng.population.units import PERIODS_OF_MONEY, Names, Units

__all__ = ["Rows", "household_schema", "household_table", "person_schema", "person_table"]

Array = npt.NDArray[Any]
_STATUS = pa.dictionary(pa.int8(), pa.string())
_WORD = pa.dictionary(pa.int32(), pa.string())
#: Which status a household shows when its people have several: yes before what is open, before no; by place in ``STATUSES``.
_RANK = np.array([3, 0, 2, 1])


def _keys(*extra: pa.Field) -> list[pa.Field]:
    return [
        pa.field("household_id", pa.string(), nullable=False),
        *extra,
        pa.field("area", pa.string(), nullable=False),
        pa.field("synthetic", pa.bool_(), nullable=False),
    ]


def _columns(benefit: str, *extra: pa.Field) -> list[pa.Field]:
    fen = {"unit": "fen"}
    return [
        pa.field(f"{benefit}.status", _STATUS),
        *extra,
        pa.field(f"{benefit}.because", _WORD),
        pa.field(f"{benefit}.amount_fen", pa.int64(), metadata=fen),
        pa.field(f"{benefit}.at_most_fen", pa.int64(), metadata=fen),
        pa.field(f"{benefit}.period", _WORD),
        *(pa.field(f"{benefit}.{payer}_fen", pa.int64(), metadata=fen) for payer in PAYERS),
        pa.field(f"{benefit}.shares_not_set", pa.bool_()),
        pa.field(f"{benefit}.demonstration", pa.bool_()),
    ]


def person_schema(benefits: Sequence[str]) -> pa.Schema:
    """The columns of ``person_results.parquet``."""
    return pa.schema(
        _keys(pa.field("person_id", pa.string(), nullable=False)) + [f for b in benefits for f in _columns(b)]
    )


def household_schema(benefits: Sequence[str]) -> pa.Schema:
    """The columns of ``household_results.parquet``; ``BENEFIT.people`` counts the people with a yes."""
    people = [pa.field("people", pa.int32(), nullable=False)]
    return pa.schema(_keys(*people) + [f for b in benefits for f in _columns(b, pa.field(f"{b}.people", pa.int32()))])


@dataclass(frozen=True)
class Rows:
    """Whose results these are: ids, places and sizes of the households, ids of their people, and the household of each person."""

    household_ids: pa.Array
    areas: pa.Array
    synthetic: pa.Array
    sizes: Array
    person_ids: pa.Array
    home: Array


def person_table(rows: Rows, benefits: Sequence[str], units: Mapping[str, Units], names: Names) -> pa.RecordBatch:
    """The rows of people."""
    home = pa.array(rows.home)
    arrays = [rows.household_ids.take(home), rows.person_ids, rows.areas.take(home), rows.synthetic.take(home)]
    for benefit in benefits:
        arrays += _of_people(units.get(benefit), len(rows.home), names)
    return pa.RecordBatch.from_arrays(arrays, schema=person_schema(benefits))


def household_table(rows: Rows, benefits: Sequence[str], units: Mapping[str, Units], names: Names) -> pa.RecordBatch:
    """The rows of households."""
    arrays = [rows.household_ids, pa.array(rows.sizes, pa.int32()), rows.areas, rows.synthetic]
    for benefit in benefits:
        arrays += _of_homes(units.get(benefit), len(rows.sizes), names)
    return pa.RecordBatch.from_arrays(arrays, schema=household_schema(benefits))


def _of_people(units: Units | None, count: int, names: Names) -> list[pa.Array]:
    if units is None or not len(units):
        return _nothing(count)
    status, reason = np.full(count, -1, np.int8), np.full(count, -1, np.int32)
    if units.entity == "person":
        status[units.members], reason[units.members] = units.status, units.reason
    else:
        sizes = units.sizes
        status[units.members], reason[units.members] = np.repeat(units.status, sizes), np.repeat(units.reason, sizes)
    told = np.flatnonzero((units.status != 1) & (units.sizes > 0))
    at = units.members[units.first[told]]
    return [_status(status), _words(reason, names), *_money(units, told, at, count)]


def _of_homes(units: Units | None, count: int, names: Names) -> list[pa.Array]:
    if units is None or not len(units):
        nothing = _nothing(count)
        return [nothing[0], pa.nulls(count, pa.int32()), *nothing[1:]]
    status, reason = np.full(count, -1, np.int8), np.full(count, -1, np.int32)
    starts = np.flatnonzero(np.diff(units.home, prepend=-1))
    homes = units.home[starts]
    later = len(units) - np.arange(len(units))
    best = np.maximum.reduceat(_RANK[units.status] * (len(units) + 1) + later, starts)
    chosen = len(units) - best % (len(units) + 1)
    status[homes], reason[homes] = units.status[chosen], units.reason[chosen]
    told = np.flatnonzero(units.status != 1)
    yes = told[units.status[told] == 0]
    people = np.zeros(count, np.int64)
    np.add.at(people, units.home[yes], units.sizes[yes])
    with_yes = np.zeros(count, bool)
    with_yes[units.home[yes]] = True
    counts = pa.array(people.astype(np.int32), mask=~with_yes)
    return [_status(status), counts, _words(reason, names), *_money(units, told, units.home[told], count)]


def _money(units: Units, told: Array, at: Array, count: int) -> list[pa.Array]:
    """The columns after ``because`` for units that are not refused, added up by row."""
    columns = [
        _sums(units.amount, units.has_amount, told, at, count),
        _sums(units.most, units.has_most, told, at, count),
        _period(units, told, at, count),
    ]
    for place in range(len(PAYERS)):
        shared = units.has_shares & (units.parts[:, place] != 0)
        columns.append(_sums(units.parts[:, place], shared, told, at, count))
    return [*columns, _marks(units.not_shared, told, at, count), _marks(units.demonstration, told, at, count)]


def _sums(values: Array, there: Array, told: Array, at: Array, count: int) -> pa.Array:
    keep = there[told]
    if not keep.any():
        return pa.nulls(count, pa.int64())
    sums, known = np.zeros(count, np.int64), np.zeros(count, bool)
    np.add.at(sums, at[keep], values[told[keep]])
    known[at[keep]] = True
    return pa.array(sums, mask=~known)


def _marks(marks: Array, told: Array, at: Array, count: int) -> pa.Array:
    rows = at[marks[told]]
    if not len(rows):
        return pa.nulls(count, pa.bool_())
    marked = np.zeros(count, bool)
    marked[rows] = True
    return pa.array(marked, mask=~marked)


def _period(units: Units, told: Array, at: Array, count: int) -> pa.Array:
    codes = np.zeros(count, np.int32)
    codes[at] = units.period[told]
    if not codes.any():
        return pa.nulls(count, _WORD)
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes == 0), pa.array(PERIODS_OF_MONEY))


def _status(codes: Array) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(STATUSES))


def _words(numbers: Array, names: Names) -> pa.Array:
    """Names by number as words, with a dictionary of those that occur, in the order of the alphabet."""
    used = np.flatnonzero(np.bincount(numbers[numbers >= 0], minlength=len(names.names)))
    in_order = sorted(used.tolist(), key=lambda number: names.names[number])
    places = np.zeros(len(names.names) + 1, np.int32)
    places[in_order] = np.arange(len(in_order))
    words = pa.array([names.names[number] for number in in_order], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(places[numbers], mask=numbers < 0), words)


def _nothing(count: int) -> list[pa.Array]:
    money = [pa.int64(), pa.int64(), _WORD, *(pa.int64() for _ in PAYERS), pa.bool_(), pa.bool_()]
    return [pa.nulls(count, _STATUS), pa.nulls(count, _WORD), *(pa.nulls(count, kind) for kind in money)]
