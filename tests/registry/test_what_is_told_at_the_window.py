"""What is told at the window is declared by whoever applies, or assessed by the officer; a birth date is kept with the person."""

from datetime import date

from minsheng.registry.intake import Answer, record_answers
from minsheng.registry.models import Fact, Person

DAY = date(2017, 12, 5)


def told(home, staff, vocabulary, name, value, person=None):
    key = home.number if person is None else f"p{person.pk}"
    return record_answers(home, [Answer(key, name, value)], vocabulary, on=DAY, by=staff("township_clerk", "500110107"))


def test_what_ledgers_know_is_declared_when_somebody_tells_it(home, staff, vocabulary):
    assert vocabulary.facts["financial_assets"].source == "ledger"
    told(home(), staff, vocabulary, "financial_assets", "100.00")
    assert Fact.objects.get().source == "declared"


def test_what_an_officer_assesses_stays_assessed(home, staff, vocabulary):
    assert vocabulary.facts["hard_living"].source == "assessment"
    told(home(), staff, vocabulary, "hard_living", True)
    assert Fact.objects.get().source == "assessment"


def test_a_birth_date_is_kept_with_the_person(home, staff, vocabulary):
    house = home()
    person = house.memberships.first().person
    told(house, staff, vocabulary, "birth_date", "1975-05-06", person)
    assert Person.objects.get(pk=person.pk).birth_date == date(1975, 5, 6)


def test_a_birth_date_that_is_known_from_the_id_number_stays(home, staff, vocabulary):
    house = home()
    person = house.memberships.first().person
    person.set_id_number("11010519491231002X")
    person.save()
    told(house, staff, vocabulary, "birth_date", "1975-05-06", person)
    assert Person.objects.get(pk=person.pk).birth_date == date(1949, 12, 31)
