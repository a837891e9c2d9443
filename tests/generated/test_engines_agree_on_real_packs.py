"""Every engine gives what the evaluator gives on the packs of the repository: random households, and near the cases worked by hand."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.policy.library import Library
from tests.generated.agreement import assert_agreement
from tests.generated.engines import by_evaluator, by_naive, engines
from tests.generated.profiles import few, many
from tests.generated.real_households import real_household, with_everything_set

LIBRARY = Library.load(Path(__file__).resolve().parents[2] / "policies")
LAWS = [("2017-03-01", "620102"), ("2017-12-31", "500110"), ("2021-11-20", "620171"), ("2018-06-01", "620102")]
FIRST, *OTHERS = engines()
SEEDS = st.integers(0, 2**32)
EACH = 40


def law_of(day, area, everything_set):
    law = LIBRARY.as_of(date.fromisoformat(day), area)
    return with_everything_set(law) if everything_set else law


def agree_on(law, other, length):
    @(few(1), many(20))[length]
    @given(seed=SEEDS, known=st.sampled_from([1.0, 0.98, 0.9, 0.6]) if length else st.just(1.0))
    def agree(seed, known):
        knowns = [known] * EACH if length else [1.0, 1.0, 0.98, 0.9] * (EACH // 4)
        households = [real_household(law, LIBRARY.cases, seed + n, part) for n, part in enumerate(knowns)]
        assert_agreement(law, households, (FIRST, other))

    agree()


@pytest.mark.parametrize(("day", "area", "everything_set"), [(*law, at % 2 == 1) for at, law in enumerate(LAWS)])
@pytest.mark.parametrize("other", OTHERS)
def test_of_real_laws(other, day, area, everything_set):
    agree_on(law_of(day, area, everything_set), other, length=0)


@pytest.mark.full
@pytest.mark.parametrize("everything_set", [False, True], ids=["as it is", "all set"])
@pytest.mark.parametrize(("day", "area"), LAWS)
@pytest.mark.parametrize("other", OTHERS)
def test_of_real_laws_at_length(other, day, area, everything_set):
    agree_on(law_of(day, area, everything_set), other, length=1)


@pytest.mark.parametrize(("day", "area"), LAWS)
def test_on_another_day_of_the_facts(day, area):
    law = law_of(day, area, everything_set=True)
    facts_day = date(law.day.year, law.day.month, 28)
    households = [real_household(law, LIBRARY.cases, number) for number in range(EACH)]
    assert by_evaluator(law, households, facts_day) == by_naive(law, households, facts_day)
