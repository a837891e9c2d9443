"""Shares worked out by hand over a small population."""

from datetime import date
from fractions import Fraction

import pytest

from minsheng.population.lists import aggregate_of
from tests.lists.conftest import pack, shared

BENEFIT = "hardship: {label: {zh: 特困, en: hardship}, of: person, enter: not can_work, cites: 第一条}"
SHARES = (
    shared(
        "in_homes",
        "count(p for p in persons if p.receives.hardship and p.residential)",
        "count(p for p in persons if p.receives.hardship)",
    )
    + shared("families", "count(f for f in families)", "count(h for h in households)")
    + shared("income", "sum(p.income for p in persons if p.can_work)", "count(p for p in persons if p.can_work)")
)


@pytest.fixture(scope="module")
def law(small_library):
    text = pack(area="620100", benefit=BENEFIT, aggregate=SHARES, unit="family: {counts: lives_here, cites: 第一条}")
    return small_library(a=text).as_of(date(2017, 6, 1), "620100")


@pytest.fixture
def share(law, people_of):
    """A function that gives a share over people who live alone, each given as a dictionary of facts."""

    def of(*people, name="in_homes", home=None):
        return aggregate_of(law, name, people_of(law.vocabulary, *((home or {}, [person]) for person in people)))

    return of


def person(can_work="", residential="", **facts):
    return {"can_work": can_work, "residential": residential, **facts}


def test_a_share_counts_people_of_all_households(share):
    found = share(person("no", "yes"), person("no", "no"), person("no", "yes"), person("yes", "yes"))
    assert (found.numerator, found.denominator, found.value) == ((2, 2), (3, 3), Fraction(2, 3))


def test_what_is_not_known_becomes_bounds(share):
    found = share(person("no", "yes"), person("no"), person("", "yes"))
    assert (found.numerator, found.denominator, found.value) == ((1, 3), (2, 3), None)


def test_a_share_of_nobody_has_no_value(share):
    assert share(person("yes", "no")).value is None


def test_people_who_may_be_missing_leave_the_share_open_upwards(share):
    found = share(person("no", "yes"), home={"people_complete": "no"})
    assert (found.numerator, found.denominator, found.value) == ((1, None), (1, None), None)


def test_families_and_households_are_counted_too(share):
    found = share({"lives_here": "yes"}, {"lives_here": "no"}, name="families")
    assert found.value == Fraction(1, 2)


def test_a_mean_is_exact(share):
    found = share(*(person("yes", income=income) for income in ("100.00", "-50.00", "0.01")), name="income")
    assert (found.numerator, found.value) == ((5001, 5001), Fraction(5001, 3))


def test_an_income_that_is_not_known_leaves_the_sum_open_on_both_sides(share):
    found = share(person("yes", income="100.00"), person("yes"), name="income")
    assert (found.numerator, found.denominator, found.value) == ((None, None), (2, 2), None)


def test_who_may_not_belong_widens_the_sum(share):
    found = share(person("yes", income="100.00"), person("", income="30.00"), person("", income="-7.00"), name="income")
    assert (found.numerator, found.denominator) == ((9300, 13000), (1, 3))
