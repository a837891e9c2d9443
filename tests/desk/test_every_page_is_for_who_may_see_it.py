"""Every address of the desk: whoever is not signed in is asked to; whoever has no role there sees nothing of it, and changes nothing."""

from datetime import date

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone

from minsheng.casework.act import open_case
from minsheng.casework.attachment import keep
from minsheng.casework.models import Case, CheckRequest, Draw, Happening, Visit
from minsheng.registry.models import User
from tests.desk.pictures import PHOTO

DAY = date(2021, 11, 2)


@pytest.fixture
def case(household, staff):
    return open_case(household, "hardship", staff("township_clerk"), on=date(2021, 11, 2))


#: Every address, and whether it is of one case or household: those of others must not be found.
PAGES = {
    "today": None,
    "cases": None,
    "search": None,
    "case": "case",
    "act": "case",
    "household": "household",
    "apply": "household",
    "new": None,
    "join": "household",
    "questions": "household",
    "attachment": "attachment",
    "visit": "case",
    "visit_page": "visit",
    "do": "do",
    "case_check": "case",
    "checks": None,
    "check": "check",
    "draws": None,
    "draw": "draw",
    "departures": None,
    "records": "case",
    "relatives": "household",
    "administration": None,
    "roles": None,
}


def address(name, case):
    named = ARGUMENTS[PAGES[name]](case) if PAGES[name] else ()
    return reverse(f"desk:{name}", args=named if isinstance(named, tuple) else [named])


#: How an address names what it is of.
ARGUMENTS = {
    "case": lambda case: case.number,
    "household": lambda case: case.household.number,
    "attachment": lambda case: a_photo(case).pk,
    "visit": lambda case: a_visit(case).pk,
    "check": lambda case: a_check(case).number,
    "draw": lambda case: a_draw(case).number,
    "do": lambda case: (case.number, "neighbours"),
}


def a_photo(case):
    return keep(PHOTO, "门前.png", what="home_visit", by=None, case=case)


def a_visit(case):
    about = {"on": DAY, "at": "10:00", "place": "第一村", "met": "本人", "role": "township", "by": User.objects.first()}
    return Visit.objects.create(case=case, household=case.household, area=case.area, **about)


def a_check(case):
    about = {"household": case.household, "area": case.area, "asked_on": DAY, "asked_by": User.objects.first()}
    return CheckRequest.objects.get_or_create(number="HD1", source="by_hand", defaults=about)[0]


def a_draw(case):
    about = {"area": case.area, "process": case.process, "sample": "s", "share": "1", "rounding": "up", "seed": "s"}
    times = {"published_at": timezone.now(), "draw_at": timezone.now(), "published_by": User.objects.first()}
    return Draw.objects.get_or_create(number="CQ1", defaults={**about, **times})[0]


def send(client, name, case, **data):
    return (
        client.post(address(name, case), data)
        if name in ("act", "apply", "search")
        else client.get(address(name, case), data)
    )


def test_no_address_is_forgotten():
    patterns = get_resolver("minsheng.web.desk.urls").url_patterns
    assert {pattern.name for pattern in patterns} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_whoever_is_not_signed_in(client, case, name):
    response = send(client, name, case)
    assert response.status_code == 302
    assert response["location"].startswith("/login")


@pytest.mark.parametrize("name", [name for name, of in PAGES.items() if of])
@pytest.mark.parametrize("role", ["township_clerk", "county_head", "supervisor", "administrator"])
def test_whoever_has_a_role_elsewhere(client, case, staff, name, role):
    client.force_login(staff(role, "500110", f"{role}-elsewhere"))
    before = Happening.objects.count()
    assert send(client, name, case, kind="accepted", role="township", version=1).status_code == 404
    assert Happening.objects.count() == before


@pytest.mark.parametrize("name", ["today", "cases", "search"])
def test_lists_of_whoever_has_a_role_elsewhere_are_empty(client, case, staff, name):
    client.force_login(staff("county_clerk", "500110", "elsewhere"))
    for words in ({"tab": "running", "q": "张三"}, {"tab": "ended", "q": case.number}):
        page = send(client, name, case, **words).content.decode()
        assert f">{case.number}<" not in page
        assert "households/zhang" not in page


@pytest.mark.parametrize("name", ["today", "cases", "search", "case", "household"])
@pytest.mark.parametrize("role", ["township_clerk", "township_head", "supervisor"])
def test_whoever_has_a_role_there_sees_it(client, case, staff, name, role):
    client.force_login(staff(role))
    assert send(client, name, case, q="张").status_code == 200


@pytest.mark.parametrize("name", ["new", "join", "questions"])
def test_taking_in_is_for_who_may_register(client, case, staff, name):
    client.force_login(staff("township_clerk"))
    assert client.get(address(name, case)).status_code == 200
    client.force_login(staff("supervisor"))
    assert client.get(address(name, case)).status_code == 404
    assert client.post(address(name, case)).status_code == 404


def test_a_supervisor_looks_and_changes_nothing(client, case, staff):
    client.force_login(staff("supervisor"))
    page = client.get(address("case", case)).content.decode()
    assert 'name="kind"' not in page
    response = send(client, "act", case, kind="accepted", role="township", version=1)
    assert response.status_code == 409
    assert Case.objects.get().state == "applied"


def test_a_person_without_a_role_sees_nothing(client, case, staff, django_user_model):
    client.force_login(django_user_model.objects.create(username="nobody", name="无"))
    assert client.get(address("case", case)).status_code == 404
    assert case.number not in client.get(reverse("desk:cases") + "?tab=running").content.decode()


def test_id_numbers_are_masked_everywhere(client, case, staff):
    person = case.household.memberships.first().person
    person.set_id_number("11010519491231002X")
    person.save()
    client.force_login(staff("township_clerk"))
    for name in ("case", "household", "search"):
        page = send(client, name, case, q="11010519491231002X").content.decode()
        assert "11010519491231002X" not in page.replace('value="11010519491231002X"', "")
    assert case.household.number in send(client, "search", case, q="11010519491231002X").content.decode()


#: Which page needs which right, and a role in the area that has it and one that has not.
BY_RIGHT = [
    ("visit", "village_assistant", "supervisor"),
    ("do", "township_clerk", "village_assistant"),
    ("case_check", "township_clerk", "supervisor"),
    ("checks", "check_centre", "township_clerk"),
    ("check", "check_centre", "township_clerk"),
    ("draws", "county_head", "township_head"),
    ("draw", "county_clerk", "township_clerk"),
    ("departures", "county_head", "county_clerk"),
    ("records", "township_head", "supervisor"),
    ("relatives", "township_clerk", "supervisor"),
]


@pytest.mark.parametrize(("name", "may", "may_not"), BY_RIGHT)
def test_a_page_that_needs_a_right(client, case, staff, name, may, may_not):
    client.force_login(staff(may))
    assert client.get(address(name, case)).status_code == 200
    client.force_login(staff(may_not))
    assert client.get(address(name, case)).status_code == 404
    assert client.post(address(name, case)).status_code in (404, 405)


def test_lists_show_nothing_of_others(client, case, staff):
    made = a_check(case), a_draw(case)
    for name, role in (("checks", "check_centre"), ("draws", "county_head"), ("departures", "county_head")):
        client.force_login(staff(role, "500110", f"{role}-elsewhere"))
        page = client.get(reverse(f"desk:{name}")).content.decode()
        assert not any(thing.number in page for thing in made)
