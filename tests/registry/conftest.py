"""Two townships of Qijiang, a household of two, and staff with roles."""

from datetime import date

import pytest

from minsheng.policy.library import Library, default_folder
from minsheng.registry.models import Area, Assignment, Household, Membership, Person, User

AREAS = {
    "100000": "全国", "500000": "重庆市", "500100": "市辖区", "500110": "綦江区", "500110107": "东溪镇", "500110107201": "竹园村",
    "500110108": "赶水镇", "620000": "甘肃省", "620100": "兰州市", "620171": "兰州新区",
}  # fmt: skip
DAY = date(2017, 12, 1)


@pytest.fixture(scope="session")
def vocabulary():
    return Library.load(default_folder().resolve()).vocabulary


@pytest.fixture
def areas(db):
    """Areas by code."""
    made = {code: Area(code=code, name=name) for code, name in AREAS.items()}
    for area in made.values():
        area.save()
    return made


@pytest.fixture
def staff(areas):
    """A function that makes a member of staff with a role in an area."""

    def make(role, code, username=None, *, valid_from=DAY, valid_to=None):
        user, _ = User.objects.get_or_create(username=username or f"{role}-{code}", defaults={"name": "测试员"})
        Assignment.objects.create(user=user, role=role, area=areas[code], valid_from=valid_from, valid_to=valid_to)
        return user

    return make


@pytest.fixture
def home(areas):
    """A function that makes a household with people of some names; nobody is real."""

    def make(code="500110107", number="H1", names=("陈试一", "陈试二")):
        household = Household.objects.create(number=number, area=areas[code], synthetic=True)
        for place, name in enumerate(names):
            person = Person.objects.create(name=name, synthetic=True)
            relation = "spouse" if place else "head"
            Membership.objects.create(household=household, person=person, relation=relation, valid_from=DAY)
        return household

    return make
