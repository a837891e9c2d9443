"""A new household at the window: its head, another member, the questions, and a case for what the rules then see."""

import pytest
from django.urls import reverse

from minsheng.registry.models import Fact, Household, Person

NUMBER = "11010519491231002X"  # the example of the standard


@pytest.fixture
def send(client, staff):
    client.force_login(staff("township_clerk"))

    def post(page, *number, **data):
        return client.post(reverse(f"desk:{page}", args=number), data)

    return post


@pytest.fixture
def taken_in(send):
    response = send("new", area="620171001", address="第一村", name="试验人", id_number=NUMBER)
    assert response.status_code == 302
    return Household.objects.get()


def test_a_household_with_its_head(taken_in):
    assert taken_in.number == "620171001-00001"
    (member,) = taken_in.memberships.all()
    assert (member.person.name, member.relation) == ("试验人", "head")
    assert member.person.id_number() == NUMBER


@pytest.mark.parametrize(
    "wrong",
    [
        {"area": "500110"},
        {"area": "620171001", "name": " "},
        {"area": "620171001", "name": "甲", "id_number": "123"},
        {"area": "620171001", "name": "甲" * 61},
        {"area": "620171001", "name": "甲", "address": "长" * 201},
    ],
)
def test_what_is_refused_leaves_nothing(send, wrong):
    response = send("new", **wrong)
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert not Household.objects.exists()
    assert not Person.objects.exists()


def test_somebody_of_another_household(send, taken_in):
    response = send("new", area="620171001", name="试验人", id_number=NUMBER)
    assert response.status_code == 400
    assert Household.objects.count() == 1


def test_another_member(send, taken_in):
    assert send("join", taken_in.number, name="试验二", relation="spouse").status_code == 302
    assert send("join", taken_in.number, name="试验三", relation="head").status_code == 400
    assert taken_in.memberships.count() == 2


def test_the_questions_are_answered_until_nothing_is_left_to_type(client, send, taken_in):
    page = client.get(reverse("desk:questions", args=[taken_in.number])).content.decode()
    names = [
        part.split('"')[0]
        for part in page.split('<fieldset class="question">')[1:]
        for part in [part.split('name="')[1]]
    ]
    assert 1 <= len(names) <= 8
    chosen = {name: "no" for name in names if f'name="{name}" value="no"' in page}
    assert send("questions", taken_in.number, **chosen).status_code == 302
    assert Fact.objects.filter(recorded_by__isnull=False).count() == len(chosen)
    assert all(fact.value is False for fact in Fact.objects.all())


def test_an_answer_that_is_no_value_is_refused_with_the_others(client, send, taken_in):
    page = client.get(reverse("desk:questions", args=[taken_in.number])).content.decode()
    first = page.split('<fieldset class="question">')[1].split('name="')[1].split('"')[0]
    response = send("questions", taken_in.number, **{first: "perhaps"})
    assert response.status_code == 400
    assert "✗" in response.content.decode()
    assert not Fact.objects.exists()


def test_an_answer_about_somebody_else(send, taken_in):
    assert send("questions", taken_in.number, **{"p999/can_work": "no"}).status_code == 302
    assert not Fact.objects.exists()
