"""Ratings: once for each case that has ended, with the word of its letter; bad ones are called back by somebody who did not act on it."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from minsheng.casework import complaint_deadlines
from minsheng.casework.act import act, open_case
from minsheng.casework.event import Event
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Notification, PlaceSetting, Rating
from minsheng.casework.rating import call_back, proof_of, rate, rated_with
from minsheng.registry.models import Office

DAY = date(2021, 11, 2)


@pytest.fixture(autouse=True)
def nobody_waits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clerk(staff, areas):
    clerk = staff("township_clerk")
    clerk.office = Office.objects.create(name="中川镇社会救助窗口", area=areas["620171001"])
    clerk.save()
    return clerk


@pytest.fixture
def case(household, clerk):
    case = open_case(household, "hardship", clerk, on=DAY)
    return act(case.pk, Event("withdrawn", DAY, "applicant"), clerk)


def page(case, proof=None):
    return f"{reverse('portal:rate', args=[case.number])}?proof={proof_of(case) if proof is None else proof}"


def test_with_the_word_of_the_letter_it_is_rated_once(client, case):
    assert client.get(page(case)).status_code == 200
    answer = client.post(page(case), {"level": "2", "reasons": ["late", "unkind"], "text": "等太久"})
    assert answer.status_code == 200
    row = Rating.objects.get()
    assert (row.level, row.reasons, row.channel, row.office.name) == (
        2,
        ["late", "unkind"],
        "public",
        "中川镇社会救助窗口",
    )
    assert "等太久" not in row.text
    client.post(page(case), {"level": "5"})
    assert Rating.objects.get().level == 2


@pytest.mark.parametrize("proof", ["", "wrong", "\x00", "x" * 100])
def test_without_the_word_nothing_is_shown(client, case, proof):
    response = client.get(page(case, proof))
    assert response.status_code == 404
    assert case.number not in response.content.decode().replace("/rate/" + case.number, "")
    assert rated_with(case.number, proof_of(case)[:-1]) is None


def test_who_guesses_words_has_to_wait(client, case):
    for _ in range(12):
        client.get(page(case, "guess"))
    assert client.get(page(case)).status_code == 429


@pytest.mark.parametrize(
    "wrong", [{}, {"level": "0"}, {"level": "6"}, {"level": "5", "reasons": ["x"]}, {"level": "5", "text": "x" * 1001}]
)
def test_what_is_no_rating_is_told(client, case, wrong):
    assert client.post(page(case), wrong).status_code == 400
    assert not Rating.objects.exists()


def test_a_case_that_runs_is_not_rated(household, clerk, client):
    case = open_case(household, "hardship", clerk, on=DAY)
    with pytest.raises(NotAllowed):
        rate(case, 5, [], "", channel="public", on=DAY)
    assert client.post(page(case), {"level": "5"}).status_code == 409


def test_at_the_window_it_says_so(client, case, clerk):
    client.force_login(clerk)
    assert f"proof={proof_of(case)}" in client.get(reverse("desk:case", args=[case.number])).content.decode()
    client.post(page(case), {"level": "4"})
    assert Rating.objects.get().channel == "window"


def test_a_sheet_with_the_code_is_handed_out_once_the_case_has_ended(client, case, clerk, household, monkeypatch):
    monkeypatch.setenv("MINSHENG_PUBLIC", "https://example.org")
    client.force_login(clerk)
    sheet = client.get(reverse("desk:rating_sheet", args=[case.number])).content.decode()
    assert f"https://example.org{page(case)}" in sheet
    assert "<svg" in sheet
    running = open_case(household, "hardship", clerk, on=DAY)
    assert client.get(reverse("desk:rating_sheet", args=[running.number])).status_code == 404


def test_a_bad_rating_is_told_and_called_back_by_somebody_else(case, clerk, staff, areas):
    head = staff("township_head")
    about = {"area": areas["620171"], "state": "confirmed", "valid_from": DAY, "proposed_by": head}
    PlaceSetting.objects.create(name="rating.call_back", value="3 working days", answered_by=clerk, **about)
    row = rate(case, 1, ["fees"], "", channel="public", on=DAY)
    assert row.call_back_by == date(2021, 11, 5)
    assert Notification.objects.get().role == "township_head"
    with pytest.raises(NotAllowed) as told:
        call_back(row.pk, clerk, "已解释", on=DAY)
    assert told.value.finding.code == "M19"
    with pytest.raises(NotAllowed):
        call_back(row.pk, head, " ", on=DAY)
    assert call_back(row.pk, head, "已道歉并退还", on=DAY).called_back_by == head
    with pytest.raises(NotAllowed) as told:
        call_back(row.pk, head, "again", on=DAY)
    assert told.value.finding.code == "M20"


def test_not_called_back_in_time_is_told_once(case):
    rate(case, 1, [], "", channel="public", on=DAY)
    Rating.objects.update(call_back_by=DAY)
    for day in (date(2021, 11, 3), date(2021, 11, 4)):
        complaint_deadlines.nightly(day)
    assert [row.text for row in Notification.objects.order_by("pk")] == ["rating.bad", "rating.late"]


def test_a_good_one_is_not_called_back(case, staff):
    row = rate(case, 3, [], "", channel="public", on=DAY)
    with pytest.raises(NotAllowed):
        call_back(row.pk, staff("township_head"), "x", on=DAY)


def test_the_desk_lists_them_counts_them_by_month_and_writes_the_call_down(client, case, staff):
    row = rate(case, 1, ["late"], "<i>慢</i>", channel="public", on=DAY)
    client.force_login(staff("township_head"))
    shown = client.get(reverse("desk:ratings"), headers={"accept-language": "en"}).content.decode()
    assert "&lt;i&gt;慢" in shown
    assert "2021-11" in shown
    answer = reverse("desk:called_back", args=[row.pk])
    assert client.post(answer, {"outcome": ""}).status_code == 409
    assert client.post(answer, {"outcome": "x" * 1001}).status_code == 400
    assert client.post(answer, {"outcome": "已回访"}).status_code == 302
    row.refresh_from_db()
    assert row.outcome == "已回访"


def test_the_head_of_another_county_finds_nothing(client, case, staff):
    row = rate(case, 1, [], "", channel="public", on=DAY)
    client.force_login(staff("county_head", "500110"))
    assert case.number not in client.get(reverse("desk:ratings")).content.decode()
    assert client.post(reverse("desk:called_back", args=[row.pk]), {"outcome": "x"}).status_code == 404
