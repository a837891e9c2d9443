"""``minsheng county`` and ``minsheng scan``: a population in two commands."""

import json

import pytest


def test_the_county_says_that_it_is_made_up(county):
    assert "synthetic" in (county / "README.txt").read_text(encoding="utf-8").lower()


def test_a_county_is_not_written_over(run, county):
    result = run("county", county, "--scale", "0.002", "--lang", "en")
    assert result.exit_code == 2
    assert "the folder is not empty" in result.output


def test_a_scan_shows_who_gets_what_and_where_the_page_is(run, county, tmp_path):
    result = run("scan", county, "--on", "2017-12-31", "--out", tmp_path / "out", "--lang", "en", "--workers", "1")
    assert result.exit_code == 0, result.output
    assert "Who is entitled to what" in result.output
    assert "index.en.html" in result.output
    assert (tmp_path / "out" / "index.en.html").is_file()


def test_totals_as_json_leave_out_demonstration_values_when_asked(run, county, tmp_path):
    with_them, without = (
        json.loads(
            run(
                "scan", county, "--on", "2017-12-31", "--out", tmp_path / name, "--json", "--workers", "1", *more
            ).output
        )
        for name, more in (("a", ()), ("b", ("--no-demonstration",)))
    )

    def unset(totals):
        return sum(line["units"] for line in totals["lines"] if line["status"] == "needs_local_setting")

    assert with_them["households"] == without["households"]
    assert unset(without) > unset(with_them)


def test_a_folder_of_results_is_not_written_over(run, county, tmp_path):
    (tmp_path / "out").mkdir()
    result = run("scan", county, "--on", "2017-12-31", "--out", tmp_path / "out", "--lang", "en")
    assert result.exit_code == 2
    assert "the folder is there already" in result.output


def test_results_are_held_against_their_manifest(run, county, tmp_path):
    out = tmp_path / "out"
    run("scan", county, "--on", "2017-12-31", "--out", out, "--workers", "1", "--shard", "500")
    assert len(list((out / "person_results.parquet").iterdir())) == 2
    good = run("scan", county, "--verify", out, "--lang", "en")
    assert (good.exit_code, good.output) == (0, f"Everything in {out} is as it was written.\n")
    (out / "totals.json").write_text("{}", encoding="utf-8")
    bad = run("scan", "--verify", out, "--lang", "en")
    assert bad.exit_code == 1
    assert f"{out / 'totals.json'}: error[T42] the file is not the one that the manifest names (2 bytes, " in bad.output
    assert bad.output.endswith("Not as written: 1.\n")
    assert json.loads(run("scan", "--verify", out, "--json").output)["differences"][0]["code"] == "T42"


@pytest.mark.parametrize("missing", ["PEOPLE", "--on", "--out"])
def test_what_is_needed_is_asked_for(run, missing):
    given = {"PEOPLE": ["people"], "--on": ["--on", "2017-12-31"], "--out": ["--out", "out"]}
    result = run("scan", *(word for name, words in given.items() if name != missing for word in words))
    assert result.exit_code == 2
    assert f"Missing {missing}." in result.output


def test_a_place_where_nothing_can_be_written(run, county, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("scan", county, "--on", "2017-12-31", "--out", tmp_path / "file" / "out", "--lang", "en")
    assert result.exit_code == 2
    assert "error[T33] the results cannot be written" in result.output
    assert "Nothing was decided" not in result.output
