"""The day of a demonstration: shared by everybody, moved on by buttons, never back, and not there outside demo mode."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from minsheng.policy.today import today_in_china
from minsheng.web.demonstration.day import stand_at, standing_at
from minsheng.web.demonstration.staff import make_staff

ADDRESS = "demonstration_day"


def test_it_stands_at_the_true_day_until_somebody_moves_it(db):
    assert standing_at() == today_in_china()


@pytest.mark.parametrize("days", [1, 7, 30])
def test_it_is_moved_on_for_everybody(client, staff, days):
    client.force_login(staff("township_clerk"))
    before = standing_at()
    assert client.post(reverse(ADDRESS), {"days": days}).status_code == 302
    assert standing_at() == before + timedelta(days=days)
    client.force_login(staff("county_clerk"))
    assert (
        f"{standing_at().year}年{standing_at().month}月{standing_at().day}日" in client.get("/desk/").content.decode()
    )


@pytest.mark.parametrize("days", ["-1", "0", "2", "", "a", "9" * 50])
def test_it_is_never_moved_otherwise(client, staff, days):
    client.force_login(staff("township_clerk"))
    before = standing_at()
    assert client.post(reverse(ADDRESS), {"days": days}).status_code == 404
    assert standing_at() == before


def test_a_look_does_not_move_it(client, staff):
    client.force_login(staff("township_clerk"))
    assert client.get(reverse(ADDRESS)).status_code == 405


def test_whoever_is_not_signed_in_moves_nothing(client, db):
    assert client.post(reverse(ADDRESS), {"days": 1})["location"].startswith("/login")
    assert standing_at() == today_in_china()


def test_it_leads_back_to_a_page_of_the_desk_only(client, staff):
    client.force_login(staff("township_clerk"))
    assert client.post(reverse(ADDRESS), {"days": 1, "next": "https://example.org/"})["location"] == "/desk/"
    assert client.post(reverse(ADDRESS), {"days": 1, "next": "/desk/cases"})["location"] == "/desk/cases"


def test_outside_demo_mode_there_is_no_such_page(client, staff, settings):
    client.force_login(staff("township_clerk"))
    settings.DEMO = False
    assert client.post(reverse(ADDRESS), {"days": 1}).status_code == 404


def test_outside_demo_mode_today_is_today(client, staff, settings):
    stand_at(date(2030, 1, 2))
    settings.DEMO = False
    client.force_login(staff("township_clerk"))
    assert "2030" not in client.get("/desk/").content.decode()


def test_staff_with_a_printed_password_are_for_demonstrations_only(areas, settings):
    settings.DEMO = False
    with pytest.raises(RuntimeError):
        make_staff([areas["620171001"]], areas["620171"], areas["620100"], since=date(2021, 11, 1))
