"""``minsheng decide``, ``replay`` and ``policy``: what they answer, their exit codes, and that bad input leaves no trace."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from minsheng.cli import main
from minsheng.policy.library import Library

ROOT = Path(__file__).resolve().parents[2]
DAY = ["--on", "2021-11-20"]
ZHANG = str(ROOT / "tests" / "data" / "zhang.json")


@pytest.fixture
def run(monkeypatch, real):
    """A function that runs a command; the packs of the repository are loaded once."""
    load = Library.load
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(Library, "load", lambda folder=None, **options: load(folder, **options) if folder else real)

    def invoke(*arguments):
        result = CliRunner().invoke(main, [str(a) for a in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def bad_policies(tmp_path):
    """A copy of the real packs in which one file is bad."""
    folder = tmp_path / "policies"
    shutil.copytree(ROOT / "policies", folder)
    (folder / "bad.md").write_text(
        (ROOT / "tests/language/bad/lists__no_such_list.md").read_text(encoding="utf-8"), encoding="utf-8"
    )
    return folder


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_household_is_decided(run, lang):
    result = run("decide", ZHANG, *DAY, "--lang", lang)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 10
    assert run("decide", ZHANG, *DAY, "--lang", lang, "--full").stdout.count("\n") >= result.stdout.count("\n")


def test_the_language_may_come_from_the_environment(run, monkeypatch):
    monkeypatch.setenv("MINSHENG_LANG", "en")
    assert run("decide", ZHANG, *DAY).stdout == run("decide", ZHANG, *DAY, "--lang", "en").stdout
    assert run("decide", ZHANG, *DAY, "--lang", "zh").stdout != run("decide", ZHANG, *DAY).stdout


def test_two_days_show_two_laws(run):
    laws = [json.loads(run("decide", ZHANG, "--on", day, "--json").stdout) for day in ("2021-11-20", "2026-11-21")]
    documents = [{pack["document"] for pack in law["packs"]} for law in laws]
    assert "兰政办发〔2017〕36号" in documents[0] - documents[1]


def test_json_is_the_published_form(run):
    decision = json.loads(run("decide", ZHANG, *DAY, "--json", "--lang", "en").stdout)
    assert (decision["format"], decision["language"], decision["law_day"]) == (
        "minsheng/decision/1",
        "en",
        "2021-11-20",
    )


def test_demonstration_values_can_be_left_out(run):
    with_them = json.loads(run("decide", ZHANG, *DAY, "--json").stdout)
    without = json.loads(run("decide", ZHANG, *DAY, "--json", "--no-demonstration").stdout)
    assert any(outcome["demonstration"] for outcome in with_them["outcomes"])
    assert not any(outcome["demonstration"] for outcome in without["outcomes"])


def bad_household(tmp_path, **changes):
    household = json.loads(Path(ZHANG).read_text(encoding="utf-8"))
    path = tmp_path / "bad.json"
    path.write_text(json.dumps({**household, **changes}), encoding="utf-8")
    return path


def test_bad_input_gives_all_errors_at_once_and_leaves_no_trace(run, tmp_path):
    path = bad_household(
        tmp_path, settng="rural", financial_assets="-1", dwellings_owned="two", applied_on="2021-02-30"
    )
    store = tmp_path / "store"
    result = run("decide", path, *DAY, "--store", store, "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    for word in ("settng", "financial_assets", "dwellings_owned", "applied_on"):
        assert word in result.stderr
    assert not store.exists()


def test_bad_input_as_json(run, tmp_path):
    result = run("decide", bad_household(tmp_path, settng="rural", dwellings_owned="two"), *DAY, "--json")
    assert result.exit_code == 2
    assert {error["path"] for error in json.loads(result.stdout)["errors"]} == {"settng", "dwellings_owned"}


@pytest.mark.parametrize(
    ("changes", "options", "code"),
    [
        ({"area": None}, [], "H21"),
        ({}, ["--area", "500110"], "H20"),
        ({}, ["--on", "1990-01-01"], "L4"),
    ],
)
def test_a_household_without_a_law_of_its_own_is_refused(run, tmp_path, changes, options, code):
    result = run("decide", bad_household(tmp_path, **changes), *DAY, *options)
    assert result.exit_code == 2
    assert f"[{code}]" in result.stderr


def test_a_file_that_is_not_there_is_refused(run, tmp_path):
    assert run("decide", tmp_path / "nobody.json", *DAY).exit_code == 2


def test_packs_that_do_not_hold_together_decide_nothing(run, bad_policies):
    result = run("decide", ZHANG, *DAY, "--policies", bad_policies)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "bad.md:12" in result.stderr


def test_a_decision_is_kept_and_replayed(run, tmp_path):
    store = tmp_path / "store"
    assert run("decide", ZHANG, *DAY, "--store", store).exit_code == 0
    assert run("decide", ZHANG, "--on", "2026-11-21", "--store", store).exit_code == 0
    result = run("replay", store, "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"records": 2, "different": {}})
    assert run("replay", store).exit_code == 0


def test_replaying_a_record_that_was_changed_fails(run, tmp_path):
    store = tmp_path / "store"
    run("decide", ZHANG, *DAY, "--store", store)
    (record,) = (store / "decisions").iterdir()
    record.write_text(
        record.read_text(encoding="utf-8").replace('"status": "yes"', '"status": "no"', 1), encoding="utf-8"
    )
    result = run("replay", store, "--json")
    assert result.exit_code == 1
    assert [d["stored"] for d in json.loads(result.stdout)["different"][record.name]] == ["no"]
    assert run("replay", store).exit_code == 1


def test_replaying_what_cannot_be_read_is_refused(run, tmp_path):
    store = tmp_path / "store"
    (store / "decisions").mkdir(parents=True)
    assert run("replay", store).exit_code == 2
    (store / "decisions" / "one.json").write_text("{}")
    assert "[Z1]" in run("replay", store).stderr
    assert run("replay", tmp_path / "nowhere").exit_code == 2


def test_the_real_packs_are_clean(run):
    result = run("policy", "check", "policies", "--json", "--no-cases")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["errors"]) == (0, [])
    assert found["cases"] >= 150


def test_a_bad_pack_is_named_with_line_and_hint(run, bad_policies):
    result = run("policy", "check", bad_policies, "--no-cases", "--lang", "en")
    assert result.exit_code == 1
    assert "bad.md:12: error[E14]" in result.stdout
    (error,) = json.loads(run("policy", "check", bad_policies, "--no-cases", "--json").stdout)["errors"]
    assert (error["code"], error["line"], bool(error["hint"])) == ("E14", 12, True)


def test_a_file_that_is_not_text_hides_no_other(run, bad_policies):
    (bad_policies / "binary.md").write_bytes(b"---\n\xff\xfe\n---\n")
    result = run("policy", "check", bad_policies, "--no-cases")
    assert result.exit_code == 1
    assert "bad.md:12" in result.stdout
    assert "binary.md:2" in result.stdout


def test_a_folder_that_is_not_there_is_refused(run, tmp_path):
    assert run("policy", "check", tmp_path / "nowhere").exit_code == 2


def test_every_document_is_covered(run):
    result = run("policy", "coverage", "--json")
    assert result.exit_code == 0
    assert all(row["served_by"] for rows in json.loads(result.stdout).values() for row in rows)
    one = run("policy", "coverage", "兰政办发〔2017〕36号")
    assert one.exit_code == 0
    assert "第三十六条" in one.stdout


def test_a_hole_fails_and_a_document_that_is_not_there_is_refused(run, tmp_path):
    folder = tmp_path / "policies"
    shutil.copytree(ROOT / "policies", folder)
    hole = ROOT / "tests/language/bad/duties_without_arithmetic__an_article_that_nothing_serves.md"
    shutil.copy(hole, folder)
    result = run("policy", "coverage", "试行办法", "--policies", folder, "--json")
    assert result.exit_code == 1
    assert [row["article"] for row in json.loads(result.stdout)["试行办法"] if not row["served_by"]] == ["第二条"]
    assert run("policy", "coverage", "no such document").exit_code == 2


def test_a_benefit_that_does_not_exist_is_refused(run):
    result = run("decide", ZHANG, *DAY, "--benefit", "nonsense", "--lang", "en")
    assert result.exit_code == 2
    assert "there is no benefit nonsense" in result.output
