"""Incomes a head, sums of parts, the most and the least over people: exact also where they are equal to the standard."""

from fractions import Fraction

import numpy as np
import pytest

from minsheng.population.determine import determine
from tests.kernel.small import parameter, rules, tables, told

STANDARD = 58_900
RULES = rules(
    ("total", "household", "money/month", "sum(p.income for p in people)"),
    ("head", "household", "money/month", "total / count(p for p in people)"),
    ("below", "household", "bool", "head < standard"),
    ("gap", "household", "money/month", "round_fen((standard - head) * count(p for p in people))"),
    ("thirds", "household", "money/month", "sum(p.income / 3 for p in people)"),
    ("rated", "household", "money/month", "sum(p.income * rate for p in people if p.can_work)"),
    ("equal", "household", "bool", "thirds * 3 == total"),
    ("a_head_of_workers", "household", "money/month", "total / count(p for p in people if p.can_work)"),
    ("largest", "household", "money/month", "most(p.income / 7 for p in people)"),
    ("smallest", "household", "money/month", "least(p.income / 7 for p in people if p.can_work)"),
    ("each", "person", "money/month", "income / refusals"),
    ("sum_of_each", "household", "money/month", "sum(p.each for p in people)"),
    ("most_of_each", "household", "money/month", "most(p.each for p in people)"),
)
PARAMETERS = parameter("standard", "money/month", "589.00") + "\n" + parameter("rate", "ratio", "73%")
NAMES = [line.partition(":")[0] for line in RULES.splitlines()]


@pytest.fixture(scope="module")
def here(law):
    return law(rules=RULES, parameters=PARAMETERS)


def households(here, *incomes, **columns):
    homes = np.repeat(np.arange(len(incomes)), [len(household) for household in incomes])
    people = {"income": np.array([income for household in incomes for income in household], int)}
    people |= {"can_work": np.ones(len(homes), bool), "refusals": np.ones(len(homes), int)} | columns
    given = tables(people, homes=homes, households={"household_id": np.arange(len(incomes))})
    return {name: told(found) for name, found in determine(here, given, rules=NAMES, threads=1).items()}


def test_a_third_of_1767_is_not_below_589(here):
    found = households(here, [176_700, 0, 0], [176_699, 0, 0], [176_701, 0, 0], [58_900], [58_899], [-1, 176_701, 0])
    assert found["below"] == [False, True, False, False, True, False]
    assert found["head"][:3] == [58_900, Fraction(176_699, 3), Fraction(176_701, 3)]
    assert found["gap"] == [0, 1, -1, 0, 1, 0]


def test_three_thirds_are_the_whole(here):
    found = households(here, [100, 100, 100], [1], [1, 1], [-1, 5, 10**11], [])
    assert found["thirds"] == [100, Fraction(1, 3), Fraction(2, 3), Fraction(10**11 + 4, 3), 0]
    assert found["equal"] == [True] * 5


def test_an_income_a_head_of_nobody_does_not_apply(here):
    found = households(here, [], [5])
    assert found["head"] == [None, 5]
    assert found["below"] == [None, True]
    assert found["a_head_of_workers"] == [None, 5]
    found = households(here, [7, 8], can_work=np.array([False, False]))
    assert found["a_head_of_workers"] == [None]
    assert found["rated"] == [0]


def test_the_most_and_the_least_of_nobody_is_nothing(here):
    found = households(here, [], [-7, -14], [7, 14])
    assert found["largest"] == [0, -1, 2]
    assert found["smallest"] == [0, -2, 1]


def test_parts_with_a_denominator_for_each_are_left_to_the_evaluator_and_exact(here):
    counts = np.array([3, 7, 0])
    found = households(here, [1, 1], [1], refusals=counts)
    assert found["each"] == [Fraction(1, 3), Fraction(1, 7), None]
    assert found["sum_of_each"] == [Fraction(10, 21), None]
    assert found["most_of_each"] == [Fraction(1, 3), None]


def test_drawn_households_are_those_of_python(here):
    draw = np.random.default_rng(589)
    homes = [draw.integers(-(10**6), 10**11, size) // 10 ** draw.integers(0, 9) for size in draw.integers(0, 9, 500)]
    works = draw.random(sum(map(len, homes))) < 0.5
    found = households(here, *homes, can_work=works)
    at = 0
    for number, incomes in enumerate(np.array(home).tolist() for home in homes):
        working = [income for income, able in zip(incomes, works[at : at + len(incomes)], strict=True) if able]
        at += len(incomes)
        head = Fraction(sum(incomes), len(incomes)) if incomes else None
        assert found["head"][number] == head
        assert found["below"][number] == (None if head is None else head < STANDARD)
        assert found["thirds"][number] == Fraction(sum(incomes), 3)
        assert found["rated"][number] == sum(working) * Fraction(73, 100)
        assert found["a_head_of_workers"][number] == (Fraction(sum(incomes), len(working)) if working else None)
        assert found["largest"][number] == Fraction(max(incomes, default=0), 7)
        assert found["smallest"][number] == Fraction(min(working, default=0), 7)
