"""The forms of checks, visits, reviews and draws in the browser: done once, refused with the reason, what was typed stays."""

import base64
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from minsheng.casework.act import journey_of, open_case
from minsheng.casework.attachment import LARGEST
from minsheng.casework.authorisation import adults_on
from minsheng.casework.models import (
    Authorisation,
    CheckRequest,
    Draw,
    Inquiry,
    OfficialRelative,
    VillagersReview,
    Visit,
)
from minsheng.registry.models import Fact
from tests.desk.doing import happens, signs
from tests.desk.pictures import PHOTO

pytestmark = pytest.mark.usefixtures("safeguards")
TODAY = "2021-11-22"


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch):
    """Every page is of one day in 2021."""
    day = date.fromisoformat(TODAY)
    for module in ("visiting", "inquiring", "checks", "relatives", "case_page"):
        monkeypatch.setattr(f"minsheng.web.desk.{module}.today_in_china", lambda: day)
    monkeypatch.setattr("minsheng.registry.scope.today_in_china", lambda: day)


@pytest.fixture
def clerk(staff):
    return staff("township_clerk")


@pytest.fixture
def case(household, clerk):
    case = open_case(household, "hardship", clerk, on=date(2021, 11, 2))
    return happens(case, clerk, "accepted", "2021-11-03")


@pytest.fixture
def visited(client, case, clerk):
    client.force_login(clerk)

    def post(**data):
        about = {"on": TODAY, "at": "10:30", "place": "第一村", "met": "本人", "staff": [str(clerk.pk)], "key": "k"}
        return client.post(reverse("desk:visit", args=[case.number]), {**about, **data})

    return post


# home visits


def test_a_visit_from_its_form(visited, case):
    photo = SimpleUploadedFile("门前.png", PHOTO, "text/html")
    drawn = "data:image/png;base64," + base64.b64encode(PHOTO).decode()
    response = visited(photos=[photo], drawn=drawn, others="王同行\n", latitude="36.5", longitude="103.6", seen0="yes")
    assert response.status_code == 302, response.content.decode()
    visit = Visit.objects.get()
    assert (visit.attachments.count(), visit.visitors.count(), str(visit.latitude)) == (1, 2, "36.500000")
    assert visit.signature is not None
    assert "home_visit" in journey_of(case).done("review")


def test_a_double_click_makes_one_visit(visited):
    for _ in range(2):
        assert visited().status_code == 302
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": ""},
        {"place": "长" * 201},
        {"met": "a\x00b"},
        {"on": "2021-11-23"},
        {"on": "gestern"},
        {"at": "25:99"},
        {"staff": ["999999"]},
        {"staff": [], "others": " "},
        {"latitude": "91"},
        {"latitude": "north"},
        {"drawn": "data:image/png;base64,???"},
        {"drawn": base64.b64encode(b"no picture").decode()},
        {"remark": "长" * 2001},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(visited, wrong):
    response = visited(**{"remark": "屋内 <b>", **wrong})
    assert response.status_code == 400
    page = response.content.decode()
    assert 'role="alert"' in page or "✗" in page
    assert "屋内 &lt;b&gt;" in page or "remark" in wrong
    assert not Visit.objects.exists()


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\xff" * (LARGEST + 1), b"%PDF-1.7"])
def test_what_is_no_photo(visited, content):
    response = visited(photos=[SimpleUploadedFile("a.jpg", content, "image/jpeg")])
    assert response.status_code == 400
    assert not Visit.objects.exists()


def test_too_many_photos(visited):
    assert visited(photos=[SimpleUploadedFile(f"{n}.png", PHOTO) for n in range(13)]).status_code == 400


def test_the_page_of_a_visit_shows_its_photos(visited, client):
    visited(photos=[SimpleUploadedFile("门前.png", PHOTO)], remark="<script>")
    visit = Visit.objects.get()
    page = client.get(reverse("desk:visit_page", args=[visit.pk])).content.decode()
    assert reverse("desk:attachment", args=[visit.attachments.get().pk]) in page
    assert "&lt;script&gt;" in page
    assert client.get(reverse("desk:visit_page", args=[10**20])).status_code == 404


# reviews and inquiries


def test_a_review_and_an_inquiry_from_their_forms(client, case, clerk):
    client.force_login(clerk)
    votes = {"present": "12", "votes_for": "10", "votes_against": "1", "abstained": "1"}
    people = {"on": TODAY, "place": "村委会", "chair": "李", "recorder": "赵", "opinion": "属实", "key": "r"}
    address = reverse("desk:do", args=[case.number, "villagers_review"])
    assert client.post(address, {**people, **votes, "votes_for": "11"}).status_code == 400
    for _ in range(2):
        assert client.post(address, {**people, **votes}).status_code == 302
    assert VillagersReview.objects.get().happening is not None
    told = {"on": TODAY, "place": "村委会", "asked": "邻居", "answer": "属实", "key": "n"}
    assert client.post(reverse("desk:do", args=[case.number, "neighbours"]), told).status_code == 302
    assert Inquiry.objects.get().activity == "neighbours"
    for activity in ("home_visit", "data_check", "nothing", "x" * 300):
        assert client.get(reverse("desk:do", args=[case.number, activity])).status_code == 404


def test_a_form_of_a_step_that_does_not_ask_for_it(client, household, clerk):
    case = open_case(household, "hardship", clerk, on=date(2021, 11, 2))
    client.force_login(clerk)
    told = {"on": TODAY, "place": "村委会", "asked": "邻居", "answer": "属实", "key": "n"}
    response = client.post(reverse("desk:do", args=[case.number, "neighbours"]), told)
    assert response.status_code == 400
    assert "属实" in response.content.decode()
    assert not Inquiry.objects.exists()


# checks


def test_from_the_signature_to_the_report(client, case, clerk, staff):
    client.force_login(clerk)
    address = reverse("desk:case_check", args=[case.number])
    assert client.post(address, {"do": "ask", "key": "a0"}).status_code == 400
    for place, person in enumerate(adults_on(case.household, date(2021, 11, 22))):
        told = {"do": "sign", "person": str(person.pk), "signed_on": TODAY, "evidence": "授权书", "key": f"s{place}"}
        photo = {"photo": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}
        assert client.post(address, {**told, **photo}).status_code == 302
    assert Authorisation.objects.exclude(attachment=None).count() == Authorisation.objects.count() > 0
    for _ in range(2):
        assert client.post(address, {"do": "ask", "key": "a1"}).status_code == 302
    request = CheckRequest.objects.get()
    client.force_login(staff("check_centre", "620171"))
    assert request.number in client.get(reverse("desk:checks")).content.decode()
    assert reverse("desk:checks") in client.get(reverse("desk:today")).content.decode()
    own = reverse("desk:check", args=[request.number])
    assert client.post(own, {"do": "take_up"}).status_code == 302
    assert client.post(own, {"do": "report", "value0": "yes", "evidence0": "", "key": "r0"}).status_code == 400
    told = {"do": "report", "remark": "已查", "value0": "yes", "evidence0": "户籍台账", "key": "r1"}
    response = client.post(own, told)
    assert response.status_code == 302, response.content.decode()
    assert Fact.objects.filter(evidence="户籍台账", source="ledger").count() == 1
    assert "data_check" in journey_of(case).done("review")
    assert client.post(own, {**told, "key": "r2"}).status_code == 400
    client.force_login(clerk)
    assert client.post(address, {"do": "again", "of": request.number, "because": "有误", "key": "g"}).status_code == 302
    signed = Authorisation.objects.first()
    assert client.post(address, {"do": "withdraw", "of": str(signed.pk), "because": "", "key": "w0"}).status_code == 400
    assert (
        client.post(address, {"do": "withdraw", "of": str(signed.pk), "because": "不", "key": "w"}).status_code == 302
    )
    assert CheckRequest.objects.get(repeats=request).state == "stopped"


@pytest.mark.parametrize(
    "data",
    [{}, {"do": "x"}, {"do": "withdraw", "of": "x"}, {"do": "withdraw", "of": "9" * 30}, {"do": "again", "of": "x"}],
)
def test_what_no_form_of_ours_sends(client, case, clerk, data):
    client.force_login(clerk)
    assert client.post(reverse("desk:case_check", args=[case.number]), data).status_code == 404


def test_an_authorisation_of_another_household(client, case, clerk, areas, staff):
    from minsheng.registry.intake import new_household

    other = new_household(areas["620171001"], "别处", {"name": "别人"}, on=date(2021, 11, 2))
    signs(other, clerk)
    client.force_login(clerk)
    told = {"do": "withdraw", "of": str(Authorisation.objects.get().pk), "because": "x", "key": "w"}
    assert client.post(reverse("desk:case_check", args=[case.number]), told).status_code == 404
    assert Authorisation.objects.get().withdrawn_on is None


# relatives and draws


def test_a_relative_is_filed(client, case, clerk):
    client.force_login(clerk)
    address = reverse("desk:relatives", args=[case.household.number])
    told = {"official": "王 <b>", "post": "民政办", "relation": "兄弟", "key": "f"}
    assert client.post(address, {**told, "post": ""}).status_code == 400
    for _ in range(2):
        assert client.post(address, told).status_code == 302
    assert OfficialRelative.objects.count() == 1
    assert "王 &lt;b&gt;" in client.get(address).content.decode()


def test_a_draw_from_its_pages(client, household, staff, clerk):
    from tests.desk.test_the_county_draws_and_must_visit import to_the_county

    county = staff("county_clerk", "620171")
    people = {"clerk": clerk, "head": staff("township_head"), "centre": staff("check_centre", "620171")}
    case = to_the_county(household, people)
    client.force_login(county)
    page = client.get(reverse("desk:draws")).content.decode()
    assert case.number in page
    later = timezone.localtime(timezone.now() + timedelta(hours=1))
    told = {"area": "620171", "process": case.process, "key": "d"}
    assert client.post(reverse("desk:draws"), {**told, "draw_at": "gestern"}).status_code == 400
    assert client.post(reverse("desk:draws"), {**told, "draw_at": "2020-01-01T10:00"}).status_code == 400
    assert client.post(reverse("desk:draws"), {**told, "area": "500110"}).status_code == 404
    assert client.post(reverse("desk:draws"), {**told, "draw_at": f"{later:%Y-%m-%dT%H:%M}"}).status_code == 302
    published = Draw.objects.get()
    own = reverse("desk:draw", args=[published.number])
    assert published.seed in client.get(own).content.decode()
    assert client.post(own).status_code == 409
    Draw.objects.update(draw_at=timezone.now())
    assert client.post(own).status_code == 302
    assert "抽中" in client.get(own).content.decode()
    assert client.post(own).status_code == 409
