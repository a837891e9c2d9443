"""Result rows as plain arrays: statuses as small numbers, money over twelve months, townships as places in a list."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.population.areas import township_of
from minsheng.population.totals import STATUSES

__all__ = ["NONE", "OPEN", "STATES", "TIMES_A_YEAR", "Rows", "townships_in"]

Numbers = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]

#: How often an amount of a period comes in twelve months. What is paid once counts once.
TIMES_A_YEAR = {"month": 12, "year": 1, "once": 1}
#: The states of a row, as small numbers: the statuses, and that the benefit does not exist for it.
STATES = (*STATUSES, "none")
NONE = len(STATUSES)
#: The states in which nothing is settled yet.
OPEN = tuple(STATUSES.index(status) for status in ("cannot_tell_yet", "needs_local_setting"))


def townships_in(batch: pa.RecordBatch) -> tuple[list[str], Numbers]:
    """The townships of some rows, in order, and for each row the place of its township in that list.

    >>> townships_in(pa.RecordBatch.from_pydict({"area": ["500110108", "500110107003", "500110108"]}))
    (['500110107', '500110108'], array([1, 0, 1]))
    """
    areas = pc.dictionary_encode(batch.column("area").cast(pa.string()))
    of_areas = [township_of(area) for area in areas.dictionary.to_pylist()]
    names = sorted(set(of_areas))
    places = np.array([names.index(name) for name in of_areas], np.int64)
    return names, places[areas.indices.to_numpy()]


class Rows:
    """The rows of one result batch, whole columns at a time."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self._batch = batch
        self._known = set(batch.schema.names)
        self.count = len(batch)

    def states(self, benefit: str) -> Codes:
        """The state of each row, as its place in :data:`STATES`."""
        column = self._column(f"{benefit}.status")
        if column is None:
            return np.full(self.count, NONE, np.int8)
        codes = np.array([STATES.index(word) for word in column.dictionary.to_pylist()] + [NONE], np.int8)
        at = pc.fill_null(column.indices.cast(pa.int32()), len(codes) - 1).to_numpy()
        return codes[at]

    def yes(self, benefits: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Rows that have any of some benefits."""
        result = np.zeros(self.count, bool)
        for benefit in benefits:
            result |= self.states(benefit) == 0
        return result

    def open(self, benefits: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Rows in which any of some benefits is not settled."""
        result = np.zeros(self.count, bool)
        for benefit in benefits:
            result |= np.isin(self.states(benefit), OPEN)
        return result

    def amounts(self, benefit: str) -> Numbers:
        """The amount of each row in fen a period; nothing counts as zero here, so ask :meth:`open` first."""
        return self.numbers(f"{benefit}.amount_fen")

    def twelve_months(self, benefits: Iterable[str]) -> Numbers:
        """The money of each row over twelve months, in fen."""
        result = np.zeros(self.count, np.int64)
        for benefit in benefits:
            amounts = self.amounts(benefit)
            period = self._column(f"{benefit}.period")
            if period is None or not amounts.any():
                continue
            monthly = pc.fill_null(pc.equal(period.cast(pa.string()), "month"), False).to_numpy(zero_copy_only=False)
            result += np.where(monthly, amounts * TIMES_A_YEAR["month"], amounts)
        return result

    def numbers(self, name: str) -> Numbers:
        """A column of whole numbers; zero where there is none."""
        column = self._column(name)
        if column is None or column.null_count == self.count:
            return np.zeros(self.count, np.int64)
        return pc.fill_null(column.cast(pa.int64()), 0).to_numpy()

    def known(self, name: str) -> npt.NDArray[np.bool_] | None:
        """Where a column has a value; ``None`` when the results do not hold it."""
        column = self._column(name)
        return None if column is None else pc.is_valid(column).to_numpy(zero_copy_only=False)

    def _column(self, name: str) -> pa.Array | None:
        return self._batch.column(name) if name in self._known else None
