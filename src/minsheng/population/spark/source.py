"""Where the rows of a population come from on a cluster: files that every executor can read, or tables of Spark.

Both give *stretches*: rows of one table, batch by batch, each row with a number that says where it stands. What is done with
them (:mod:`minsheng.population.spark.door`, :mod:`minsheng.population.spark.gather`) does not know from where they come.
"""

from __future__ import annotations

import gc
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from minsheng.policy.finding import Findings, Place
from minsheng.policy.language import N_
from minsheng.policy.vocabulary import Vocabulary
from minsheng.population.check import check_columns
from minsheng.population.check_result import CheckResult
from minsheng.population.files import TableFile, look_at
from minsheng.population.schema import TableSpec, table_specs

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["FILE_BITS", "REQUIRED_TABLES", "Files", "Source", "Stage", "Stretch", "make_process_ready", "place_of"]

Array = npt.NDArray[Any]
#: A row's number is that of its file, moved by so many bits, and the row in the file as a user counts; 0: not known.
FILE_BITS = 40
#: The tables that a population always has.
REQUIRED_TABLES = ("households", "people")
_MOST_ROWS_OF_PIECE = 524_288
_PIECES_OF_CORE = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some rows of a table: for every batch the numbers of its rows and the rows as they stand.

    ``table`` says what the columns mean; its path is only a name.
    """

    table: TableFile
    rows: Iterator[tuple[Array, pa.RecordBatch]]


#: What an executor does with stretches: it gives rows of a Spark table back.
Stage = Callable[[Iterator[Stretch]], Iterator[pa.RecordBatch]]


class Source(ABC):
    """A population that executors can read.

    ``names``: by table, its columns; ``labels``: what its files are called in findings; ``numbered``: whether rows have numbers, whose
    order within a household counts; ``households``: how many there are, where that is known beforehand; ``synthetic`` and ``scale``: what
    the population says of itself.
    """

    specs: Mapping[str, TableSpec]
    names: Mapping[str, Sequence[str]]
    labels: Mapping[str, Sequence[str]]
    numbered: bool
    households: int | None = None
    synthetic: bool = False
    scale: str = "1.0"

    @abstractmethod
    def check_columns(self, result: CheckResult) -> bool:
        """Name every column of another type; whether the keys, at least, can be read."""

    @abstractmethod
    def over(
        self, spark: SparkSession, stage: Stage, schema: str, columns: Mapping[str, Sequence[str]] | None = None
    ) -> DataFrame:
        """A Spark table with what a stage gives for all rows; only the tables and columns named are read."""


def place_of(labels: Mapping[str, Sequence[str]], table: str, number: int, column: str, household: str | None) -> Place:
    """Where a cell is: file, row and column; where rows have no numbers, the table, the column and the household.

    >>> str(place_of({"people": ["people.parquet"]}, "people", 7, "sex", "h1"))
    'people.parquet:7: sex'
    >>> str(place_of({"people": ["people"]}, "people", 0, "sex", "h1"))
    'people: sex (household_id h1)'
    """
    label, row = labels[table][number >> FILE_BITS], number & ((1 << FILE_BITS) - 1)
    if not row and household is not None:
        column = f"{column} (household_id {household})"
    return Place(label, row, column)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A range of rows of one file: the first, and the row after the last; a CSV file is one piece."""

    table: str
    file: int
    begin: int
    end: int


class Files(Source):
    """A population in a folder that the driver and every executor see under the same path.

    A table is one file, or a folder of files (``people.parquet/part-00000.parquet`` …), in any order.
    """

    numbered = True

    def __init__(self, folder: Path, specs: Mapping[str, TableSpec], parts: Mapping[str, Sequence[TableFile]]) -> None:
        self.folder = folder
        self.specs = specs
        self.parts = parts
        self.names = {
            name: list(dict.fromkeys(column for file in files for column in file.names))
            for name, files in parts.items()
        }
        self.labels = {
            name: [file.path.relative_to(folder).as_posix() for file in files] for name, files in parts.items()
        }
        self.households = self._rows("households")
        files = [file for of_table in parts.values() for file in of_table]
        self.synthetic = any(file.metadata.get("synthetic") == "true" for file in files)
        self.scale = parts["households"][0].metadata.get("scale", "1.0")

    @classmethod
    def open(cls, folder: Path, vocabulary: Vocabulary) -> Files:
        """Look at the files of a folder.

        Raises:
            PolicyError: a file is missing or cannot be read, or a column is unknown, double or missing; all findings at once.
        """
        findings = Findings()
        specs = table_specs(vocabulary)
        parts = _find_parts(folder.absolute(), specs, findings)
        findings.raise_errors()
        return cls(folder.absolute(), specs, parts)

    @property
    def paths(self) -> dict[str, Path]:
        """Every file by what it is called in findings."""
        return {
            label: file.path
            for name, files in self.parts.items()
            for label, file in zip(self.labels[name], files, strict=True)
        }

    def _rows(self, table: str) -> int | None:
        files = self.parts[table]
        if any(file.is_csv for file in files):
            return None
        return sum(file.open().metadata.num_rows for file in files)

    def check_columns(self, result: CheckResult) -> bool:
        """Name every column of another type; whether the keys, at least, can be read."""
        fit = True
        for name, files in self.parts.items():
            for label, file in zip(self.labels[name], files, strict=True):
                found = CheckResult()
                fit &= check_columns({name: file}, found)
                for finding in reversed(found.findings):
                    result.refuse(replace(finding, place=replace(finding.place, file=label)))
        return fit

    def over(
        self, spark: SparkSession, stage: Stage, schema: str, columns: Mapping[str, Sequence[str]] | None = None
    ) -> DataFrame:
        """A Spark table with what a stage gives for all rows: every task reads its pieces of the files itself."""
        pieces = self._pieces(columns, spark.sparkContext.defaultParallelism)
        work = spark.sparkContext.broadcast((self.parts, pieces, columns or {}))
        tasks = spark.range(0, len(pieces), 1, len(pieces))
        return tasks.mapInArrow(partial(_over_pieces, work, stage), schema)

    def _pieces(self, columns: Mapping[str, Sequence[str]] | None, cores: int) -> list[_Piece]:
        pieces = []
        for name, files in self.parts.items():
            if columns is not None and name not in columns:
                continue
            for number, file in enumerate(files):
                pieces += [_Piece(name, number, 0, -1)] if file.is_csv else _cut(name, number, file, cores)
        return pieces


def _cut(name: str, number: int, file: TableFile, cores: int) -> list[_Piece]:
    """Whole row groups, as many together as make enough pieces for all cores."""
    about = file.open().metadata
    wanted = min(_MOST_ROWS_OF_PIECE, about.num_rows // (_PIECES_OF_CORE * cores))
    pieces, begin, end = [], 0, 0
    for group in range(about.num_row_groups):
        end += about.row_group(group).num_rows
        if end - begin > wanted or group == about.num_row_groups - 1:
            pieces.append(_Piece(name, number, begin, end))
            begin = end
    return pieces


def _find_parts(folder: Path, specs: Mapping[str, TableSpec], findings: Findings) -> dict[str, list[TableFile]]:
    """The files of each table. Missing files, unknown columns and missing keys go to ``findings``."""
    parts: dict[str, list[TableFile]] = {}
    if not folder.is_dir():
        hint = N_("Give the folder that has households.parquet or households.csv.")
        findings.error("T01", Place(str(folder)), N_("there is no such folder"), hint)
        return parts
    for name, spec in specs.items():
        there = [path for ending in (".parquet", ".csv") if (path := folder / f"{name}{ending}").exists()]
        if len(there) == 2:
            message, hint = N_("{name} is there as Parquet and as CSV"), N_("Keep one of them.")
            findings.error("T02", Place(name), message, hint, name=name)
        elif not there or not (paths := _files_of(there[0])):
            if name in REQUIRED_TABLES:
                message = N_("{name}.parquet or {name}.csv is missing")
                hint = N_("docs/reference/population-files.md describes the files.")
                findings.error("T01", Place(str(folder)), message, hint, name=name)
        else:
            tables = [look_at(path, spec, findings, True) for path in paths]
            parts[name] = [table for table in tables if table is not None]
    return parts


def _files_of(path: Path) -> list[Path]:
    """The file itself, or the data files in a folder, in the order of their names."""
    if path.is_file():
        return [path]
    inside = (file for file in path.rglob(f"*{path.suffix}") if file.is_file())
    return sorted(file for file in inside if not file.relative_to(path).as_posix().startswith(("_", ".")))


# on an executor -------------------------------------------------------------------------------------------------------------------------


_is_ready = False


def make_process_ready() -> None:
    """Once in every Python process of an executor: one thread for a task, and what is imported is left alone between tasks.

    After each task Spark has all objects of the process looked through for garbage; those frozen here are passed over.
    """
    global _is_ready
    if not _is_ready:
        pa.set_cpu_count(1)
        gc.freeze()
        _is_ready = True


def _over_pieces(work: Any, stage: Stage, numbers: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    make_process_ready()
    parts, pieces, columns = work.value

    def stretches() -> Iterator[Stretch]:
        for batch in numbers:
            for number in batch.column(0).to_pylist():
                piece = pieces[number]
                file = parts[piece.table][piece.file]
                table = replace(file, path=Path(f"{piece.table}{file.path.suffix}"))
                yield Stretch(table, _rows_of(file, piece, columns.get(piece.table, ())))

    return stage(stretches())


def _rows_of(file: TableFile, piece: _Piece, only: Sequence[str]) -> Iterator[tuple[Array, pa.RecordBatch]]:
    first = (piece.file << FILE_BITS) + file.first_row + piece.begin
    batches = file.batches(only) if piece.end < 0 else file.between(piece.begin, piece.end, only)
    for batch in batches:
        yield np.arange(first, first + len(batch)), batch
        first += len(batch)
