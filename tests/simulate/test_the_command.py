"""``minsheng simulate`` from the command line."""

import io
import json

import pytest
from click.testing import CliRunner

from minsheng.cli import main
from tests.simulate.conftest import RAISED


@pytest.fixture
def command(packs):
    def invoke(*arguments):
        result = CliRunner().invoke(
            main, ["simulate", *map(str, arguments), "--policies", str(packs), "--workers", "1"]
        )
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


def test_the_answer_comes_first_and_the_page_last(command, tiny, tmp_path):
    result = command(tiny, "--on", "2017-12-31", "--set", RAISED, "--out", tmp_path / "out", "--lang", "en")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "Synthetic people: made up, nobody's real data."
    assert lines[1].startswith("Minimum living standard (urban) raised from 500.00 yuan a month to 600.00")
    assert lines[-1] == f"Forecast with charts: {tmp_path / 'out' / 'index.en.html'}"
    assert "+4,440.00" in result.output
    assert "Poverty gap, yuan a month: 450.00 → 820.00 without the money, 0.00 → 0.00 with it" in result.output
    assert "Gini coefficient where money is received: 0.0727 → 0.0622" in result.output


def test_chinese_is_the_first_language(command, tiny, tmp_path):
    sweep = "dibao.standard[500110,urban]=500:600:50"
    result = command(tiny, "--on", "2017-12-31", "--sweep", sweep, "--out", tmp_path / "out")
    assert "低保标准（城镇）由 500.00 元/月提高到 600.00 元/月" in result.output
    assert "定在多少，花多少" in result.output
    assert "550.00" in result.output


def test_json_is_the_file(command, tiny, tmp_path):
    result = command(tiny, "--on", "2017-12-31", "--set", RAISED, "--out", tmp_path / "out", "--json")
    assert json.loads(result.stdout) == json.loads((tmp_path / "out" / "forecast.json").read_text("utf-8"))


def test_what_is_refused_exits_with_two(command, tiny, tmp_path):
    result = command(tiny, "--on", "2017-12-31", "--set", "dibao.standrd=600", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "没有参数 dibao.standrd" in result.stderr
    assert not (tmp_path / "out").exists()


def test_refusals_as_json(command, tiny, tmp_path):
    result = command(tiny, "--on", "2017-12-31", "--out", tmp_path / "out", "--json", "--lang", "en")
    assert result.exit_code == 2
    assert [error["code"] for error in json.loads(result.stdout)["errors"]] == ["F7"]


def test_without_demonstration_values_it_is_not_set_who_bears_it(command, tiny, tmp_path):
    arguments = (tiny, "--on", "2017-12-31", "--set", RAISED, "--out", tmp_path / "out", "--no-demonstration", "--json")
    forecast = json.loads(command(*arguments).stdout)
    assert forecast["demonstration_values"] is False
    for line in forecast["lines"]:
        assert line["after"]["units_with_demonstration_values"] == 0


def test_names_are_never_cut_in_a_narrow_terminal():
    from rich.console import Console

    from minsheng.cli.simulate import _benefits

    named = {
        "zh": "孤儿、事实无人抚养儿童和其他困境儿童基本生活保障金",
        "en": "support of orphans and children without care",
    }
    side = {"people": 1_234_567, "twelve_months_fen": 123_456_789_012, "units_with_demonstration_values": 1}
    forecast = {
        "benefits": [{"benefit": "b", "label": named, "paid": True}],
        "lines": [
            {"area": None, "benefit": "b", "before": side, "after": side, "difference": {"twelve_months_fen": 0}}
        ],
    }
    for lang, name in named.items():
        console = Console(width=80, record=True, file=io.StringIO())
        console.print(_benefits(forecast, lang))
        rows = [row.split("│")[1:-1] for row in console.export_text().splitlines() if row.startswith("│")]
        assert " ".join(row[0].strip() for row in rows).replace(" ", "") == f"⚠{name}".replace(" ", "")
        assert rows[0][-2].strip() == "1,234,567,890.12"
