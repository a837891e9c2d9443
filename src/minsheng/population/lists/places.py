"""Who stands where: an order within partitions, in which what is equal shares a place and what is not known has none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["in_places"]

Array = npt.NDArray[Any]


def in_places(
    partition: Array, score: Sequence[Array], ties: Sequence[Array], settled: Array, *, descending: bool
) -> tuple[Array, Array]:
    """The order of a list, and the place of each row in that order (0: none).

    Partitions stand in the order of their numbers. In each, the settled rows stand by score, then by ties from low to high, then
    as they came; rows that are not settled follow as they came. Rows without a partition (-1) stand last.

    Args:
        partition: for each row the number of its partition.
        score: columns that compare as the scores do, the first one first.
        ties: the same for all tie-breakers together.
        settled: whether score and all tie-breakers are known.
        descending: whether the highest score stands first.

    >>> order, place = in_places(np.array([0, 0, 0]), [np.array([5, 9, 9])], [], np.array([True, True, True]), descending=True)
    >>> order.tolist(), place.tolist()
    ([1, 2, 0], [1, 1, 3])
    """
    without = ~settled | (partition < 0)
    keys = [np.where(without, 0, ~column if descending else column) for column in score]
    keys += [np.where(without, 0, column) for column in ties]
    last = np.where(partition < 0, np.iinfo(np.int32).max, partition)
    order = np.lexsort((*reversed(keys), without, last))
    begins = _changes(last[order])
    other = begins.copy()
    for key in keys:
        other |= _changes(key[order])
    rows = np.arange(len(order))
    first = np.maximum.accumulate(np.where(begins, rows, 0)) if len(rows) else rows
    same = np.maximum.accumulate(np.where(other, rows, 0)) if len(rows) else rows
    return order, np.where(without[order], 0, same - first + 1)


def _changes(column: Array) -> Array:
    """Whether a row differs from the one before; the first one does."""
    found = np.ones(len(column), bool)
    found[1:] = column[1:] != column[:-1]
    return found
