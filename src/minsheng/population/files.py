"""The files of a population: found in a folder, opened as a stream of batches, their columns checked against the documented ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from minsheng.policy.finding import Finding, Findings, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.population.cells import Cells, from_text, from_typed
from minsheng.population.csv_file import header_of, odd_rows, open_csv
from minsheng.population.schema import TableSpec

__all__ = ["TableFile", "find_tables", "known_columns", "look_at", "refused_when_unreadable"]

_ROWS = 32_768
_REQUIRED_FILES = ("households", "people")


@dataclass(frozen=True, slots=True)
class TableFile:
    """One file of a population and what its columns mean.

    ``first_row`` is the number that a user sees beside the first row of data; ``kept`` a Parquet copy of the same rows that can be read
    in ranges, where one was made.
    """

    spec: TableSpec
    path: Path
    names: tuple[str, ...]
    metadata: Mapping[str, str]
    kept: Path | None = None

    @property
    def is_csv(self) -> bool:
        """Whether the cells are text."""
        return self.path.suffix == ".csv"

    @property
    def first_row(self) -> int:
        """2 for CSV, where the header is row 1 as a spreadsheet shows it; 1 for Parquet."""
        return 2 if self.is_csv else 1

    def open(self) -> pq.ParquetFile:
        """The Parquet file that has the rows: the file itself, or its copy."""
        with refused_when_unreadable(self.path):
            return pq.ParquetFile(self.kept or self.path, pre_buffer=False)  # else the whole file would be held

    def wanted(self, only: Sequence[str]) -> list[str]:
        """The columns of the file that are among ``only``; all for none."""
        return [name for name in self.names if not only or name in only]

    def batches(self, only: Sequence[str] = ()) -> Iterator[pa.RecordBatch]:
        """The rows as they stand, in batches, optionally some columns only. Memory does not grow with the file.

        Raises:
            PolicyError: the file cannot be read.
        """
        with refused_when_unreadable(self.path):
            if self.is_csv and self.kept is None:
                with open_csv(self.path, self.names, self.wanted(only)) as reader:
                    yield from reader
            else:
                yield from self.open().iter_batches(batch_size=_ROWS, columns=self.wanted(only))

    def between(
        self, begin: int, end: int, only: Sequence[str] = (), opened: pq.ParquetFile | None = None
    ) -> Iterator[pa.RecordBatch]:
        """The rows from place ``begin`` up to, not including, ``end``; only row groups that hold some of them are read.

        Args:
            begin: the first row, from 0.
            end: the row after the last.
            only: the columns to read; all when left out.
            opened: what :meth:`open` gave, so that a file is not opened for every range.

        Raises:
            PolicyError: the file cannot be read.
        """
        with refused_when_unreadable(self.path):
            file = opened or self.open()
            first, start = 0, 0
            groups: list[int] = []
            for group in range(file.metadata.num_row_groups):
                stop = start + file.metadata.row_group(group).num_rows
                if start < end and stop > begin:
                    first = start if not groups else first
                    groups.append(group)
                start = stop
            if not groups:
                return
            at = first
            for batch in file.iter_batches(_ROWS, row_groups=groups, columns=self.wanted(only), use_threads=False):
                low, high = max(begin - at, 0), min(end - at, len(batch))
                at += len(batch)
                if low < high:
                    yield batch.slice(low, high - low)
                if at >= end:
                    return
            raise pa.ArrowInvalid(f"it ends after {at} rows, where it says that it has {start}")

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


def _unreadable(path: Path, problem: BaseException) -> Finding:
    return Finding(
        "T03",
        Place(path.name),
        N_("the file cannot be read: {problem}"),
        params={"problem": (str(problem).splitlines() or [type(problem).__name__])[0]},
    )


@contextmanager
def refused_when_unreadable(path: Path) -> Iterator[None]:
    """Turn every failure to read ``path`` into a finding.

    Raises:
        PolicyError: reading failed.
    """
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as problem:
        raise PolicyError([_unreadable(path, problem)]) from problem


def find_tables(
    folder: Path, specs: Mapping[str, TableSpec], findings: Findings, *, every_row: bool = True
) -> dict[str, TableFile]:
    """The tables that a folder holds, by name. Missing files, unknown columns and missing keys go to ``findings``.

    Args:
        folder: where to look.
        specs: what there may be.
        findings: where what is wrong goes.
        every_row: also look for rows of CSV with too many or too few cells, for which the whole file must be read.
    """
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
            table = look_at(paths[0], spec, findings, every_row)
            if table is not None:
                tables[name] = table
        elif name in _REQUIRED_FILES:
            findings.error(
                "T01",
                Place(str(folder)),
                N_("{name}.parquet or {name}.csv is missing"),
                N_("docs/reference/population-files.md describes the files."),
                name=name,
            )
    return tables


def look_at(path: Path, spec: TableSpec, findings: Findings, every_row: bool) -> TableFile | None:
    """Open one file of a table; ``None`` where it cannot be used. What is wrong goes to ``findings``."""
    metadata: dict[str, str] = {}
    try:
        with refused_when_unreadable(path):
            if path.stat().st_size == 0:
                findings.error("T08", Place(path.name), N_("the file is empty"), N_("Write it again."))
                return None
            if path.suffix == ".csv":
                names = header_of(path)
                odd = odd_rows(path, names) if every_row else []
            else:
                names, metadata, odd = _look_at_parquet(path)
    except PolicyError as problem:
        findings.items += problem.findings
        return None
    findings.items += odd
    known = known_columns(path.name, names, spec, findings)
    return TableFile(spec, path, tuple(names), metadata) if known and not odd else None


def known_columns(file: str, names: Sequence[str], spec: TableSpec, findings: Findings) -> bool:
    """Whether a table has only columns that are known, each once, and all that are needed; what is wrong goes to ``findings``."""
    known = True
    for name in names:
        if names.count(name) > 1 or name not in spec.columns:
            known = False
            message = N_("the column {name} is there twice") if name in spec.columns else N_("unknown column {name}")
            findings.error(
                "T04",
                Place(file, path=name),
                message,
                N_("Columns are named as the facts of the vocabulary; remove or rename it."),
                name=name,
            )
    for column in spec.columns.values():
        if column.required and column.name not in names:
            known = False
            findings.error("T05", Place(file, path=column.name), N_("the column {name} is missing"), name=column.name)
    return known


def _look_at_parquet(path: Path) -> tuple[list[str], dict[str, str], list[Finding]]:
    """The names of the columns, the metadata, and columns that have not as many cells as there are rows."""
    with pq.ParquetFile(path) as file:
        schema, about = file.schema_arrow, file.metadata
    metadata = {
        key.decode(): value.decode() for key, value in (schema.metadata or {}).items() if key != b"ARROW:schema"
    }
    odd: dict[str, Finding] = {}
    for group in range(about.num_row_groups):
        rows = about.row_group(group)
        for place in range(rows.num_columns):
            column = rows.column(place)
            if column.num_values != rows.num_rows and about.schema.column(place).max_repetition_level == 0:
                odd.setdefault(
                    column.path_in_schema,
                    Finding(
                        "T07",
                        Place(path.name, path=column.path_in_schema),
                        N_("the column has {given} cells where the file has {wanted} rows (row group {group})"),
                        N_("The file is damaged; write it again."),
                        {"given": column.num_values, "wanted": rows.num_rows, "group": group + 1},
                    ),
                )
    return schema.names, metadata, list(odd.values())
