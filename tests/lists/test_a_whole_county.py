"""Over a made-up county, rankings and shares are those of the evaluator, whatever is read at a time."""

import pytest

from minsheng.policy.evaluation import evaluate
from minsheng.policy.lists import aggregate, rank
from minsheng.population.lists import aggregates_of, ranking_of
from tests.lists.conftest import DAY

SIZES = (97, 700, 5000)


@pytest.fixture(scope="module")
def evaluations(law, county):
    return [evaluate(law, household, DAY) for some in county.households() for household in some]


@pytest.mark.parametrize("name", ["need", "age", "savings", "review"])
def test_everybody_stands_where_the_evaluator_ranks_them(law, county, evaluations, name):
    wanted = [(row.household, row.partition, row.place) for row in rank(law, name, evaluations)]
    assert any(place is None for _, _, place in wanted) or name == "age"
    for size in SIZES:
        rows = ranking_of(law, name, county, size=size).table.to_pylist()
        assert [(row["household_id"], row["partition"] or "", row["place"]) for row in rows] == wanted, size


def test_shares_are_those_of_the_evaluator(law, county, evaluations):
    names = ["on_dibao", "work", "wages", "shortfall", "reach", "savings"]
    wanted = {name: aggregate(law, name, evaluations) for name in names}
    for size in SIZES:
        assert aggregates_of(law, names, county, size=size).shares == wanted, size
