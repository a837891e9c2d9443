"""When a process of an executor is killed, its task is done again, and the results are those of a run in which nobody died."""

import pytest

from minsheng.policy.library import Library
from minsheng.population.spark.scan import spark_scan
from minsheng.population.spark.source import Files
from tests.spark.conftest import DAY
from tests.spark.dying import DeadlyTexts
from tests.spark.forecasts import contents, on_many, on_one
from tests.spark.results import assert_same

pytestmark = [pytest.mark.full, pytest.mark.spark]


@pytest.fixture
def deadly(library, tmp_path):
    packs = Library.from_contents(library.contents, library.folder)
    packs.contents = DeadlyTexts(packs.contents, tmp_path / "somebody died")
    return packs


def test_a_scan(spark, county, deadly, on_one_machine, tmp_path):
    source = Files.open(county, deadly.vocabulary)
    spark_scan(spark, source, deadly, DAY, tmp_path / "out", partitions=3, at_a_time=100)
    assert (tmp_path / "somebody died").exists()
    assert_same(on_one_machine, tmp_path / "out")
    written = sorted(path.name for path in (tmp_path / "out" / "person_results.parquet").iterdir())
    assert len(written) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "somebody died"]


def test_a_forecast(spark, county, library, deadly, tmp_path):
    out = on_many(spark, county, deadly, tmp_path / "out", partitions=3, at_a_time=100)
    assert (tmp_path / "somebody died").exists()
    assert contents(out) == contents(on_one(county, library, tmp_path / "one"))
