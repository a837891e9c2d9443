"""The naive evaluator rounds and shares as the examples of the language do."""

from fractions import Fraction

import pytest

from tests.naive.functions import down, half_up, up, up_to_the_yuan
from tests.naive.outcomes import split


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        (Fraction(201, 2), 101),
        (Fraction(-201, 2), -101),
        (Fraction(100), 100),
        (Fraction(301, 3), 100),
        (Fraction(302, 3), 101),
        (Fraction(-301, 3), -100),
    ],
)
def test_half_a_fen_goes_away_from_zero(amount, rounded):
    assert half_up(amount) == rounded


@pytest.mark.parametrize(
    ("amount", "rounded"), [(1, 100), (100, 100), (Fraction(201, 2), 200), (0, 0), (Fraction(-201, 2), -100)]
)
def test_up_to_the_yuan(amount, rounded):
    assert up_to_the_yuan(Fraction(amount)) == rounded


def test_up_and_down():
    assert [up(Fraction(5, 2)), up(Fraction(-5, 2)), up(Fraction(3))] == [3, -2, 3]
    assert [down(Fraction(5, 2)), down(Fraction(-5, 2)), down(Fraction(3))] == [2, -3, 3]


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        (10001, {"city": Fraction(3, 5), "county": Fraction(2, 5)}, {"city": 6001, "county": 4000}),
        (10001, {"city": Fraction(1, 3), "county": Fraction(2, 3)}, {"city": 3334, "county": 6667}),
        (1, {"city": Fraction(1, 2), "county": Fraction(1, 2)}, {"city": 1, "county": 0}),
        (
            2,
            {"city": Fraction(1, 3), "county": Fraction(1, 3), "township": Fraction(1, 3)},
            {"city": 1, "county": 1, "township": 0},
        ),
        (0, {"fund": Fraction(1)}, {"fund": 0}),
    ],
)
def test_every_fen_has_one_payer(amount, shares, parts):
    assert split(Fraction(amount), shares) == parts
