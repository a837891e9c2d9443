"""``minsheng rank`` and ``minsheng aggregate`` from the command line."""

import csv
import json

import pytest
from click.testing import CliRunner

from minsheng.cli import main
from minsheng.policy.library import contents_of
from tests.lists.conftest import AGGREGATES, RANKINGS, RULES, pack

WHEN_AND_WHERE = ("--on", "2017-12-31", "--area", "500110")


@pytest.fixture(scope="module")
def packs_folder(packs, tmp_path_factory):
    """The packs of the repository with those for trial, as a folder."""
    root = tmp_path_factory.mktemp("packs")
    contents = {
        **contents_of(packs),
        "policies/500110/trial.md": pack(rules=RULES, ranking=RANKINGS, aggregate=AGGREGATES),
    }
    for name, text in contents.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root / "policies"


@pytest.fixture
def command(packs_folder):
    def invoke(*arguments, policies=packs_folder):
        result = CliRunner().invoke(main, [*map(str, arguments), "--policies", str(policies)], env={"COLUMNS": "140"})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


def test_a_list_is_written_and_its_partitions_are_counted(command, county_folder, tmp_path):
    out = tmp_path / "list.csv"
    result = command("rank", "age", county_folder, *WHEN_AND_WHERE, "--out", out, "--top", "3", "--lang", "en")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "Synthetic people: made up, nobody's real data."
    assert lines[1].strip() == "order · highest score first · 31 Dec 2017 · 500110"
    assert any(line.split("│")[1].strip() == "rural" for line in lines if "│" in line)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["partition"] for row in rows} == {"urban", "rural"}
    assert {int(row["place"]) for row in rows} == {1, 2, 3}
    assert lines[-1] == f"The list, {len(rows)} rows: {out}"


def test_chinese_is_the_first_language(command, county_folder, tmp_path):
    result = command("rank", "need", county_folder, *WHEN_AND_WHERE, "--out", tmp_path / "list.parquet")
    assert "村（居）" in result.output
    assert "没有名次，可能排在本组任何位置" in result.output
    assert "另有" in result.output


def test_what_rests_on_demonstration_values_says_so(command, county_folder, tmp_path):
    result = command("rank", "review", county_folder, *WHEN_AND_WHERE, "--out", tmp_path / "a.csv", "--lang", "en")
    assert "⚠ rests on demonstration values, not on real ones: months of the standard" in result.output
    without = ("--no-demonstration", "--lang", "en")
    result = command("rank", "review", county_folder, *WHEN_AND_WHERE, "--out", tmp_path / "b.csv", *without)
    assert "demonstration" not in result.output
    marks = [(tmp_path / name).read_text("utf-8").splitlines()[1].rpartition(",")[2] for name in ("a.csv", "b.csv")]
    assert marks == ["yes", "no"]


def test_counts_as_json(command, county_folder, tmp_path):
    result = command("rank", "savings", county_folder, *WHEN_AND_WHERE, "--out", tmp_path / "list.csv", "--json")
    counts = json.loads(result.stdout)
    assert (counts["ranking"], counts["units"], counts["synthetic"], counts["demonstration"]) == (
        "savings",
        1964,
        True,
        [],
    )
    assert sum(one["placed"] for one in counts["partitions"]) == counts["placed"] < counts["units"]


def test_all_shares_are_shown_without_a_name(command, county_folder):
    result = command("aggregate", county_folder, *WHEN_AND_WHERE, "--lang", "en")
    assert result.exit_code == 0
    for name in ("on_dibao", "work", "wages", "shortfall", "reach", "savings"):
        assert name in result.output
    assert "1,964 households in 500110 on 31 Dec 2017" in result.output
    assert "⚠ rests on demonstration values" in result.output


def test_one_share_as_json_is_exact(command, county_folder):
    result = command("aggregate", "reach", county_folder, *WHEN_AND_WHERE, "--json")
    (share,) = json.loads(result.stdout)["aggregates"]
    assert share["numerator"]["low"] == share["numerator"]["high"]
    assert share["share"] == f"{share['numerator']['low']}/2"


def test_bounds_as_json(command, county_folder):
    (share,) = json.loads(command("aggregate", "wages", county_folder, *WHEN_AND_WHERE, "--json").stdout)["aggregates"]
    assert share["numerator"]["high"] is None
    assert share["denominator"]["low"] < share["denominator"]["high"]
    assert share["share"] is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("aggregate", "wrok"), "Did you mean work?"),
        (("aggregate", "work", "--area", "500000"), "no share of the name work is in force for 500000 on 2017-12-31"),
        (("aggregate", "work", "--on", "1900-01-01"), "no document in the library holds for 500110"),
    ],
)
def test_what_is_refused_exits_with_two(command, county_folder, arguments, message):
    name, share, *more = arguments
    result = command(name, share, county_folder, *WHEN_AND_WHERE, *more, "--lang", "en")
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Nothing was decided." in result.stderr


def test_a_bad_row_is_refused_as_json_and_nothing_is_written(command, library, people_of, tmp_path):
    people = people_of(library.vocabulary, ({"village": "东", "dwellings_owned": "many"}, [{}]), area="500110")
    out = tmp_path / "list.csv"
    result = command("rank", "savings", people.folder, *WHEN_AND_WHERE, "--out", out, "--json", "--lang", "en")
    assert result.exit_code == 2
    assert [(error["code"], error["path"]) for error in json.loads(result.stdout)["errors"]] == [
        ("T11", "dwellings_owned")
    ]
    assert not out.exists()


def test_too_many_arguments(command, county_folder):
    result = command("aggregate", "work", county_folder, "more", *WHEN_AND_WHERE)
    assert result.exit_code == 2
    assert "Give PEOPLE, or NAME and PEOPLE." in result.stderr
