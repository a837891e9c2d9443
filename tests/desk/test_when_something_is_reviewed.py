"""When something received must be looked at again: by the interval of the pack in force there, or why that cannot be told."""

from datetime import date

import pytest

from minsheng.casework.models import Award
from minsheng.casework.receipt.nightly import at_night
from minsheng.casework.receipt.review import next_review
from minsheng.casework.receipt.write import cover
from minsheng.registry.models import Area, Fact, Household, Membership
from tests.desk.cases import registered_here

DAY = date(2022, 6, 6)


@pytest.fixture
def award(household):
    registered_here()
    made = Award.objects.create(
        household=household, area=household.area, benefit="dibao", evidence="旧名册", first_day=DAY, reviewed_on=DAY
    )
    cover(made, [member.person_id for member in household.memberships.all()], DAY)
    return made


def knows(household, **facts):
    for name, value in facts.items():
        Fact.objects.create(household=household, name=name, value=value, source="assessment", valid_from=DAY)


def test_half_a_year_where_somebody_can_work(award, household):
    assert next_review(award, DAY) == (date(2022, 12, 6), [])


def test_a_year_where_nothing_is_unsteady(award, household):
    people = household.memberships.values("person")
    Fact.objects.filter(person__in=people, name="can_work").update(value=False)
    knows(household, income_unsteady=False)
    assert next_review(award, DAY) == (date(2023, 6, 6), [])


def test_what_is_missing_is_named(award, household):
    people = household.memberships.values("person")
    Fact.objects.filter(person__in=people, name="can_work").update(value=False)
    assert next_review(award, DAY) == (None, ["income_unsteady"])


def test_no_document_says_how_often(award):
    award.benefit = "hardship"
    award.save()
    assert next_review(award, DAY) == (None, ["no_interval"])


def test_nobody_is_left_in_the_file(award, household):
    Membership.objects.filter(household=household).exclude(relation="head").update(valid_to=DAY)
    award.covered.filter(person__memberships__relation="head").delete()
    assert next_review(award, date(2022, 7, 1)) == (None, ["out_of_file"])


def test_what_has_an_end_is_not_reviewed(award):
    award.last_day = date(2022, 8, 31)
    assert next_review(award, DAY) == (None, [])


def test_the_regulations_of_chongqing(award, household):
    """A month where an able person is without work in town, by the regulations of 2016; they have no process, the national one serves."""
    from minsheng.casework.receipt.consequences import ways_on

    area = Area.objects.get(code="500110")
    Household.objects.filter(pk=household.pk).update(area=area)
    Fact.objects.filter(name="registered_area").update(value="500110")
    knows(household, setting="urban")
    head = household.memberships.get(relation="head").person
    for name, value in {"of_working_age": True, "can_work": True, "employed": False, "schooling": "none"}.items():
        Fact.objects.create(person=head, name=name, value=value, source="assessment", valid_from=DAY)
    award = Award.objects.get()
    award.area = area
    award.save()
    assert next_review(award, DAY) == (date(2022, 7, 6), [])
    assert ways_on(award, "review", DAY) == ("dibao.review",)
    assert ways_on(award, "review", date(2018, 6, 1)) == ()  # no process was in force then


def test_at_night(award):
    said = at_night(date(2023, 1, 2))
    assert said.params["review"] == 1
    award.refresh_from_db()
    assert award.review_due_on == date(2022, 12, 6)
    assert "1" in said.render("en")
