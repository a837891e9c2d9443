"""``minsheng county`` and ``minsheng scan``: a population in two commands."""

import json


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
