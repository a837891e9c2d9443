"""Settings of a place and notifications on the desk: seen by who may, proposed and confirmed by two people, read by each for themselves."""

from datetime import date

import pytest
from django.urls import reverse

from minsheng.casework.models import Notification, PlaceSetting
from minsheng.casework.notification import notify
from minsheng.policy.today import today_in_china

PAGE = "/desk/administration/settings"


def propose(client, **typed):
    about = {
        "name": "ladder.red",
        "count": "3",
        "unit": "working days",
        "basis": "",
        "valid_from": str(today_in_china()),
        "key": "a" * 32,
    }
    return client.post(f"{PAGE}?area=620171", about | typed)


def test_one_proposes_another_confirms(client, staff):
    client.force_login(staff("administrator", "620171"))
    assert propose(client).status_code == 302
    row = PlaceSetting.objects.get()
    answer = reverse("desk:answer_setting", args=[row.pk])
    client.post(answer, {"answer": "confirm"})
    row.refresh_from_db()
    assert row.state == "proposed"
    client.force_login(staff("county_head", "620171"))
    assert "waits to be confirmed" in client.get(PAGE, headers={"accept-language": "en"}).content.decode()
    client.post(answer, {"answer": "confirm"})
    row.refresh_from_db()
    assert row.state == "confirmed"
    assert "<b>3 working days</b>" in client.get(PAGE, headers={"accept-language": "en"}).content.decode()


def test_a_span_is_chosen_as_a_count_and_a_unit(client, staff):
    client.force_login(staff("administrator", "620171"))
    propose(client, name="complaint.answer", count="30", unit="days")
    assert PlaceSetting.objects.get().value == "30 days"


def test_the_day_of_today_stands_in_the_form(client, staff):
    client.force_login(staff("administrator", "620171"))
    assert f'value="{today_in_china()}"' in client.get(PAGE).content.decode()


def test_a_double_click_proposes_once(client, staff):
    client.force_login(staff("administrator", "620171"))
    assert [propose(client).status_code for _ in range(2)] == [302, 302]
    assert PlaceSetting.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"count": "many"},
        {"count": "3" * 61},
        {"count": "-3"},
        {"unit": "weeks"},
        {"name": "check.valid", "count": "999", "unit": "years"},
        {"unit": "days"},
        {"valid_from": "2020-01-01"},
        {"valid_from": "not a day"},
        {"name": "no.such"},
        {"basis": "x" * 301},
    ],
)
def test_what_cannot_be_stays_typed_and_is_told(client, staff, typed):
    client.force_login(staff("administrator", "620171"))
    response = (
        propose(client, basis="某文件第三条") if "basis" in typed else propose(client, **typed, basis="某文件第三条")
    )
    if "basis" in typed:
        response = propose(client, **typed, key="b" * 32)
    assert response.status_code == 400
    assert not PlaceSetting.objects.filter(basis__startswith="xx").exists()
    if "basis" not in typed:
        assert "某文件第三条" in response.content.decode()
        assert not PlaceSetting.objects.exists()


def test_a_name_with_html_is_shown_as_it_is(client, staff):
    client.force_login(staff("administrator", "620171"))
    propose(client, basis="<script>alert(1)</script>")
    page = client.get(PAGE).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize(("role", "code"), [("township_clerk", "620171001"), ("supervisor", "620171")])
def test_who_settles_nothing_does_not_find_the_page(client, staff, role, code):
    client.force_login(staff(role, code))
    assert client.get(PAGE).status_code == 404
    assert propose(client).status_code == 404


def test_the_area_of_others_is_not_found(client, staff):
    client.force_login(staff("county_head", "500110"))
    assert client.get(f"{PAGE}?area=620171").status_code == 404


def test_notifications_are_listed_counted_and_read(client, staff, areas):
    clerk = staff("township_clerk")
    words = {"clock": {"zh": "初审", "en": "opinion"}, "case_number": "x", "last": {"zh": "今天", "en": "today"}}
    here, on = areas["620171001"], date(2021, 12, 1)
    for number in range(60):
        notify(f"n{number}", "clock.yellow", area=here, on=on, role="township_clerk", level="yellow", words=words)
    client.force_login(clerk)
    page = client.get(reverse("desk:notifications"), headers={"accept-language": "en"}).content.decode()
    assert page.count("opinion of case x") == 50
    assert "<b>60</b>" in client.get(reverse("desk:today")).content.decode()
    oldest = Notification.objects.order_by("-pk")[49].pk
    assert client.get(f"{reverse('desk:notifications')}?before={oldest}").content.decode().count("card yellow") == 10
    client.post(reverse("desk:read_notifications"), {"newest": Notification.objects.order_by("-pk")[0].pk})
    assert 'desk/notifications">未读' not in client.get(reverse("desk:today")).content.decode()


@pytest.mark.parametrize("newest", ["", "x", "9" * 40, "-1", "\x00"])
def test_marking_nothing_that_can_be_named_marks_nothing_wrong(client, staff, newest):
    client.force_login(staff("township_clerk"))
    assert client.post(reverse("desk:read_notifications"), {"newest": newest}).status_code == 302
