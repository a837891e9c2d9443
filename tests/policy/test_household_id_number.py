"""ID numbers in a household file are checked, agree with the facts, and are not kept."""

import json
from datetime import date

from minsheng.policy.household import read_household, write_household

NUMBER = "620123195805120017"  # synthetic: a man born on 12 May 1958
OTHER = "620123196008230023"
FORMAT = "minsheng/household/1"


def household(*people):
    return {"format": FORMAT, "people": list(people)}


def test_birth_date_and_sex_come_from_the_number(vocabulary):
    person = read_household(household({"id_number": NUMBER}), vocabulary).lists["people"].items[0]
    assert person.facts == {"birth_date": date(1958, 5, 12), "sex": "male"}
    assert {origin.source for origin in person.origins.values()} == {"ledger"}


def test_facts_that_agree_keep_their_own_origin(vocabulary):
    given = {"id_number": NUMBER, "birth_date": {"value": "1958-05-12", "source": "declared"}, "sex": None}
    person = read_household(household(given), vocabulary).lists["people"].items[0]
    assert person.origins["birth_date"].source == "declared"
    assert person.facts["sex"] == "male"


def test_a_birth_date_or_sex_that_disagrees_is_refused(refused):
    found = refused(household({"id_number": NUMBER, "birth_date": "1958-05-13", "sex": "female"}))
    assert set(found) == {("H14", "people[0].birth_date"), ("H14", "people[0].sex")}


def test_a_wrong_number_is_refused_without_being_repeated(refused):
    found = refused(household({"id_number": "620123195805120018"}, {"id_number": 620123195805120017}))
    assert set(found) == {("H13", "people[0].id_number"), ("H11", "people[1].id_number")}
    assert not any("1958" in finding.render("en") for finding in found.values())


def test_a_birth_after_the_decision_is_refused(refused):
    found = refused(household({"id_number": NUMBER}), latest=date(1958, 5, 11))
    assert set(found) == {("H13", "people[0].id_number")}


def test_two_people_cannot_have_one_number(refused):
    found = refused(household({"id_number": NUMBER}, {"id_number": OTHER}, {"id_number": NUMBER.lower()}))
    assert set(found) == {("H15", "people[2].id_number")}
    assert "people[0]" in found["H15", "people[2].id_number"].render("en")


def test_the_number_is_not_kept(vocabulary):
    read = read_household(household({"id_number": NUMBER}), vocabulary)
    assert NUMBER not in repr(read)
    assert NUMBER not in json.dumps(write_household(read, vocabulary))
