"""What is sent from the page of a case: done once, refused with the reason, and what was typed stays."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from minsheng.casework.act import open_case
from minsheng.casework.models import Case, Happening


@pytest.fixture
def case(household, staff):
    return open_case(household, "hardship", staff("township_clerk"), on=date(2021, 11, 2))


@pytest.fixture
def send(client, case, staff):
    client.force_login(staff("township_clerk"))

    def post(**data):
        return client.post(reverse("desk:act", args=[case.number]), {"role": "township", "version": "1", **data})

    return post


def test_accepting(send, case):
    response = send(kind="accepted", key="one")
    assert response.status_code == 302
    assert Case.objects.get().state == "review"


def test_a_double_click(send, case):
    for _ in range(2):
        assert send(kind="accepted", key="one").status_code == 302
    assert Happening.objects.count() == 2


def test_what_is_done_in_a_step_is_written_down_on_its_form(send, client, case):
    send(kind="accepted", key="one")
    page = client.get(reverse("desk:case", args=[case.number])).content.decode()
    forms = [dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) for form in page.split('class="move"')[1:]]
    assert not [form for form in forms if form.get("kind") == "did"]
    for name, arguments in (("visit", []), ("case_check", []), ("do", ["villagers_review"]), ("do", ["letters"])):
        assert f'href="{reverse(f"desk:{name}", args=[case.number, *arguments])}"' in page


def test_a_key_of_another_case_does_nothing_to_this_one(send, client, case):
    send(kind="accepted", key="same")
    client.post(reverse("desk:apply", args=[case.household.number]), {"outcome": "dibao", "key": "k"})
    other = Case.objects.get(benefit="dibao")
    address = reverse("desk:act", args=[other.number])
    client.post(address, {"kind": "accepted", "role": "township", "version": "1", "key": "same"})
    assert Case.objects.get(pk=other.pk).version == 2


def test_what_was_typed_stays(send):
    send(kind="accepted", key="one")
    response = send(kind="correction", reason="缺照片 <b>", key="two")
    page = response.content.decode()
    assert response.status_code == 409
    assert "缺照片 &lt;b&gt;" in page
    assert 'role="alert"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "approved"},
        {"kind": "applied"},
        {"kind": "accepted", "version": "x"},
        {"kind": "accepted", "version": "9" * 30},
        {"kind": "not_accepted", "reason": "长" * 1001},
        {"kind": "not_accepted", "reason": "a\x00b"},
        {"kind": "planned", "until": "tomorrow"},
        {},
    ],
)
def test_forms_that_were_not_made_here(send, wrong):
    assert send(**wrong).status_code == 400
    assert Case.objects.get().version == 1


@pytest.mark.parametrize(
    "illegal",
    [
        {"kind": "step", "step": "decision", "outcome": "approve", "role": "county"},
        {"kind": "accepted", "role": "county"},
        {"kind": "correction"},
        {"kind": "accepted", "version": "0"},
    ],
)
def test_steps_out_of_order(send, illegal):
    assert send(**illegal).status_code == 409
    assert Case.objects.get().version == 1


def test_a_form_from_elsewhere(case, staff):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff("township_clerk"))
    address = reverse("desk:act", args=[case.number])
    assert strict.post(address, {"kind": "accepted", "role": "township", "version": "1"}).status_code == 403


def test_pages_allow_nothing_from_elsewhere(send, client, case):
    response = client.get(reverse("desk:case", args=[case.number]))
    policy = response["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = response.content.decode()
    assert "http://" not in page
    assert "https://" not in page
    assert " style=" not in page
    assert "onclick" not in page


def test_names_with_markup_are_text(send, client, case):
    person = case.household.memberships.first().person
    person.name = "<script>alert(1)</script>"
    person.save()
    for name, number in (("case", case.number), ("household", case.household.number)):
        page = client.get(reverse(f"desk:{name}", args=[number])).content.decode()
        assert "<script>alert" not in page


def test_opening_a_case_from_the_file(send, client, case):
    address = reverse("desk:apply", args=[case.household.number])
    for _ in range(2):
        response = client.post(address, {"outcome": "dibao", "key": "k"})
    assert response.status_code == 302
    assert Case.objects.filter(benefit="dibao").count() == 1
    client.post(address, {"outcome": "no such benefit", "key": "l"})
    assert Case.objects.count() == 2


def test_lists_take_a_fixed_number_of_queries(send, client, case, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        client.get(reverse("desk:today"))
    with django_assert_max_num_queries(14):
        client.get(reverse("desk:cases"))


def test_in_english(send, client, case):
    client.post(reverse("language"), {"language": "en", "next": "/desk/"})
    assert "to do, by deadline" in client.get(reverse("desk:today")).content.decode()
