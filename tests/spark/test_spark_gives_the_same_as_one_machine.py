"""On Spark everybody gets what `minsheng scan` gives: every column of every row in the same order, the totals, the page."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from minsheng.population.scan import verify
from minsheng.population.spark.scan import spark_scan
from minsheng.population.spark.source import Files
from tests.spark.conftest import DAY
from tests.spark.results import assert_same

pytestmark = [pytest.mark.full, pytest.mark.spark]


@pytest.mark.parametrize("partitions", [None, 1, 7])
def test_rows_totals_and_page(spark, county, library, on_one_machine, tmp_path, partitions):
    source = Files.open(county, library.vocabulary)
    done = spark_scan(spark, source, library, DAY, tmp_path / "out", partitions=partitions, at_a_time=300)
    assert_same(on_one_machine, tmp_path / "out")
    assert len(list((tmp_path / "out" / "person_results.parquet").iterdir())) == (partitions or 1)
    totals = json.loads((on_one_machine / "totals.json").read_text("utf-8"))
    assert {"format": totals["format"], "on": totals["on"], **done.totals.as_json()} == totals
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_manifest_names_input_and_output(spark, county, library, tmp_path):
    spark_scan(spark, Files.open(county, library.vocabulary), library, DAY, tmp_path / "out", partitions=2)
    assert verify(tmp_path / "out", county, library) == []
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["inputs"]["people.parquet"]["rows"] == pq.read_metadata(county / "people.parquet").num_rows
    assert manifest["population"]["synthetic_households"] == manifest["population"]["households"]


def test_without_demonstration_values(spark, county, library, tmp_path):
    from minsheng.population.scan import scan

    scan(county, library.folder, DAY, tmp_path / "one", workers=1, demonstration=False)
    source = Files.open(county, library.vocabulary)
    spark_scan(spark, source, library, DAY, tmp_path / "many", demonstration=False)
    assert_same(tmp_path / "one", tmp_path / "many")


def test_csv(spark, county, library, tmp_path):
    from pyarrow import csv

    from minsheng.population.scan import scan

    folder = tmp_path / "text"
    folder.mkdir()
    for name in ("households", "people", "supporters"):
        table = pq.read_table(county / f"{name}.parquet")
        money = [f.name for f in table.schema if (f.metadata or {}).get(b"unit") == b"fen"]
        for column in money:
            yuan = [None if fen is None else f"{fen // 100}.{fen % 100:02d}" for fen in table[column].to_pylist()]
            table = table.set_column(table.schema.get_field_index(column), column, pa.array(yuan, pa.string()))
        plain = [c.cast(pa.string()) if pa.types.is_dictionary(c.type) else c for c in table.columns]
        csv.write_csv(pa.table(plain, names=table.schema.names), folder / f"{name}.csv")
    scan(folder, library.folder, DAY, tmp_path / "one", workers=1)
    spark_scan(spark, Files.open(folder, library.vocabulary), library, DAY, tmp_path / "many", partitions=3)
    assert_same(tmp_path / "one", tmp_path / "many")
