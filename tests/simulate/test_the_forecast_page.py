"""The page opens from its folder alone, has the answer on top, and every chart's figures in a table."""

import csv
import json
import re
import shutil

import pytest

from tests.simulate.conftest import RAISED


@pytest.fixture(scope="module")
def out(ask):
    return ask(RAISED, sweep="dibao.standard[500110,urban]=500:700:50").out


@pytest.fixture(scope="module", params=["index.html", "index.en.html"])
def page(out, request):
    return (out / request.param).read_text(encoding="utf-8")


def test_nothing_is_asked_for_elsewhere(page):
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert "http" not in page


def test_every_link_leads_to_a_file_or_a_place_that_is_there(page, out):
    for link in re.findall(r'(?:src|href)="([^"#]+)"', page):
        assert link.startswith("data:") or (out / link).is_file(), link
    for place in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{place}"' in page


def test_the_answer_stands_before_everything_else(page):
    answer = page.index('<p class="answer">')
    assert page.index('<aside class="synthetic"') < answer < page.index('id="chart-payers"') < page.index("<table>")
    assert "4,440.00" in page[answer : answer + 200]


def test_the_answer_says_that_it_rests_on_made_up_values(page):
    answer = page.split('<p class="answer">')[1].split("</p>")[0]
    assert "◆" in answer
    assert "金额不能当作预算" in answer or "the amounts are no budget" in answer


def test_the_banner_says_that_the_people_are_synthetic(page):
    assert "合成数据，不是真实的人" in page or "Synthetic data: none of these people exist" in page


def test_no_script_stands_in_the_page_but_data(page):
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert all("application/json" in attributes or body == "" for attributes, body in scripts)


def test_every_chart_has_its_table(page, out):
    data = json.loads(re.search(r'<script type="application/json" id="charts">(.*?)</script>', page, re.DOTALL)[1])
    names = {chart["name"] for chart in data}
    assert names == {
        "payers",
        "payers-change",
        "groups",
        "sweep",
        "sweep-people",
        "benefits",
        "entitled",
        "townships",
        "near",
    }
    for name in names:
        section = page.split(f'<section id="{name.split("-")[0]}">')[1].split("</section>")[0]
        assert "<table>" in section
        assert f'id="chart-{name}"' in page


def test_the_figures_of_a_chart_are_those_of_the_forecast(page, out):
    data = json.loads(re.search(r'<script type="application/json" id="charts">(.*?)</script>', page, re.DOTALL)[1])
    charts = {chart["name"]: chart for chart in data}
    forecast = json.loads((out / "forecast.json").read_text(encoding="utf-8"))
    sums = [sum(values) for values in zip(*(s["values"] for s in charts["payers"]["series"]), strict=True)]
    assert sums == [forecast["money"][0][side]["twelve_months_fen"] for side in ("before", "after")]
    points = [sum(values) for values in zip(*(s["values"] for s in charts["sweep"]["series"]), strict=True)]
    assert points == [p["twelve_months_fen"] for p in forecast["sweep"]["points"]]


def test_poverty_gap_and_gini_coefficient(page):
    section = page.split('<section id="spread">')[1].split("</section>")[0]
    assert "450.00" in section
    assert "820.00" in section
    assert "0.0727" in section


def test_what_was_not_computed_is_said(ask):
    page = (ask("dibao.adult_age=17").out / "index.html").read_text(encoding="utf-8")
    assert "没有算：改动的数不是拿来和收入相比的标准。" in page
    assert "改动的不是金额，没有标准可移。" in page


def test_the_csv_files_have_the_figures_of_the_forecast(out):
    forecast = json.loads((out / "forecast.json").read_text(encoding="utf-8"))
    raw = (out / "forecast.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    whole = next(row for row in rows if row["area"] == row["benefit"] == "all")
    assert int(whole["twelve_months_fen_difference"]) == forecast["money"][0]["difference"]["twelve_months_fen"]
    townships = [row for row in rows if row["area"] != "all" and row["benefit"] == "dibao"]
    assert sum(int(row["people_after"]) for row in townships) == 6
    for name, key in (("groups", "groups"), ("passages", "passages"), ("near", "near")):
        table = list(csv.reader((out / f"{name}.csv").read_text("utf-8-sig").splitlines()))
        assert len(table) == 1 + len(forecast[key])
    assert len((out / "sweep.csv").read_text("utf-8-sig").splitlines()) == 6


def test_people_who_are_not_synthetic_are_not_called_so(ask, tiny, tmp_path):
    real = tmp_path / "people"
    shutil.copytree(tiny, real)
    for name in ("households", "people"):
        path = real / f"{name}.csv"
        rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, [key for key in rows[0] if key != "synthetic"], extrasaction="ignore")
            table.writeheader()
            table.writerows(rows)
    result = ask(RAISED, people=real)
    assert 'class="synthetic"' not in (result.out / "index.html").read_text("utf-8")
    assert result.forecast["population"]["synthetic"] is False


def test_names_are_escaped(ask, tmp_path):
    path = tmp_path / "changes.yaml"
    path.write_text("title: '</h1><script>alert(1)</script>'\nchanges: [ 'dibao.adult_age = 17' ]\n", encoding="utf-8")
    page = (ask(changes=path).out / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
