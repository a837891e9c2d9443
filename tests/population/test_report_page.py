"""The result page opens from its folder alone, says that the data are synthetic, and has every chart's figures in a table."""

import csv
import json
import re
from datetime import date

import pytest

from minsheng.population.scan import scan

DAY = date(2017, 12, 31)


@pytest.fixture(scope="module")
def out(county, packs, tmp_path_factory):
    return scan(county, packs, DAY, tmp_path_factory.mktemp("page") / "out", workers=1).out


@pytest.fixture(scope="module", params=["index.html", "index.en.html"])
def page(out, request):
    return (out / request.param).read_text(encoding="utf-8")


def test_nothing_is_asked_for_elsewhere(page):
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert "http" not in page


def test_every_link_leads_to_something_that_is_there(page, out):
    for link in re.findall(r'(?:src|href)="([^"#]+)"', page):
        assert link.startswith("data:") or (out / link).exists(), link


def test_the_banner_says_that_the_data_are_synthetic(page):
    assert '<aside class="synthetic"' in page
    assert "合成数据，不是真实的人" in page or "Synthetic data: none of these people exist" in page


def test_no_script_stands_in_the_page_but_data(page):
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert all("application/json" in attributes or body == "" for attributes, body in scripts)
    assert " onclick" not in page


def test_every_chart_has_a_table_with_a_download_beside_it(page, out):
    data = json.loads(re.search(r'<script type="application/json" id="charts">(.*?)</script>', page, re.DOTALL)[1])
    lang = "zh" if 'lang="zh-Hans"' in page.split("<head>")[0] else "en"
    assert {chart["name"] for chart in data} == {"decided", "money", "townships", "payers"}
    for chart in data:
        section = page.split(f'<section id="{chart["name"]}">')[1].split("</section>")[0]
        assert "<table>" in section
        assert f'href="report/{chart["name"]}.{lang}.csv" download' in section


def test_a_download_opens_in_a_spreadsheet_and_adds_up(out):
    raw = (out / "report" / "townships.zh.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    cents = [int(row[-1].replace(".", "")) for row in rows[1:]]
    assert sum(cents[:-1]) == cents[-1] > 0


def test_demonstration_values_are_listed(page):
    assert "◆" in page
    assert '<section id="demonstration">' in page


def test_a_sample_is_not_held_against_published_figures(page):
    assert '<section id="published">' not in page


def test_two_languages_lead_to_each_other(out):
    assert 'href="index.en.html"' in (out / "index.html").read_text(encoding="utf-8")
    assert 'href="index.html"' in (out / "index.en.html").read_text(encoding="utf-8")


def test_names_are_escaped(out, county, packs, tmp_path):
    from minsheng.policy.vocabulary import Text
    from minsheng.population.report import BenefitInfo, Context, write_report
    from minsheng.population.totals import Totals

    class Odd:
        benefit, entity, thing_id, members, status = "odd", "person", "p", (), "yes"
        amount, amount_at_most, period, shares, shares_not_set = 100, None, "month", None, True
        demonstration, because, needs, unset = False, "odd", frozenset(), frozenset()

    totals = Totals()
    totals.add_household("500110107", 1, False, [Odd()])
    name = "</script><script>alert(1)</script>"
    write_report(
        tmp_path, totals, Context(DAY, ("500110107",), (BenefitInfo("odd", Text(name, name), "person", True),))
    )
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert '<aside class="synthetic"' not in page
