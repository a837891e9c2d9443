"""Deciding people in tables of Spark: tables in, a table of results out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

import pyarrow as pa

from minsheng.policy.library import Library
from minsheng.population.results import household_schema, person_schema
from minsheng.population.spark.decide import Packs, Work, decided_rows
from minsheng.population.spark.frames import Frames
from minsheng.population.spark.gather import gathered
from minsheng.population.spark.ready import made_ready
from minsheng.population.spark.scan import HOUSEHOLDS_AT_A_TIME
from minsheng.population.spark.session import failures_as_findings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["spark_determine"]

_SCHEMAS = {"household": household_schema, "person": person_schema}
_TYPES = {pa.string(): "string", pa.int64(): "long", pa.int32(): "int", pa.bool_(): "boolean"}


def spark_determine(
    spark: SparkSession,
    tables: Mapping[str, DataFrame],
    library: Library,
    on: date,
    *,
    of: Literal["person", "household"] = "person",
    numbers: str | None = None,
    partitions: int | None = None,
    at_a_time: int = HOUSEHOLDS_AT_A_TIME,
    demonstration: bool = True,
    read: Callable[[Mapping[str, str], Path], Library] = Library.from_contents,
) -> DataFrame:
    """Decide everybody in tables of Spark under the law of a day.

    The tables are read and checked at once. The result is lazy: it is worked out when it is written or counted, and again each time;
    write it to a table.

    Args:
        spark: the session of the tables.
        tables: ``households``, ``people`` and further lists with the columns of population files (money in fen, choices as words).
        library: the packs.
        on: the day whose law is applied, and on which the facts are true.
        of: a row for each person, or for each household.
        numbers: a column of whole numbers from 1 that says where a row stands in its table; without it people stand in the order
            of ``person_id``.
        partitions: partitions of the result, which are in the order of household_id; when left out, one for a hundred thousand households,
            more where there are idle cores.
        at_a_time: households decided at a time.
        demonstration: whether the marked demonstration values are used.
        read: makes a library of the texts of the packs on an executor.

    Returns:
        The columns of ``person_results.parquet`` or ``household_results.parquet``; words are strings. Names have a full stop in them
        and need backquotes in SQL.

    Raises:
        PolicyError: the tables are refused, with all findings, or Spark could not finish the check.
    """
    with failures_as_findings():
        source = Frames(tables, library.vocabulary, numbers=numbers)
        ready = made_ready(
            spark, source, library, on, partitions=partitions, at_a_time=at_a_time, demonstration=demonstration
        )
        packs = Packs(library.contents, library.folder, read)
        work = Work(uuid4().hex, packs, ready.gathering, on, demonstration, ready.benefits, 1)
        stage = partial(decided_rows, spark.sparkContext.broadcast(work), list(_SCHEMAS).index(of))
        return gathered(spark, source, ready.gathering).mapInArrow(stage, _spark_schema(_SCHEMAS[of](ready.benefits)))


def _spark_schema(schema: pa.Schema) -> str:
    """Columns in the words of Spark."""
    return ", ".join(f"`{field.name}` {_TYPES.get(field.type, 'string')}" for field in schema)
