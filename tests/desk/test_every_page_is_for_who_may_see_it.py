"""Every address of the desk: whoever is not signed in is asked to; whoever has no role there sees nothing of it, and changes nothing."""

from datetime import date

import pytest
from django.urls import get_resolver, reverse

from minsheng.casework.act import open_case
from minsheng.casework.attachment import keep
from minsheng.casework.models import Case, GivenPaper, Happening, PlaceSetting
from minsheng.registry.models import Area
from tests.desk import (
    care_addresses,
    office_addresses,
    paper_addresses,
    receipt_addresses,
    step_addresses,
    voice_addresses,
)
from tests.desk.pictures import PHOTO


@pytest.fixture
def case(household, staff):
    return open_case(household, "hardship", staff("township_clerk"), on=date(2021, 11, 2))


#: Every address, and whether it is of one case or household: those of others must not be found.
PAGES = {
    "today": None,
    "cases": None,
    "bulk": None,
    "drafts": None,
    "households": None,
    "search": None,
    "case": "case",
    "act": "case",
    "household": "household",
    "apply": "household",
    "new": None,
    "join": "household",
    "questions": "household",
    "attachment": "attachment",
    "notifications": None,
    "read_notifications": None,
    "place_settings": None,
    "answer_setting": "setting",
    **care_addresses.PAGES,
    **office_addresses.PAGES,
    **paper_addresses.PAGES,
    **step_addresses.PAGES,
    **receipt_addresses.PAGES,
    **voice_addresses.PAGES,
}


def address(name, case):
    return reverse(f"desk:{name}", args=several(ARGUMENTS[PAGES[name]](case)) if PAGES[name] else [])


def several(argument):
    return argument if isinstance(argument, list) else [argument]


#: How an address names what it is of.
ARGUMENTS = {
    "case": lambda case: case.number,
    "household": lambda case: case.household.number,
    "attachment": lambda case: a_photo(case).pk,
    "setting": lambda case: a_setting(case),
    **care_addresses.ARGUMENTS,
    **office_addresses.ARGUMENTS,
    **paper_addresses.ARGUMENTS,
    **step_addresses.ARGUMENTS,
    **receipt_addresses.ARGUMENTS,
    **voice_addresses.ARGUMENTS,
}


def a_setting(case):
    """A proposal for the case's county, by whoever opened the case."""
    about = {"area": Area.objects.get(code="620171"), "name": "ladder.red", "valid_from": date(2021, 11, 2)}
    by = case.happenings.get(place=1).by
    return PlaceSetting.objects.get_or_create(state="proposed", proposed_by=by, **about, defaults={"value": "3"})[0].pk


def a_photo(case):
    return keep(PHOTO, "门前.png", what="home_visit", by=None, case=case)


def send(client, name, case, **data):
    return (
        client.post(address(name, case), data)
        if name
        in (
            "act",
            "apply",
            "search",
            "answer_setting",
            "read_notifications",
            *care_addresses.SENT,
            *office_addresses.SENT,
            *paper_addresses.SENT,
            *receipt_addresses.SENT,
            *voice_addresses.SENT,
        )
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


@pytest.mark.parametrize(
    "name", [name for name, of in PAGES.items() if of and name not in office_addresses.FOR_EVERYBODY]
)
@pytest.mark.parametrize("role", ["township_clerk", "county_head", "supervisor", "administrator"])
def test_whoever_has_a_role_elsewhere(client, case, staff, name, role):
    client.force_login(staff(role, "500110", f"{role}-elsewhere"))
    before = Happening.objects.count()
    assert send(client, name, case, kind="accepted", role="township", version=1).status_code == 404
    assert Happening.objects.count() == before


@pytest.mark.parametrize("name", ["today", "cases", "households", "search", "notices"])
def test_lists_of_whoever_has_a_role_elsewhere_are_empty(client, case, staff, name):
    client.force_login(staff("county_clerk", "500110", "elsewhere"))
    for words in ({"tab": "running", "q": "张三"}, {"tab": "ended", "q": case.number}):
        page = send(client, name, case, **words).content.decode()
        assert f">{case.number}<" not in page
        assert "households/zhang" not in page


@pytest.mark.parametrize("name", ["today", "cases", "households", "search", "case", "household", "notices", "paper"])
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


@pytest.mark.parametrize("name", ["case_paper", "household_paper", "paper_withdraw"])
def test_papers_are_given_out_by_who_acts(client, case, staff, name):
    paper_addresses.a_paper(case)
    client.force_login(staff("supervisor"))
    for method in (client.get, client.post):
        assert method(address(name, case), {"do": "give", "why": "x"}).status_code in (404, 405)
    assert GivenPaper.objects.get().withdrawn_on is None


@pytest.mark.parametrize("name", ["templates", "template", "template_default"])
def test_templates_are_for_administrators(client, case, staff, name):
    client.force_login(staff("administrator"))
    assert client.get(address(name, case)).status_code == 200
    client.force_login(staff("county_head", "620171"))
    assert client.get(address(name, case)).status_code == 404


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
    made = step_addresses.a_check(case), step_addresses.a_draw(case)
    for name, role in (("checks", "check_centre"), ("draws", "county_head"), ("departures", "county_head")):
        client.force_login(staff(role, "500110", f"{role}-elsewhere"))
        page = client.get(reverse(f"desk:{name}")).content.decode()
        assert not any(thing.number in page for thing in made)
