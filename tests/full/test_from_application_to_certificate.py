"""A new household on its way through the desk in a real browser, as a township clerk and a county reviewer would take it there: from the
first question to the certificate and the first amount, with one correction, one objection and one step that is late."""

import shutil
from datetime import date

import pytest

from minsheng.casework.models import Award, AwardAmount, Case, Certificate, GivenPaper
from minsheng.registry.divisions import load_divisions
from minsheng.registry.models import Area, Household
from minsheng.web.demonstration.day import stand_at, standing_at
from minsheng.web.demonstration.staff import PASSWORD, make_staff

pytestmark = [pytest.mark.full, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOWNSHIP, VILLAGE = "500110123", "中峰村村民委员会 500110123200"
FIRST = date(2026, 11, 20)
#: What the applicant tells that is neither “no” nor nothing.
TOLD = {
    "birth_date": "1975-05-06",
    "registered_area": "500110123200",
    "setting": "rural",
    "hard_living": "yes",
    "lives_together": "yes",
    "lives_independently": "yes",
    "property_within_limit": "yes",
}


class Desk:
    """Somebody who sits at the desk."""

    def __init__(self, browser, address, username):
        self.address = address
        self.page = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}).new_page()
        self.wrong = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("response", lambda answer: self.wrong.append(answer.url) if answer.status >= 400 else None)
        self.open("/login")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.press("main button")

    def open(self, path):
        self.page.goto(self.address + path)

    def press(self, what):
        with self.page.expect_navigation():
            self.page.locator(what).first.click()
        return self.text()

    def text(self):
        return self.page.inner_text("main")

    def fill(self, **values):
        for name, value in values.items():
            self.page.fill(f"main [name={name}]", value)

    def move(self, number, reason="", **which):
        """Press the button of a move on the page of a case."""
        self.open(f"/desk/cases/{number}")
        form = "form.move" + "".join(f":has(input[name={name}][value={value}])" for name, value in which.items())
        if reason:
            self.page.fill(f"{form} textarea", reason)
        return self.press(f"{form} button")

    def days_pass(self, days):
        self.open("/desk/")
        self.press(f".demonstration button[value='{days}']")


def answers_everything(desk):
    """Answer the questions page by page until nothing is left to ask; gives how many pages."""
    for page in range(15):
        questions = desk.page.locator("fieldset.question")
        if not questions.count():
            return page
        for place in range(questions.count()):
            answer(questions.nth(place))
        desk.press("main button.main")
    raise AssertionError("the questions have no end")


def answer(question):
    field = question.locator("input").first
    fact = field.get_attribute("name").rpartition("/")[2]
    if field.get_attribute("type") != "radio":
        field.fill(TOLD.get(fact, "" if field.get_attribute("type") == "date" else "0"))
        return
    known = [radio.get_attribute("value") for radio in question.locator("input[type=radio]").all()]
    question.locator(f"input[value='{TOLD.get(fact) or next(v for v in ('no', 'none') if v in known)}']").check()


def is_visited(desk, number):
    desk.open(f"/desk/cases/{number}/visit")
    desk.fill(at="10:00", place="中峰村3组", met="本人")
    for box in desk.page.locator("[name=staff]").all()[:2]:
        box.check()
    assert "已办理" in desk.press("main form button:not([type=button])")


def is_asked(desk, number, activity):
    desk.open(f"/desk/cases/{number}/do/{activity}")
    desk.fill(place="村委会", asked="邻居", answer="情况属实")
    assert "已办理" in desk.press("main form button:not([type=button])")


def is_checked(clerk, centre, number):
    """The check is asked for at the window and reported by the check centre."""
    clerk.open(f"/desk/cases/{number}/check")
    if clerk.page.locator("[name=signed_on]").count():
        clerk.fill(signed_on=standing_at().isoformat(), evidence="授权书1号")
        clerk.press("button:has-text('登记签字')")
    clerk.press("button:has-text('提请')")
    centre.open("/desk/checks")
    centre.press("main table a")
    assert "已办理" in centre.press("button:has-text('出具报告')")


@pytest.fixture
def desks(live_server, safeguards):
    """A function that seats somebody at the desk of a demonstration."""
    from playwright.sync_api import sync_playwright

    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    load_divisions(TOWNSHIP)
    areas = {area.code: area for area in Area.objects.all()}
    make_staff([areas[TOWNSHIP]], areas["500110"], areas["500000"], since=date(2025, 11, 1))
    stand_at(FIRST)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield lambda username: Desk(browser, live_server.url, username)
        browser.close()
    monkeypatch.undo()


def test_from_the_first_question_to_the_certificate(desks):
    clerk, centre, county = desks("township"), desks("check"), desks("county")
    clerk.open("/desk/households/new")
    clerk.page.select_option("[name=area]", label=VILLAGE)
    clerk.fill(address="中峰村3组", name="测试甲")
    clerk.press("main form button:not([type=button])")
    assert answers_everything(clerk) > 3
    home = Household.objects.get()
    assert home.synthetic

    clerk.open(f"/desk/households/{home.number}")
    clerk.press("li:has-text('最低生活保障金') button:has-text('立案')")
    number = Case.objects.get().number

    # one correction, on paper, and accepted on paper
    clerk.open(f"/desk/cases/{number}/papers/correction_notice")
    clerk.page.locator("main textarea").first.fill("收入证明")
    assert "收入证明" in clerk.press("button:has-text('发出')")
    assert Case.objects.get().state == "correcting"
    clerk.move(number, kind="completed")
    clerk.open(f"/desk/cases/{number}/papers/acceptance_notice")
    clerk.press("button:has-text('发出')")
    assert GivenPaper.objects.count() == 2

    # nothing ends before it was done
    clerk.move(number, kind="step", outcome="done")
    assert Case.objects.get().state == "review"
    clerk.wrong.clear()  # the refusal has a status of its own
    is_checked(clerk, centre, number)
    is_visited(clerk, number)
    for activity in ("letters", "neighbours"):
        is_asked(clerk, number, activity)
    clerk.move(number, kind="step", outcome="done")
    clerk.open(f"/desk/cases/{number}/do/villagers_review")
    clerk.fill(
        place="村委会", present="12", votes_for="10", votes_against="1", abstained="1", chair="李", recorder="赵"
    )
    clerk.fill(opinion="属实")
    clerk.press("main form button:not([type=button])")
    clerk.move(number, kind="step", outcome="done")

    # one objection on the public notice
    clerk.open("/notices?area=500110123200")
    assert "测试甲" not in clerk.text()
    clerk.days_pass(1)
    clerk.move(number, "邻居反映其子女有收入", kind="step", outcome="objection")
    assert Case.objects.get().state == "re_check"
    is_visited(clerk, number)
    is_asked(clerk, number, "neighbours")
    is_checked(clerk, centre, number)

    # one step is late
    clerk.days_pass(30)
    clerk.days_pass(7)
    clerk.open("/desk/")
    assert "逾期" in clerk.page.inner_text("table.list")
    clerk.move(number, kind="step", outcome="done")
    clerk.days_pass(7)
    clerk.move(number, kind="step", outcome="done")

    # the county decides; whoever accepted it has no part in that
    is_visited(county, number)
    county.move(number, "符合条件", kind="step", outcome="approve")
    case = Case.objects.get()
    assert case.state == "approved"
    assert [amount.amount for amount in AwardAmount.objects.filter(award__case=case)] == [35_000]
    assert Award.objects.get(case=case).first_day == standing_at().replace(day=1)

    certificate = Certificate.objects.get(case=case)
    county.open(f"/desk/cases/{number}")
    assert certificate.number in county.text()
    county.open("/verify")
    assert not clerk.wrong + county.wrong + centre.wrong
