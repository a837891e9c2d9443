"""The files of a population side by side: whole households at a time, in the order of household_id, with bounded memory."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.population.cells import mask_of
from minsheng.population.files import TableFile
from minsheng.population.schema import TableSpec

__all__ = ["ROW", "Group", "Part", "grouped", "joined", "merged"]

#: The column that carries the row number a user sees, where rows are checked.
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


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of some whole households, not yet joined: those of households, and those of the other files, where there are any."""

    households: pa.RecordBatch
    rows: Mapping[str, pa.RecordBatch]


class _Cursor:
    """A stream of batches from which rows are taken in order; rows without household are passed over."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self._batches = batches
        self._pending: list[pa.RecordBatch] = []
        self._rows = 0
        #: No rows, with the columns of the file: where the file is there, a list without rows is empty, not unknown.
        self.nothing = pa.RecordBatch.from_pydict(
            {
                "household_id": pa.array([], pa.string()),
                "person_id": pa.array([], pa.string()),
                ROW: pa.array([], pa.int64()),
            }
        )

    def _more(self) -> bool:
        for batch in self._batches:
            self.nothing = batch.slice(0, 0)
            if batch.column("household_id").null_count:
                batch = batch.filter(pc.is_valid(batch.column("household_id")))
            if len(batch):
                self._pending.append(batch)
                self._rows += len(batch)
                return True
        return False

    def _cut(self, count: int) -> pa.RecordBatch | None:
        taken: list[pa.RecordBatch] = []
        self._rows -= count
        while count:
            head = self._pending[0]
            taken.append(head.slice(0, count))
            if count < len(head):
                self._pending[0] = head.slice(count)
                break
            count -= len(head)
            self._pending.pop(0)
        if not taken:
            return None
        return taken[0] if len(taken) == 1 else pa.concat_batches(taken)

    def take(self, count: int) -> pa.RecordBatch | None:
        """The next rows, fewer at the end, ``None`` after it."""
        while self._rows < count and self._more():
            pass
        return self._cut(min(count, self._rows))

    def take_until(self, key: str | None) -> pa.RecordBatch | None:
        """The next rows with a household_id up to ``key``; all that are left for ``None``."""
        while not self._pending or key is None or self._pending[-1].column("household_id")[-1].as_py() <= key:
            if not self._more():
                break
        if key is None:
            return self._cut(self._rows)
        count = 0
        for batch in self._pending:
            keys = batch.column("household_id")
            here = bisect_right(_Texts(keys), key)
            count += here
            if here < len(keys):
                break
        return self._cut(count)


@dataclass(frozen=True, slots=True)
class _Texts:
    """A column as a sequence, so that it can be searched without being turned into a list."""

    column: pa.Array

    def __len__(self) -> int:
        return len(self.column)

    def __getitem__(self, at: int) -> str:
        return str(self.column[at])


def grouped(streams: Mapping[str, Iterator[pa.RecordBatch]], size: int) -> Iterator[Group]:
    """Cut streams of canonical rows, each in the order of household_id, into groups of ``size`` whole households.

    Every row that has a household_id comes in one group; those after the last household in a group without households.
    """
    cursors = {name: _Cursor(stream) for name, stream in streams.items()}
    empty: pa.RecordBatch | None = None
    while (households := cursors["households"].take(size)) is not None:
        empty = households.slice(0, 0)
        last = households.column("household_id")[-1].as_py()
        rows = {name: cursor.take_until(last) for name, cursor in cursors.items() if name != "households"}
        yield Group(
            households, {name: cursors[name].nothing if batch is None else batch for name, batch in rows.items()}
        )
    rest = {name: cursor.take_until(None) for name, cursor in cursors.items() if name != "households"}
    if any(rest.values()):
        if empty is None:
            empty = pa.RecordBatch.from_pydict(
                {"household_id": pa.array([], pa.string()), ROW: pa.array([], pa.int64())}
            )
        yield Group(empty, {name: batch for name, batch in rest.items() if batch is not None})


def joined(group: Group, specs: Mapping[str, TableSpec], leave_out: Collection[str] = ()) -> Part:
    """Find the owner of every row of a group; rows without one are left out and, where rows have numbers, listed.

    Args:
        group: the rows.
        specs: what the files mean.
        leave_out: household_ids to pass over.
    """
    out = pa.array(sorted(leave_out), pa.string())
    households = _without(group.households, out)
    part = Part({"households": households})
    for name in sorted(group.rows, key=lambda n: n != "people"):
        batch = _without(group.rows[name], out)
        key = specs[name].owner_key
        owner = part.tables.get("people") if key == "person_id" else households
        at = _owners(batch, owner, key)
        if at.null_count:
            found = pc.is_valid(at)
            if ROW in batch.schema.names:
                part.strays[name] = _listed(batch.filter(pc.invert(found)), key)
            batch, at = batch.filter(found), at.filter(found)
        part.tables[name], part.owners[name] = batch, at
    if ROW in households.schema.names:
        found = part.owners["people"].to_numpy() if "people" in part.owners else np.array([], np.int64)
        counts = np.bincount(found, minlength=len(households))
        part.without_members = [
            (households.column(ROW)[i].as_py(), households.column("household_id")[i].as_py())
            for i in np.flatnonzero(counts == 0).tolist()
        ]
    return part


def _without(batch: pa.RecordBatch, out: pa.Array) -> pa.RecordBatch:
    if not len(out):
        return batch
    return batch.filter(pc.invert(pc.is_in(batch.column("household_id"), value_set=out)))


def _owners(batch: pa.RecordBatch, owner: pa.RecordBatch | None, key: str) -> pa.Array:
    """The place of each row's owner, null where there is none. Rows of the same owner stand together, so each is looked up once."""
    if owner is None or not len(owner) or not len(batch):
        return pa.nulls(len(batch), pa.int32())
    ids, homes = batch.column(key), batch.column("household_id")
    changes = mask_of(pc.not_equal(homes[1:], homes[:-1]))
    if key == "person_id":
        changes |= ~mask_of(pc.equal(ids[1:], ids[:-1]))
    starts = np.flatnonzero(np.append(True, changes))
    firsts = pa.array(starts)
    at = pc.index_in(ids.take(firsts), value_set=owner.column(key))
    if key == "person_id":
        same = pc.equal(owner.column("household_id").take(at), homes.take(firsts))
        if not mask_of(same).all():
            at = pc.if_else(same, at, pa.scalar(None, pa.int32()))
    return at.take(pa.array(np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(batch))))))


def _listed(batch: pa.RecordBatch, key: str) -> list[tuple[int, str, str]]:
    columns = (batch.column(ROW), batch.column("household_id"), pc.fill_null(batch.column(key), ""))
    return list(zip(*(column.to_pylist() for column in columns), strict=True))


def merged(
    tables: Mapping[str, TableFile],
    size: int,
    *,
    leave_out: Collection[str] = (),
    columns: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[Part]:
    """Read the files together, ``size`` households at a time.

    Args:
        tables: the files by name, each in the order of household_id.
        size: how many households make a part.
        leave_out: household_ids to pass over.
        columns: by table, the columns to read; all when left out.
    """
    wanted, specs = columns or {}, {name: table.spec for name, table in tables.items()}
    streams = {name: table.canonical(wanted.get(name, ())) for name, table in tables.items()}
    for group in grouped(streams, size):
        if len(group.households):
            yield joined(group, specs, leave_out)
