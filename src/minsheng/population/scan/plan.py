"""Cutting a population into shards of whole households: which rows of each file belong to which shard.

Shards are cut by the number of households, and the other files by the first household_id of each shard, so that every row of every file,
in order or not, is in exactly one shard.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from minsheng.population.cells import mask_of
from minsheng.population.files import TableFile

__all__ = ["MOST_ROWS_OF_GROUP", "Shard", "can_be_read_in_ranges", "planned"]

#: Row groups longer than this are cut up first: a range of rows costs reading its whole row groups.
MOST_ROWS_OF_GROUP = 1_048_576

#: Without another wish, a population is cut into so many shards, each of so many households at least and at most.
_USUAL_SHARDS, _LEAST, _MOST = 32, 5_000, 100_000


@dataclass(frozen=True, slots=True)
class Shard:
    """Some households and everything that belongs to them: by file, the first row and the row after the last, from 0."""

    number: int
    rows: Mapping[str, tuple[int, int]]

    @property
    def households(self) -> int:
        """How many households."""
        begin, end = self.rows["households"]
        return end - begin


def can_be_read_in_ranges(table: TableFile) -> bool:
    """Whether the file is Parquet whose row groups are not too long."""
    if table.is_csv:
        return table.kept is not None
    about = table.open().metadata
    return all(about.row_group(group).num_rows <= MOST_ROWS_OF_GROUP for group in range(about.num_row_groups))


def planned(tables: Mapping[str, TableFile], size: int | None = None) -> list[Shard]:
    """The shards of a population, ``size`` households each; the last one has the rest.

    Args:
        tables: the files; each can be read in ranges.
        size: households in a shard; when left out, enough shards for many cores, none of them small or large.

    Raises:
        PolicyError: a file cannot be read.
    """
    keys = {name: _Keys(table) for name, table in tables.items()}
    count = keys["households"].rows
    if size is None:
        size = min(max(-(-count // _USUAL_SHARDS), _LEAST), _MOST)
    cuts: dict[str, list[int]] = {name: [0] for name in tables}
    for place in range(size, count, size):
        key = keys["households"].at(place)
        cuts["households"].append(place)
        for name, of_table in keys.items():
            if name != "households":
                cuts[name].append(of_table.first_from(key, cuts[name][-1]))
    for name, of_table in keys.items():
        cuts[name].append(of_table.rows)
    return [
        Shard(number, {name: (places[number], places[number + 1]) for name, places in cuts.items()})
        for number in range(len(cuts["households"]) - 1)
    ]


class _Keys:
    """The household_ids of a file, read a row group at a time where its statistics do not say enough."""

    def __init__(self, table: TableFile) -> None:
        self._table, self._file = table, table.open()
        about = self._file.metadata
        self._starts = [0]
        for group in range(about.num_row_groups):
            self._starts.append(self._starts[-1] + about.row_group(group).num_rows)
        place = self._file.schema_arrow.names.index("household_id")
        self._last = [_last_of(about.row_group(group), place) for group in range(about.num_row_groups)]
        self._held: tuple[int, pa.Array] | None = None

    @property
    def rows(self) -> int:
        """The rows of the file."""
        return self._starts[-1]

    def _group(self, group: int) -> pa.Array:
        if self._held is None or self._held[0] != group:
            begin, end = self._starts[group], self._starts[group + 1]
            parts = [
                cells.array
                for batch in self._table.between(begin, end, ("household_id",), self._file)
                for _, cells in self._table.cells(batch)
            ]
            self._held = (group, pa.concat_arrays(parts) if parts else pa.array([], pa.string()))
        return self._held[1]

    def _highest(self, group: int) -> str:
        """The last household_id of a row group, or one that is not before it."""
        known = self._last[group]
        if known is None:
            keys = pc.drop_null(self._group(group))
            known = self._last[group] = keys[-1].as_py() if len(keys) else ""
        return known

    def at(self, place: int) -> str | None:
        """The household_id in a row."""
        group = bisect_left(self._starts, place + 1) - 1
        value: str | None = self._group(group)[place - self._starts[group]].as_py()
        return value

    def first_from(self, key: str | None, least: int) -> int:
        """The first row, not before row ``least``, whose household_id is ``key`` or comes after it."""
        if key is None:
            return least
        groups = range(len(self._last))
        group = bisect_left(groups, key, key=self._highest)
        if group == len(groups):
            return self.rows
        reached = np.flatnonzero(mask_of(pc.greater_equal(self._group(group), key)))
        within = int(reached[0]) if len(reached) else len(self._group(group))
        return max(least, self._starts[group] + within)


def _last_of(group: pq.RowGroupMetaData, place: int) -> str | None:
    """The greatest household_id of a row group as its statistics have it."""
    column = group.column(place)
    statistics = column.statistics
    if column.path_in_schema != "household_id" or statistics is None or not statistics.has_min_max:
        return None
    return statistics.max if isinstance(statistics.max, str) else None
