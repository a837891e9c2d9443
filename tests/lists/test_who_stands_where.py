"""A ranking worked out by hand over a small population."""

from datetime import date

import pytest

from minsheng.population.lists import ranking_of
from tests.lists.conftest import pack, ranked, ruled

RULES = ruled("points", "household", "int", "villagers_score + 10")
RULES += ruled("total", "family", "money/month", "sum(m.income for m in members)")
RULES += ruled("head", "family", "money/month", "total / count(m for m in members)")
RANKINGS = (
    ranked("down", "household", "points", "village", "descending", "paid_now")
    + ranked("up", "household", "points", "village", "ascending")
    + ranked("poor", "family", "head", "village", "ascending")
    + ranked("old", "person", "birth_date", "village", "ascending")
)
UNIT = "family: {counts: lives_here, apart: orphan, cites: 第一条}"


@pytest.fixture(scope="module")
def law(small_library):
    return small_library(a=pack(area="620100", rules=RULES, ranking=RANKINGS, unit=UNIT)).as_of(
        date(2017, 6, 1), "620100"
    )


@pytest.fixture
def places(law, people_of):
    """A function that ranks households given as (village, score, paid now); gives the rows as (household, partition, place)."""

    def of(*homes, name="down", **options):
        facts = [({"village": v, "villagers_score": s, "paid_now": p}, [{"lives_here": "yes"}]) for v, s, p in homes]
        listed = ranking_of(law, name, people_of(law.vocabulary, *facts), **options).table.to_pylist()
        return [(row["household_id"], row["partition"], row["place"]) for row in listed]

    return of


def test_the_highest_score_stands_first_in_each_village(places):
    found = places(("西", 5, 1), ("东", 9, 1), ("西", 7, 1))
    assert found == [("h03", "西", 1), ("h01", "西", 2), ("h02", "东", 1)]


def test_the_lowest_stands_first_where_the_order_says_so(places):
    assert places(("东", 5, 1), ("东", 9, 1), name="up") == [("h01", "东", 1), ("h02", "东", 2)]


def test_equal_scores_are_settled_by_the_tie_breaker_and_else_share_a_place(places):
    found = places(("东", 5, 300), ("东", 5, 100), ("东", 5, 300), ("东", 4, 0))
    assert found == [("h02", "东", 1), ("h01", "东", 2), ("h03", "东", 2), ("h04", "东", 4)]


def test_who_is_not_known_has_no_place_and_takes_none(places):
    found = places(("东", "", 1), ("东", 5, 1), ("", 5, 1), ("东", 9, ""), ("东", 3, 1))
    assert found == [("h02", "东", 1), ("h05", "东", 2), ("h01", "东", None), ("h04", "东", None), ("h03", None, None)]


def test_only_the_first_places_of_each_village_are_listed_with_those_who_share_the_last(places):
    homes = [("东", 5, 1), ("东", 9, 1), ("东", 5, 1), ("东", 2, 1), ("西", 1, 1), ("西", "", 1)]
    assert places(*homes, top=2) == [("h02", "东", 1), ("h01", "东", 2), ("h03", "东", 2), ("h05", "西", 1)]


def test_income_per_head_is_compared_exactly_and_families_have_their_first_member(law, people_of):
    def home(*incomes):
        return {"village": "东"}, [{"income": income, "lives_here": "yes", "orphan": "no"} for income in incomes]

    alone = {"income": "33.34", "lives_here": "no", "orphan": "yes"}
    people = people_of(
        law.vocabulary, home("100.00", "0", "0"), home("33.33"), ({"village": "东"}, [home("0")[1][0], alone])
    )
    rows = ranking_of(law, "poor", people).table.to_pylist()
    found = [(row["person_id"], row["score.number"], row["score.denominator"], row["place"]) for row in rows]
    assert found == [("h03-1", 0, 1, 1), ("h02-1", 3333, 1, 2), ("h01-1", 10000, 3, 3), ("h03-2", 3334, 1, 4)]


def test_people_are_ranked_by_a_date(law, people_of):
    people = people_of(
        law.vocabulary, ({"village": "东"}, [{"birth_date": "1950-01-02"}, {"birth_date": "1950-01-01"}])
    )
    rows = ranking_of(law, "old", people).table.to_pylist()
    assert [(row["person_id"], row["score"], row["place"]) for row in rows] == [
        ("h01-2", date(1950, 1, 1), 1),
        ("h01-1", date(1950, 1, 2), 2),
    ]


def test_villages_are_counted_with_and_without_a_place(law, people_of):
    homes = [
        ({"village": v, "villagers_score": s, "paid_now": "0"}, [{}])
        for v, s in (("东", 4), ("东", ""), ("西", ""), ("", 9))
    ]
    result = ranking_of(law, "down", people_of(law.vocabulary, *homes))
    counts = [(count.partition, count.units, count.placed, count.first_score) for count in result.partitions]
    assert counts == [("东", 2, 1, 14), ("西", 1, 0, None), (None, 1, 0, None)]
    assert (result.units, result.placed, result.households, result.outside) == (4, 1, 4, 0)
