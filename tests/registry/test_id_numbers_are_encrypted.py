"""ID numbers are stored encrypted, found by a fingerprint, shown masked, and read in full only by who may, with a reason."""

import base64

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from minsheng.registry import secrets
from minsheng.registry.access import read_in_full
from minsheng.registry.models import Access, Person

NUMBER = "11010519491231002X"  # the example of the standard


@pytest.fixture
def person(db):
    made, new = Person.known(NUMBER, name="示例人")
    assert new
    return made


def test_nothing_of_it_is_in_the_database(person):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM registry_person")
        row = "".join(map(str, cursor.fetchone()))
    assert NUMBER not in row
    assert NUMBER[:14] not in row
    assert person.id_number() == NUMBER
    assert person.id_masked == "110*************2X"


def test_it_is_found_however_it_is_written(person):
    again, new = Person.known(" 11010519491231002x ", name="别名")
    assert (again, new) == (person, False)


def test_birth_date_and_sex_follow(person):
    assert (person.birth_date.isoformat(), person.sex) == ("1949-12-31", "female")


@pytest.mark.parametrize("wrong", ["110105194912310021", "1101051949", "11010519491331002X", "\x00"])
def test_a_number_that_cannot_be_right(db, wrong):
    with pytest.raises(ValidationError) as problem:
        Person(name="甲").set_id_number(wrong)
    assert wrong not in str(problem.value) or wrong == "\x00"


def test_a_number_that_says_something_else(db):
    with pytest.raises(ValidationError, match="other sex|另一性别|性别"):
        Person(name="甲", sex="male").set_id_number(NUMBER)


def test_reading_it_in_full_is_written_down(home, staff):
    household = home()
    person = household.memberships.first().person
    person.set_id_number(NUMBER)
    person.save()
    clerk, supervisor, other = (
        staff(role, code)
        for role, code in (("township_clerk", "500110107"), ("supervisor", "500110"), ("township_clerk", "500110108"))
    )
    assert read_in_full(person, clerk, "核对身份证件") == NUMBER
    for nosy in (supervisor, other):
        with pytest.raises(PermissionDenied):
            read_in_full(person, nosy, "看看")
    with pytest.raises(ValueError, match="reason"):
        read_in_full(person, clerk, " ")
    (access,) = Access.objects.all()
    assert (access.user, access.person, access.why) == (clerk, person, "核对身份证件")


def test_keys_can_be_changed(monkeypatch, person):
    old, new = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (0, 1))
    monkeypatch.setenv(secrets.KEYS, f"{new},{old}")
    assert person.id_number() == NUMBER
    assert Person.objects.with_id_number(NUMBER).get() == person
    token = secrets.encrypted("x")
    monkeypatch.setenv(secrets.KEYS, new)
    assert secrets.decrypted(token) == "x"
    with pytest.raises(secrets.KeysMissing, match="none of the keys"):
        person.id_number()


@pytest.mark.parametrize("keys", ["", "not base64!", base64.urlsafe_b64encode(b"short").decode()])
def test_keys_that_are_none(monkeypatch, keys):
    monkeypatch.setenv(secrets.KEYS, keys)
    with pytest.raises(secrets.KeysMissing):
        secrets.encrypted("x")
