"""The same move for several cases: each looked at, each done by itself, nothing skipped, nothing silent, decisions never."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minsheng.casework.act import act, open_case
from minsheng.casework.event import Event
from minsheng.casework.models import Case, Happening
from minsheng.registry.models import Household, Membership, Person

ADDRESS = "/desk/cases/together"
ACCEPT = "accepted|township|||"


@pytest.fixture
def clerk(client, staff):
    user = staff("township_clerk")
    client.force_login(user)
    return user


@pytest.fixture
def cases(areas, clerk):
    found = []
    for n in range(4):
        home = Household.objects.create(number=f"h{n}", area=areas["620171001"], synthetic=True)
        person = Person.objects.create(name=f"人{n}", synthetic=True)
        Membership.objects.create(household=home, person=person, relation="head", valid_from=date(2020, 1, 1))
        found.append(open_case(home, "hardship", clerk, on=date(2021, 11, 2)))
    act(found[3].pk, Event("accepted", date(2021, 11, 3), "township"), clerk)
    return found


def send(client, cases, do="", move=ACCEPT, versions=None, **more):
    data = {"chosen": [case.number for case in cases], "key": "k", **more}
    if do:
        data |= {"do": do, "move": move}
    if do == "confirm":
        data |= {f"version-{case.number}": str((versions or {}).get(case.number, 1)) for case in cases}
    return client.post(ADDRESS, data)


def states():
    return list(Case.objects.order_by("pk").values_list("state", flat=True))


def test_looked_at_then_done_one_by_one(client, cases):
    page = send(client, cases).content.decode()
    assert ACCEPT in page
    assert "withdrawn|" not in page
    assert "not_accepted|" not in page
    page = send(client, cases, "look").content.decode()
    assert page.count("✗") == 1
    assert page.count('name="chosen"') == 3
    assert states() == ["applied"] * 3 + ["review"]
    page = send(client, cases, "confirm").content.decode()
    assert states() == ["review"] * 4
    assert page.count("✗") == 1  # the fourth was accepted before, and the page says so
    assert [case.happenings.count() for case in cases] == [2, 2, 2, 2]


def test_a_double_click(client, cases):
    first, second = (send(client, cases[:3], "confirm").content.decode() for _ in range(2))
    assert first.count("✓") == second.count("✓") == 3
    assert Happening.objects.count() == 8


def test_a_case_on_which_somebody_else_has_acted(client, cases, clerk):
    act(cases[0].pk, Event("correction", date(2021, 11, 3), "township", reason="照片"), clerk)
    act(cases[0].pk, Event("completed", date(2021, 11, 4), "applicant"), clerk)
    page = send(client, cases[:2], "confirm").content.decode()
    assert states()[:2] == ["applied", "review"]
    assert page.count("✗") == 1


def test_decisions_are_not_made_together(client, cases, staff):
    county = staff("county_clerk", "620171")
    for case in cases[:2]:
        Case.objects.filter(pk=case.pk).update(state="decision")
    client.force_login(county)
    page = send(client, cases[:2], "confirm", move="step|county|decision|approve|").content.decode()
    assert page.count("✗") == 2
    assert not Happening.objects.filter(kind="step").exists()
    for kind in ("withdrawn|applicant|||", "not_accepted|township|||", "applied|applicant|||"):
        assert send(client, cases[:2], "confirm", move=kind, reason="x").status_code == 400


@pytest.mark.parametrize("role", ["supervisor", "county_head"])
def test_whoever_may_not(client, cases, staff, role):
    client.force_login(staff(role, "620171", "other"))
    assert send(client, cases[:2], "confirm").content.decode().count("✗") == 2
    assert Happening.objects.count() == 5


def test_cases_of_others_are_not_found(client, cases, staff):
    client.force_login(staff("township_clerk", "500110", "elsewhere"))
    page = send(client, cases, "confirm").content.decode()
    assert cases[0].number not in page
    assert Happening.objects.count() == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"chosen": []},
        {"chosen": [str(n) for n in range(101)]},
        {"do": "look", "move": "x"},
        {"do": "confirm", "move": "|||||"},
        {"do": "look", "move": ACCEPT, "reason": "长" * 1001},
        {"do": "look", "move": "planned|township|review||", "until": "tomorrow"},
    ],
)
def test_forms_that_are_wrong(client, cases, wrong):
    data = {"chosen": [case.number for case in cases], **wrong}
    assert client.post(ADDRESS, data).status_code == 400
    assert Happening.objects.count() == 5


def test_odd_numbers_are_left_out_and_said(client, cases):
    response = client.post(ADDRESS, {"chosen": [cases[0].number, "a\x00b", "9" * 99]})
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()


def test_what_each_case_is_asked_is_little(client, cases):
    counted = []
    for some in (cases[:1], cases[:3]):
        with CaptureQueriesContext(connection) as queries:
            send(client, some, "look")
        counted.append(len(queries))
    assert counted[1] - counted[0] <= 8  # only what has to be there before a move is looked up case by case
