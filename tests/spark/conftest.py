"""A small made-up county, and one Spark session on this machine for all tests; tests that use it are marked `full` and `spark`."""

from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from minsheng.policy.library import Library, default_folder  # noqa: E402
from minsheng.population.scan import scan  # noqa: E402
from minsheng.population.synthetic import make_county  # noqa: E402

DAY = date(2017, 12, 31)


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load(default_folder().resolve())


@pytest.fixture(scope="session")
def county(tmp_path_factory, library) -> Path:
    """A two hundredth of the county: about 5,000 people."""
    folder = tmp_path_factory.mktemp("county")
    make_county(folder, library.vocabulary, scale=0.005)
    return folder


@pytest.fixture(scope="session")
def on_one_machine(county, library, tmp_path_factory) -> Path:
    """What `minsheng scan` says about that county."""
    out = tmp_path_factory.mktemp("scan") / "out"
    scan(county, library.folder, DAY, out, workers=1)
    return out


@pytest.fixture(scope="session")
def spark():
    """Spark in this process with two cores; a task may fail twice."""
    pytest.importorskip("pyspark")
    from minsheng.population.spark.session import session

    quiet = {
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "1g",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    running = session("local[2,3]", quiet)
    yield running
    running.stop()


@pytest.fixture
def tiny_batches(spark):
    """Spark hands rows over one by one."""
    name = "spark.sql.execution.arrow.maxRecordsPerBatch"
    before = spark.conf.get(name)
    spark.conf.set(name, "1")
    yield
    spark.conf.set(name, before)


@pytest.fixture
def here():
    """A stand-in for Spark, for what does not need the real one."""
    from tests.spark.here import Here

    return Here()
