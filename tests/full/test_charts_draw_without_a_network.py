"""The chart library that travels with the package draws in a real browser with every request outside refused."""

import shutil
from pathlib import Path

import pytest

pytestmark = [pytest.mark.full, pytest.mark.browser]
STATIC = Path(__file__).resolve().parents[2] / "src" / "minsheng" / "population" / "static"
PAGE = """<!doctype html><meta charset="utf-8"><div id="c" style="width:600px;height:300px"></div>
<script src="echarts.min.js"></script>
<script>
const chart = echarts.init(document.getElementById("c"), null, {renderer: "svg"});
chart.setOption({animation: false, xAxis: {data: ["低保", "特困"]}, yAxis: {}, series: [{type: "bar", data: [3, 2]}]});
</script>"""


def test_a_bar_chart_with_chinese_names(tmp_path):
    from playwright.sync_api import sync_playwright

    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    shutil.copy(STATIC / "echarts.min.js", tmp_path)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    outside = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=flags)
        page = browser.new_page()
        page.on("request", lambda request: outside.append(request.url) if not request.url.startswith("file:") else None)
        page.goto((tmp_path / "page.html").as_uri())
        words = page.locator("svg text").all_text_contents()
        bars = page.locator("svg path").count()
        browser.close()
    assert {"低保", "特困"} <= set(words)
    assert bars > 2
    assert outside == []
