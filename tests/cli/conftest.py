"""What tests of the command line need."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from minsheng.cli import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def run():
    """A function that runs a command in the root of the repository."""

    def invoke(*arguments):
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture(scope="session")
def county(run, tmp_path_factory):
    """A small synthetic county, made from the command line."""
    folder = tmp_path_factory.mktemp("county") / "people"
    result = run("county", folder, "--scale", "0.002", "--lang", "en")
    assert result.exit_code == 0, result.output
    return folder
