"""The files of a population: found in a folder, opened as a stream of batches, their columns checked against the documented ones."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from minsheng.policy.finding import Findings, Place
from minsheng.policy.language import N_
from minsheng.population.cells import Cells, from_text, from_typed
from minsheng.population.schema import TableSpec

__all__ = ["TableFile", "find_tables"]

_ROWS = 65_536
_BLOCK = 8 << 20


@dataclass(frozen=True, slots=True)
class TableFile:
    """One file of a population and what its columns mean. ``first_row`` is the number that a user sees beside the first row of data."""

    spec: TableSpec
    path: Path
    names: tuple[str, ...]
    metadata: Mapping[str, str]

    @property
    def is_csv(self) -> bool:
        """Whether the cells are text."""
        return self.path.suffix == ".csv"

    @property
    def first_row(self) -> int:
        """2 for CSV, where the header is row 1 as a spreadsheet shows it; 1 for Parquet."""
        return 2 if self.is_csv else 1

    def batches(self, only: Sequence[str] = ()) -> Iterator[pa.RecordBatch]:
        """The rows as they stand, in batches, optionally some columns only. Memory does not grow with the file."""
        names = [name for name in self.names if not only or name in only]
        if not self.is_csv:
            yield from pq.ParquetFile(self.path).iter_batches(batch_size=_ROWS, columns=names)
            return
        with _open_csv(self.path, self.names, names, None) as reader:
            yield from reader

    def cells(self, batch: pa.RecordBatch) -> Iterator[tuple[str, Cells]]:
        """The columns of a batch in canonical form."""
        read = from_text if self.is_csv else from_typed
        for name, array in zip(batch.schema.names, batch.columns, strict=True):
            yield name, read(self.spec.columns[name], array)

    def canonical(self, only: Sequence[str] = ()) -> Iterator[pa.RecordBatch]:
        """The rows in canonical form; cells that cannot be read are null (the check has named them before)."""
        for batch in self.batches(only):
            columns = {name: cells.array for name, cells in self.cells(batch)}
            yield pa.RecordBatch.from_pydict(columns)


def _encoding(path: Path) -> str:
    """UTF-8, or GB 18030 as older spreadsheets in China write it."""
    with path.open("rb") as file:
        start = file.read(1 << 16)
    try:
        start[: start.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _open_csv(path: Path, names: Sequence[str], wanted: Sequence[str], on_invalid: object) -> pa.csv.CSVStreamingReader:
    return pa.csv.open_csv(
        path,
        read_options=pa.csv.ReadOptions(block_size=_BLOCK, encoding=_encoding(path)),
        parse_options=pa.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=on_invalid),
        convert_options=pa.csv.ConvertOptions(
            column_types={name: pa.string() for name in names},
            null_values=[""],
            strings_can_be_null=True,
            include_columns=list(wanted),
        ),
    )


def find_tables(folder: Path, specs: Mapping[str, TableSpec], findings: Findings) -> dict[str, TableFile]:
    """The tables that a folder holds, by name. Missing files, unknown columns and missing keys go to ``findings``."""
    tables: dict[str, TableFile] = {}
    if not folder.is_dir():
        findings.error(
            "T01",
            Place(str(folder)),
            N_("there is no such folder"),
            N_("Give the folder that has households.parquet or households.csv."),
        )
        return tables
    for name, spec in specs.items():
        paths = [path for ending in (".parquet", ".csv") if (path := folder / f"{name}{ending}").is_file()]
        if len(paths) == 2:
            findings.error(
                "T02", Place(name), N_("{name} is there as Parquet and as CSV"), N_("Keep one of them."), name=name
            )
        elif paths:
            table = _look_at(paths[0], spec, findings)
            if table is not None:
                tables[name] = table
        elif name in ("households", "people"):
            findings.error(
                "T01",
                Place(str(folder)),
                N_("{name}.parquet or {name}.csv is missing"),
                N_("docs/reference/population-files.md describes the files."),
                name=name,
            )
    return tables


def _look_at(path: Path, spec: TableSpec, findings: Findings) -> TableFile | None:
    metadata: dict[str, str] = {}
    try:
        if path.suffix == ".csv":
            names = _read_header(path, findings)
        else:
            schema = pq.read_schema(path)
            names = schema.names
            metadata = {k.decode(): v.decode() for k, v in (schema.metadata or {}).items() if k != b"ARROW:schema"}
    except (pa.ArrowInvalid, OSError, UnicodeDecodeError) as problem:
        findings.error(
            "T03", Place(path.name), N_("the file cannot be read: {problem}"), problem=str(problem).splitlines()[0]
        )
        return None
    known = True
    for name in names:
        if names.count(name) > 1 or name not in spec.columns:
            known = False
            message = N_("the column {name} is there twice") if name in spec.columns else N_("unknown column {name}")
            findings.error(
                "T04",
                Place(path.name, path=name),
                message,
                N_("Columns are named as the facts of the vocabulary; remove or rename it."),
                name=name,
            )
    for column in spec.columns.values():
        if column.required and column.name not in names:
            known = False
            findings.error(
                "T05", Place(path.name, path=column.name), N_("the column {name} is missing"), name=column.name
            )
    return TableFile(spec, path, tuple(names), metadata) if known else None


def _read_header(path: Path, findings: Findings) -> list[str]:
    """The names of the columns; rows with too many or too few cells go to ``findings``."""
    with path.open(encoding=_encoding(path) + ("-sig" if _encoding(path) == "utf-8" else ""), newline="") as file:
        names = next(csv.reader(file), [])
    wrong: list[pa.csv.InvalidRow] = []

    def keep(row: pa.csv.InvalidRow) -> str:
        wrong.append(row)
        return "skip"

    with _open_csv(path, names, names, keep) as reader:
        if reader.schema.names == names:
            for _ in reader:
                pass
    for row in wrong[:1000]:
        findings.error(
            "T06",
            Place(path.name, line=row.number or 0),
            N_("the row has {actual} cells, the header has {expected}"),
            actual=row.actual_columns,
            expected=row.expected_columns,
        )
    return names
