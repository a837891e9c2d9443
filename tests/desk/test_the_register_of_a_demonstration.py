"""The register of a demonstration: two townships in full, the recipients of the others, everybody made up and as old as in the county."""

from datetime import date

import pytest

from minsheng.casework.law import law_of
from minsheng.casework.models import Award, AwardAmount, AwardChange
from minsheng.policy.idnumber import birth_date_of, problems_of
from minsheng.population.synthetic import make_county
from minsheng.population.table import Population
from minsheng.registry.divisions import load_divisions
from minsheng.registry.file import household_on
from minsheng.registry.models import Fact, Household, Person
from minsheng.web.demonstration.register import smallest_townships, take_county

DAY = date(2026, 11, 22)


@pytest.fixture
def taken(db, tmp_path):
    law = law_of("500110", DAY)
    make_county(tmp_path / "county", law.vocabulary, scale=0.002)
    population = Population.open(tmp_path / "county", law.vocabulary)
    load_divisions("500110", villages=False)
    townships = smallest_townships(population, 2)
    return population, townships, take_county(population, law, DAY, townships), law


def test_two_townships_in_full_and_the_recipients_of_the_others(taken):
    population, townships, counted, law = taken
    wanted = {"full": 0, "recipients": 0}
    for part in population.households():
        for home in part:
            receives = home.facts["dibao_now"] or any(p.facts["hardship_now"] for p in home.lists["people"].items)
            wanted["full"] += home.area in townships
            wanted["recipients"] += home.area not in townships and receives
    homes = Household.objects.all()
    assert homes.filter(area__code__in=townships).count() == wanted["full"] > 0
    assert homes.exclude(area__code__in=townships).count() == wanted["recipients"] > 0
    assert (counted.households, counted.people, counted.facts) == (
        homes.count(),
        Person.objects.count(),
        Fact.objects.count(),
    )


def test_everybody_is_made_up_and_has_a_number_that_may_be(taken):
    assert not Person.objects.filter(synthetic=False).exists()
    assert not Household.objects.filter(synthetic=False).exists()
    for person in Person.objects.all()[:50]:
        assert not problems_of(person.id_number(), DAY)
        assert birth_date_of(person.id_number()) == person.birth_date


def test_they_are_as_old_as_in_the_county(taken):
    population, _, _, law = taken
    days = DAY - date(2017, 12, 31)
    of_county = {
        p.facts["birth_date"] + days for part in population.households() for h in part for p in h.lists["people"].items
    }
    assert set(Person.objects.values_list("birth_date", flat=True)) <= of_county


def test_what_is_known_is_read_back_as_the_library_takes_it(taken):
    law = taken[3]
    for home in Household.objects.select_related("area")[:20]:
        decision = law_of(home.area.code, DAY).decide(household_on(home, DAY, law.vocabulary), facts_day=DAY)
        assert decision.household.synthetic
        assert decision.outcomes


def test_who_receives_something_in_the_county_receives_it_on_the_desk(taken):
    population, _, counted, _ = taken
    families = sum(home.facts["dibao_now"] for part in population.households() for home in part)
    dibao = Award.objects.filter(benefit="dibao")
    assert counted.awards == Award.objects.count()
    assert dibao.count() == families > 0
    assert set(AwardChange.objects.values_list("kind", flat=True)) == {"taken_over"}
    assert AwardAmount.objects.filter(award__in=dibao, amount__gt=0).exists()
    assert not Award.objects.filter(synthetic=False).exists()
