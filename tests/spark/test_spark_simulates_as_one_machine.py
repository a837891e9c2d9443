"""On Spark a change gives the forecast of `minsheng simulate`: every file, byte for byte."""

import pytest

from minsheng.population.simulate import Asked
from tests.spark.conftest import DAY
from tests.spark.forecasts import contents, on_many, on_one

pytestmark = [pytest.mark.full, pytest.mark.spark]


@pytest.fixture(scope="module")
def forecast(county, library, tmp_path_factory):
    return contents(on_one(county, library, tmp_path_factory.mktemp("forecast") / "out"))


@pytest.mark.parametrize("partitions", [None, 5])
def test_every_file_is_the_same(spark, county, library, forecast, tmp_path, partitions):
    out = on_many(spark, county, library, tmp_path / "out", partitions=partitions, at_a_time=300)
    assert contents(out) == forecast
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_rows_handed_over_one_by_one(spark, tiny_batches, county, library, forecast, tmp_path):
    assert contents(on_many(spark, county, library, tmp_path / "out", partitions=2)) == forecast


def test_a_changed_pack(spark, county, library, tmp_path):
    changed = tmp_path / "standards.md"
    text = (library.folder / "500110" / "standards.md").read_text("utf-8")
    changed.write_text(text.replace("value: 500.00,", "value: 600.00,"), encoding="utf-8")
    asked = Asked(DAY, packs_after=(changed,))
    one = on_one(county, library, tmp_path / "one", asked)
    assert contents(on_many(spark, county, library, tmp_path / "many", asked, partitions=3)) == contents(one)


def test_tables_of_spark(spark, county, library, forecast, tmp_path):
    """Read by Spark, the population has no files whose digests the forecast could name; all else is the same."""
    import json

    from minsheng.population.simulate.question import read_question, vocabulary_of
    from minsheng.population.spark.frames import Frames
    from minsheng.population.spark.simulate import spark_simulate
    from tests.spark.forecasts import ASKED

    question = read_question(ASKED, library)
    source = Frames.at(spark, county.as_uri(), vocabulary_of(question))
    found = spark_simulate(spark, source, question, tmp_path / "out", partitions=2).forecast
    expected = json.loads(forecast["forecast.json"])
    for one in (found, expected):
        del one["population"]["files"], one["population"]["scale"]
    assert json.loads(json.dumps(found)) == expected
