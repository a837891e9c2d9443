"""What must be known before anybody is decided on Spark: the population is checked, and the law of every area is found."""

from __future__ import annotations

import pickle
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from minsheng.policy.finding import Finding, PolicyError
from minsheng.policy.law import Law
from minsheng.policy.library import Library
from minsheng.policy.today import today_in_china
from minsheng.population.check import refuse_empty
from minsheng.population.check_result import CheckResult
from minsheng.population.files import TableFile
from minsheng.population.scan.findings import laws_of
from minsheng.population.spark.decide import REPORTS, Done, Packs, Work, brought_together, only_checked
from minsheng.population.spark.door import Door, checked_at_the_door
from minsheng.population.spark.gather import Gathering, bounds_of, gathered
from minsheng.population.spark.source import Source, place_of
from minsheng.population.totals import Totals

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = [
    "HOUSEHOLDS_OF_PART",
    "Ready",
    "bounds_for",
    "checked",
    "collected",
    "gathering_of",
    "made_ready",
    "refuse_bad",
]

#: Households of a part: a task holds all of its rows.
HOUSEHOLDS_OF_PART = 100_000
_LEAST_OF_PART = 2_000
#: Nobody's name or number is needed to decide.
_NOT_NEEDED = ("name", "id_number")


@dataclass(frozen=True, slots=True)
class Ready:
    """A population that was checked: what is known of it, the law of each area, all benefits, and how rows come together."""

    door: Door
    laws: Mapping[str, Law]
    benefits: Sequence[str]
    gathering: Gathering


def made_ready(
    spark: SparkSession,
    source: Source,
    library: Library,
    on: date,
    *,
    partitions: int | None,
    at_a_time: int,
    demonstration: bool,
) -> Ready:
    """Check a population and find the law of every area.

    Args:
        spark: where to check.
        source: the population.
        library: the packs.
        on: the day of the law and of the facts.
        partitions: how many parts the households are to be in; when left out, parts of a hundred thousand, or one for each core.
        at_a_time: households decided at a time.
        demonstration: whether the marked demonstration values are used.

    Raises:
        PolicyError: something is wrong with the population, or there is no law for an area; all findings at once.
    """
    door = checked(spark, source, max(on, today_in_china()))
    households = _named(source, "households")
    laws, lacking = laws_of(library, on, door.areas, households, demonstration=demonstration)
    for finding in lacking:
        door.check.refuse(_placed(source, finding))
    bounds = bounds_for(spark, door, partitions)
    refuse_bad(spark, source, library, door, bounds)
    facts = {name for law in laws.values() for names in law.facts.values() for name in names}
    benefits = list(dict.fromkeys(name for law in laws.values() for name in law.benefits))
    return Ready(door, laws, benefits, gathering_of(source, facts, bounds, at_a_time))


def checked(spark: SparkSession, source: Source, latest: date) -> Door:
    """Check every cell of a population; what is wrong stands in the check of the door.

    Args:
        spark: where to check.
        source: the population.
        latest: the last possible date.

    Raises:
        PolicyError: the keys cannot even be read.
    """
    first = CheckResult(keep_households=False)
    if not source.check_columns(first):
        raise PolicyError(first.all_findings())
    door = checked_at_the_door(spark, source, latest)
    first.merge(door.check)
    door.check = first
    return door


def bounds_for(spark: SparkSession, door: Door, partitions: int | None) -> list[str]:
    """The first household_id of each part but the first; parts of a hundred thousand households, or one for each core, when left open."""
    count = door.check.households
    busy = min(spark.sparkContext.defaultParallelism, -(-count // _LEAST_OF_PART))
    return bounds_of(door.sample, partitions or max(-(-count // HOUSEHOLDS_OF_PART), busy, 1))


def refuse_bad(spark: SparkSession, source: Source, library: Library, door: Door, bounds: Sequence[str]) -> None:
    """Refuse a population in which something was found, or nobody.

    Raises:
        PolicyError: all findings at once, those about keys as well.
    """
    refuse_empty({name: _named(source, name) for name in ("households", "people")}, door.check)
    if door.check.bad:
        _check_keys(spark, source, Packs(library.contents, library.folder), bounds, door.check)
        raise PolicyError(door.check.all_findings())


def gathering_of(source: Source, facts: Collection[str], bounds: Sequence[str], at_a_time: int) -> Gathering:
    """How the rows of a population come together when some facts are needed."""
    columns = {
        name: [c for c in names if c not in _NOT_NEEDED and (_is_no_fact(source, name, c) or c in facts)]
        for name, names in source.names.items()
    }
    return _gathering(source, columns, bounds, at_a_time)


def _gathering(
    source: Source, columns: Mapping[str, Sequence[str]], bounds: Sequence[str], at_a_time: int
) -> Gathering:
    return Gathering(source.specs, columns, source.labels, bounds, at_a_time, source.numbered)


def _is_no_fact(source: Source, table: str, column: str) -> bool:
    return source.specs[table].columns[column].role != "fact"


def _check_keys(spark: SparkSession, source: Source, packs: Packs, bounds: Sequence[str], check: CheckResult) -> None:
    """Find what is wrong with keys as well, so that everything is said at once."""
    columns = {
        name: [column for column in names if source.specs[name].columns[column].role == "key"]
        for name, names in source.names.items()
    }
    gathering = _gathering(source, columns, bounds, HOUSEHOLDS_OF_PART)
    work = Work(uuid4().hex, packs, gathering, date.min, False, (), 1)
    rows = gathered(spark, source, gathering).mapInArrow(
        partial(only_checked, spark.sparkContext.broadcast(work)), REPORTS
    )
    done, _ = collected(rows, 1)
    check.merge(done.check)
    check.settle()


def _named(source: Source, table: str) -> TableFile:
    """A table as findings name it."""
    return TableFile(source.specs[table], Path(source.labels[table][0]), tuple(source.names[table]), {})


def _placed(source: Source, finding: Finding) -> Finding:
    """A finding about an area, where the line is the number of the first row."""
    place = finding.place
    if finding.code != "L4" or not place.line:
        return finding
    return replace(finding, place=place_of(source.labels, "households", place.line, place.path, None))


def collected(rows: DataFrame, slices: int) -> tuple[Done, Totals]:
    """What tasks gave back (:data:`minsheng.population.spark.decide.REPORTS`), put together."""
    done, totals = Done(), Totals()
    for row in rows.repartitionById(slices, "slice").mapInArrow(brought_together, REPORTS).collect():
        content = pickle.loads(row.payload)  # noqa: S301 - our own tasks wrote it
        if isinstance(content, Totals):
            totals.merge(content)
        else:
            done.merge(content)
    return done, totals
