"""Forecasting a change of the law on Spark: executors decide whole households by every law and count; the driver adds up and writes.

The files are those of :func:`minsheng.population.simulate.simulate`, byte for byte. Only counts come back to the driver, never rows.
"""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pyarrow as pa

from minsheng.policy.finding import PolicyError
from minsheng.policy.today import today_in_china
from minsheng.population.check_result import CheckResult
from minsheng.population.simulate.question import Question
from minsheng.population.simulate.run import Counted, Simulated, forecast_written, plan_of, prepared
from minsheng.population.simulate.tally import Tally
from minsheng.population.simulate.workers import Plan, Worker
from minsheng.population.simulate.writing import refuse_existing
from minsheng.population.spark.door import Door, Placed
from minsheng.population.spark.gather import Gathering, gathered, whole_households
from minsheng.population.spark.inputs import Stamps, digests_of_inputs
from minsheng.population.spark.ready import bounds_for, checked, gathering_of, refuse_bad
from minsheng.population.spark.scan import HOUSEHOLDS_AT_A_TIME
from minsheng.population.spark.session import failures_as_findings
from minsheng.population.spark.source import Source

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["spark_simulate"]

_SCHEMA = "slice int, part int, payload binary"
#: Counts of many parts are added up by so many tasks at most before they come to the driver.
_MOST_SLICES = 32


@dataclass(frozen=True)
class _Counting:
    """What an executor must know to count. ``name`` is that of this run; ``slices`` bring the counts of parts together."""

    name: str
    plan: Plan
    gathering: Gathering
    slices: int

    def slice_of(self, part: int) -> int:
        """Where the counts of a part are added up; parts that follow each other come together."""
        return part * self.slices // (len(self.gathering.bounds) + 1)


def spark_simulate(
    spark: SparkSession,
    source: Source,
    question: Question,
    out: Path,
    *,
    partitions: int | None = None,
    at_a_time: int = HOUSEHOLDS_AT_A_TIME,
    replace: bool = False,
) -> Simulated:
    """Decide every household of a population by the law before and after a change, and write down what differs.

    Args:
        spark: the session.
        source: the population, read with the words of both laws
            (:func:`minsheng.population.simulate.question.vocabulary_of`).
        question: the change (:func:`minsheng.population.simulate.question.read_question`).
        out: a folder that does not exist yet; only the driver writes there.
        partitions: parts that the households are cut into; when left out, one for a hundred thousand households, more where there are
            idle cores. The results do not depend on it.
        at_a_time: households decided at a time.
        replace: put the results in place of an older ``out``.

    Raises:
        PolicyError: the change, the population or ``out`` are refused, or Spark could not finish; nothing was written.
    """
    refuse_existing(out, replace=replace)
    with failures_as_findings():
        stamps = Stamps(source)
        door = checked(spark, source, max(question.on, question.on_after, today_in_china()))
        bounds = bounds_for(spark, door, partitions)
        refuse_bad(spark, source, question.before, door, bounds)
        made, facts = prepared(question, sorted(door.areas), _counted(spark, source, door))
        gathering = gathering_of(source, facts, bounds, at_a_time)
        counting = _Counting(uuid4().hex, plan_of(made), gathering, min(_MOST_SLICES, len(bounds) + 1))
        return forecast_written(made, _counts(spark, source, counting, door, stamps), out, replace=replace)


def _counted(spark: SparkSession, source: Source, door: Door) -> Counted:
    digests = {name: digest["sha256"] for name, digest in digests_of_inputs(spark, source).items()}
    check = door.check
    synthetic = source.synthetic or check.synthetic > 0
    return Counted(check.households, check.people, synthetic, source.scale, digests)


def _counts(spark: SparkSession, source: Source, counting: _Counting, door: Door, stamps: Stamps) -> Iterator[Tally]:
    """The counts of all parts, in their order, once the keys turned out to be right.

    Raises:
        PolicyError: something is wrong with keys, or a file was changed meanwhile.
    """
    shipped = spark.sparkContext.broadcast(counting)
    rows = gathered(spark, source, counting.gathering).mapInArrow(partial(_tallied, shipped), _SCHEMA)
    found = rows.repartitionById(counting.slices, "slice").mapInArrow(_added_up, _SCHEMA).collect()
    tallies = []
    for row in sorted(found, key=lambda row: row.part):
        check, tally = pickle.loads(row.payload)  # noqa: S301 - our own tasks wrote it
        door.check.merge(check)
        tallies.append(tally)
    door.check.settle()
    if door.check.bad:
        raise PolicyError(door.check.all_findings())
    stamps.refuse_changed()
    decided = sum(tally.households for tally in tallies)
    if decided != door.check.households:
        raise ValueError(f"{door.check.households} households were checked, {decided} decided")
    yield from tallies


# on an executor -------------------------------------------------------------------------------------------------------------------------

_kept: tuple[str, Worker] | None = None


def _worker(counting: _Counting) -> Worker:
    """The worker of this process for a run: packs are read and kernels made when it is first needed, and never again."""
    global _kept
    if _kept is None or _kept[0] != counting.name:
        _kept = counting.name, Worker(counting.plan)
        gc.freeze()
    return _kept[1]


def _tallied(shipped: Any, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What is counted in one part, and what is wrong with its keys. Running it twice gives the same."""
    counting: _Counting = shipped.value
    result = Placed(keep_households=False, labels=counting.gathering.labels)
    tally, place = Tally(), 0
    for part in whole_households(counting.gathering, batches, result):
        if result.bad:
            continue
        place = counting.gathering.place(part.tables["households"].column("household_id")[0].as_py())
        tally.merge(_worker(counting).tally(counting.gathering.needed(part)))
    yield _row(counting.slice_of(place), place, result.plain(), tally)


def _added_up(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The counts of the parts of a slice, added in the order of the parts."""
    found = [row for batch in batches for row in batch.to_pylist()]
    if not found:
        return
    found.sort(key=lambda row: row["part"])
    whole, tally = CheckResult(keep_households=False), Tally()
    for row in found:
        check, counted = pickle.loads(row.pop("payload"))  # noqa: S301 - our own tasks wrote it
        whole.merge(check)
        tally.merge(counted)
    yield _row(found[0]["slice"], found[0]["part"], whole, tally)


def _row(slice_: int, part: int, check: CheckResult, tally: Tally) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(
        {
            "slice": pa.array([slice_], pa.int32()),
            "part": pa.array([part], pa.int32()),
            "payload": pa.array([pickle.dumps((check, tally))], pa.binary()),
        }
    )
