"""Every page of the desk in a real browser: no violation of WCAG 2.2 AA that axe finds, nothing that runs over the screen, no error and
no request to another host; in both languages, light and dark, from a telephone to a wide screen."""

import shutil
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from minsheng.casework.act import act, open_case
from minsheng.casework.event import Event
from tests.desk.conftest import *  # noqa: F403 - the household and the staff of the tests of the desk
from tests.desk.test_every_page_is_for_who_may_see_it import ARGUMENTS, PAGES, address

pytestmark = [pytest.mark.full, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (360, 768, 1440, 1920)
#: The widths at which axe looks: the layout has two forms, folded and beside each other.
WITH_AXE = (360, 1440)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROLES = ("township_clerk", "county_head", "administrator", "check_centre", "supervisor")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    # The driver of the browser has a loop of its own in this thread; Django would take that for one of ours.
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()
    monkeypatch.undo()


@pytest.fixture
def case(household, staff):
    clerk = staff("township_clerk")
    case = open_case(household, "hardship", clerk, on=date(2021, 11, 2))
    return act(case.pk, Event("accepted", date(2021, 11, 3), "township"), clerk)


def cookie_of(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def look(browser, live_server, cookie, path, language, scheme):
    """What is wrong with a page, as lines."""
    wrong = []
    host = urlsplit(live_server.url).netloc
    context = browser.new_context(color_scheme=scheme, locale=language, reduced_motion="reduce")
    try:
        if cookie:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda told: wrong.append(f"console: {told.text}") if told.type == "error" else None)
        page.on(
            "request",
            lambda request: (
                wrong.append(f"elsewhere: {request.url}")
                if urlsplit(request.url).netloc != host and not request.url.startswith("data:")
                else None
            ),
        )
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            response = page.goto(live_server.url + path)
            assert response is not None
            if response.status != 200:
                return [f"status {response.status}"]
            if not response.headers.get("content-type", "").startswith("text/html"):
                return []
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0:
                widest = page.evaluate(
                    """() => [...document.querySelectorAll('body *')]
                    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll'))
                    .slice(-3).map((e) => e.outerHTML.slice(0, 120))"""
                )
                wrong.append(f"{width}: runs over by {over}: {widest}")
            if width in WITH_AXE:
                wrong += [f"{width}: {line}" for line in violations(page)]
    finally:
        context.close()
    return wrong


def violations(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"][:3]]


# Words differ by language and contrast by scheme, so that two of the four pairs show all there is.
@pytest.mark.parametrize(("language", "scheme"), [("zh-CN", "light"), ("en-GB", "dark")])
def test_every_page(browser, live_server, client, case, staff, language, scheme):
    cookies = {}
    for role in ROLES:
        client.force_login(staff(role, "620171001" if role.startswith("township") else "620171"))
        cookies[role] = cookie_of(client)
    paths = {name: address(name, case) for name, of in PAGES.items() if of is None or of in ARGUMENTS}
    wrong, seen = [], set()
    paths |= {"/login": "/login", "/password": "/password"}
    paths |= {"waiting": "/desk/cases?tab=running&late=none", "ended": "/desk/cases?tab=ended"}
    for name, path in paths.items():
        for role in ROLES:
            told = look(browser, live_server, cookies[role] if name != "/login" else "", path, language, scheme)
            if told and told[0] in ("status 404", "status 403", "status 405"):
                continue
            wrong += [f"{name} as {role}: {line}" for line in told]
            seen.add(name)
            break
    print("looked at:", *sorted(seen))
    assert not wrong, "\n".join(dict.fromkeys(wrong))
    assert {"today", "cases", "households", "case", "household", "new", "questions", "/login"} <= seen


def test_what_is_wrong_is_seen(browser):
    """The looking glass itself: a page with faults has violations."""
    page = browser.new_page()
    page.set_content("<p style='color: #999; background: #aaa'>grey</p><input>")
    found = " ".join(violations(page))
    page.close()
    assert "color-contrast" in found
    assert "label" in found


def test_the_pages_of_faults(browser, live_server):
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{live_server.url}/desk-that-is-not-there")
    assert not violations(page)
    context.close()


def test_with_the_keyboard_alone(browser, live_server, client, case, staff):
    """The first key leads to the content, the search field is one key away, the menu of a telephone opens."""
    client.force_login(staff("township_clerk"))
    context = browser.new_context(viewport={"width": 360, "height": 800})
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie_of(client), "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/cases")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    assert not page.locator("#menu a").first.is_visible()
    page.locator("#menu summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#menu a").first.is_visible()
    context.close()


def test_a_draft_is_kept_while_somebody_types(browser, live_server, client, case, staff):
    client.force_login(staff("township_clerk"))
    context = browser.new_context()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie_of(client), "url": live_server.url}])
    page = context.new_page()
    path = f"{live_server.url}/desk/households/new"
    page.goto(path)
    with page.expect_response("**/desk/drafts") as kept:
        page.fill("[name=name]", "试验人")
    assert kept.value.status == 204
    page.goto(path)
    assert page.input_value("[name=name]") == "试验人"
    page.locator("button[name=drop]").click()
    assert page.input_value("[name=name]") == ""
    context.close()
