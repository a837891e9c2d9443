"""A household of the tour in Lanzhou New Area on the register, and staff of its township and county. Nobody is real."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from minsheng.policy.household import read_household
from minsheng.registry.file import take_over
from minsheng.registry.models import Area, Assignment, Household, Membership, Person, User

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = {
    "100000": "全国",
    "620000": "甘肃省",
    "620100": "兰州市",
    "620171": "兰州新区",
    "620171001": "中川镇",
    "500110": "綦江区",
}
FIRST = date(2021, 11, 1)


@pytest.fixture(autouse=True)
def first_language():
    """Every test begins in the first language, whatever page the one before it asked for."""
    translation.deactivate()


@pytest.fixture
def areas(db):
    made = {code: Area(code=code, name=name) for code, name in NAMES.items()}
    for area in made.values():
        area.save()
    return made


@pytest.fixture
def staff(areas):
    """A function that makes a member of staff with a role in an area; the password is the user name."""

    def make(role, code="620171001", username=""):
        user, new = User.objects.get_or_create(username=username or role, defaults={"name": f"测试{role}"})
        if new:  # another password would end the session of whoever is signed in
            user.set_password(user.username)
            user.save()
        Assignment.objects.get_or_create(user=user, role=role, area=areas[code], valid_from=FIRST)
        return user

    return make


@pytest.fixture
def household(areas):
    """The made-up household of the README, in a township."""
    from minsheng.casework.law import library

    vocabulary = library().vocabulary
    told = read_household(EXAMPLES / "zhang.json", vocabulary, latest=date(2021, 11, 20))
    home = Household.objects.create(number="zhang", area=areas["620171001"], address="第一村", synthetic=True)
    people = []
    for place, thing in enumerate(told.lists["people"].items):
        person = Person.objects.create(name=thing.name, synthetic=True)
        relation = "head" if not place else str(thing.facts.get("relation_to_head", "other"))
        Membership.objects.create(household=home, person=person, relation=relation, valid_from=FIRST)
        people.append(person)
    take_over(told, home, people, vocabulary, on=FIRST)
    return home
