"""What a scan gives to its workers, and what they give back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from minsheng.policy.finding import Finding
from minsheng.policy.library import Library
from minsheng.population.check_result import CheckResult
from minsheng.population.files import TableFile
from minsheng.population.scan.digest import FileDigest
from minsheng.population.scan.plan import Shard
from minsheng.population.totals import Totals

__all__ = ["Doubles", "Loader", "Task", "Work", "Worked", "WrittenFile", "part_name", "wanted_columns"]

Loader = Callable[[Path], Library]

#: Households set aside because a text of theirs stood in an earlier row, with the finding.
Doubles = Mapping[str, Finding]


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker must know of a scan.

    ``benefits`` get columns in the results; ``columns`` are read for deciding, by file; ``chunk`` households are decided at a time;
    ``folder`` is the work folder.
    """

    tables: Mapping[str, TableFile]
    library_folder: Path
    load: Loader
    on: date
    latest: date
    demonstration: bool
    benefits: Sequence[str]
    columns: Mapping[str, Sequence[str]]
    chunk: int
    skip_bad: bool
    lang: str
    folder: Path
    parts: int


@dataclass(frozen=True, slots=True)
class Task:
    """A shard to check and, with ``decide``, to decide; ``doubles`` are set aside in it."""

    shard: Shard
    decide: bool = True
    doubles: Doubles = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that a worker has finished: where it is, where it is to be in the work folder, what it is, and its rows."""

    path: Path
    place: str
    digest: FileDigest
    rows: int


@dataclass(frozen=True, slots=True)
class Worked:
    """What became of a task.

    ``files`` and ``totals`` are there where the shard was decided; ``kept`` always; ``seconds`` tells what the time went into.
    """

    task: Task
    check: CheckResult
    kept: Sequence[WrittenFile]
    files: Sequence[WrittenFile] = ()
    totals: Totals | None = None
    aside: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)


def part_name(number: int, parts: int) -> str:
    """The name of a part of the results; parts are in order of their names.

    >>> part_name(7, 12)
    'part-00007.parquet'
    """
    return f"part-{number:0{max(5, len(str(parts - 1)))}d}.parquet"


def wanted_columns(tables: Mapping[str, TableFile], facts: set[str]) -> dict[str, list[str]]:
    """By file, the columns that are needed to decide: keys, what is known to the reader, and some facts."""
    return {
        name: [c for c in table.names if table.spec.columns[c].role != "fact" or c in facts]
        for name, table in tables.items()
    }
