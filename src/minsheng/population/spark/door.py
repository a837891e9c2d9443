"""The check at the door on a cluster: every cell of every table, and texts that must stand once in a whole population.

Executors check the rows where they read them. The numbers of texts that must stand once are sent to the task that has their slice of
all numbers, so that no task holds more than a slice; equal numbers say where to look, the texts themselves decide.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.policy.finding import Finding
from minsheng.population.areas import AREA_CODE
from minsheng.population.check import TableCheck
from minsheng.population.check_result import AreaRows, CheckResult, Rank
from minsheng.population.duplicates import UNIQUE
from minsheng.population.spark.doubles import report_doubles
from minsheng.population.spark.source import Source, Stretch, place_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["Door", "Placed", "checked_at_the_door"]

Array = npt.NDArray[Any]
_SCHEMA = "slice int, kind int, payload binary"
_SLICE = 4_000_000
_MOST_SLICES = 4_096
_REPORT = len(UNIQUE)  # the kind of a row that is a report; others are the places of columns in UNIQUE
_SAMPLES = 5_000
_SAMPLE_EVERY = 256


@dataclass
class Placed(CheckResult):
    """What a check found, each finding where its row stands in its file.

    ``numbers`` are those of the rows that are being checked, ``before`` how many rows came before them.
    """

    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    table: str = ""
    numbers: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    before: int = 0

    def placed(self, finding: Finding, table: str, number: int, household: str | None) -> Finding:
        """The finding with the place of the row of that number."""
        return replace(finding, place=place_of(self.labels, table, number, finding.place.path, household))

    def plain(self) -> CheckResult:
        """What was found, without what only this task needs."""
        return CheckResult(
            findings=self.findings,
            more=self.more,
            fatal=self.fatal,
            of_keys=self.of_keys,
            more_of_keys=self.more_of_keys,
            keep_households=False,
        )

    def add(self, finding: Finding, household: str | None, rank: Rank = (0, 0, 0, 0)) -> None:
        """Keep a finding about one of the rows that are being checked."""
        number = int(self.numbers[finding.place.line - self.before])
        whose, order, _, place = rank
        super().add(self.placed(finding, self.table, number, household), household, (whose, order, number, place))

    def add_of_key(self, finding: Finding, household: str, rank: Rank) -> None:
        """Keep a finding whose line is the number of its row."""
        table = finding.place.file.partition(".")[0]
        super().add_of_key(self.placed(finding, table, finding.place.line, household), household, rank)


@dataclass
class Door:
    """What is known of a population once every cell was looked at.

    ``areas`` have the number of their first row; ``sample`` are some of the households, in order.
    """

    check: CheckResult
    areas: dict[str, AreaRows] = field(default_factory=dict)
    sample: list[str] = field(default_factory=list)

    def merge(self, other: Door) -> None:
        """Add what was found in other rows."""
        self.check.merge(other.check)
        for area, rows in other.areas.items():
            mine = self.areas.get(area, AreaRows(0, rows.first_row))
            self.areas[area] = AreaRows(mine.households + rows.households, min(mine.first_row, rows.first_row))
        self.sample += other.sample


@dataclass(frozen=True, slots=True)
class _Rules:
    """How to check."""

    tables: tuple[str, ...]
    labels: Mapping[str, Sequence[str]]
    latest: date
    slices: int
    every: int


def checked_at_the_door(spark: SparkSession, source: Source, latest: date) -> Door:
    """Check every cell of a population, and every text that must stand once.

    Args:
        spark: where to do it.
        source: the population.
        latest: the last possible date.

    Raises:
        PolicyError: a file cannot be read.
    """
    households = source.households
    slices = max(1, min(_MOST_SLICES, -(-3 * (households or 0) // _SLICE)))
    if households is None:
        slices = spark.sparkContext.defaultParallelism
    every = _SAMPLE_EVERY if households is None else max(1, min(_SAMPLE_EVERY, households // _SAMPLES))
    rules = _Rules(tuple(source.names), source.labels, latest, slices, every)
    rows = source.over(spark, partial(_checked, rules), _SCHEMA)
    found = rows.repartitionById(slices, "slice").mapInArrow(_brought_together, _SCHEMA).collect()
    door = Door(CheckResult(keep_households=False))
    suspects: list[list[Array]] = [[] for _ in UNIQUE]
    for row in found:
        if row.kind == _REPORT:
            door.merge(pickle.loads(row.payload))  # noqa: S301 - our own tasks wrote it
        else:
            suspects[row.kind].append(np.frombuffer(row.payload, np.uint64))
    door.sample.sort()
    for name, numbers in zip(UNIQUE, suspects, strict=True):
        if numbers:
            report_doubles(spark, source, name, np.concatenate(numbers), door.check)
    return door


# on an executor -------------------------------------------------------------------------------------------------------------------------


def _checked(rules: _Rules, stretches: Iterator[Stretch]) -> Iterator[pa.RecordBatch]:
    """A report for every stretch, and the numbers of texts by slice."""
    for stretch in stretches:
        door, hashes = _check(rules, stretch)
        yield _rows([0], _REPORT, [pickle.dumps(door)])
        for kind, name in enumerate(UNIQUE):
            yield from _by_slice(rules.slices, kind, hashes[name])


def _check(rules: _Rules, stretch: Stretch) -> tuple[Door, dict[str, list[Array]]]:
    name = stretch.table.spec.name
    result = Placed(keep_households=False, labels=rules.labels, table=name)
    hashes: dict[str, list[Array]] = {column: [] for column in UNIQUE}
    check = TableCheck(
        stretch.table,
        rules.tables.index(name),
        rules.latest,
        result,
        0,
        hashes if name == "people" else {},
        sorted_rows=False,
    )
    door = Door(result)
    result.before = stretch.table.first_row
    for numbers, batch in stretch.rows:
        result.numbers = numbers
        rows = check.canonical(batch)
        result.before += len(batch)
        if name == "households":
            _note_areas(batch, numbers, door)
            keys = pc.drop_null(rows.column("household_id"))
            door.sample += keys.take(pa.array(np.arange(0, len(keys), rules.every))).to_pylist()
    door.check = CheckResult(
        findings=result.findings,
        more=result.more,
        households=result.households,
        people=result.people,
        synthetic=result.synthetic,
        keep_households=False,
    )
    return door, hashes


def _note_areas(batch: pa.RecordBatch, numbers: Array, door: Door) -> None:
    """Which areas occur, well-formed ones only."""
    column = batch.column("area").cast(pa.string()).dictionary_encode()
    known = pc.is_valid(column.indices).to_numpy(zero_copy_only=False)
    codes, first, counts = np.unique(
        column.indices.to_numpy(zero_copy_only=False)[known], return_index=True, return_counts=True
    )
    places = numbers[np.flatnonzero(known)[first]]
    for code, place, count in zip(codes.tolist(), places.tolist(), counts.tolist(), strict=True):
        area = column.dictionary[int(code)].as_py()
        if AREA_CODE.fullmatch(area):
            seen = door.areas.get(area, AreaRows(0, place))
            door.areas[area] = AreaRows(seen.households + count, min(seen.first_row, place))


def _rows(slices: Sequence[int], kind: int, payloads: Sequence[bytes]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(
        {
            "slice": pa.array(slices, pa.int32()),
            "kind": pa.array([kind] * len(slices), pa.int32()),
            "payload": pa.array(payloads, pa.binary()),
        }
    )


def _by_slice(slices: int, kind: int, hashes: Sequence[Array]) -> Iterator[pa.RecordBatch]:
    """The numbers of some texts, those of each slice together."""
    if not hashes:
        return
    whole = np.sort(np.concatenate(hashes))
    edges = np.array([(place << 64) // slices for place in range(1, slices)], np.uint64)
    cuts = [int(np.searchsorted(whole, np.uint64(1))), *np.searchsorted(whole, edges).tolist(), len(whole)]
    full = [place for place in range(slices) if cuts[place] < cuts[place + 1]]
    yield _rows(full, kind, [whole[cuts[place] : cuts[place + 1]].tobytes() for place in full])


def _brought_together(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """One report for all, and the numbers of texts that are there more than once."""
    door: Door | None = None
    numbers: list[list[Array]] = [[] for _ in UNIQUE]
    for batch in batches:
        for kind, payload in zip(batch.column("kind").to_pylist(), batch.column("payload").to_pylist(), strict=True):
            if kind != _REPORT:
                numbers[kind].append(np.frombuffer(payload, np.uint64))
            elif door is None:
                door = pickle.loads(payload)  # noqa: S301 - our own tasks wrote it
            else:
                door.merge(pickle.loads(payload))  # noqa: S301 - as above
    if door is not None:
        yield _rows([0], _REPORT, [pickle.dumps(door)])
    for kind, found in enumerate(numbers):
        whole = np.sort(np.concatenate(found)) if found else np.zeros(0, np.uint64)
        double = np.unique(whole[1:][whole[1:] == whole[:-1]])
        if len(double):
            yield _rows([0], kind, [double.tobytes()])
