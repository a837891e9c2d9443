"""Comparing and adding stay exact where floating point or 64 bits would not do."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from minsheng.policy import tree as t
from minsheng.policy.types import INT, RATIO
from minsheng.population.lists.places import in_places
from minsheng.population.lists.tally import Elements, exact_sum, tally_of
from minsheng.population.lists.values import Values, Whole

#: Large and small, near each other, and with denominators whose common multiple needs more than 64 bits.
FRACTIONS = some.tuples(
    some.integers(-(10**12), 10**12) | some.integers(-3, 3),
    some.integers(1, 12) | some.sampled_from([999_999_937, 999_999_893, 998_244_353, 10**9]),
)


def values_of(pairs):
    numbers, over = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    return Values(np.ones(len(pairs), bool), numbers, over)


@given(some.lists(FRACTIONS, min_size=1, max_size=30))
def test_fractions_compare_as_they_are(pairs):
    whole = Whole(RATIO)
    whole.add(values_of(pairs[:3]))
    whole.add(values_of(pairs[3:]))
    compared = list(zip(*(column.tolist() for column in whole.comparable()), strict=True))
    exact = [Fraction(*pair) for pair in pairs]
    for one, exact_one in zip(compared, exact, strict=True):
        for other, exact_other in zip(compared, exact, strict=True):
            assert (one < other, one == other) == (exact_one < exact_other, exact_one == exact_other)


@given(some.lists(FRACTIONS, max_size=30))
def test_fractions_add_up(pairs):
    assert exact_sum(values_of(pairs)) == sum(Fraction(*pair) for pair in pairs)


def test_a_sum_may_need_more_than_64_bits():
    numbers = np.array([2**62, 2**62, 2**62, -1], np.int64)
    assert exact_sum(Values(np.ones(4, bool), numbers)) == 3 * 2**62 - 1


@given(some.lists(FRACTIONS, min_size=1, max_size=30), some.sampled_from(["most", "least"]))
def test_the_outermost_fraction_is_found(pairs, how):
    fold = t.Fold(RATIO, how, "p", "persons", "self", (), t.Constant(INT, 1), None)
    tally = tally_of(fold)
    for part in (pairs[:4], pairs[4:]):
        every = np.ones(len(part), bool)
        tally.add(Elements(every, ~every, values_of(part)))
    exact = [Fraction(*pair) for pair in pairs]
    assert tally.value(complete=True) == (max(exact) if how == "most" else min(exact))


ROW = some.tuples(some.integers(-1, 2), some.integers(-2, 2), some.integers(0, 2), some.booleans())


@given(some.lists(ROW, max_size=40), some.booleans())
def test_places_are_those_of_sorting_row_by_row(rows, descending):
    partition, score, tie, settled = (
        np.array([row[side] for row in rows], kind) for side, kind in enumerate((int, int, int, bool))
    )
    order, place = in_places(partition, [score], [tie], settled, descending=descending)
    wanted = []
    for number in [0, 1, 2]:
        inside = [row for row in range(len(rows)) if rows[row][0] == number]
        placed = sorted((row for row in inside if rows[row][3]), key=lambda row: rows[row][2])
        placed.sort(key=lambda row: rows[row][1], reverse=descending)
        keys = [rows[row][1:3] for row in placed]
        wanted += [(row, keys.index(key) + 1) for row, key in zip(placed, keys, strict=True)]
        wanted += [(row, 0) for row in inside if not rows[row][3]]
    wanted += [(row, 0) for row in range(len(rows)) if rows[row][0] == -1]
    assert list(zip(order.tolist(), place.tolist(), strict=True)) == wanted
