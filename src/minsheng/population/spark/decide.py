"""Deciding the households of one partition on an executor: law read once by every Python process, rows written aside or given back."""

from __future__ import annotations

import gc
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any
from uuid import uuid4
from zlib import crc32

import pyarrow as pa

from minsheng.policy.finding import PolicyError
from minsheng.policy.law import Law
from minsheng.policy.library import Library
from minsheng.population.check_result import CheckResult
from minsheng.population.decider import Decider
from minsheng.population.merge import Part
from minsheng.population.results import household_schema, person_schema
from minsheng.population.row_groups import RowGroupWriter
from minsheng.population.scan.digest import digest_of
from minsheng.population.scan.folder import sync
from minsheng.population.scan.shard import RESULTS
from minsheng.population.scan.work import WrittenFile, part_name
from minsheng.population.spark.door import Placed
from minsheng.population.spark.gather import Gathering, whole_households
from minsheng.population.totals import Totals

__all__ = ["REPORTS", "Done", "Packs", "Work", "brought_together", "decided_rows", "only_checked", "written"]

#: What tasks give back: totals by township, and a report each; both as bytes, with the slice that brings them together.
REPORTS = "slice int, township string, payload binary"


@dataclass(frozen=True, slots=True)
class Packs:
    """The packs as texts, so that an executor needs no folder of packs; ``read`` makes a library of them."""

    contents: Mapping[str, str]
    folder: Path
    read: Callable[[Mapping[str, str], Path], Library] = Library.from_contents

    def library(self) -> Library:
        """The library."""
        return self.read(self.contents, self.folder)


@dataclass(frozen=True)
class Work:
    """What an executor must know to decide. ``name`` is that of this run; ``slices`` bring totals together; ``folder`` is for results."""

    name: str
    packs: Packs
    gathering: Gathering
    on: date
    demonstration: bool
    benefits: Sequence[str]
    slices: int
    folder: Path | None = None


@dataclass
class Done:
    """What became of partitions: what was found, the files written, the seconds of processor time by what they went into."""

    check: CheckResult = field(default_factory=lambda: CheckResult(keep_households=False))
    files: list[WrittenFile] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def merge(self, other: Done) -> None:
        """Add other partitions."""
        self.check.merge(other.check)
        self.files += other.files
        for what, seconds in other.seconds.items():
            self.seconds[what] = self.seconds.get(what, 0.0) + seconds


# one decider for each Python process ----------------------------------------------------------------------------------------------------

_kept: tuple[str, Decider] | None = None


def _decider(work: Work) -> Decider:
    """The decider of this process for a run, made when it is first needed."""
    global _kept
    if _kept is None or _kept[0] != work.name:
        library = work.packs.library()

        def law_of(area: str) -> Law:
            return library.as_of(work.on, area=area, demonstration=work.demonstration)

        _kept = work.name, Decider(law_of, work.gathering.specs, work.benefits)
        gc.freeze()
    return _kept[1]


# stages ---------------------------------------------------------------------------------------------------------------------------------


def only_checked(shipped: Any, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The keys of whole households are checked, and nobody is decided."""
    work: Work = shipped.value
    result = Placed(keep_households=False, labels=work.gathering.labels)
    for _ in whole_households(work.gathering, batches, result):
        pass
    yield _report(Done(result.plain()))


def decided_rows(shipped: Any, place: int, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The result rows of households (``place`` 0) or of people (1), as plain columns for Spark.

    Raises:
        PolicyError: something is wrong with the keys of the population.
    """
    work: Work = shipped.value
    result = Placed(keep_households=False, labels=work.gathering.labels)
    for part in whole_households(work.gathering, batches, result):
        if result.bad:
            result.settle()
            raise PolicyError(result.all_findings())
        decided = _decider(work).decide(work.gathering.needed(part))
        yield _without_dictionaries((decided.homes, decided.people)[place])


def _without_dictionaries(rows: pa.RecordBatch) -> pa.RecordBatch:
    columns = [column.dictionary_decode() if pa.types.is_dictionary(column.type) else column for column in rows.columns]
    return pa.RecordBatch.from_arrays(columns, names=rows.schema.names)


def written(shipped: Any, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Decide a partition and write its parts of both result files under names of this attempt; give totals and a report."""
    work: Work = shipped.value
    timed = _Timed()
    result = Placed(keep_households=False, labels=work.gathering.labels)
    output, done = _Output(work), Done()
    try:
        for part in timed.each("bringing together", whole_households(work.gathering, batches, result)):
            if result.bad:
                continue
            with timed("deciding"):
                decided = _decider(work).decide(work.gathering.needed(part))
            with timed("writing"):
                output.write(decided.homes, decided.people, decided.totals)
        if not result.bad:
            with timed("writing"):
                done.files = output.finished()
    finally:
        if not done.files:
            output.drop()
    done.check, done.seconds = result.plain(), timed.seconds
    if done.files:
        for township, totals in _by_township(output.totals).items():
            yield _row(crc32(township.encode()) % work.slices, township, totals)
    yield _report(done)


def brought_together(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """One report for all, and the totals of each township."""
    done: Done | None = None
    totals: dict[str, Totals] = {}
    for batch in batches:
        for township, payload in zip(
            batch.column("township").to_pylist(), batch.column("payload").to_pylist(), strict=True
        ):
            content = pickle.loads(payload)  # noqa: S301 - our own tasks wrote it
            if isinstance(content, Totals):
                totals.setdefault(township, Totals()).merge(content)
            elif done is None:
                done = content
            else:
                done.merge(content)
    if done is not None:
        yield _report(done)
    for township, of_township in totals.items():
        yield _row(0, township, of_township)


def _report(done: Done) -> pa.RecordBatch:
    return _row(0, None, done)


def _row(slice_: int, township: str | None, content: object) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(
        {
            "slice": pa.array([slice_], pa.int32()),
            "township": pa.array([township], pa.string()),
            "payload": pa.array([pickle.dumps(content)], pa.binary()),
        }
    )


def _by_township(totals: Totals) -> dict[str, Totals]:
    """Totals apart by township, so that no task and no driver must hold those of many parts; what is of no township is under ``""``."""
    parts: defaultdict[str, Totals] = defaultdict(Totals)
    for key, line in totals.lines.items():
        parts[key.township].lines[key] = line
    for area, households in totals.area_households.items():
        parts[area].area_households[area] = households
        parts[area].area_people[area] = totals.area_people[area]
        parts[area].households = households
        parts[area].people = totals.area_people[area]
    rest = parts[""]
    rest.reasons, rest.needs, rest.synthetic = totals.reasons, totals.needs, totals.synthetic
    rest.set_aside = totals.set_aside
    return parts


class _Timed:
    """Seconds of processor time of this process by what they went into."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, what: str) -> Iterator[None]:
        """Count the time of a block."""
        begun = process_time()
        try:
            yield
        finally:
            self.seconds[what] = self.seconds.get(what, 0.0) + process_time() - begun

    def each(self, what: str, items: Iterable[Part]) -> Iterator[Part]:
        """Count the time until the next item comes."""
        iterator = iter(items)
        while True:
            with self(what):
                item = next(iterator, None)
            if item is None:
                return
            yield item


class _Output:
    """The parts of both result files for one partition, under names of this attempt, which no other has.

    The first household says which part it is: partitions are cut by household.
    """

    def __init__(self, work: Work) -> None:
        about = {"format": "minsheng results 2", "on": work.on.isoformat()}
        assert work.folder is not None  # noqa: S101 - a scan always has one
        attempt = uuid4().hex
        self.totals = Totals()
        self._gathering, self._name = work.gathering, ""
        self._schemas = [schema(work.benefits).with_metadata(about) for schema in (household_schema, person_schema)]
        self._paths = [work.folder / f"{result}-{attempt}" for result in RESULTS]
        self._writers: list[RowGroupWriter] = []

    def write(self, homes: pa.RecordBatch, people: pa.RecordBatch, totals: Totals) -> None:
        """Write decided rows."""
        if not self._writers:
            number = self._gathering.place(homes.column("household_id")[0].as_py())
            self._name = part_name(number, len(self._gathering.bounds) + 1)
            self._writers = list(map(RowGroupWriter, self._paths, self._schemas))
        for writer, batch in zip(self._writers, (homes, people), strict=True):
            writer.write(batch)
        self.totals.merge(totals)

    def drop(self) -> None:
        """Let go of both files: the rows are of no use."""
        for writer, path in zip(self._writers, self._paths, strict=False):
            with suppress(OSError):
                writer.close()
            path.unlink(missing_ok=True)

    def finished(self) -> list[WrittenFile]:
        """Finish both files and have them on the disk; none where nobody was in the partition."""
        files = []
        for result, path, writer in zip(RESULTS, self._paths, self._writers, strict=False):
            writer.close()
            sync(path)
            files.append(WrittenFile(path, f"{result}/{self._name}", digest_of(path), writer.rows))
        return files
