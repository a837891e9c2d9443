"""Who has a text that must stand once and stands in another row too: looked up again where numbers of texts were equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from minsheng.policy.finding import Finding
from minsheng.population.check_result import MOST_FINDINGS, CheckResult
from minsheng.population.duplicates import duplicates, hashes_of
from minsheng.population.files import TableFile
from minsheng.population.spark.source import Source, Stretch, place_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["report_doubles"]

Array = npt.NDArray[Any]
_SCHEMA = "number long, household_id string, text string"


@dataclass(frozen=True, slots=True)
class _Held(TableFile):
    """Some rows of people in memory, for :func:`minsheng.population.duplicates.duplicates`."""

    held: Any = None

    def canonical(self, only: Sequence[str] = ()) -> Iterator[pa.RecordBatch]:
        """The rows."""
        yield self.held.select(list(only))


def report_doubles(
    spark: SparkSession, source: Source, name: str, suspects: Array, check: CheckResult
) -> list[tuple[str | None, Finding]]:
    """Add a finding for every row of people whose text stood in an earlier row.

    Args:
        spark: where to look.
        source: the population.
        name: the column.
        suspects: numbers of texts that may be there twice.
        check: where findings go.

    Returns:
        the findings with the household of each; the first ten thousand of each task.
    """
    wanted = spark.sparkContext.broadcast(suspects)
    columns = {"people": [column for column in source.names["people"] if column in ("household_id", name)]}
    rows = source.over(spark, partial(_suspected, name, wanted), _SCHEMA, columns).collect()
    check.more += sum(int(row.text) for row in rows if row.number < 0)
    rows = sorted((row for row in rows if row.number >= 0), key=lambda row: row.number)
    numbers = [row.number for row in rows]
    held = _Held(
        source.specs["people"],
        Path("people"),
        ("household_id", name),
        {},
        held=pa.RecordBatch.from_pydict(
            {
                "household_id": pa.array([row.household_id for row in rows], pa.string()),
                name: pa.array([row.text for row in rows], pa.string()),
            }
        ),
    )
    found = []
    for at, household, finding in duplicates(held, name, suspects):
        placed = _placed(source.labels, finding, numbers, at, household)
        check.add(placed, household)
        found.append((household, placed))
    return found


def _placed(
    labels: Mapping[str, Sequence[str]], finding: Finding, numbers: Sequence[int], at: int, household: str | None
) -> Finding:
    """The finding with both rows as they stand in their files."""
    earlier = numbers[int(str(finding.params["first"])) - finding.place.line + at]
    place = place_of(labels, "people", numbers[at], finding.place.path, household)
    first = place_of(labels, "people", earlier, "", None)
    shown = first.line if first.file == place.file else f"{first.file}:{first.line}"
    return replace(finding, place=place, params={**finding.params, "first": shown})


# on an executor -------------------------------------------------------------------------------------------------------------------------


def _suspected(name: str, wanted: Any, stretches: Iterator[Stretch]) -> Iterator[pa.RecordBatch]:
    """The rows whose text has one of the numbers; beyond as many as are ever shown, only how many more."""
    more = 0
    for stretch in stretches:
        if name not in stretch.table.names:
            continue
        for numbers, batch in stretch.rows:
            columns = {column: cells.array for column, cells in stretch.table.cells(batch)}
            at = np.flatnonzero(np.isin(hashes_of(name, columns[name]), wanted.value))
            more += len(at[MOST_FINDINGS:])
            at = at[:MOST_FINDINGS]
            places = pa.array(at)
            yield _rows(pa.array(numbers[at]), columns["household_id"].take(places), columns[name].take(places))
    if more:
        yield _rows(pa.array([-1]), pa.array([None], pa.string()), pa.array([str(more)]))


def _rows(numbers: pa.Array, households: pa.Array, texts: pa.Array) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"number": numbers, "household_id": households, "text": texts})
