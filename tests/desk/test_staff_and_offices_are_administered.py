"""Offices and staff in the browser: appointed, ended, a password shown once; nobody reaches beyond the own area or changes themselves."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from minsheng.casework.act import open_case
from minsheng.policy.today import today_in_china
from minsheng.registry.access import read_in_full
from minsheng.registry.models import Assignment, KeySeen, Office, User

TODAY = today_in_china()
NEW = {
    "username": "li",
    "name": "李某<b>",
    "role": "township_clerk",
    "area": "620171001",
    "begins": TODAY.isoformat(),
    "ends": "",
    "office": "",
    "key": "k",
}


@pytest.fixture
def administrator(client, staff):
    client.force_login(staff("administrator", "620171"))
    return client


def test_somebody_new_signs_in_with_the_password_that_is_shown_once(administrator, client):
    response = administrator.post(reverse("desk:staff"), NEW)
    page = response.content.decode()
    password = re.search(r"<code>([^<]+)</code>", page).group(1)
    assert "李某&lt;b&gt;" in page
    assert "<b>李某<b>" not in page
    assert password not in administrator.get(reverse("desk:staff")).content.decode()
    assert administrator.post(reverse("desk:staff"), NEW).status_code == 302  # pressed twice
    assert User.objects.filter(username="li").count() == 1
    assert client.login(username="li", password=password)


@pytest.mark.parametrize(
    "typed",
    [
        {"username": "a b"},
        {"role": "king"},
        {"area": "500110"},
        {"begins": "x"},
        {"ends": "2001-01-01"},
        {"name": "x" * 61},
        {"name": "a\x00"},
    ],
)
def test_what_cannot_be_is_told(administrator, typed):
    assert administrator.post(reverse("desk:staff"), NEW | typed).status_code == 400
    assert not User.objects.filter(username="li").exists()


def test_roles_that_control_each_other_are_refused(administrator, staff):
    clerk = staff("township_clerk")
    page = reverse("desk:member", args=[clerk.username])
    typed = {"what": "appoint", "role": "supervisor", "area": "620171", "begins": TODAY.isoformat()}
    response = administrator.post(page, typed)
    assert response.status_code == 400
    assert "A9" in response.content.decode()
    assert clerk.assignments.count() == 1


def test_a_role_ends_and_stays_in_the_history(administrator, staff):
    clerk = staff("township_clerk")
    held = clerk.assignments.get()
    page = reverse("desk:member", args=[clerk.username])
    yesterday = TODAY - timedelta(days=1)
    assert (
        administrator.post(page, {"what": "dismiss", "role": held.pk, "last_day": yesterday.isoformat()}).status_code
        == 302
    )
    held.refresh_from_db()
    clerk.refresh_from_db()
    assert (held.valid_to, clerk.is_active) == (yesterday, False)


def test_nobody_changes_themselves(administrator):
    me = User.objects.get(username="administrator")
    page = reverse("desk:member", args=[me.username])
    typed = {"what": "appoint", "role": "county_head", "area": "620171", "begins": TODAY.isoformat()}
    assert administrator.post(page, typed).status_code == 400
    assert administrator.post(page, {"what": "password", "key": "x"}).status_code == 400
    assert me.assignments.count() == 1


def test_whoever_has_a_role_beyond_the_area_is_not_touched(administrator, staff):
    boss = staff("city", "620100")
    both = staff("county_clerk", "620171", "both")
    Assignment.objects.create(user=both, role="city", area=boss.assignments.get().area, valid_from=TODAY)
    for user in (boss, both):
        assert administrator.get(reverse("desk:member", args=[user.username])).status_code == 404
        assert administrator.post(reverse("desk:member", args=[user.username]), {"what": "password"}).status_code == 404


def test_another_password_is_shown_once(administrator, staff, client):
    clerk = staff("township_clerk")
    response = administrator.post(reverse("desk:member", args=[clerk.username]), {"what": "password", "key": "p"})
    password = re.search(r"<code>([^<]+)</code>", response.content.decode()).group(1)
    assert "no-store" in response["Cache-Control"]
    assert client.login(username=clerk.username, password=password)


def test_an_office_is_added_changed_and_closed(administrator, areas):
    typed = {"name": "中川镇民政办", "area": areas["620171001"].pk, "telephone": "0931-1", "address": "镇政府一楼"}
    assert administrator.post(reverse("desk:offices"), typed).status_code == 302
    office = Office.objects.get()
    page = reverse("desk:office", args=[office.pk])
    assert administrator.post(page, typed | {"closed_on": TODAY.isoformat()}).status_code == 302
    office.refresh_from_db()
    assert office.closed_on == TODAY
    assert administrator.post(reverse("desk:offices"), typed | {"area": areas["500110"].pk}).status_code == 400


@pytest.mark.parametrize("name", ["offices", "staff", "holidays", "keys", "access_log", "roles"])
@pytest.mark.parametrize("role", ["township_clerk", "county_head"])
def test_set_up_is_for_administrators(client, staff, name, role):
    client.force_login(staff(role))
    assert client.get(reverse(f"desk:{name}")).status_code == 404


def test_the_age_of_keys_is_shown_and_nothing_of_them(administrator):
    page = administrator.get(reverse("desk:keys")).content.decode()
    kept = KeySeen.objects.get()
    assert kept.fingerprint not in page
    assert kept.first_seen == TODAY


def test_the_log_of_looks_is_for_the_supervisor_of_the_area(client, staff, household):
    person = household.memberships.first().person
    person.set_id_number("11010519491231002X") if person.birth_date is None else None
    person.save()
    clerk = staff("township_clerk")
    open_case(household, "hardship", clerk, on=TODAY)
    read_in_full(person, clerk, "核对银行卡")
    client.force_login(staff("supervisor", "620171"))
    assert "核对银行卡" in client.get(reverse("desk:access_log")).content.decode()
    client.force_login(staff("supervisor", "500110", "elsewhere"))
    assert "核对银行卡" not in client.get(reverse("desk:access_log")).content.decode()


def test_the_years_of_the_calendar_are_named(administrator):
    page = administrator.get(reverse("desk:holidays")).content.decode()
    assert str(TODAY.year) in page
    assert str(TODAY.year + 2) in page
