"""Money, ratios and their rounding in the kernel are those of Python's fractions, for drawn values and for those at a boundary."""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from minsheng.policy.functions import COMPUTE
from minsheng.population.determine import determine
from tests.kernel.small import parameter, rules, tables, told

PARAMETERS = "\n".join([parameter("rate", "ratio", "73%"), parameter("multiple", "ratio", "3/2")])
RATE, MULTIPLE = Fraction(73, 100), Fraction(3, 2)
HALF_UP, YUAN_UP = COMPUTE["round_fen"], COMPUTE["round_yuan_up"]
UP, DOWN = COMPUTE["round_up"], COMPUTE["round_down"]


def divided(a, b):
    return None if b == 0 else Fraction(a) / b


def known(function, *values):
    return None if None in values else function(*values)


MONTH = "money/month"
#: Each with its type, its expression, and the same in Python.
EXPRESSIONS = {
    "third": (MONTH, "income / 3", lambda r: r.income / 3),
    "twelfth": (MONTH, "per_month(yearly_income)", lambda r: r.yearly / 12),
    "year": ("money/year", "per_year(income)", lambda r: r.income * 12),
    "months": ("money/once", "for_months(income, refusals)", lambda r: r.income * r.count),
    "part": (MONTH, "income * rate", lambda r: r.income * RATE),
    "part_of_part": (MONTH, "income * rate * multiple / 7", lambda r: r.income * RATE * MULTIPLE / 7),
    "each": (MONTH, "income / refusals", lambda r: divided(r.income, r.count)),
    "each_of_a_third": (MONTH, "income / 3 / refusals", lambda r: divided(r.income / 3, r.count)),
    "both": (
        MONTH,
        "income / refusals + income / (refusals + 1)",
        lambda r: known(lambda a: a + r.income / (r.count + 1), divided(r.income, r.count)),
    ),
    "rest": (MONTH, "income / 3 - income / (refusals + 1)", lambda r: r.income / 3 - r.income / (r.count + 1)),
    "times": ("ratio", "income / per_month(yearly_income)", lambda r: divided(r.income * 12, r.yearly)),
    "against_debt": (
        "ratio",
        "per_month(yearly_income) / min(income, 0)",
        lambda r: divided(r.yearly / 12, min(r.income, 0)),
    ),
    "lesser": (
        MONTH,
        "min(income / 3, income * rate, income / 7)",
        lambda r: min(r.income / 3, r.income * RATE, r.income / 7),
    ),
    "greater": (MONTH, "max(income / 3, per_month(yearly_income))", lambda r: max(r.income / 3, r.yearly / 12)),
    "lesser_each": (
        MONTH,
        "min(income / (refusals + 1), income / (refusals + 7))",
        lambda r: min(r.income / (r.count + 1), r.income / (r.count + 7)),
    ),
    "greater_each": (
        MONTH,
        "max(income / (refusals + 1), income / 3)",
        lambda r: max(r.income / (r.count + 1), r.income / 3),
    ),
    "chosen": (MONTH, "income / 3 if can_work else income / 7", lambda r: r.income / 3 if r.works else r.income / 7),
    "chosen_each": (
        MONTH,
        "income / (refusals + 2) if can_work else income * rate",
        lambda r: r.income / (r.count + 2) if r.works else r.income * RATE,
    ),
    "chosen_over_one": (
        MONTH,
        "(income if can_work else per_month(yearly_income)) / (refusals + 1)",
        lambda r: (r.income if r.works else r.yearly / 12) / (r.count + 1),
    ),
    "fen": (MONTH, "round_fen(income / 2)", lambda r: HALF_UP(r.income / 2)),
    "fen_of_third": (MONTH, "round_fen(income / 3)", lambda r: HALF_UP(r.income / 3)),
    "fen_of_part": (MONTH, "round_fen(income * rate)", lambda r: HALF_UP(r.income * RATE)),
    "fen_each": (MONTH, "round_fen(income / refusals)", lambda r: known(HALF_UP, divided(r.income, r.count))),
    "whole_fen": (MONTH, "round_fen(income)", lambda r: r.income),
    "yuan": (MONTH, "round_yuan_up(income)", lambda r: YUAN_UP(r.income)),
    "yuan_of_third": (MONTH, "round_yuan_up(income / 3)", lambda r: YUAN_UP(r.income / 3)),
    "yuan_each": (MONTH, "round_yuan_up(income / refusals)", lambda r: known(YUAN_UP, divided(r.income, r.count))),
    "up": ("int", "round_up(income / per_month(yearly_income))", lambda r: known(UP, divided(r.income * 12, r.yearly))),
    "down": (
        "int",
        "round_down(income / per_month(yearly_income))",
        lambda r: known(DOWN, divided(r.income * 12, r.yearly)),
    ),
    "up_of_rate": ("int", "round_up(refusals * rate)", lambda r: UP(r.count * RATE)),
    "down_of_rate": ("int", "round_down(refusals * rate)", lambda r: DOWN(r.count * RATE)),
    "by_what_is_rounded_to_nothing": (
        MONTH,
        "income / round_down((refusals * refusals / (refusals + 3) + 5) / 7)",
        lambda r: divided(r.income, DOWN((Fraction(r.count**2, r.count + 3) + 5) / 7)),
    ),
    "yuan_of_a_large_part": (
        MONTH,
        "round_yuan_up(income / (refusals + 1) * 90000000)",
        lambda r: YUAN_UP(r.income / (r.count + 1) * 90000000),
    ),
    "less": ("bool", "income / 3 < per_month(yearly_income)", lambda r: r.income / 3 < r.yearly / 12),
    "at_most": ("bool", "income / 3 <= income * rate", lambda r: r.income / 3 <= r.income * RATE),
    "same": ("bool", "income == per_month(yearly_income)", lambda r: r.income == r.yearly / 12),
    "not_same": ("bool", "income != per_month(yearly_income)", lambda r: r.income != r.yearly / 12),
    "more_each": (
        "bool",
        "income / (refusals + 1) > per_month(yearly_income)",
        lambda r: r.income / (r.count + 1) > r.yearly / 12,
    ),
    "at_least_each": (
        "bool",
        "income / (refusals + 1) >= income / (refusals + 2)",
        lambda r: r.income / (r.count + 1) >= r.income / (r.count + 2),
    ),
    "one_of": (
        "bool",
        "income in [per_month(yearly_income), 0, income / (refusals + 1)]",
        lambda r: r.income in (r.yearly / 12, 0, r.income / (r.count + 1)),
    ),
}


def drawn(count):
    """Values of every size, many of them small, at a half, or equal to each other."""
    draw = np.random.default_rng(58900)
    sizes = 10 ** draw.integers(0, 12, count)
    income = draw.integers(-sizes, sizes + 1)
    yearly = np.where(draw.random(count) < 0.3, np.abs(income) * 12, draw.integers(0, sizes + 1))
    return {
        "income": income,
        "yearly_income": np.minimum(yearly, 10**11),
        "refusals": np.where(draw.random(count) < 0.5, draw.integers(0, 13, count), draw.integers(0, 10**6, count)),
        "can_work": draw.random(count) < 0.5,
    }


def at_boundaries():
    """Every pair of telling incomes and counts."""
    incomes = [0, 1, 2, 3, 49, 50, 51, 99, 100, 101, 58_899, 58_900, 58_901, 176_700, 10**11]
    rows = [(sign * income, count) for sign in (1, -1) for income in incomes for count in (0, 1, 2, 3, 4, 200, 10**6)]
    income, count = np.array(rows).T
    return {
        "income": income,
        "yearly_income": np.minimum(np.abs(income) * 12, 10**11),
        "refusals": count,
        "can_work": count % 2 == 0,
    }


def rows_of(people):
    columns = (people["income"], people["yearly_income"], people["refusals"], people["can_work"])
    for income, yearly, count, works in zip(*(column.tolist() for column in columns), strict=True):
        yield SimpleNamespace(income=Fraction(income), yearly=Fraction(yearly), count=count, works=works)


@pytest.fixture(scope="module")
def worked_out(law):
    lines = [(f"x.{name}", "person", typ, text) for name, (typ, text, _) in EXPRESSIONS.items()]
    here = law(rules=rules(*lines), parameters=PARAMETERS)
    people = {name: np.concatenate([part, drawn(3000)[name]]) for name, part in at_boundaries().items()}
    found = determine(here, tables(people), rules=[f"x.{name}" for name in EXPRESSIONS], threads=1)
    return {name: told(found[f"x.{name}"]) for name in EXPRESSIONS}, list(rows_of(people))


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_the_same_as_fractions(worked_out, name):
    found, rows = worked_out
    expected = [EXPRESSIONS[name][2](row) for row in rows]
    assert [
        (row, one, other) for row, one, other in zip(rows, found[name], expected, strict=True) if one != other
    ] == []
