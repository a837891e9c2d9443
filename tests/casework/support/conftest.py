"""Somebody in hardship support in Chengguan (兰政办发〔2017〕36号), and staff of the township and county. Nobody is real."""

from datetime import date

import pytest

from minsheng.casework.law import library
from minsheng.casework.models import Award, Covered
from minsheng.registry.models import Area, Assignment, Fact, Household, Membership, Person, User

DAY = date(2017, 6, 1)
NAMES = {
    "100000": "全国",
    "620000": "甘肃省",
    "620100": "兰州市",
    "620102": "城关区",
    "620102001": "酒泉路街道",
    "500110": "綦江区",
    "620171": "兰州新区",
    "620171001": "中川镇",
}
#: What makes somebody eligible by 第八条, and what the six kinds of support ask for.
FACTS = {
    "registered_area": "620102",
    "elderly": True,
    "disability_grade": "none",
    "can_work": False,
    "has_livelihood": False,
    "orphan": False,
    "child_without_care": False,
    "orphan_support_chosen": False,
    "died": False,
    "declared_dead": False,
    "declared_missing": False,
    "convicted": False,
    "has_stable_income": False,
    "work_ability_restored": False,
    "other_end_set_by_government": False,
    "schooling": "none",
    "cannot_attend_school": False,
    "own_insurance_contribution": "180.00",
    "medical_costs_left": "0.00",
    "medical_assistance_paid": "0.00",
}
ABLE = dict.fromkeys(("can_eat", "can_dress", "can_get_up", "can_use_toilet", "can_walk_indoors", "can_bathe"), True)


@pytest.fixture
def areas(db):
    made = {code: Area(code=code, name=name) for code, name in NAMES.items()}
    for area in made.values():
        area.save()
    return made


@pytest.fixture
def staff(areas):
    def make(role, code="620102001", username=""):
        user, _ = User.objects.get_or_create(username=username or role, defaults={"name": f"测试{role}"})
        Assignment.objects.get_or_create(user=user, role=role, area=areas[code], valid_from=date(2017, 1, 1))
        return user

    return make


@pytest.fixture
def says():
    """A function that writes facts of a person or household down."""

    def write(of, on=DAY, **facts):
        whose = {"person": of} if isinstance(of, Person) else {"household": of}
        declared = library().vocabulary.facts
        for name, value in facts.items():
            Fact.objects.create(name=name, value=value, source=declared[name].source, valid_from=on, **whose)

    return write


@pytest.fixture
def household(areas, says):
    home = Household.objects.create(number="H1", area=areas["620102001"], address="第一社区", synthetic=True)
    says(home, setting="urban", housing_difficulty=False, dangerous_house=False)
    return home


@pytest.fixture
def person(household, says):
    made = Person.objects.create(name="张某", birth_date=date(1950, 3, 1), sex="male", synthetic=True)
    Membership.objects.create(household=household, person=made, relation="head", valid_from=date(2017, 1, 1))
    says(made, **FACTS)
    Fact.objects.create(person=made, list_name="supporters", value=True, source="declared", valid_from=DAY)
    return made


@pytest.fixture
def award(household, person):
    made = Award.objects.create(
        household=household,
        area=household.area,
        benefit="hardship",
        evidence="原五保供养证",
        first_day=DAY,
        reviewed_on=DAY,
    )
    Covered.objects.create(award=made, person=person, benefit="hardship", valid_from=DAY)
    return made
