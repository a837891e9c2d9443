"""The files of a population side by side: whole households at a time, in the order of household_id, with bounded memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.population.cells import mask_of
from minsheng.population.files import TableFile

__all__ = ["ROW", "Part", "merged"]

#: The column that carries the row number a user sees, where only keys are read.
ROW = "row number"


@dataclass
class Part:
    """Some whole households: the rows of each file, and for rows below the household their owner's place (``owners``).

    ``strays``: rows without an owner by file, as (row, household_id, owner's id); ``without_members``: (row, household_id). Both only where
    row numbers were read.
    """

    tables: dict[str, pa.RecordBatch]
    owners: dict[str, pa.Array] = field(default_factory=dict)
    strays: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)
    without_members: list[tuple[int, str]] = field(default_factory=list)


class _Cursor:
    """A stream of batches from which rows are taken in order."""

    def __init__(self, table: TableFile, only: Sequence[str], *, keys_only: bool) -> None:
        self._batches = self._stream(table, only, keys_only)
        self._pending: list[pa.RecordBatch] = []
        self._rows = 0

    @staticmethod
    def _stream(table: TableFile, only: Sequence[str], keys_only: bool) -> Iterator[pa.RecordBatch]:
        row = table.first_row
        for batch in table.canonical(("household_id", "person_id") if keys_only else only):
            if keys_only:
                batch = batch.append_column(ROW, pa.array(np.arange(row, row + len(batch))))
            row += len(batch)
            if batch.column("household_id").null_count:
                batch = batch.filter(pc.is_valid(batch.column("household_id")))
            if len(batch):
                yield batch

    def _more(self) -> bool:
        batch = next(self._batches, None)
        if batch is None:
            return False
        self._pending.append(batch)
        self._rows += len(batch)
        return True

    def _cut(self, count: int) -> pa.RecordBatch | None:
        if not self._pending:
            return None
        whole = self._pending[0] if len(self._pending) == 1 else pa.concat_batches(self._pending)
        self._pending = [whole.slice(count)] if count < len(whole) else []
        self._rows = len(whole) - min(count, len(whole))
        return whole.slice(0, count)

    def take(self, count: int) -> pa.RecordBatch | None:
        """The next rows, fewer at the end, ``None`` after it."""
        while self._rows < count and self._more():
            pass
        return self._cut(count)

    def take_until(self, key: str | None) -> pa.RecordBatch | None:
        """The next rows with a household_id up to ``key``; all that are left for ``None``."""
        while not self._pending or key is None or self._pending[-1].column("household_id")[-1].as_py() <= key:
            if not self._more():
                break
        if not self._pending:
            return None
        if key is None:
            return self._cut(self._rows)
        return self._cut(
            sum(pc.sum(pc.less_equal(batch.column("household_id"), key)).as_py() or 0 for batch in self._pending)
        )


def merged(
    tables: Mapping[str, TableFile],
    size: int,
    *,
    keys_only: bool = False,
    leave_out: Collection[str] = (),
    columns: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[Part]:
    """Read the files together, ``size`` households at a time.

    Args:
        tables: the files by name, each in the order of household_id.
        size: how many households make a part.
        keys_only: read only ids, with row numbers, and say which rows have no owner.
        leave_out: household_ids to pass over.
        columns: by table, the columns to read; all when left out.
    """
    wanted = columns or {}
    cursors = {name: _Cursor(table, wanted.get(name, ()), keys_only=keys_only) for name, table in tables.items()}
    out = pa.array(sorted(leave_out), pa.string())
    while (households := cursors["households"].take(size)) is not None:
        last = households.column("household_id")[-1].as_py()
        rows = {name: cursor.take_until(last) for name, cursor in cursors.items() if name != "households"}
        yield _part(households, rows, tables, out, keys_only)
    rest = {name: cursor.take_until(None) for name, cursor in cursors.items() if name != "households"}
    if keys_only and any(rest.values()):
        empty = pa.RecordBatch.from_pydict({"household_id": pa.array([], pa.string()), ROW: pa.array([], pa.int64())})
        yield _part(empty, rest, tables, out, keys_only)


def _part(
    households: pa.RecordBatch,
    rows: Mapping[str, pa.RecordBatch | None],
    tables: Mapping[str, TableFile],
    out: pa.Array,
    keys_only: bool,
) -> Part:
    if len(out):
        households = households.filter(pc.invert(pc.is_in(households.column("household_id"), value_set=out)))
    part = Part({"households": households})
    for name in sorted(rows, key=lambda n: n != "people"):
        batch = rows[name]
        if batch is None:
            continue
        if len(out):
            batch = batch.filter(pc.invert(pc.is_in(batch.column("household_id"), value_set=out)))
        key = tables[name].spec.owner_key
        owner = part.tables["people"] if key == "person_id" and "people" in part.tables else households
        if key == "person_id" and "people" not in part.tables:
            at = pa.nulls(len(batch), pa.int32())
        else:
            at = pc.index_in(batch.column(key), value_set=owner.column(key))
        if key == "person_id" and len(owner) and len(batch):
            home = owner.column("household_id").take(at)
            at = pc.if_else(pc.equal(home, batch.column("household_id")), at, pa.scalar(None, pa.int32()))
        lost = ~mask_of(pc.is_valid(at))
        if lost.any():
            if keys_only:
                part.strays[name] = [
                    (
                        batch.column(ROW)[i].as_py(),
                        batch.column("household_id")[i].as_py(),
                        batch.column(key)[i].as_py() or "",
                    )
                    for i in np.flatnonzero(lost).tolist()
                ]
            batch, at = batch.filter(pa.array(~lost)), at.filter(pa.array(~lost))
        part.tables[name], part.owners[name] = batch, at
    if keys_only:
        found = part.owners["people"].to_numpy() if "people" in part.owners else np.array([], np.int64)
        counts = np.bincount(found, minlength=len(households))
        part.without_members = [
            (households.column(ROW)[i].as_py(), households.column("household_id")[i].as_py())
            for i in np.flatnonzero(counts == 0).tolist()
        ]
    return part
