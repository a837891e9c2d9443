"""The file of a ranking: ids that wait on disk until the order is known, then the rows in that order, as Parquet or CSV."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.types import Type
from minsheng.population.lists.values import Whole

__all__ = ["ENDINGS", "Listed", "Waiting", "refuse_file", "table_of", "waiting_ids", "write_list"]

Array = npt.NDArray[Any]
ENDINGS = (".parquet", ".csv")
#: Rows written at a time; the same whatever was read at a time, so that the same list is the same file.
_ROWS = 65_536


class Waiting:
    """The ids of the units in the order in which they were read, in a file; about as large as the texts are."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._starts = [0]
        self._writer: Any = None
        self._batches: list[pa.RecordBatch] | None = None
        self._open = ExitStack()

    def add(self, ids: Mapping[str, pa.Array]) -> None:
        """Take the ids of the next units."""
        batch = pa.RecordBatch.from_pydict(dict(ids))
        if self._writer is None:
            self._writer = pa.ipc.new_file(str(self._path), batch.schema)
        self._writer.write_batch(batch)
        self._starts.append(self._starts[-1] + len(batch))

    def taken(self, rows: Array) -> pa.RecordBatch:
        """The ids of some rows, in a given order."""
        if self._batches is None:
            self._writer.close()
            source = self._open.enter_context(pa.memory_map(str(self._path)))
            reader = pa.ipc.open_file(source)
            self._batches = [reader.get_batch(number) for number in range(reader.num_record_batches)]
        order = np.argsort(rows, kind="stable")
        ordered = rows[order]
        which = np.searchsorted(self._starts, ordered, "right") - 1
        parts = [self._batches[0].slice(0, 0)]
        for batch in np.unique(which).tolist():
            inside = ordered[which == batch] - self._starts[batch]
            parts.append(self._batches[batch].take(pa.array(inside)))
        back = np.empty(len(rows), np.int64)
        back[order] = np.arange(len(rows))
        return pa.concat_batches(parts).take(pa.array(back))

    def close(self) -> None:
        """Let go of the file."""
        if self._batches is None and self._writer is not None:
            self._writer.close()
        self._batches = None
        self._open.close()


@contextmanager
def waiting_ids() -> Iterator[Waiting]:
    """A place where ids wait, in the folder for temporary files."""
    with tempfile.TemporaryDirectory(prefix="minsheng-") as folder:
        waiting = Waiting(Path(folder) / "ids.arrow")
        try:
            yield waiting
        finally:
            waiting.close()


@dataclass(frozen=True)
class Listed:
    """A finished list: rows by their number in their order, the place of each (0: none), and the columns that stand beside it.

    ``demonstration``: whether it rests on made-up values of parameters.
    """

    order: Array
    place: Array
    columns: dict[str, tuple[Whole, Type]]
    waiting: Waiting
    demonstration: bool

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows of the list: ids, partition, score, tie-breakers, place, and what is made up; null where something is not known."""
        for start in range(0, max(len(self.order), 1), _ROWS):
            rows = self.order[start : start + _ROWS]
            place = self.place[start : start + _ROWS]
            ids = self.waiting.taken(rows)
            arrays = {name: ids.column(name) for name in ids.schema.names if name != "synthetic"}
            for name, (whole, typ) in self.columns.items():
                arrays |= _arrays(name, whole, typ, rows)
            arrays["place"] = pa.array(place.astype(np.int32), mask=place == 0)
            arrays["synthetic"] = ids.column("synthetic")
            arrays["demonstration"] = pa.array(np.full(len(rows), self.demonstration))
            fields = [pa.field(key, array.type, metadata=self._about(key)) for key, array in arrays.items()]
            yield pa.RecordBatch.from_arrays(list(arrays.values()), schema=pa.schema(fields))

    def _about(self, column: str) -> dict[str, str] | None:
        """What the numbers of a column are."""
        name = column.partition(".")[0]
        if name not in self.columns or name == "partition":
            return None
        typ = self.columns[name][1]
        about = {"type": str(typ)}
        return about | {"unit": "fen", "period": typ.period} if typ.kind == "money" else about


def _arrays(name: str, whole: Whole, typ: Type, rows: Array) -> dict[str, pa.Array]:
    """One column of the list; two where values need not be whole."""
    values = whole.values.taken(rows)
    numbers, unknown = values.numbers, ~values.known
    if values.words is not None:
        words = pa.array(values.words, pa.string())
        at = pa.array(numbers.astype(np.int32), mask=unknown)
        return {name: pa.DictionaryArray.from_arrays(at, words)}
    if values.denominators is not None:
        common = np.gcd(numbers, values.denominators)
        pair = {f"{name}.number": numbers // common, f"{name}.denominator": values.denominators // common}
        return {key: pa.array(array, mask=unknown) for key, array in pair.items()}
    if typ.kind == "bool":
        return {name: pa.array(numbers.astype(bool), mask=unknown)}
    array = pa.array(numbers, mask=unknown)
    return {name: array.cast(pa.int32()).cast(pa.date32()) if typ.kind == "date" else array}


def table_of(listed: Listed) -> pa.Table:
    """The list in memory."""
    return pa.Table.from_batches(list(listed.batches()))


def refuse_file(out: Path, *, replace: bool) -> None:
    """Refuse a file that is there already, or of a kind that cannot be written.

    Raises:
        PolicyError: with what is wrong.
    """
    if out.suffix not in ENDINGS:
        message, hint = (
            N_("the list is written as .parquet or .csv"),
            N_("Let the name of the file end in one of them."),
        )
        raise PolicyError([Finding("G5", Place(str(out)), message, hint)])
    if out.is_dir() or (out.exists() and not replace):
        hint = N_("Choose another one, or allow that it is replaced.")
        raise PolicyError([Finding("T30", Place(str(out)), N_("the file is there already"), hint)])


def write_list(listed: Listed, out: Path, about: Mapping[str, str]) -> None:
    """Write a list to a file that appears when it is complete.

    Raises:
        PolicyError: it cannot be written; nothing is left.
    """
    aside = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        try:
            (_write_csv if out.suffix == ".csv" else _write_parquet)(listed, aside, about)
            aside.replace(out)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as problem:
        message = N_("the file cannot be written: {problem}")
        hint = N_("Nothing was kept. Look at the disk and the rights.")
        raise PolicyError([Finding("G5", Place(str(out)), message, hint, {"problem": problem})]) from problem


def _write_parquet(listed: Listed, path: Path, about: Mapping[str, str]) -> None:
    writer: pq.ParquetWriter | None = None
    try:
        for batch in listed.batches():
            schema = batch.schema.with_metadata({"format": "minsheng ranking 1", **about})
            if writer is None:
                writer = pq.ParquetWriter(path, schema, compression="zstd", compression_level=1)
            writer.write_batch(batch.cast(schema))
    finally:
        if writer is not None:
            writer.close()


def _write_csv(listed: Listed, path: Path, _: Mapping[str, str]) -> None:
    """CSV as spreadsheets read it: with a byte-order mark, money in yuan."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        for number, batch in enumerate(listed.batches()):
            if not number:
                table.writerow(batch.schema.names)
            columns = [_as_text(batch.column(field.name), field).to_pylist() for field in batch.schema]
            table.writerows(zip(*columns, strict=True))


def _as_text(array: pa.Array, field: pa.Field) -> pa.Array:
    """A column as text; whole fen as yuan with two decimals."""
    is_pair = field.name.endswith((".number", ".denominator"))
    if (field.metadata or {}).get(b"unit") == b"fen" and not is_pair:
        cent = pa.scalar(Decimal("0.01"), pa.decimal128(3, 2))
        array = pc.multiply(array.cast(pa.decimal128(19, 0)), cent)
    if pa.types.is_boolean(array.type):
        array = pc.if_else(array, "yes", "no")
    return pc.fill_null(array.cast(pa.string()), "")
