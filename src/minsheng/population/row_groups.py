"""Writing Parquet in row groups of a fixed size, so that a file does not depend on how its rows came in."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from types import TracebackType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

__all__ = ["ROWS_OF_GROUP", "RowGroupWriter"]

#: Rows of a row group: small enough to be read in ranges and held in memory, large enough to compress.
ROWS_OF_GROUP = 32_768

#: Text that is another one in nearly every row, for which a dictionary would be lost work.
_ONE_A_ROW = ("household_id", "person_id", "id_number", "name")


class RowGroupWriter:
    """Takes batches of any length and writes row groups of exactly ``rows`` rows; the last one has the rest.

    Args:
        path: the file to write.
        schema: its columns, with their metadata.
        rows: rows of a row group.
    """

    def __init__(self, path: Path, schema: pa.Schema, rows: int = ROWS_OF_GROUP) -> None:
        self._schema, self._size = schema, rows
        words = [column.name for column in schema if _has_words(column.type) and column.name not in _ONE_A_ROW]
        keys = [column.name for column in schema if column.name == "household_id"]
        self._file = pq.ParquetWriter(
            path, schema, compression="zstd", compression_level=1, use_dictionary=words, write_statistics=keys
        )
        self._waiting: list[pa.RecordBatch] = []
        self._count = 0
        self.rows = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Take rows whose columns are those of the schema.

        Raises:
            OSError: the file cannot be written.
        """
        while len(batch):
            part = batch.slice(0, self._size - self._count)
            self._waiting.append(part)
            self._count += len(part)
            self.rows += len(part)
            batch = batch.slice(len(part))
            if self._count == self._size:
                self._flush()

    def _flush(self) -> None:
        whole = pa.Table.from_batches(self._waiting, self._waiting[0].schema).unify_dictionaries().combine_chunks()
        self._waiting, self._count = [], 0
        columns = [_in_order(column) for column in whole.columns]
        table = pa.Table.from_arrays(columns, names=whole.schema.names).cast(self._schema)
        self._file.write_table(table, row_group_size=self._size)

    def close(self) -> None:
        """Write what is left and finish the file."""
        try:
            if self._waiting:
                self._flush()
        finally:
            self._file.close()

    def __enter__(self) -> RowGroupWriter:
        """The writer itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the file; after an error, only let go of it."""
        if error is None:
            self.close()
            return
        self._waiting = []
        with suppress(OSError):  # the error that is under way says more
            self._file.close()


def _has_words(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_dictionary(kind))


def _in_order(column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    """Words with a dictionary of those that occur, in their order; other columns as they are."""
    if not pa.types.is_dictionary(column.type):
        return column
    whole = column.combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    codes = pc.fill_null(whole.indices, 0).to_numpy()
    counts = np.bincount(codes, minlength=max(len(whole.dictionary), 1))
    counts[0] -= whole.null_count
    words = whole.dictionary.to_pylist()
    order = sorted(np.flatnonzero(counts).tolist(), key=words.__getitem__)
    if order == list(range(len(words))):
        return whole
    renamed = np.zeros(len(counts), np.int32)
    renamed[order] = np.arange(len(order))
    mask = pc.is_null(whole.indices).to_numpy(zero_copy_only=False) if whole.null_count else None
    indices = pa.array(renamed[codes], mask=mask).cast(whole.type.index_type)
    return pa.DictionaryArray.from_arrays(indices, pa.array([words[place] for place in order], whole.type.value_type))
