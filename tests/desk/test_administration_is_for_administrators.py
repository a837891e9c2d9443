"""The page of administration leads everybody to what they may set up, and is not there for others."""

import pytest
from django.urls import reverse

from minsheng.registry.scope import RIGHTS
from minsheng.web.desk.administration import ADMINISTRATION


@pytest.mark.parametrize("role", ["village_assistant", "finance", "check_centre"])
def test_who_sets_nothing_up_does_not_find_it(client, staff, role):
    client.force_login(staff(role))
    assert client.get(reverse("desk:administration")).status_code == 404
    assert reverse("desk:administration") not in client.get(reverse("desk:today")).content.decode()


def test_an_administrator_finds_every_entry_of_theirs(client, staff):
    client.force_login(staff("administrator", "620171"))
    page = client.get(reverse("desk:administration")).content.decode()
    for entry in ADMINISTRATION:
        there = reverse(f"desk:{entry.address}") in page
        assert there == bool(RIGHTS["administrator"] & set(entry.right.split(",")))


def test_the_table_of_roles_is_for_administrators(client, staff):
    client.force_login(staff("township_clerk"))
    assert client.get(reverse("desk:roles")).status_code == 404
    client.force_login(staff("administrator", "620171"))
    page = client.get(reverse("desk:roles")).content.decode()
    assert "提出由当地设定的数值" in page
    assert "see_id_number" not in page
