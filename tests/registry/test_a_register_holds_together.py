"""The database itself refuses what cannot be: two heads, somebody in two households, a fact of nobody, days that end before they begin."""

from datetime import date

import pytest
from django.db import IntegrityError

from minsheng.registry.models import Area, Fact, Membership
from tests.registry.conftest import DAY


def test_somebody_in_two_households(home):
    one, other = home(), home("500110108", "H2", ("王试",))
    with pytest.raises(IntegrityError):
        Membership.objects.create(
            household=other, person=one.memberships.first().person, relation="other", valid_from=DAY
        )


def test_two_heads(home):
    one, other = home(), home("500110108", "H2", ("王试",))
    member = one.memberships.exclude(relation="head").get()
    member.relation = "head"
    with pytest.raises(IntegrityError):
        member.save()
    assert other


def test_somebody_moves(home):
    one, other = home(), home("500110108", "H2", ("王试",))
    member = one.memberships.exclude(relation="head").get()
    member.valid_to = DAY
    member.save()
    Membership.objects.create(household=other, person=member.person, relation="other", valid_from=date(2017, 12, 2))
    assert [m.person.name for m in one.members_on(date(2017, 12, 2))] == ["陈试一"]
    assert [m.person.name for m in other.members_on(date(2017, 12, 2))] == ["王试", "陈试二"]


def test_a_fact_of_nobody(areas):
    with pytest.raises(IntegrityError):
        Fact.objects.create(name="setting", value="urban", source="declared", valid_from=DAY)


def test_days_that_end_before_they_begin(home):
    member = home().memberships.first()
    member.valid_to = date(2017, 11, 1)
    with pytest.raises(IntegrityError):
        member.save()


def test_an_area_twice(areas):
    with pytest.raises(IntegrityError):
        Area(code="500110", name="綦江县").save()


def test_an_area_that_was_something_else_before(areas):
    Area(code="500110", name="万盛区", valid_from=date(1990, 1, 1), valid_to=date(2011, 10, 21)).save()
    named = {str(area) for area in Area.objects.valid_on(date(2000, 1, 1)).filter(code="500110")}
    assert named == {"万盛区", "綦江区"}


def test_areas_lie_in_each_other(areas):
    inside = Area.objects.within(areas["500110"])
    assert {area.code for area in inside} == {"500110", "500110107", "500110107201", "500110108"}
    assert Area.objects.within(areas["100000"]).count() == len(areas)
