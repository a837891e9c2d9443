"""One list over places whose law differs: each household under the law of its own place; nobody from elsewhere."""

from datetime import date
from fractions import Fraction

import pytest

from minsheng.policy.finding import PolicyError
from minsheng.population.lists import aggregate_of, ranking_of
from tests.lists.conftest import pack, ranked, ruled, shared

DAY = date(2017, 6, 1)
PARAMETER = """
line:
  label: {zh: 线, en: line}
  type: money/month
  by: [area]
  set_by: {zh: 县, en: county}
  cites: 第一条
  values: [{area: 620102, value: 100.00}, {area: 620121, value: 10.00}]
"""
RULES = ruled("over", "household", "money/month", "paid_now - line")
RANKING = ranked("order", "household", "over", "village", "descending")
SHARE = shared("above", "count(h for h in households if h.over > 0)")
CITY = {"parameters": PARAMETER, "rules": RULES, "ranking": RANKING, "aggregate": SHARE}
HOMES = [
    ({"area": "620102001", "village": "东", "paid_now": "105"}, [{}]),
    ({"area": "620121", "village": "西", "paid_now": "12"}, [{}]),
    ({"area": "620102", "village": "西", "paid_now": "101"}, [{}]),
    ({"area": "620121002", "village": "东", "paid_now": "5"}, [{}]),
    ({"area": "500110", "village": "东", "paid_now": "999"}, [{}]),
]


@pytest.fixture(scope="module")
def city(small_library):
    return small_library(a=pack(area="620100", rank="city", **CITY)).as_of(DAY, "620100")


def test_a_ranking_goes_by_the_value_of_each_place(city, people_of):
    people = people_of(city.vocabulary, *HOMES)
    for size in (1, 2, 10):
        result = ranking_of(city, "order", people, size=size)
        rows = [(row["household_id"], row["partition"], row["score"], row["place"]) for row in result.table.to_pylist()]
        assert rows == [("h01", "东", 500, 1), ("h04", "东", -500, 2), ("h02", "西", 200, 1), ("h03", "西", 100, 2)]
        assert (result.households, result.outside) == (4, 1)


def test_a_share_goes_by_the_value_of_each_place(city, people_of):
    assert aggregate_of(city, "above", people_of(city.vocabulary, *HOMES)).value == Fraction(3, 4)


def test_one_county_alone_can_be_asked_for(city, people_of):
    here = city.library.as_of(DAY, "620121")
    assert aggregate_of(here, "above", people_of(city.vocabulary, *HOMES)).value == Fraction(1, 2)


def test_a_place_with_its_own_ranking_is_not_put_into_the_list_of_another(small_library, people_of):
    own = pack("县办法", area="620121", ranking=RANKING.replace("descending", "ascending"))
    own = own.replace(
        "articles: []", "overrides: [{document: 试行办法, because: {zh: 本县, en: this county}}]\narticles: []"
    )
    law = small_library(a=pack(area="620100", rank="city", **CITY), b=own).as_of(DAY, "620100")
    with pytest.raises(PolicyError) as refused:
        ranking_of(law, "order", people_of(law.vocabulary, *HOMES))
    (finding,) = refused.value.findings
    assert finding.code == "G4"
    assert "order is not the same in 620121 as in 620100" in finding.render("en")


def test_an_area_without_households_is_refused(city, people_of):
    here = city.library.as_of(DAY, "620123")
    with pytest.raises(PolicyError) as refused:
        ranking_of(here, "order", people_of(city.vocabulary, *HOMES))
    assert "no household lives in 620123\n    Households live in: 500110, 620102, 620102001, 620121, 620121002." in (
        refused.value.findings[0].render("en")
    )
