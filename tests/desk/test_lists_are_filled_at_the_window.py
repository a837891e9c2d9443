"""Items of lists, such as supporters: added, changed and ended at the window, with forms that come from the vocabulary."""

import pytest
from django.urls import reverse

from minsheng.casework.law import library
from minsheng.policy.today import today_in_china
from minsheng.registry.file import household_on
from minsheng.registry.listed import items_of
from minsheng.registry.models import Fact


@pytest.fixture
def page(client, staff, household):
    client.force_login(staff("township_clerk"))
    person = household.memberships.order_by("pk").first().person
    Fact.objects.filter(list_name="supporters").delete()
    return reverse("desk:items", args=["zhang", person.pk, "supporters"]), person


def told(household, person):
    home = household_on(household, today_in_china(), library().vocabulary)
    thing = next(thing for thing in home.lists["people"].items if thing.id == f"p{person.pk}")
    return thing.lists.get("supporters")


def a_fact():
    return next(fact for fact in library().vocabulary.facts_of("supporter").values() if fact.type.kind == "bool")


def test_an_item_is_added_once_changed_and_ended(client, page, household):
    address, person = page
    fact = a_fact()
    for _ in range(2):
        assert client.post(address, {"what": "item", fact.name: "yes", "key": "a"}).status_code == 302
    (item,) = told(household, person).items
    assert item.facts == {fact.name: True}
    client.post(f"{address}?item={item.id}", {"what": "item", fact.name: "no", "key": "b"})
    assert told(household, person).items[0].facts == {fact.name: False}
    client.post(address, {"what": "complete", "key": "c"})
    assert told(household, person).complete
    client.post(f"{address}?item={item.id}", {"what": "end", "key": "d"})
    assert told(household, person).items == []
    assert items_of(person, "supporters", today_in_china()) == ({}, True)
    assert Fact.objects.filter(list_name="supporters", name=fact.name).count() == 2


def test_that_there_is_none_is_known(client, page, household):
    address, person = page
    client.post(address, {"what": "complete", "key": "c"})
    assert told(household, person).items == []


@pytest.mark.parametrize(
    "typed", [{"what": "item", "monthly_income": "viel"}, {"what": "item", "monthly_income": "\x00"}]
)
def test_what_is_no_value_is_told(client, page, household, typed):
    address, person = page
    money = next(f for f in library().vocabulary.facts_of("supporter").values() if f.type.kind == "money")
    wrong = {money.name if name == "monthly_income" else name: value for name, value in typed.items()}
    assert client.post(address, wrong).status_code == 400
    assert not Fact.objects.filter(list_name="supporters").exists()


def test_what_is_not_there_is_not_found(client, page, household, staff):
    address, person = page
    for other in (
        reverse("desk:items", args=["zhang", person.pk, "nothing"]),
        reverse("desk:items", args=["zhang", "999999", "supporters"]),
        f"{address}?item=s9",
    ):
        assert client.get(other).status_code == 404
    assert client.post(f"{address}?item=s9", {"what": "end"}).status_code == 404
    client.force_login(staff("supervisor"))
    assert client.get(address).status_code == 404


def test_the_file_leads_to_the_lists(client, page, household):
    address, _ = page
    assert address in client.get(reverse("desk:household", args=["zhang"])).content.decode()
