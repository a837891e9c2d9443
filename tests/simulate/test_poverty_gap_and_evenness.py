"""Poverty gap and Gini coefficient by hand, and said to be missing where nothing is compared with the standard."""

from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest

from minsheng.population.schema import table_specs
from minsheng.population.simulate.columns import Rows
from minsheng.population.simulate.spread import PovertyLine, Side, Spread, gini, poverty_line, standards_of
from minsheng.population.table import Population
from tests.simulate.conftest import DAY

LINE = PovertyLine("family.income_per_head", "dibao.standard", ("setting",))


def test_the_packs_say_what_is_compared_with_the_standard(library):
    law = library.as_of(DAY, "500110107")
    assert poverty_line(law, {"dibao.standard"}) == LINE
    assert poverty_line(law, {"dibao.adult_age"}) is None


def test_the_standard_of_each_household(library, tiny):
    (part,) = Population.open(tiny, library.vocabulary).parts(100)
    specs = table_specs(library.vocabulary)
    standards, known = standards_of(LINE, part, specs["households"], lambda area: library.as_of(DAY, area))
    assert standards.tolist() == [50000, 50000, 50000, 50000, 35000, 50000, 50000, 50000]
    assert known.all()


@pytest.fixture
def spread():
    """Two people with 300 and 450 yuan, the standard 500 then 600; the first gets 100 then 250, the second nothing then 50."""
    people = Rows(pa.RecordBatch.from_pydict({LINE.rule: [30000, 45000, None]}))
    everywhere = np.ones(3, bool)

    def side(money, standard):
        made = Side.of(people, LINE, 12 * np.array(money), (np.full(3, standard), everywhere))
        assert made is not None
        return made

    result = Spread()
    result.add(np.arange(3), np.ones(3, np.int64), side([10000, 0, 0], 50000), side([25000, 5000, 0], 60000))
    return result


def test_what_is_missing_to_the_standard(spread):
    assert spread.missing == {"before": [20000 + 5000, 10000 + 5000], "after": [30000 + 15000, 5000 + 10000]}


def test_who_is_not_known_is_left_out_and_counted(spread):
    assert (spread.people, spread.unknown) == (2, 1)


def test_how_evenly_they_live(spread):
    # 400 and 450 yuan a month before, 550 and 500 after: half the mean difference over the mean
    assert gini(spread.yearly["before"]) == Fraction(50, 2 * 850)
    assert gini(spread.yearly["after"]) == Fraction(50, 2 * 1050)


def test_parts_merge(spread):
    both = Spread()
    both.merge(spread)
    both.merge(spread)
    assert both.people == 4
    assert both.missing["after"] == [90000, 30000]
    assert gini(both.yearly["before"]) == gini(spread.yearly["before"])


def test_a_higher_standard_gives_both(raised):
    found = raised.forecast["spread"]
    assert (found["income"], found["standard"]) == ("family.income_per_head", "dibao.standard")
    assert found["people"] + found["people_without_income"] == raised.forecast["population"]["people"]
    without = "missing_without_the_money_fen_a_month"
    assert found["after"][without] > found["before"][without] > 0
    assert raised.forecast["not_computed"] == []


def test_what_is_compared_with_nothing_gives_neither_and_says_so(ask):
    other = ask("dibao.adult_age=17").forecast
    assert other["spread"] is None
    assert {"what": "spread", "because": "no_comparison", "needs": None} in other["not_computed"]
