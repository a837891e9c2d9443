"""Arithmetic with numbers of which only bounds are known: whatever the numbers are, the result lies within its bounds."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from minsheng.policy.reason import _interval
from minsheng.policy.unknown import bounds, merge

NUMBERS = st.integers(-50, 50)
COMPUTE = {"+": lambda x, y: x + y, "-": lambda x, y: x - y, "*": lambda x, y: x * y, "/": Fraction}


@st.composite
def bounded(draw):
    """A number with bounds around it, of which one or both may be missing."""
    number = draw(NUMBERS)
    low = draw(st.none() | st.integers(-50, number))
    high = draw(st.none() | st.integers(number, 50))
    return number, (low, high)


@pytest.mark.parametrize("sign", COMPUTE)
def test_a_result_lies_within_its_bounds(sign):
    @settings(max_examples=500, derandomize=True)
    @given(bounded(), bounded())
    def within(one, other):
        (x, left), (y, right) = one, other
        assume(sign != "/" or y != 0)
        low, high = _interval(sign, left, right)
        result = COMPUTE[sign](x, y)
        assert low is None or low <= result
        assert high is None or result <= high

    within()


@pytest.mark.parametrize(
    ("sign", "left", "right", "expected"),
    [
        ("+", (1, 2), (10, 20), (11, 22)),
        ("-", (1, 2), (10, 20), (-19, -8)),
        ("*", (-2, 3), (-5, 7), (-15, 21)),
        ("*", (2, None), (3, 4), (6, None)),
        ("*", (-2, None), (3, 4), (None, None)),
        ("/", (10, 20), (2, 4), (Fraction(5, 2), 10)),
        ("/", (10, 20), (2, None), (0, 10)),
        ("/", (10, 20), (0, 4), (None, None)),
    ],
)
def test_bounds_are_as_narrow_as_they_can_be(sign, left, right, expected):
    assert _interval(sign, left, right) == expected


RANGE = """
fine: {of: person, gives: money/month, label: {zh: 甲, en: a}, modality: may, cites: 第一条,
  at_least: "min(standard, paid_now)", at_most: "max(2 * standard, paid_now)"}
least: {of: person, gives: money/month, label: {zh: 甲, en: a}, at_least: standard, modality: may, cites: 第一条}
"""
STANDARD = "standard: {label: {zh: 标准, en: standard}, type: money/month, value: 500.00, cites: 第一条}"


def test_a_range_between_open_amounts_is_the_widest_that_may_be(law, values):
    here = law(rules=RANGE, parameters=STANDARD)
    fine = values(here)("fine")
    assert (bounds(fine), fine.needs, fine.officer) == ((0, None), {("household", "paid_now")}, {"fine"})
    assert bounds(values(here, paid_now=300)("fine")) == (30000, 100000)
    assert bounds(values(here, paid_now=3000)("fine")) == (50000, 300000)


def test_a_range_without_an_upper_bound_has_none(law, values):
    assert bounds(values(law(rules=RANGE, parameters=STANDARD))("least")) == (50000, None)


def test_reasons_of_several_unknown_values_are_put_together(law, values):
    value = values(law(rules=RANGE, parameters=STANDARD))
    both = merge([value("fine"), 3, value("least")])
    assert (both.needs, both.officer) == ({("household", "paid_now")}, {"fine", "least"})
