"""A population in tables of Spark: from Hive, Iceberg, a lake, or Parquet under an address that Spark can read.

Rows of such tables stand in no order. Where a column has their numbers, the order of the numbers is kept within each household; otherwise
people stand in the order of ``person_id``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from minsheng.policy.finding import Findings, Place
from minsheng.policy.language import N_
from minsheng.policy.vocabulary import Vocabulary
from minsheng.population.check import check_types
from minsheng.population.check_result import CheckResult
from minsheng.population.files import TableFile, known_columns
from minsheng.population.schema import table_specs
from minsheng.population.spark.source import FILE_BITS, REQUIRED_TABLES, Source, Stage, Stretch, make_process_ready

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["Frames"]

_NUMBER, _FILE = "row number", "file of the row"
_NOT_FOUND = "PATH_NOT_FOUND"


class Frames(Source):
    """A population in tables of Spark.

    Args:
        tables: ``households``, ``people`` and further lists, with the columns of population files.
        vocabulary: what the facts mean.
        numbers: a column of whole numbers from 1 that says where a row stands in its table; without it people stand in the order of
            ``person_id``, and findings name the household instead of the row.
        labels: by table, what its files are called in findings.

    Raises:
        PolicyError: a table is missing or not known, or a column is unknown, double or missing; all findings at once.
    """

    def __init__(
        self,
        tables: Mapping[str, DataFrame],
        vocabulary: Vocabulary,
        *,
        numbers: str | None = None,
        labels: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.specs = table_specs(vocabulary)
        self.labels = labels or {name: [name] for name in tables}
        self.numbered = numbers is not None
        self._numbers = numbers
        names = {name: [column for column in table.columns if column != numbers] for name, table in tables.items()}
        findings = Findings()
        for name in dict.fromkeys((*REQUIRED_TABLES, *tables)):
            if name not in tables or name not in self.specs:
                message, hint = N_("there is no table {name}"), N_("Possible: {possible}.")
                possible = ", ".join(self.specs)
                findings.error("T01", Place(name), message, hint, name=name, possible=possible)
            else:
                known_columns(name, names[name], self.specs[name], findings)
        findings.raise_errors()
        order = [name for name in self.specs if name in tables]
        self._tables = {name: tables[name] for name in order}
        self.names = {name: names[name] for name in order}

    @classmethod
    def at(cls, spark: SparkSession, address: str, vocabulary: Vocabulary) -> Frames:
        """The Parquet files ``ADDRESS/households.parquet``, ``ADDRESS/people.parquet`` …, read by Spark, with their row numbers.

        Raises:
            PolicyError: a file is missing or cannot be read, or a column is unknown, double or missing.
        """
        findings = Findings()
        tables, labels = {}, {}
        for name in table_specs(vocabulary):
            found = _read(spark, f"{address.rstrip('/')}/{name}.parquet", name, findings)
            if found is not None:
                tables[name], labels[name] = found
        findings.raise_errors()
        return cls(tables, vocabulary, numbers=_NUMBER, labels=labels)

    def check_columns(self, result: CheckResult) -> bool:
        """Name every column of another type; whether the keys, at least, can be read."""
        fit = []
        for name, table in self._tables.items():
            schema = table.select(*map(_quoted, self.names[name])).limit(0).toArrow().schema
            fit.append(check_types(self.labels[name][0], self.specs[name], schema, result))
        return all(fit)

    def over(
        self, spark: SparkSession, stage: Stage, schema: str, columns: Mapping[str, Sequence[str]] | None = None
    ) -> DataFrame:
        """A Spark table with what a stage gives for all rows, one stretch for each partition of each table."""
        results = []
        for name, table in self._tables.items():
            if columns is not None and name not in columns:
                continue
            names = list(columns[name]) if columns is not None else list(self.names[name])
            wanted = [*names, self._numbers] if self._numbers is not None else names
            about = TableFile(self.specs[name], Path(name), tuple(names), {})
            rows = table.select(*map(_quoted, wanted))
            results.append(rows.mapInArrow(partial(_over_rows, about, self.numbered, stage), schema))
        return reduce(lambda one, other: one.unionAll(other), results)


def _quoted(name: str) -> str:
    return f"`{name}`"


def _read(spark: SparkSession, path: str, name: str, findings: Findings) -> tuple[DataFrame, list[str]] | None:
    """A table with the number of each row, and what its files are called; ``None`` where there is none."""
    from pyspark.errors import AnalysisException
    from pyspark.sql import functions

    try:
        table = spark.read.parquet(path)
    except AnalysisException as problem:
        if problem.getCondition() == _NOT_FOUND and name not in REQUIRED_TABLES:
            return None
        message = N_("the file cannot be read: {problem}")
        findings.error("T03", Place(path), message, problem=str(problem).splitlines()[0])
        return None
    about = functions.col("_metadata")
    numbered = table.withColumns({_FILE: about["file_path"], _NUMBER: about["row_index"] + 1})
    paths = sorted(row[0] for row in numbered.select(_quoted(_FILE)).distinct().collect())
    if len(paths) > 1:
        numbers = [(path, number << FILE_BITS) for number, path in enumerate(paths)]
        of_files = functions.broadcast(spark.createDataFrame(numbers, f"`{_FILE}` string, first long"))
        numbered = numbered.join(of_files, _FILE).withColumn(
            _NUMBER, functions.col(_quoted(_NUMBER)) + of_files["first"]
        )
        numbered = numbered.drop("first")
    return numbered.drop(_FILE), [path[path.rfind(f"{name}.parquet") :] for path in paths] or [f"{name}.parquet"]


# on an executor -------------------------------------------------------------------------------------------------------------------------


def _over_rows(
    about: TableFile, numbered: bool, stage: Stage, batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    make_process_ready()

    def rows() -> Iterator[tuple[np.ndarray, pa.RecordBatch]]:
        for batch in batches:
            if numbered:
                yield batch.column(len(about.names)).to_numpy(), batch.select(list(about.names))
            else:
                yield np.zeros(len(batch), np.int64), batch

    return stage(iter([Stretch(about, rows())]))
