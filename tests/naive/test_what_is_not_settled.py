"""The naive evaluator's logic and arithmetic with what is not known: what it calls certain holds whatever the open values are."""

from fractions import Fraction
from itertools import product

import pytest

from tests.naive.unsettled import (
    Open,
    compared,
    conjunction,
    decided,
    disjunction,
    divided,
    greater,
    is_open,
    lesser,
    minus,
    one_of,
    plus,
    times,
)

MAYBE = Open()
ENDS = [Fraction(n) for n in (-2, -1, 0, 1, 3)]
NUMBERS = [
    *ENDS,
    *(
        Open(low, high)
        for low in (None, Fraction(-1), Fraction(0), Fraction(1))
        for high in (None, Fraction(1), Fraction(2))
    ),
]


def inside(value):
    """Some numbers that a value may turn out to be."""
    if not is_open(value):
        return [value]
    low, high = value.low, value.high
    middle = [
        Fraction(-50),
        Fraction(-1, 2),
        Fraction(0),
        Fraction(1, 2),
        Fraction(50),
        *(end for end in (low, high) if end is not None),
    ]
    return [n for n in middle if (low is None or n >= low) and (high is None or n <= high)]


def holds(value, number):
    if not is_open(value):
        return value == number
    return (value.low is None or value.low <= number) and (value.high is None or number <= value.high)


def test_three_values():
    assert conjunction([True, MAYBE]) == MAYBE
    assert (conjunction([MAYBE, False]), disjunction([MAYBE, True])) == (False, True)
    assert (conjunction([]), disjunction([])) == (True, False)


@pytest.mark.parametrize(
    ("operation", "exact"),
    [
        (plus, lambda a, b: a + b),
        (minus, lambda a, b: a - b),
        (times, lambda a, b: a * b),
        (lambda a, b: lesser([a, b]), min),
        (lambda a, b: greater([a, b]), max),
        (lambda a, b: divided(a, b), lambda a, b: a / b if b else None),
    ],
)
def test_every_result_lies_within_its_bounds(operation, exact):
    for left, right in product(NUMBERS, NUMBERS):
        result = operation(left, right)
        for a, b in product(inside(left), inside(right)):
            number = exact(a, b)
            assert number is None or holds(result, number), (left, right, a, b, result)


@pytest.mark.parametrize("sign", ["==", "!=", "<", "<=", ">", ">="])
def test_a_comparison_that_is_settled_holds_for_every_number(sign):
    exact = {
        "==": Fraction.__eq__,
        "<": Fraction.__lt__,
        "<=": Fraction.__le__,
        ">": Fraction.__gt__,
        ">=": Fraction.__ge__,
        "!=": lambda a, b: a != b,
    }
    for left, right in product(NUMBERS, NUMBERS):
        result = compared(sign, left, right)
        for a, b in product(inside(left), inside(right)):
            assert is_open(result) or result is exact[sign](a, b), (left, right, a, b)


def test_divided_by_zero_does_not_apply():
    assert divided(Fraction(1), Fraction(0)) == Open()


def test_one_of_some_values_is_certain_where_they_are_all_the_same():
    assert one_of([Fraction(1), Fraction(1)], MAYBE) == 1
    assert one_of(["a", "b"], MAYBE, choice=True).options == ("a", "b")
    assert (
        one_of([Fraction(1), Open(Fraction(0), None)], MAYBE).low,
        one_of([Fraction(1), Fraction(3)], MAYBE).high,
    ) == (0, 3)


def test_words_that_share_nothing_are_not_the_same():
    assert compared("==", Open(options=("a", "b")), "c") is False
    assert compared("!=", Open(options=("a", "b")), Open(options=("c",))) is True
    assert is_open(compared("==", Open(options=("a", "b")), "a"))


def test_bounds_that_meet():
    assert decided(Open(Fraction(2), Fraction(2))) == 2
    assert is_open(decided(Open(Fraction(2), Fraction(3))))
