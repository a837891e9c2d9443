"""The page of a forecast draws all its charts in a real browser, narrow and wide, and asks for nothing outside its folder."""

import shutil

import pytest

from tests.simulate.conftest import RAISED

pytestmark = [pytest.mark.full, pytest.mark.browser]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def out(ask):
    return ask(RAISED, sweep="dibao.standard[500110,urban]=500:700:50").out


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("name", ["index.html", "index.en.html"])
def test_it_draws_without_a_network_and_does_not_run_over(browser, out, name, width):
    outside, wrong = [], []
    page = browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page.on("request", lambda request: outside.append(request.url) if not request.url.startswith("file:") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((out / name).as_uri())
    charts = page.locator(".chart").count()
    drawn = page.locator(".chart svg").count()
    words = page.locator("#chart-sweep svg text").all_text_contents()
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert (outside, wrong) == ([], [])
    assert charts == drawn == 9
    assert {"500", "700"} <= {word.strip() for word in words}
    assert wide == width
