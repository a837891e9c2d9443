"""Across households: who stands where in a list, and shares over people with bounds for what is not known."""

from fractions import Fraction

import pytest

from minsheng.policy.evaluation import evaluate
from minsheng.policy.lists import aggregate, rank, score_of

RANKING = """
order: {label: {zh: 排序, en: order}, of: household, score: points, partition: village, order: %s, ties: [total], cites: 第一条}
"""
RULES = """
points: {of: household, gives: int, label: {zh: 总分, en: points}, is: villagers_score + 10, cites: 第一条}
total: {of: household, gives: money/month, label: {zh: 收入, en: income}, is: sum(p.income for p in people), cites: 第一条}
"""
SHARE = """
in_homes:
  label: {zh: 集中供养率, en: share in homes}
  numerator: count(p for p in persons if p.receives.hardship and p.residential)
  denominator: count(p for p in persons if p.receives.hardship)
  cites: 第一条
families: {label: {zh: 户数, en: families}, numerator: count(f for f in families), denominator: count(h for h in households), cites: 第一条}
"""
HARDSHIP = "hardship: {label: {zh: 特困, en: hardship}, of: person, enter: not can_work, cites: 第一条}"


@pytest.fixture(scope="module")
def places(law, household):
    def of(*rows, order="descending"):
        here = law(rules=RULES, ranking=RANKING % order)
        evaluations = []
        for number, (village, score, income) in enumerate(rows):
            one = household(here, {"income": income}, village=village, villagers_score=score)
            one.id = f"h{number}"
            evaluations.append(evaluate(here, one, here.day))
        return {row.household: (row.partition, row.place) for row in rank(here, "order", evaluations)}

    return of


def test_the_highest_score_stands_first_in_each_village(places):
    found = places(("东", 5, 1), ("东", 9, 1), ("西", 1, 1))
    assert found == {"h0": ("东", 2), "h1": ("东", 1), "h2": ("西", 1)}


def test_the_lowest_stands_first_where_the_order_says_so(places):
    assert places(("东", 5, 1), ("东", 9, 1), order="ascending") == {"h0": ("东", 1), "h1": ("东", 2)}


def test_equal_scores_are_settled_by_the_tie_breaker_and_else_share_a_place(places):
    found = places(("东", 5, 300), ("东", 5, 100), ("东", 5, 300), ("东", 4, 0))
    assert {key: place for key, (_, place) in found.items()} == {"h1": 1, "h0": 2, "h2": 2, "h3": 4}


def test_what_is_not_known_has_no_place_and_does_not_take_one(places):
    found = places(("东", None, 1), ("东", 5, 1), (None, 5, 1), ("东", 9, None))
    assert found == {"h0": ("东", None), "h1": ("东", 1), "h2": ("", None), "h3": ("东", None)}


def test_a_single_decision_has_a_score_and_says_that_its_place_needs_the_list(law, decided):
    decision, _ = decided(law(rules=RULES, ranking=RANKING % "descending"), {}, villagers_score=3)
    assert [(name, score) for name, _, score in decision.rankings()] == [("order", 13)]
    row = decision.as_json("en")["rankings"][0]
    assert (row["score"], row["place"], row["needs_the_list"]) == (13, None, True)
    assert score_of(decision.evaluation, "order", decision.evaluation.instances["household"][0]) == 13


def shares(law, household, *people, name="in_homes"):
    here = law(benefit=HARDSHIP, aggregate=SHARE, unit="family: {counts: lives_here, cites: 第一条}")
    return aggregate(here, name, [evaluate(here, household(here, person), here.day) for person in people])


def test_a_share_counts_people_of_all_households(law, household):
    share = shares(
        law,
        household,
        {"can_work": False, "residential": True},
        {"can_work": False, "residential": False},
        {"can_work": False, "residential": True},
        {"can_work": True, "residential": True},
    )
    assert (share.numerator, share.denominator, share.value) == ((2, 2), (3, 3), Fraction(2, 3))


def test_what_is_not_known_becomes_bounds(law, household):
    share = shares(law, household, {"can_work": False, "residential": True}, {"can_work": False}, {"residential": True})
    assert (share.numerator, share.denominator, share.value) == ((1, 3), (2, 3), None)


def test_a_share_of_nobody_has_no_value(law, household):
    assert shares(law, household, {"can_work": True}).value is None


def test_families_and_households_are_counted_too(law, household):
    share = shares(law, household, {"lives_here": True}, {"lives_here": False}, name="families")
    assert share.value == Fraction(1, 2)


def test_a_share_needs_somebody_to_count(law, household):
    with pytest.raises(ValueError, match="at least one household"):
        shares(law, household)
