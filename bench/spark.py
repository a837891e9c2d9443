"""Spark beside one machine: a synthetic county scanned by both, every row and total compared, and how quick Spark was.

``python -m bench.spark FOLDER`` prints one JSON line. Where Spark cannot be had, nothing is measured and the reason is given instead.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bench import calls
from bench.timing import in_a_process
from tools import spark as needed

__all__ = ["differences", "measure"]

#: About 50,000 people: enough for several parts, and done in a minute or two.
SCALE = 0.05
PARTITIONS = 4
TABLES = ("household_results.parquet", "person_results.parquet")
BESIDE = ("totals.json", "totals.csv", "index.html", "index.en.html")


def measure(folder: Path) -> dict[str, Any]:
    """The figures about Spark; what it needs is added first where that is possible."""
    needed.add_packages()
    lacking = needed.missing()
    if lacking:
        return {"spark_identical": None, "spark_missing": f"needs {lacking}"}
    return in_a_process((sys.executable, "-m", "bench.spark", folder))


def compared(folder: Path) -> dict[str, Any]:
    """Scan the same county twice and hold the results against each other."""
    county = folder / "county"
    persons = calls.make_county(county, SCALE)
    calls.scan(county, folder / "one")
    taken = calls.scan_on_spark(county, folder / "many", PARTITIONS)
    differ = differences(folder / "one", folder / "many")
    if differ:
        print(f"bench: on Spark other results: {', '.join(differ)}", file=sys.stderr)
    return {"spark_identical": not differ, "spark_persons": persons, "spark_persons_per_s": round(persons / taken)}


def differences(one: Path, other: Path) -> list[str]:
    """What is not the same in two results: rows and their order, totals, pages."""
    tables = [name for name in TABLES if not rows(one / name).equals(rows(other / name))]
    return tables + [name for name in BESIDE if (one / name).read_bytes() != (other / name).read_bytes()]


def rows(path: Path) -> pa.Table:
    """All rows of a table of results; words as they are, whatever number stands for them in a part."""
    table = pq.read_table(path)
    plain = [column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column for column in table.columns]
    return pa.table(plain, names=table.schema.names).combine_chunks()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m bench.spark FOLDER")
    place = Path(sys.argv[1])
    place.mkdir(parents=True, exist_ok=True)
    print(json.dumps(compared(place)))
