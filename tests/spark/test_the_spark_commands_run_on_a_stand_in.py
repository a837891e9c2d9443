"""The Spark commands from the first word to the last, with a stand-in in the place of Spark: what they print, write and refuse."""

from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from minsheng.cli import main
from minsheng.population.spark import session
from tests.spark.forecasts import contents, on_one
from tests.spark.results import assert_same
from tests.spark.small import PEOPLE, spoilt, write_small


@pytest.fixture
def command(here, library, monkeypatch):
    given = {}

    @contextmanager
    def running(master, settings):
        given.update(master=master, settings=settings)
        yield here

    monkeypatch.setattr(session, "running", running)
    monkeypatch.setattr(session, "refuse_without_spark", lambda: None)

    def invoke(*words):
        words = ["spark", *map(str, words), "--on", "2017-12-31", "--lang", "en", "--policies", str(library.folder)]
        result = CliRunner().invoke(main, words)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    invoke.given = given
    return invoke


def test_scan(command, county, on_one_machine, tmp_path):
    words = ("--master", "local[3]", "--conf", "spark.driver.memory=1g", "--partitions", 3)
    result = command("scan", county, "--out", tmp_path / "out", *words)
    assert result.exit_code == 0
    assert_same(on_one_machine, tmp_path / "out")
    assert "Who is entitled to what, what it costs, who bears it" in result.stdout
    assert command.given == {"master": "local[3]", "settings": {"spark.driver.memory": "1g"}}


def test_simulate(command, county, library, tmp_path):
    words = ["--set", "dibao.standard[500110,urban]=700", "--set", "dibao.standard[500110,rural]=250"]
    words += ["--sweep", "dibao.standard[500110,urban]=500:700:100"]
    result = command("simulate", county, "--out", tmp_path / "out", *words)
    assert result.exit_code == 0
    assert contents(tmp_path / "out") == contents(on_one(county, library, tmp_path / "one"))
    assert "Who gains, who loses" in result.stdout


@pytest.mark.parametrize("name", ["scan", "simulate"])
def test_what_is_refused_exits_with_two_and_writes_nothing(command, tmp_path, name):
    change = ["--set", "dibao.standard[500110,urban]=600"] if name == "simulate" else []
    folder = write_small(tmp_path / "bad", people=spoilt(PEOPLE, 2, birth_date="1988-02-30"))
    result = command(name, folder, "--out", tmp_path / "out", *change)
    assert result.exit_code == 2
    assert "error[T11]" in result.stderr
    result = command(name, tmp_path / "nowhere", "--out", tmp_path / "out", *change)
    assert "error[T01]" in result.stderr
    assert command(name, folder, "--out", folder, *change).stderr.count("error[T30]") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["bad"]


def test_a_wrong_change_is_refused_before_spark_is_started(command, county, tmp_path):
    result = command("simulate", county, "--out", tmp_path / "out", "--set", "dibao.standrd=600")
    assert result.exit_code == 2
    assert "dibao.standrd" in result.stderr
    assert not command.given
