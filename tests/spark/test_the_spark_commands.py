"""``minsheng spark scan`` and ``minsheng spark simulate`` from the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from minsheng.cli import main
from tests.spark.forecasts import contents, on_one
from tests.spark.results import assert_same
from tests.spark.small import PEOPLE, spoilt, write_small

ON = ("--on", "2017-12-31", "--lang", "en")
full = pytest.mark.full
with_spark = pytest.mark.spark


@pytest.fixture
def command(library):
    def invoke(*words):
        result = CliRunner().invoke(main, ["spark", *map(str, words), "--policies", str(library.folder)])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@full
@with_spark
def test_scan_prints_what_a_scan_prints(spark, command, county, on_one_machine, library, tmp_path):
    result = command("scan", county, *ON, "--out", tmp_path / "out", "--partitions", 2)
    assert result.exit_code == 0, result.output
    assert_same(on_one_machine, tmp_path / "out")
    words = [
        "scan",
        str(county),
        *ON,
        "--out",
        str(tmp_path / "one"),
        "--policies",
        str(library.folder),
        "--workers",
        "1",
    ]
    one = CliRunner().invoke(main, words)
    unlike = ("households a second", "Results with charts")
    shown, expected = (
        [line for line in text.splitlines() if not any(word in line for word in unlike)]
        for text in (result.stdout, one.stdout)
    )
    assert shown == expected
    assert result.stdout.splitlines()[-1] == f"Results with charts: {tmp_path / 'out' / 'index.en.html'}"


@full
@with_spark
def test_simulate_writes_the_files_of_a_forecast(spark, command, county, library, tmp_path):
    words = ["--set", "dibao.standard[500110,urban]=700", "--set", "dibao.standard[500110,rural]=250"]
    words += ["--sweep", "dibao.standard[500110,urban]=500:700:100"]
    result = command("simulate", county, *ON, *words, "--out", tmp_path / "out", "--partitions", 2, "--json")
    assert result.exit_code == 0, result.output
    assert contents(tmp_path / "out") == contents(on_one(county, library, tmp_path / "one"))
    assert json.loads(result.stdout) == json.loads((tmp_path / "out" / "forecast.json").read_text("utf-8"))


@full
@with_spark
def test_bad_people_are_refused(spark, command, tmp_path):
    folder = write_small(tmp_path / "bad", people=spoilt(PEOPLE, 2, birth_date="1988-02-30"))
    result = command("scan", folder, *ON, "--out", tmp_path / "out", "--json")
    assert result.exit_code == 2
    assert [error["code"] for error in json.loads(result.stdout)["errors"]] == ["T11"]
    assert not (tmp_path / "out").exists()


@full
@with_spark
def test_a_process_of_its_own_with_settings(county, on_one_machine, library, tmp_path):
    pytest.importorskip("pyspark")
    words = ["spark", "scan", str(county), *ON, "--out", str(tmp_path / "out"), "--policies", str(library.folder)]
    words += [
        "--master",
        "local[1]",
        "--conf",
        "spark.driver.memory=1g",
        "--conf",
        "spark.driver.bindAddress=127.0.0.1",
    ]
    run = [sys.executable, "-c", "from minsheng.cli import main; main()", *words]
    done = subprocess.run(run, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert_same(on_one_machine, tmp_path / "out")


@full
@with_spark
def test_what_spark_cannot_do_is_a_finding(command, county, tmp_path):
    """In a process of its own: a master that is not there, and one session only in a process."""
    pytest.importorskip("pyspark")
    words = ["spark", "scan", str(county), *ON, "--out", str(tmp_path / "out"), "--master", "nonsense"]
    run = [sys.executable, "-c", "from minsheng.cli import main; main()", *words]
    done = subprocess.run(run, capture_output=True, text=True, timeout=300)
    assert done.returncode == 2
    assert "error[T47]" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_without_value_is_refused(command, tmp_path):
    result = command("scan", tmp_path, *ON, "--out", tmp_path / "out", "--conf", "spark.executor.memory")
    assert result.exit_code == 2
    assert "expected NAME=VALUE" in result.output


def test_help_needs_no_spark():
    code = "import sys; from minsheng.cli import main; main(['spark', 'scan', '--help'], standalone_mode=False); print(*sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "--partitions" in done.stdout
    assert not loaded & {"pyspark", "numpy", "pyarrow", "pandas"}
