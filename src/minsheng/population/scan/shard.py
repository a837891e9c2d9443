"""Working on one shard: its rows are read once, checked, decided in parts, and written as parts of the results."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import process_time

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from minsheng.policy.finding import PolicyError
from minsheng.policy.language import render
from minsheng.policy.law import Law
from minsheng.policy.library import Library
from minsheng.population.check import Hashes, check_rows, double_rank
from minsheng.population.check_result import CheckResult
from minsheng.population.decider import Decider
from minsheng.population.duplicates import UNIQUE, write_hashes
from minsheng.population.merge import Part, joined
from minsheng.population.results import household_schema, person_schema
from minsheng.population.row_groups import RowGroupWriter
from minsheng.population.scan.digest import digest_of
from minsheng.population.scan.folder import sync
from minsheng.population.scan.work import Task, Work, Worked, WrittenFile, part_name
from minsheng.population.schema import table_specs
from minsheng.population.totals import Totals

__all__ = ["RESULTS", "ShardWorker", "Stopped"]

#: The folders of the results: one row a household, one row a person.
RESULTS = ("household_results.parquet", "person_results.parquet")

Report = Callable[[int], None]


class Stopped(Exception):  # noqa: N818 - nothing went wrong: somebody else has ended the scan
    """The scan has ended; what was begun is of no use."""


class ShardWorker:
    """Works on shards, one after the other: the library is loaded once, files stay open, and the law of each area is kept.

    Args:
        work: what to do.
        library: the packs, where they are loaded already.
        report: told how many households were decided (or only checked) since the last time; may raise :class:`Stopped`.
    """

    def __init__(self, work: Work, library: Library | None = None, report: Report = lambda _: None) -> None:
        library = library if library is not None else work.load(work.library_folder)

        def law_of(area: str) -> Law:
            return library.as_of(work.on, area=area, demonstration=work.demonstration)

        self._work, self._report = work, report
        self._specs = table_specs(library.vocabulary)
        self._decider = Decider(law_of, self._specs, work.benefits)
        self._opened: dict[str, pq.ParquetFile] = {}
        self._writing = work.folder / "writing"
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def work_on(self, task: Task) -> Worked:
        """Check a shard and decide it, unless something is wrong with it.

        Raises:
            OSError: a file cannot be written.
            Stopped: the scan has ended.
        """
        self._seconds.clear()
        result = CheckResult(keep_households=self._work.skip_bad)
        for household, finding in task.doubles.items():
            result.put_aside(household, finding, double_rank(self._work.tables, finding))
        hashes: Hashes = {name: [] for name in UNIQUE}
        output = _Output(self._work, self._writing, task.shard.number) if task.decide else None
        files: list[WrittenFile] = []
        try:
            self._go_through(task, result, hashes, output)
            with self._timed("writing"):
                if output is not None and self._usable(result):
                    files = output.finished()
                kept = [self._hashes(task, name, hashes[name]) for name in UNIQUE]
                if self._work.skip_bad:
                    kept.append(self._set_aside(task, result))
        finally:
            if output is not None and not files:
                output.drop()
        aside = len(result.set_aside)
        result.set_aside.clear()
        totals = output.totals if output is not None and files else None
        return Worked(task, result, kept, files, totals, aside, dict(self._seconds))

    def _go_through(self, task: Task, result: CheckResult, hashes: Hashes, output: _Output | None) -> None:
        """Check every part and decide those that come before anything wrong is found."""
        try:
            for part in self._parts(task, result, hashes):
                if output is not None and self._usable(result):
                    self._decide(part, output)
        except PolicyError as problem:
            for finding in problem.findings:
                result.refuse(finding)

    def _usable(self, result: CheckResult) -> bool:
        return not result.fatal and (self._work.skip_bad or not result.bad)

    # reading ----------------------------------------------------------------------------------------------------------------------------

    def _parts(self, task: Task, result: CheckResult, hashes: Hashes) -> Iterator[Part]:
        """The parts of a shard, checked, without the households that are set aside."""
        work = self._work
        streams = {name: self._rows(name, *task.shard.rows[name]) for name in work.tables}
        begin = {name: rows[0] for name, rows in task.shard.rows.items()}
        groups = check_rows(work.tables, streams, work.latest, result, work.chunk, begin=begin, hashes=hashes)
        while True:
            with self._timed("checking"):
                found = next(groups, None)
                if found is None:
                    return
                group, part = found
                if result.set_aside:
                    part = joined(group, self._specs, _of(group.households, result.set_aside))
            yield part
            self._report(len(group.households))

    def _rows(self, name: str, begin: int, end: int) -> Iterator[pa.RecordBatch]:
        table = self._work.tables[name]
        if name not in self._opened:
            self._opened[name] = table.open()
        rows = table.between(begin, end, opened=self._opened[name])
        while True:
            with self._timed("reading", "checking"):
                batch = next(rows, None)
            if batch is None:
                return
            yield batch

    # deciding ---------------------------------------------------------------------------------------------------------------------------

    def _decide(self, part: Part, output: _Output) -> None:
        if not len(part.tables["households"]):
            return
        with self._timed("deciding"):
            decided = self._decider.decide(self._needed(part))
        with self._timed("writing"):
            output.write(decided.homes, decided.people)
            output.totals.merge(decided.totals)

    def _needed(self, part: Part) -> Part:
        """The part with the columns that deciding needs."""
        wanted = self._work.columns
        tables = {
            name: batch.select([column for column in batch.schema.names if column in wanted[name]])
            for name, batch in part.tables.items()
        }
        return Part(tables, part.owners)

    # writing ----------------------------------------------------------------------------------------------------------------------------

    def _hashes(self, task: Task, name: str, hashes: list[npt.NDArray[np.uint64]]) -> WrittenFile:
        path = self._writing / f"{name}-{task.shard.number}-{os.getpid()}"
        write_hashes(path, hashes)
        sync(path)
        return WrittenFile(path, f"keys/{name}-{task.shard.number}", digest_of(path), 0)

    def _set_aside(self, task: Task, result: CheckResult) -> WrittenFile:
        """The rows of ``set-aside.csv`` for this shard, in the order of household_id."""
        path = self._writing / f"aside-{task.shard.number}-{os.getpid()}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            for household, finding in sorted(result.set_aside.items()):
                place, reason = finding.place, render(self._work.lang, finding.message, **finding.params)
                table.writerow((household, place.file, place.line, place.path, reason))
        sync(path)
        return WrittenFile(path, f"aside/{task.shard.number}.csv", digest_of(path), len(result.set_aside))

    @contextmanager
    def _timed(self, what: str, instead_of: str = "") -> Iterator[None]:
        begun = process_time()
        try:
            yield
        finally:
            passed = process_time() - begun
            self._seconds[what] += passed
            if instead_of:
                self._seconds[instead_of] -= passed


def _of(households: pa.RecordBatch, set_aside: Mapping[str, object]) -> list[str]:
    """The households set aside that can be among some rows."""
    if len(set_aside) <= len(households):
        return list(set_aside)
    return [id_ for id_ in households.column("household_id").to_pylist() if id_ in set_aside]


class _Output:
    """The parts of both result files for one shard, under names of this process until they are finished."""

    def __init__(self, work: Work, folder: Path, number: int) -> None:
        about = {"format": "minsheng results 2", "on": work.on.isoformat()}
        self.totals = Totals()
        self._name = part_name(number, work.parts)
        self._paths = [folder / f"{result}-{number}-{os.getpid()}" for result in RESULTS]
        schemas = [schema(work.benefits).with_metadata(about) for schema in (household_schema, person_schema)]
        self._writers = [RowGroupWriter(path, schema) for path, schema in zip(self._paths, schemas, strict=True)]

    def write(self, homes: pa.RecordBatch, people: pa.RecordBatch) -> None:
        """Write decided rows."""
        for writer, batch in zip(self._writers, (homes, people), strict=True):
            writer.write(batch)

    def drop(self) -> None:
        """Let go of both files: the rows are of no use."""
        for writer, path in zip(self._writers, self._paths, strict=True):
            writer.__exit__(Stopped, Stopped(), None)
            path.unlink(missing_ok=True)

    def finished(self) -> list[WrittenFile]:
        """Finish both files and have them on the disk."""
        files = []
        for result, path, writer in zip(RESULTS, self._paths, self._writers, strict=True):
            writer.close()
            sync(path)
            files.append(WrittenFile(path, f"result/{result}/{self._name}", digest_of(path), writer.rows))
        return files
