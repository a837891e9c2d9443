"""Totals are exact, and adding parts in any order and grouping gives the same."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.policy.outcome import STATUSES as POLICY_STATUSES
from minsheng.policy.outcome import Outcome
from minsheng.policy.shares import split
from minsheng.population.totals import STATUSES, Totals


@st.composite
def outcome(draw):
    status = draw(st.sampled_from(STATUSES))
    amount = draw(st.none() | st.integers(0, 10**9)) if status == "yes" else None
    sixty_forty = {"city": Fraction(3, 5), "county": Fraction(2, 5)}
    shares = split(amount, sixty_forty) if amount is not None and draw(st.booleans()) else None
    return Outcome(
        draw(st.sampled_from(["dibao", "hardship"])),
        "person",
        "p1",
        (),
        status,
        amount=amount,
        period="month" if amount is not None else "",
        shares=shares,
        shares_not_set=amount is not None and shares is None,
        because=draw(st.sampled_from(["a", "b"])),
        demonstration=draw(st.booleans()),
    )


household = st.tuples(
    st.sampled_from(["500110107", "500110108001"]), st.integers(1, 6), st.booleans(), st.lists(outcome(), max_size=4)
)


def count(households):
    totals = Totals()
    for each in households:
        totals.add_household(*each)
    return totals


@given(st.lists(household, max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_any_grouping_gives_the_same(households, first, second):
    first, second = sorted((first, second))
    parts = [count(households[:first]), count(households[first:second]), count(households[second:])]
    whole = count(households)
    whole.check()
    assert (parts[0] + parts[1]) + parts[2] == whole
    assert parts[2] + (parts[0] + parts[1]) == whole


@given(st.lists(household, max_size=12))
def test_money_in_the_rows_is_the_money_in_the_outcomes(households):
    rows = list(count(households).rows())
    assert sum(row[8] for row in rows) == sum(o.amount or 0 for *_, outcomes in households for o in outcomes)


def test_shares_that_do_not_add_up_are_refused():
    totals = count(
        [
            (
                "500110107",
                1,
                True,
                [Outcome("dibao", "person", "p", (), "yes", amount=3, period="month", shares={"city": 2})],
            )
        ]
    )
    with pytest.raises(ValueError, match="do not add up"):
        totals.check()


def test_a_family_counts_its_members_and_its_household_once():
    family = Outcome("dibao", "family", "p1", ("p1", "p2"), "yes", amount=100, period="month", shares={"county": 100})
    alone = Outcome("dibao", "family", "p3", ("p3",), "yes", amount=50, period="month", shares={"county": 50})
    line = count([("500110107003", 3, False, [family, alone])]).line("dibao", "yes", "500110107")
    assert (line.units, line.people, line.households, line.amount["month"]) == (2, 3, 1, 150)


def test_the_statuses_are_those_of_the_policy_library():
    assert STATUSES == POLICY_STATUSES
