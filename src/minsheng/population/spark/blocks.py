"""Rows of a table as a few long pieces of bytes, so that a cluster can bring them together without looking into them.

Every row has a record of fixed width, and behind all records stand the texts. A value that is not known has a mark of its own (the
lowest number of its type, which no checked value has). Packing and unpacking work on whole columns.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.population.cells import canonical_type, mask_of
from minsheng.population.merge import ROW
from minsheng.population.schema import TableSpec

__all__ = ["BLOCK_ROWS", "Block", "Layout", "cut", "in_order", "layout_of"]

Array = npt.NDArray[Any]
#: So many rows a block has at most: about a megabyte of people.
BLOCK_ROWS = 4_096
_UNKNOWN = -1  # the length of a text that is not known
_LENGTHS = np.dtype(np.int32)
_NUMBERS: Mapping[pa.DataType, Any] = {
    pa.bool_(): np.int8,
    pa.int16(): np.int16,
    pa.int32(): np.int32,
    pa.int64(): np.int64,
    pa.date32(): np.int32,
}


_CODEC = pa.Codec("zstd", 1)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one table that belong into one part: records, then texts, compressed; and how long they are when they are not."""

    part: int
    records: int
    texts: int
    content: bytes

    @classmethod
    def of(cls, part: int, records: bytes, texts: bytes) -> Block:
        """Compress some rows."""
        return cls(part, len(records), len(texts), _CODEC.compress(records + texts, asbytes=True))

    def opened(self) -> tuple[pa.Buffer, pa.Buffer]:
        """The records and the texts."""
        whole = _CODEC.decompress(self.content, self.records + self.texts)
        return whole.slice(0, self.records), whole.slice(self.records)


class Layout:
    """How the rows of a table are packed.

    Args:
        columns: the columns in canonical form, with their types.

    >>> layout = Layout({"household_id": pa.string(), "sum": pa.int64()})
    >>> rows = pa.RecordBatch.from_pydict({"household_id": ["a", "b"], "sum": pa.array([None, 5])})
    >>> layout.unpacked(*layout.packed(rows)).to_pylist()
    [{'household_id': 'a', 'sum': None}, {'household_id': 'b', 'sum': 5}]
    """

    def __init__(self, columns: Mapping[str, pa.DataType]) -> None:
        self._columns = dict(columns)
        self._texts = [name for name, type_ in columns.items() if type_ not in _NUMBERS]
        fields = [(name, _LENGTHS if name in self._texts else _NUMBERS[type_]) for name, type_ in columns.items()]
        self._record = np.dtype(fields)

    @property
    def names(self) -> list[str]:
        """The columns."""
        return list(self._columns)

    def packed(self, rows: pa.RecordBatch) -> tuple[bytes, bytes]:
        """The records of some rows, and their texts; a column that the rows do not have is not known."""
        records = np.empty(len(rows), self._record)
        texts = []
        for name, type_ in self._columns.items():
            if name not in rows.schema.names:
                records[name] = _UNKNOWN if name in self._texts else np.iinfo(self._record[name]).min
            elif name in self._texts:
                words = rows.column(name).cast(pa.large_binary())
                records[name] = pc.fill_null(pc.binary_length(words), _UNKNOWN).to_numpy()
                texts.append(pc.fill_null(words, b""))
            else:
                records[name] = _numbers(rows.column(name), type_)
        return records.tobytes(), _joined(texts)

    def unpacked(self, records: bytes | memoryview, texts: bytes | memoryview) -> pa.RecordBatch:
        """The rows again, from the records and texts of any number of blocks one behind the other."""
        table = np.frombuffer(records, self._record)
        columns = {}
        lengths = [table[name].astype(np.int64) for name in self._texts]
        known = [np.maximum(length, 0) for length in lengths]
        ends = np.cumsum(np.sum(known, axis=0)) if known else np.zeros(len(table), np.int64)
        starts = dict(zip(self._texts, _starts(known, ends), strict=True))
        data = np.frombuffer(texts, np.uint8)
        for name, type_ in self._columns.items():
            if name in starts:
                place = self._texts.index(name)
                columns[name] = _words(data, starts[name], known[place], lengths[place] < 0, type_)
            else:
                columns[name] = _values(table[name], type_)
        return pa.RecordBatch.from_pydict(columns)


def _numbers(column: pa.Array, type_: pa.DataType) -> Array:
    """Values as numbers, with the mark for what is not known."""
    width = _NUMBERS[type_]
    numbers = column.cast(pa.int32()) if type_ == pa.date32() else column
    if column.null_count == len(column):
        return np.full(len(column), np.iinfo(width).min, width)
    known = pc.fill_null(numbers, False if type_ == pa.bool_() else pa.scalar(0, numbers.type))
    result = known.to_numpy(zero_copy_only=False).astype(width)
    if column.null_count:
        result[mask_of(pc.is_null(column))] = np.iinfo(width).min
    return result


def _values(numbers: Array, type_: pa.DataType) -> pa.Array:
    missing = numbers == np.iinfo(numbers.dtype).min
    plain = np.ascontiguousarray(numbers)
    if type_ == pa.bool_():
        plain = plain > 0
    array = pa.array(plain, mask=missing if missing.any() else None)
    return array.cast(type_) if array.type != type_ else array


def _joined(texts: Sequence[pa.Array]) -> bytes:
    """The texts of each row one behind the other, row after row."""
    if not texts:
        return b""
    whole = texts[0] if len(texts) == 1 else pc.binary_join_element_wise(*texts, pa.scalar(b"", pa.large_binary()))
    offsets = np.frombuffer(whole.buffers()[1], np.int64)[whole.offset : whole.offset + len(whole) + 1]
    data = whole.buffers()[2]
    return bytes(memoryview(data)[offsets[0] : offsets[-1]]) if data is not None and len(whole) else b""


def _starts(lengths: Sequence[Array], ends: Array) -> Iterator[Array]:
    """Where the text of each column begins in each row."""
    at = ends - np.sum(lengths, axis=0) if lengths else ends
    for length in lengths:
        yield at
        at = at + length


def _words(data: Array, starts: Array, lengths: Array, missing: Array, type_: pa.DataType) -> pa.Array:
    """A column of texts, taken out of the bytes of all columns."""
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    places = np.arange(offsets[-1]) + np.repeat(starts - offsets[:-1], lengths)
    validity = None
    if missing.any():
        validity = pa.py_buffer(np.packbits(~missing, bitorder="little"))
    buffers = [validity, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(data[places])]
    return pa.Array.from_buffers(type_, len(lengths), buffers)


def layout_of(spec: TableSpec, names: Sequence[str]) -> Layout:
    """The layout of some columns of a table, with the row number of each row."""
    columns = {name: canonical_type(spec.columns[name]) for name in names}
    return Layout({**columns, ROW: pa.int64()})


def in_order(rows: pa.RecordBatch, *keys: str) -> pa.RecordBatch:
    """The rows sorted by the household, then by other columns; rows that are alike keep their order."""
    names = ("household_id", *keys)
    before, after = rows.slice(0, max(len(rows) - 1, 0)), rows.slice(1)
    wrong = np.zeros(len(after), bool)
    for name in reversed(names):
        one, other = before.column(name), after.column(name)
        wrong = mask_of(pc.greater(one, other)) | (mask_of(pc.equal(one, other)) & wrong)
    if not wrong.any():
        return rows
    return rows.take(pc.sort_indices(rows, sort_keys=[(name, "ascending") for name in names]))


def cut(rows: pa.RecordBatch, layout: Layout, bounds: Sequence[str]) -> Iterator[Block]:
    """Blocks of some rows, each for one part; the rows of a household come into one part, whichever table they are of.

    Args:
        rows: in canonical form; those without household are passed over.
        layout: how they are packed.
        bounds: the first household_id of each part but the first, in order.
    """
    if rows.column("household_id").null_count:
        rows = rows.filter(pc.is_valid(rows.column("household_id")))
    if not len(rows):
        return
    rows = in_order(rows)
    keys = rows.column("household_id")
    last, begin = bisect_right(bounds, str(keys[-1])), 0
    for part in range(bisect_right(bounds, str(keys[0])), last + 1):
        end = len(rows)
        if part < last:
            end = bisect_left(range(len(rows)), bounds[part], begin, key=lambda row: str(keys[row]))
        for at in range(begin, end, BLOCK_ROWS):
            yield Block.of(part, *layout.packed(rows.slice(at, min(BLOCK_ROWS, end - at))))
        begin = end
