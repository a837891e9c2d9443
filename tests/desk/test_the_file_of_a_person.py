"""The file of a person and the whole file of a household: complete for who handles them, without what is sensitive for others."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from minsheng.policy.today import today_in_china
from minsheng.registry.models import Access, Fact, Household, Membership, Person

NUMBER = "11010519491231002X"


@pytest.fixture
def person(household):
    made = Person(name="赵<i>六", synthetic=True)
    made.set_id_number(NUMBER)
    made.save()
    Membership.objects.create(household=household, person=made, relation="other", valid_from=date(2021, 11, 1))
    about = {"person": made, "source": "declared"}
    Fact.objects.create(name="wage_income", value="100.00", valid_from=date(2021, 1, 1), evidence="工资条", **about)
    Fact.objects.create(name="wage_income", value="223.00", valid_from=date(2021, 6, 1), **about)
    Fact.objects.create(name="employed", value=True, valid_from=date(2021, 6, 1), **about)
    Fact.objects.create(list_name="supporters", value=True, valid_from=date(2021, 6, 1), **about)
    return made


def page_of(client, person):
    return client.get(reverse("desk:person", args=[person.pk])).content.decode()


def test_who_handles_the_file_sees_every_fact_with_its_history(client, staff, person):
    client.force_login(staff("township_clerk"))
    page = page_of(client, person)
    assert "赵&lt;i&gt;六" in page
    assert "<i>六" not in page
    assert "223.00" in page
    assert "100.00" in page
    assert "工资条" in page
    assert NUMBER not in page


@pytest.mark.parametrize("role", ["supervisor", "finance", "city", "administrator"])
def test_sensitive_facts_are_hidden_from_others(client, staff, person, role):
    client.force_login(staff(role, "620171"))
    for page in (page_of(client, person), client.get(reverse("desk:file", args=["zhang"])).content.decode()):
        assert "223.00" not in page
        assert "已就业" in page
        assert "敏感" in page


def test_everything_about_a_child_is_sensitive(client, staff, person):
    Person.objects.filter(pk=person.pk).update(birth_date=today_in_china() - timedelta(days=3000))
    client.force_login(staff("supervisor"))
    assert "已就业" not in page_of(client, person)


def test_a_household_elsewhere_is_not_named(client, staff, person, areas):
    away = Household.objects.create(number="away-1", area=areas["500110"])
    Membership.objects.filter(person=person).update(valid_to=date(2022, 1, 1))
    Membership.objects.create(household=away, person=person, relation="head", valid_from=date(2022, 1, 2))
    client.force_login(staff("township_clerk"))
    assert client.get(reverse("desk:person", args=[person.pk])).status_code == 404
    client.force_login(staff("county_clerk", "500110", "away"))
    page = page_of(client, person)
    assert "away-1" in page
    assert "zhang" not in page


def test_an_id_number_is_shown_once_with_a_reason(client, staff, person):
    client.force_login(staff("township_clerk"))
    address = reverse("desk:id_number", args=[person.pk])
    assert NUMBER not in client.get(address).content.decode()
    for wrong in ({}, {"why": "identity"}, {"why": "x", "more": "y"}, {"why": "identity", "more": "a\x00"}):
        response = client.post(address, wrong)
        assert response.status_code == 400
        assert NUMBER not in response.content.decode()
    assert not Access.objects.exists()
    response = client.post(address, {"why": "identity", "more": "核对户口本<b>"})
    assert NUMBER in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert Access.objects.get().person == person
    again = client.get(address).content.decode()
    assert NUMBER not in again
    assert "核对户口本&lt;b&gt;" in again


@pytest.mark.parametrize("role", ["supervisor", "village_assistant", "finance", "city", "administrator"])
def test_an_id_number_is_not_for_others(client, staff, person, role):
    client.force_login(staff(role, "620171"))
    address = reverse("desk:id_number", args=[person.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"why": "identity", "more": "看看"}).status_code == 404
    assert not Access.objects.exists()


def test_the_whole_file_has_everybody(client, staff, household, person):
    client.force_login(staff("township_clerk"))
    page = client.get(reverse("desk:file", args=["zhang"])).content.decode()
    assert all(
        member.person.name in page for member in household.memberships.exclude(person=person).select_related("person")
    )
    assert "223.00" in page


def test_the_file_takes_few_queries(client, staff, household, person, django_assert_max_num_queries):
    client.force_login(staff("township_clerk"))
    with django_assert_max_num_queries(20):
        client.get(reverse("desk:file", args=["zhang"]))


def test_the_search_says_what_fits(client, staff, person):
    client.force_login(staff("township_clerk"))
    for words in ("赵", NUMBER.lower(), "zhan"):
        page = client.post(reverse("desk:search"), {"q": words}).content.decode()
        assert "households/zhang" in page, words
    client.force_login(staff("township_clerk", "500110", "elsewhere"))
    for words in ("赵", NUMBER, "zhang", "\x00", "x" * 500, "%"):
        page = client.post(reverse("desk:search"), {"q": words}).content.decode()
        assert "households/zhang" not in page
