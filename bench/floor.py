"""The least that a run from Parquet to Parquet can take: ``python -m bench.floor FOLDER``.

Reads the input columns of ``FOLDER/population`` and writes tables that are equal to those in ``FOLDER/result`` with pyarrow alone, deciding
nothing. The tables to be written are in memory before the clock starts. Prints one JSON line.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bench import calls
from bench.timing import peak_rss_mb, seconds

__all__ = ["Table", "floor", "table_in"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in a file: its rows by row group, and the compression of its columns."""

    name: str
    groups: list[pa.Table]
    compression: str

    def write(self, folder: Path) -> None:
        """Write it once more; at the lowest level where the compression has levels."""
        level = 1 if self.compression in ("zstd", "gzip", "brotli") else None
        with pq.ParquetWriter(
            folder / self.name, self.groups[0].schema, compression=self.compression, compression_level=level
        ) as writer:
            for group in self.groups:
                writer.write_table(group)


def table_in(path: Path) -> Table:
    """Read a file as a table."""
    file = pq.ParquetFile(path)
    compression = file.metadata.row_group(0).column(0).compression.lower()
    groups = [file.read_row_group(number) for number in range(file.num_row_groups)]
    return Table(path.name, groups, "none" if compression == "uncompressed" else compression)


def read(population: Path, columns: dict[str, list[str]]) -> int:
    """Read columns of every table, batch by batch; gives the rows."""
    rows = 0
    for name, wanted in columns.items():
        for batch in pq.ParquetFile(population / f"{name}.parquet").iter_batches(1 << 16, columns=wanted):
            rows += len(batch)
    return rows


def floor(folder: Path) -> dict[str, object]:
    """The median seconds to read the inputs and write the outputs."""
    columns = calls.columns_read(calls.law())
    tables = [table_in(path) for path in sorted((folder / "result").glob("*.parquet"))]

    def run() -> None:
        with tempfile.TemporaryDirectory(dir=folder) as out:
            read(folder / "population", columns)
            for table in tables:
                table.write(Path(out))

    return {"seconds": seconds(run), "files": [table.name for table in tables], "peak_rss_mb": peak_rss_mb()}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m bench.floor FOLDER")
    print(json.dumps(floor(Path(sys.argv[1]))))
