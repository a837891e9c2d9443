"""Where PySpark or Java is missing, the Spark commands say so, with a code and what to do, and nothing is read or written."""

import json
import sys

import pytest
from click.testing import CliRunner

from minsheng.cli import main


@pytest.fixture(params=["scan", "simulate"])
def command(request, tmp_path):
    def invoke(*more):
        words = [
            "spark",
            request.param,
            str(tmp_path / "nobody"),
            "--on",
            "2017-12-31",
            "--out",
            str(tmp_path / "out"),
            *more,
        ]
        return CliRunner().invoke(main, words)

    return invoke


def test_no_pyspark(monkeypatch, command, tmp_path):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    said = command("--lang", "en")
    assert said.exit_code == 2
    assert "error[T45] this needs PySpark, which is not installed (missing: pyspark" in said.stderr
    assert "pip install 'minsheng[spark]'" in said.stderr
    assert [error["code"] for error in json.loads(command("--json").stdout)["errors"]] == ["T45"]
    assert not list(tmp_path.iterdir())


def test_no_java(monkeypatch, command, tmp_path):
    packages = tmp_path / "packages"
    for name in ("pyspark", "pandas"):
        (packages / name).mkdir(parents=True)
        (packages / name / "__init__.py").touch()
    monkeypatch.syspath_prepend(packages)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    said = command("--lang", "en")
    assert said.exit_code == 2
    assert "error[T46] Spark needs Java 17, and there is no Java" in said.stderr
    assert "openjdk-17-jre-headless" in said.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["packages"]
