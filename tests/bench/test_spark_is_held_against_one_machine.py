"""The comparison with Spark sees a row, a total or an order that differs; without Spark there is no figure but a reason."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench import spark


def result(folder, homes, totals="{}"):
    for name in spark.TABLES:
        (folder / name).mkdir(parents=True)
    pq.write_table(pa.table({"household_id": homes}), folder / spark.TABLES[0] / "part-0.parquet")
    words = pa.array(["yes"] * len(homes)).dictionary_encode()
    pq.write_table(pa.table({"person_id": homes, "dibao": words}), folder / spark.TABLES[1] / "part-0.parquet")
    for name in spark.BESIDE:
        (folder / name).write_text(totals, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("homes", "totals", "differ"),
    [
        (["a", "b"], "{}", []),
        (["b", "a"], "{}", list(spark.TABLES)),
        (["a"], "{}", list(spark.TABLES)),
        (["a", "b"], "{ }", list(spark.BESIDE)),
    ],
)
def test_what_differs_is_named(tmp_path, homes, totals, differ):
    one, other = result(tmp_path / "one", ["a", "b"]), result(tmp_path / "other", homes, totals)
    assert spark.differences(one, other) == differ


def test_without_spark_the_reason_is_given(monkeypatch, tmp_path):
    monkeypatch.setattr(spark.needed, "add_packages", lambda: None)
    monkeypatch.setattr(spark.needed, "has_java", lambda: False)
    found = spark.measure(tmp_path)
    assert found["spark_identical"] is None
    assert "openjdk-17-jre-headless" in found["spark_missing"]
