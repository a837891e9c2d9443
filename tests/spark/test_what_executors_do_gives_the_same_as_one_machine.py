"""The stages that executors run, run here: the rows, totals and pages are those of `minsheng scan`."""

import pytest

from minsheng.population.scan import verify
from minsheng.population.spark.scan import spark_scan
from minsheng.population.spark.source import Files
from tests.spark.conftest import DAY
from tests.spark.results import assert_same


@pytest.mark.parametrize("partitions", [None, 1, 9])
def test_rows_totals_and_page(here, county, library, on_one_machine, tmp_path, partitions):
    source = Files.open(county, library.vocabulary)
    done = spark_scan(here, source, library, DAY, tmp_path / "out", partitions=partitions, at_a_time=170)
    assert_same(on_one_machine, tmp_path / "out")
    assert verify(tmp_path / "out", county, library) == []
    assert set(done.spent) == {"bringing together", "deciding", "writing"}
