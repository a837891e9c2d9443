"""The public pages of complaints: filed by anybody, looked up with number and word, throttled, and a trap for programmes."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from minsheng.casework.act import open_case
from minsheng.casework.complaint import move, told_in
from minsheng.casework.models import Complaint
from minsheng.policy.today import today_in_china


@pytest.fixture(autouse=True)
def nobody_waits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def head(staff):
    return staff("county_head", "620171")


def send(client, **more):
    typed = {
        "kind": "complaint",
        "area": "620171",
        "whom": "",
        "text": "等了三个月",
        "name": "",
        "contact": "",
        "website": "",
    }
    return client.post(reverse("portal:complaints"), typed | more, headers={"accept-language": "en"})


def word_of(response):
    return response.context["word"]


def test_filed_and_looked_up(client, head):
    response = send(client)
    complaint = Complaint.objects.get()
    assert complaint.number in response.content.decode()
    assert (complaint.channel, complaint.named, complaint.area.code) == ("public", False, "620171")
    look = reverse("portal:complaint_of", args=[complaint.number])
    assert complaint.get_state_display() not in client.get(look).content.decode()
    day = today_in_china()
    for version, kind in enumerate(("accepted", "investigated", "answered"), 1):
        move(complaint.pk, kind, head, on=day, version=version, text="已补发")
    page = client.post(look, {"number": complaint.number, "word": word_of(response)}).content.decode()
    assert "已补发" in page
    assert "等了三个月" not in page


def test_a_wrong_word_and_a_number_that_was_never_given_look_the_same(client, head):
    send(client)
    number = Complaint.objects.get().number
    pages = []
    for tried in (number, "J620171-2021-00017-43"):
        response = client.post(reverse("portal:complaint_state"), {"number": tried, "word": "AAAAAAAAAA"})
        assert response.status_code == 400
        pages.append(response.content.decode().replace(tried, ""))
    assert "csrf" in pages[0]
    assert len(pages[0]) == pytest.approx(len(pages[1]), abs=8)


def test_who_guesses_has_to_wait(client, head):
    for _ in range(12):
        client.post(reverse("portal:complaint_state"), {"number": "J620171-2021-00017-43", "word": "guess"})
    response = client.post(reverse("portal:complaint_state"), {"number": "J620171-2021-00017-43", "word": "guess"})
    assert response.status_code == 429
    assert response["Retry-After"]


def test_who_files_many_has_to_wait(client, head):
    assert [send(client).status_code for _ in range(6)] == [200] * 5 + [429]
    assert Complaint.objects.count() == 5


def test_a_programme_that_fills_in_everything_files_nothing(client, head):
    assert send(client, website="http://example.org").status_code == 200
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"text": "x" * 4001}, {"text": "\x00"}, {"area": "500110"}, {"kind": "x"}]
)
def test_what_cannot_be_filed_stays_typed(client, head, wrong):
    response = send(client, whom="<b>某某</b>", **wrong)
    assert response.status_code == 400
    assert "&lt;b&gt;某某" in response.content.decode()
    assert not Complaint.objects.exists()


def test_a_case_number_is_recognised_without_a_word_about_it(client, head, household, staff):
    case = open_case(household, "hardship", staff("township_clerk"), on=today_in_china())
    pages = [send(client, whom=whom).content.decode() for whom in (case.number, case.number[:-1] + "9")]
    assert [one.case_id for one in Complaint.objects.order_by("pk")] == [case.pk, None]
    assert all(case.number not in page for page in pages)
    assert told_in(Complaint.objects.order_by("pk")[0])["whom"] == case.number


def test_no_search_engine_keeps_it_and_no_cache(client, head):
    response = send(client)
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Cache-Control"] == "no-store"
