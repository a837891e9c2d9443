"""Money and ratios are exact; rounding happens once, half up; parts of an amount add up to it."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minsheng.policy.functions import divide, round_half_up
from minsheng.policy.shares import split
from minsheng.policy.types import PAYERS, Type, ValueProblem, format_money, parse_value

AMOUNTS = st.integers(-(10**11), 10**11)
RULES = """
total: {of: household, gives: money/month, label: {zh: 甲, en: a}, is: sum(p.income for p in people), cites: 第一条}
head: {of: household, gives: money/month, label: {zh: 甲, en: a}, is: total / count(p for p in people), cites: 第一条}
below: {of: household, gives: bool, label: {zh: 甲, en: a}, is: head < standard, cites: 第一条}
none: {of: person, gives: money/month, label: {zh: 甲, en: a}, is: income / refusals, cites: 第一条}
some: {of: person, gives: bool, label: {zh: 甲, en: a}, is: refusals > 0 and income / refusals < standard, cites: 第一条}
"""
PARAMETERS = "standard: {label: {zh: 标准, en: standard}, type: money/month, value: 589.00, cites: 第一条}"


@pytest.mark.parametrize(("total", "below"), [(1767.00, False), (1766.99, True), (1767.01, False)])
def test_a_third_of_1767_is_not_below_589(law, values, total, below):
    here = law(rules=RULES, parameters=PARAMETERS)
    value = values(here, {"income": f"{total:.2f}"}, {"income": 0}, {"income": 0})
    assert value("below") is below


def test_what_is_divided_by_nobody_does_not_apply(law, household, values):
    here = law(
        rules=RULES,
        parameters=PARAMETERS,
        benefit="aid: {label: {zh: 甲, en: a}, of: person, enter: none < standard, cites: 第一条}",
    )
    assert not values(here, {"income": 100, "refusals": 0})("none").needs
    assert [outcome.status for outcome in here.outcomes(household(here, {"income": 100, "refusals": 0}))] == ["no"]


def test_a_condition_before_a_division_by_nobody_decides(law, values):
    here = law(rules=RULES, parameters=PARAMETERS)
    assert values(here, {"income": 100, "refusals": 0})("some") is False
    assert values(here, {"refusals": 0})("some") is False


@given(st.fractions(min_value=-(10**9), max_value=10**9))
@settings(derandomize=True)
def test_rounding_is_to_the_nearest_and_half_goes_away_from_zero(value):
    rounded = round_half_up(value)
    assert abs(rounded - value) <= Fraction(1, 2)
    if abs(rounded - value) == Fraction(1, 2):
        assert abs(rounded) > abs(value)


@given(AMOUNTS, st.integers(1, 10**6))
@settings(derandomize=True)
def test_a_quotient_times_its_divisor_is_the_whole(amount, count):
    assert divide(amount, count) * count == amount


@given(st.integers(0, 10**12), st.lists(st.integers(1, 1000), min_size=1, max_size=6))
@settings(derandomize=True)
def test_the_parts_of_the_payers_add_up_and_none_is_off_by_a_fen(amount, weights):
    shares = {payer: Fraction(weight, sum(weights)) for payer, weight in zip(PAYERS, weights, strict=False)}
    parts = split(amount, shares)
    assert sum(parts.values()) == amount
    assert all(abs(parts[payer] - amount * share) < 1 for payer, share in shares.items())


@given(AMOUNTS)
@settings(derandomize=True)
def test_an_amount_is_read_as_it_is_shown(fen):
    assert parse_value(format_money(fen).replace(",", ""), Type("money", "month")) == fen


@pytest.mark.parametrize(
    ("written", "period", "fen"),
    [
        ("589", "month", 58900),
        ("7068.00/year", "month", 58900),
        ("7069.00/year", "month", Fraction(706900, 12)),
        ("589.00/month", "year", 706800),
        ("589.00/once", "once", 58900),
    ],
)
def test_a_printed_period_is_converted_exactly(written, period, fen):
    assert parse_value(written, Type("money", period)) == fen


@pytest.mark.parametrize(
    ("written", "typ"),
    [
        ("589.001", Type("money", "month")),
        ("1,000.00", Type("money", "month")),
        ("589.00/once", Type("money", "month")),
        ("1/0", Type("ratio")),
        ("half", Type("ratio")),
        ("1.5", Type("int")),
        ("2017-02-30", Type("date")),
        ("20170228", Type("date")),
        ("maybe", Type("bool")),
        ("c", Type("choice", values=("a", "b"))),
        ("62010", Type("area")),
    ],
)
def test_a_text_that_is_no_value_of_its_type_is_refused(written, typ):
    with pytest.raises(ValueProblem):
        parse_value(written, typ)
