"""CSV files of a population: their encoding, their header, rows with too many or too few cells."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv

from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_

__all__ = ["header_of", "odd_rows", "open_csv", "text_batches"]

_BLOCK = 8 << 20
_MOST_ODD_ROWS = 1000

OnOddRow = Callable[[pa.csv.InvalidRow], str]


def _encoding(path: Path) -> str:
    """UTF-8, or GB 18030 as older spreadsheets in China write it."""
    with path.open("rb") as file:
        start = file.read(1 << 16)
    try:
        start[: start.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def header_of(path: Path) -> list[str]:
    """The names of the columns, as the first line has them."""
    encoding = _encoding(path)
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as file:
        return next(csv.reader(file), [])


def open_csv(
    path: Path, names: Sequence[str], wanted: Sequence[str], on_odd_row: OnOddRow | None = None
) -> pa.csv.CSVStreamingReader:
    """The file as a stream of batches of text; an empty cell is null.

    Args:
        path: the file.
        names: all its columns.
        wanted: the columns to read.
        on_odd_row: asked about a row with too many or too few cells; without it such a row is an error.
    """
    return pa.csv.open_csv(
        path,
        # the number of an odd row is known only where one thread reads
        read_options=pa.csv.ReadOptions(block_size=_BLOCK, encoding=_encoding(path), use_threads=on_odd_row is None),
        parse_options=pa.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=on_odd_row),
        convert_options=pa.csv.ConvertOptions(
            column_types={name: pa.string() for name in names},
            null_values=[""],
            strings_can_be_null=True,
            include_columns=list(wanted),
        ),
    )


def text_batches(path: Path, names: Sequence[str], findings: list[Finding]) -> Iterator[pa.RecordBatch]:
    """The rows of a file; those with too many or too few cells go to ``findings`` instead."""
    odd = 0

    def keep(row: pa.csv.InvalidRow) -> str:
        nonlocal odd
        odd += 1
        if odd <= _MOST_ODD_ROWS:
            findings.append(_odd_row(path, row))
        return "skip"

    with open_csv(path, names, names, keep) as reader:
        if reader.schema.names == list(names):
            yield from reader


def odd_rows(path: Path, names: Sequence[str]) -> list[Finding]:
    """The rows with too many or too few cells; the whole file is read for it."""
    findings: list[Finding] = []
    for _ in text_batches(path, names, findings):
        pass
    return findings


def _odd_row(path: Path, row: pa.csv.InvalidRow) -> Finding:
    return Finding(
        "T06",
        Place(path.name, line=row.number or 0),
        N_("the row has {actual} cells, the header has {expected}"),
        params={"actual": row.actual_columns, "expected": row.expected_columns},
    )
