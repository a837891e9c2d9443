"""Holding two results against each other: every column of every row, the totals, the pages."""

from pathlib import Path

import pyarrow.parquet as pq

ROWS = {"household_results.parquet": ["household_id"], "person_results.parquet": ["household_id", "person_id"]}
BESIDE = ("totals.json", "totals.csv", "index.html", "index.en.html")


def rows_of(folder: Path, name: str) -> dict[str, list]:
    return pq.read_table(folder / name).to_pydict()


def assert_same(one: Path, other: Path) -> None:
    """The same rows with the same values in the same order, the same totals to the byte, the same pages."""
    for name in ROWS:
        left, right = pq.read_table(one / name), pq.read_table(other / name)
        assert left.schema.equals(right.schema, check_metadata=True)
        for column in left.schema.names:
            assert left[column].to_pylist() == right[column].to_pylist(), column
    for name in BESIDE:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
