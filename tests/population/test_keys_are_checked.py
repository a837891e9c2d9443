"""Rows must be in order, have an owner, and stand once."""

from datetime import date

from minsheng.population.table import Population

DAY = date(2017, 12, 31)


def found(folder, vocabulary):
    return [
        (f.code, f.place.file, f.place.line, f.place.path)
        for f in Population.open(folder, vocabulary).check(DAY).all_findings()
    ]


def test_a_member_without_household(small, vocabulary, spoil):
    spoil(small, "people.csv", 5, household_id="h9")
    assert found(small, vocabulary) == [
        ("T23", "households.csv", 4, "household_id"),
        ("T22", "people.csv", 5, "household_id"),
    ]


def test_a_supporter_of_nobody_in_the_household(small, vocabulary, spoil):
    spoil(small, "supporters.csv", 2, person_id="p3")
    assert found(small, vocabulary) == [("T22", "supporters.csv", 2, "person_id")]


def test_rows_out_of_order(small, vocabulary, spoil):
    spoil(small, "households.csv", 3, household_id="h0")
    assert found(small, vocabulary) == [("T20", "households.csv", 3, "household_id")]


def test_a_household_that_is_there_twice(small, vocabulary, spoil):
    spoil(small, "households.csv", 3, household_id="h1")
    assert ("T20", "households.csv", 3, "household_id") in found(small, vocabulary)


def test_a_person_that_is_there_twice(small, vocabulary, spoil):
    spoil(small, "people.csv", 4, person_id="p1")
    assert ("T21", "people.csv", 4, "person_id") in found(small, vocabulary)


def test_an_id_number_that_is_there_twice(small, vocabulary, spoil):
    spoil(small, "people.csv", 4, id_number="11010519491231002X")
    assert found(small, vocabulary) == [("T21", "people.csv", 4, "id_number")]


def test_people_after_the_last_household(small, vocabulary):
    with (small / "people.csv").open("a", encoding="utf-8") as file:
        file.write("h4,p5,,,\n")
    assert found(small, vocabulary) == [("T22", "people.csv", 6, "household_id")]
