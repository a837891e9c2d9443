"""Deciding a whole population on Spark: checked first, brought together by household, decided and written by the executors.

The results are those of :func:`minsheng.population.scan.scan`: the same rows in the same order, the same totals, the same page. They are
written aside, into a folder that the driver and every executor see under the same path, and moved into place when they are complete.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import minsheng
from minsheng.policy.finding import PolicyError
from minsheng.policy.law import Law
from minsheng.policy.library import Library
from minsheng.population.report.context import context_of
from minsheng.population.scan import ScanResult
from minsheng.population.scan.digest import FileDigest, digest_of_texts
from minsheng.population.scan.folder import WorkFolder, work_folder
from minsheng.population.scan.output import write_output
from minsheng.population.scan.trouble import cannot_write
from minsheng.population.simulate.writing import refuse_existing
from minsheng.population.spark.decide import REPORTS, Done, Packs, Work, written
from minsheng.population.spark.door import Door
from minsheng.population.spark.gather import gathered
from minsheng.population.spark.inputs import Stamps, digests_of_inputs
from minsheng.population.spark.ready import Ready, collected, made_ready
from minsheng.population.spark.session import failures_as_findings
from minsheng.population.spark.source import Source
from minsheng.population.totals import Totals

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["HOUSEHOLDS_AT_A_TIME", "spark_scan"]

#: Households decided at a time.
HOUSEHOLDS_AT_A_TIME = 8_000
_MOST_SLICES = 32


def spark_scan(
    spark: SparkSession,
    source: Source,
    library: Library,
    on: date,
    out: Path,
    *,
    partitions: int | None = None,
    at_a_time: int = HOUSEHOLDS_AT_A_TIME,
    replace_older: bool = False,
    demonstration: bool = True,
    read: Callable[[Mapping[str, str], Path], Library] = Library.from_contents,
) -> ScanResult:
    """Check and decide every household of a population on Spark, under the law of a day.

    Args:
        spark: the session.
        source: the population: :class:`minsheng.population.spark.source.Files` or
            :class:`minsheng.population.spark.frames.Frames`.
        library: the packs.
        on: the day whose law is applied, and on which the facts are true.
        out: a folder that does not exist yet, on a disk that the driver and the executors share.
        partitions: parts of the results; when left out, one for a hundred thousand households, more where there are idle cores.
        at_a_time: households decided at a time.
        replace_older: put the results in place of an older ``out``.
        demonstration: whether the marked demonstration values are used.
        read: makes a library of the texts of the packs on an executor.

    Raises:
        PolicyError: the population or ``out`` are refused, or Spark could not finish; nothing is there under this name.
    """
    refuse_existing(out, replace=replace_older)
    try:
        with work_folder(out) as folder, failures_as_findings():
            refuse_existing(out, replace=replace_older)
            folder.clear()
            folder.prepare()
            try:
                run = _Run(spark, source, library, on, folder, demonstration)
                result = run.run(partitions, at_a_time, read)
                folder.put_in_place()
            finally:
                folder.clear()
    except OSError as problem:
        raise PolicyError([cannot_write(problem, out, None)]) from problem
    return replace(result, out=out)


class _Run:
    """One scan under way."""

    def __init__(
        self,
        spark: SparkSession,
        source: Source,
        library: Library,
        on: date,
        folder: WorkFolder,
        demonstration: bool,
    ) -> None:
        self._spark, self._source, self._library = spark, source, library
        self._on, self._folder, self._demonstration = on, folder, demonstration

    def run(
        self,
        partitions: int | None,
        at_a_time: int,
        read: Callable[[Mapping[str, str], Path], Library],
    ) -> ScanResult:
        """Check, decide and write."""
        begun = perf_counter()
        stamps = Stamps(self._source)
        ready = made_ready(
            self._spark,
            self._source,
            self._library,
            self._on,
            partitions=partitions,
            at_a_time=at_a_time,
            demonstration=self._demonstration,
        )
        started = perf_counter()
        done, totals = self._decided(ready, read)
        check = ready.door.check
        check.merge(done.check)
        check.settle()
        check.areas = ready.door.areas
        if check.bad:
            raise PolicyError(check.all_findings())
        stamps.refuse_changed()
        totals.check()
        _hold_against(totals, ready.door)
        decided = perf_counter()
        self._write(ready, done, totals)
        return ScanResult(
            self._folder.out, totals, check, started - begun, decided - started, 0, dict(sorted(done.seconds.items()))
        )

    def _decided(self, ready: Ready, read: Callable[[Mapping[str, str], Path], Library]) -> tuple[Done, Totals]:
        """What became of every partition, and the totals."""
        slices = min(_MOST_SLICES, len(ready.gathering.bounds) + 1)
        work = Work(
            uuid4().hex,
            Packs(self._library.contents, self._library.folder, read),
            ready.gathering,
            self._on,
            self._demonstration,
            ready.benefits,
            slices,
            self._folder.writing,
        )
        shipped = self._spark.sparkContext.broadcast(work)
        rows = gathered(self._spark, self._source, ready.gathering).mapInArrow(partial(written, shipped), REPORTS)
        return collected(rows, slices)

    def _write(self, ready: Ready, done: Done, totals: Totals) -> None:
        """The parts in their places, and everything that stands beside them."""
        parts: dict[str, FileDigest] = {}
        rows: dict[str, int] = {}
        for file in sorted(done.files, key=lambda file: file.place):
            place = self._folder.result / file.place
            place.parent.mkdir(exist_ok=True)
            file.path.rename(place)
            parts[file.place], rows[file.place] = file.digest, file.rows
        context = context_of(_once(ready.laws), self._on, ready.laws)
        context.synthetic = self._source.synthetic or ready.door.check.synthetic > 0
        context.scale = self._source.scale
        write_output(self._folder.result, totals, context, None, self._about(ready, totals), parts, rows)

    def _about(self, ready: Ready, totals: Totals) -> dict[str, Any]:
        """What the manifest says beside the output."""
        check = ready.door.check
        return {
            "minsheng": minsheng.__version__,
            "options": {
                "on": self._on.isoformat(),
                "demonstration": self._demonstration,
                "spark": self._spark.version,
                "partitions": len(ready.gathering.bounds) + 1,
            },
            "population": {
                "households": check.households,
                "people": check.people,
                "synthetic_households": check.synthetic,
                "set_aside": totals.set_aside,
            },
            "packs": {"sha256": digest_of_texts(self._library.contents), "files": len(self._library.contents)},
            "inputs": digests_of_inputs(self._spark, self._source),
        }


def _once(laws: Mapping[str, Law]) -> list[Law]:
    """Every law once; many areas may have the same."""
    return list({id(law): law for law in laws.values()}.values())


def _hold_against(totals: Totals, door: Door) -> None:
    """Hold what was decided to what was counted at the door.

    Raises:
        ValueError: somebody was lost on the way, or came twice. Nothing is written.
    """
    counted = (door.check.households, door.check.people)
    if counted != (totals.households, totals.people):
        raise ValueError(f"{counted} households and people were checked, {totals.households, totals.people} decided")
