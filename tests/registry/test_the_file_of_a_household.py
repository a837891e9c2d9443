"""What is written down of a household comes back as the policy library reads it: the latest of what was true on a day."""

from datetime import date
from pathlib import Path

import pytest

from minsheng.policy.household import read_household, write_household
from minsheng.registry.file import household_on, take_over
from minsheng.registry.models import Fact, Household, Membership, Person
from tests.registry.conftest import DAY

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def told(vocabulary):
    return read_household(EXAMPLES / "zhang.json", vocabulary, latest=date(2021, 11, 20))


@pytest.fixture
def taken_over(told, areas, vocabulary):
    household = Household.objects.create(number="zhang", area=areas["620171"], synthetic=True)
    people = []
    for thing in told.lists["people"].items:
        person = Person.objects.create(name=thing.name, synthetic=True)
        relation = str(thing.facts.get("relation_to_head", "other"))
        Membership.objects.create(household=household, person=person, relation=relation, valid_from=DAY)
        people.append(person)
    take_over(told, household, people, vocabulary, on=date(2021, 11, 1))
    return household


def facts(thing):
    return {name: value for name, value in thing.facts.items() if name != "relation_to_head"}


def test_everything_comes_back(told, taken_over, vocabulary):
    again = household_on(taken_over, date(2021, 11, 20), vocabulary)
    assert facts(again) == facts(told)
    for one, other in zip(again.lists["people"].items, told.lists["people"].items, strict=True):
        assert facts(one) == facts(other)
        assert {name: listed.complete for name, listed in one.lists.items()} == {
            name: listed.complete for name, listed in other.lists.items()
        }
        for left, right in zip(one.lists["supporters"].items, other.lists["supporters"].items, strict=True):
            assert left.facts == right.facts
    assert write_household(again, vocabulary)["people"]


def test_it_is_decided_alike(told, taken_over, vocabulary):
    from minsheng.policy.library import Library, default_folder

    law = Library.load(default_folder().resolve()).as_of(date(2021, 11, 20), "620171")
    ours, theirs = (law.decide(h) for h in (household_on(taken_over, date(2021, 11, 20), vocabulary), told))
    statuses = [[(o.benefit, o.status, o.amount) for o in decision.outcomes] for decision in (ours, theirs)]
    assert statuses[0] == statuses[1]


def test_what_is_true_later_is_not_true_before(taken_over, vocabulary):
    Fact.objects.create(
        household=taken_over, name="dwellings_owned", value=2, source="ledger", valid_from=date(2021, 12, 1)
    )
    for day, count in ((date(2021, 11, 30), 1), (date(2021, 12, 1), 2)):
        assert household_on(taken_over, day, vocabulary).facts["dwellings_owned"] == count


def test_of_two_about_the_same_day_the_later_written_counts(taken_over, vocabulary):
    for value in (3, 4):
        Fact.objects.create(
            household=taken_over, name="dwellings_owned", value=value, source="visit", valid_from=date(2021, 12, 1)
        )
    assert household_on(taken_over, date(2021, 12, 1), vocabulary).facts["dwellings_owned"] == 4


def test_what_is_not_known_any_more_is_left_out(taken_over, vocabulary):
    Fact.objects.create(
        household=taken_over, name="dwellings_owned", value=None, source="visit", valid_from=date(2021, 12, 1)
    )
    assert "dwellings_owned" not in household_on(taken_over, date(2021, 12, 1), vocabulary).facts


def test_who_has_left_is_not_in_it(taken_over, vocabulary):
    member = taken_over.memberships.exclude(relation="head").first() or taken_over.memberships.first()
    before = len(household_on(taken_over, date(2021, 12, 1), vocabulary).lists["people"].items)
    member.valid_to = date(2021, 12, 1)
    member.save()
    if before > 1:
        after = household_on(taken_over, date(2021, 12, 2), vocabulary)
        assert len(after.lists["people"].items) == before - 1


def test_it_takes_a_fixed_number_of_queries(taken_over, vocabulary, django_assert_num_queries):
    household = Household.objects.select_related("area").get(pk=taken_over.pk)
    with django_assert_num_queries(4):
        household_on(household, date(2021, 11, 20), vocabulary)


def test_all_of_it_or_nothing(told, areas, vocabulary):
    household = Household.objects.create(number="H9", area=areas["620171"], synthetic=True)
    with pytest.raises(ValueError, match="zip"):
        take_over(told, household, [], vocabulary, on=DAY)
    assert not Fact.objects.exists()
