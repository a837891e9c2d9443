"""Every command of the page on ranking and counting gives what stands there."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from minsheng.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/how-to/rank-and-count.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"```console\n\$ minsheng (.*)\n((?:.*\n)*?)```", PAGE)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with the packs and the examples of the repository, in which files may be written."""
    for name in ("policies", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command):
    result = CliRunner().invoke(main, shlex.split(command), env={"COLUMNS": "100", "MINSHENG_LANG": "en"})
    assert result.exit_code == 0, result.output
    return [line.rstrip() for line in result.output.splitlines()]


@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=[command.split()[0] for command, _ in COMMANDS])
def test_a_command_prints_what_the_page_shows(here, command, shown):
    assert run(command) == shown.splitlines()


def test_the_list_is_the_one_on_the_page(here):
    run(COMMANDS[0][0])
    (shown,) = re.findall(r"```text\n(household_id(?:.*\n)*?)```", PAGE)
    assert (here / "order.csv").read_text(encoding="utf-8-sig") == shown


def test_the_page_has_both_commands():
    assert [command.split()[0] for command, _ in COMMANDS] == ["rank", "aggregate"]
