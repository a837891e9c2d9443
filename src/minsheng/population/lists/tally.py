"""Counts and sums over a list that is too long to hold: what is certain and what is not is added up part by part.

Each tally comes to the same value as :mod:`minsheng.policy.reason` finds for the whole list at once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from minsheng.policy import tree as t
from minsheng.policy.types import Type
from minsheng.policy.unknown import Number, Unknown
from minsheng.population.lists.values import Values, plain_value

__all__ = ["Elements", "Open", "Tally", "exact_sum", "tally_of"]

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Open:
    """One element of which the value is not known: whether it surely belongs, and between which bounds the value lies."""

    sure: bool
    low: Number | None
    high: Number | None


@dataclass
class Elements:
    """Elements of a list: which belong (``sure``), of which it is not known (``maybe``), what each adds, and those of unknown value.

    ``unknown`` elements are in neither mask.
    """

    sure: Array
    maybe: Array
    body: Values | None = None
    unknown: Sequence[Open] = ()


class Tally(ABC):
    """What was found so far."""

    @abstractmethod
    def add(self, elements: Elements) -> None:
        """Take further elements."""

    @abstractmethod
    def value(self, *, complete: bool) -> object:
        """The value for the whole list; ``complete``: there is nobody that is not known."""


def tally_of(fold: t.Fold) -> Tally:
    """An empty tally for a fold."""
    if fold.how == "count":
        return _Count()
    if fold.how in ("any", "all"):
        return _Quantified(fold.how)
    return _Sum() if fold.how == "sum" else _Extreme(fold.how, fold.type)


@dataclass
class _Count(Tally):
    certain: int = 0
    doubtful: int = 0

    def add(self, elements: Elements) -> None:
        self.certain += int(np.count_nonzero(elements.sure))
        self.doubtful += int(np.count_nonzero(elements.maybe))

    def value(self, *, complete: bool) -> object:
        if complete and not self.doubtful:
            return self.certain
        return Unknown(low=self.certain, high=self.certain + self.doubtful if complete else None)


@dataclass
class _Quantified(Tally):
    """``any``; and ``all`` as: there is none for which it does not hold."""

    how: str
    found: bool = False
    doubtful: bool = False

    def add(self, elements: Elements) -> None:
        assert elements.body is not None  # noqa: S101 - only a count has none
        holds = elements.body.numbers.astype(bool) ^ (self.how == "all")
        known = elements.body.known
        may_hold = (elements.sure | elements.maybe) & (holds | ~known)
        surely = elements.sure & known & holds
        self.found |= bool(surely.any())
        self.doubtful |= bool((may_hold & ~surely).any())

    def value(self, *, complete: bool) -> object:
        if not self.found and (self.doubtful or not complete):
            return Unknown()
        return self.found ^ (self.how == "all")


@dataclass
class _Sum(Tally):
    low: Number | None = 0
    high: Number | None = 0
    doubtful: bool = False

    def add(self, elements: Elements) -> None:
        assert elements.body is not None  # noqa: S101 - only a count has none
        certain = exact_sum(elements.body.taken(np.flatnonzero(elements.sure)))
        self._add(certain, certain)
        if elements.maybe.any():
            body = elements.body.taken(np.flatnonzero(elements.maybe))
            below, above = (
                exact_sum(Values(body.known, clipped(body.numbers, 0), body.denominators))
                for clipped in (np.minimum, np.maximum)
            )
            self.doubtful = True
            self._add(below, above)
        for one in elements.unknown:
            low, high = one.low, one.high
            if not one.sure:
                low, high = (None if low is None else min(low, 0)), (None if high is None else max(high, 0))
            self.doubtful = True
            self._add(low, high)

    def _add(self, low: Number | None, high: Number | None) -> None:
        self.low = None if self.low is None or low is None else self.low + low
        self.high = None if self.high is None or high is None else self.high + high

    def value(self, *, complete: bool) -> object:
        if not complete:
            return Unknown()
        if self.low is not None and self.low == self.high:
            return self.low
        return Unknown(low=self.low, high=self.high)


@dataclass
class _Extreme(Tally):
    """``most`` and ``least``; of nothing: zero for numbers, and no date at all."""

    how: str
    type: Type
    best: Any = None
    doubtful: bool = False
    all_sure: bool = True
    unknown: list[Open] = field(default_factory=list)

    def add(self, elements: Elements) -> None:
        assert elements.body is not None  # noqa: S101 - only a count has none
        if elements.maybe.any():
            self.all_sure, self.doubtful = False, True
        body = elements.body.taken(np.flatnonzero(elements.sure))
        if len(body.numbers):
            self.best = self._outer([value for value in (self.best, self._outermost(body)) if value is not None])
        if elements.unknown:
            self.doubtful = True
            self.all_sure &= all(one.sure for one in elements.unknown)
            self.unknown = self._merged([*self.unknown, *elements.unknown])

    def _outer(self, values: Sequence[Any]) -> Any:
        return max(values) if self.how == "most" else min(values)

    def _outermost(self, body: Values) -> Any:
        """The outermost of known values; fractions are compared exactly."""
        outer = np.max if self.how == "most" else np.min
        if body.denominators is None:
            return plain_value(int(outer(body.numbers)), None, self.type)
        whole = body.numbers // body.denominators
        near = np.flatnonzero(whole == outer(whole))
        pairs = set(zip(body.numbers[near].tolist(), body.denominators[near].tolist(), strict=True))
        return self._outer([Fraction(number, over) for number, over in pairs])

    def _merged(self, unknown: list[Open]) -> list[Open]:
        """One that stands for all of them."""
        lows, highs = [one.low for one in unknown], [one.high for one in unknown]
        known_lows, known_highs = [x for x in lows if x is not None], [x for x in highs if x is not None]
        if self.how == "most":
            low = max(known_lows, default=None)
            high = max(known_highs) if len(known_highs) == len(highs) else None
        else:
            low = min(known_lows) if len(known_lows) == len(lows) else None
            high = min(known_highs, default=None)
        return [Open(True, low, high)]

    def value(self, *, complete: bool) -> object:
        if complete and not self.doubtful:
            if self.best is None:
                return 0 if self.type.numeric else Unknown()
            return self.best
        if not (complete and self.all_sure and self.type.numeric):
            return Unknown()
        known = [] if self.best is None else [Open(True, self.best, self.best)]
        bounds = self._merged([*self.unknown, *known])[0]
        if bounds.low is not None and bounds.low == bounds.high:
            return bounds.low
        return Unknown(low=bounds.low, high=bounds.high)


def exact_sum(values: Values) -> Number:
    """The sum, exact however many there are.

    >>> exact_sum(Values(np.array([True, True]), np.array([1, 1]), np.array([3, 6])))
    Fraction(1, 2)
    """
    if values.denominators is None:
        return _whole_sum(values.numbers)
    total = Fraction(0)
    for over in np.unique(values.denominators).tolist():
        total += Fraction(_whole_sum(values.numbers[values.denominators == over]), over)
    return total.numerator if total.denominator == 1 else total


def _whole_sum(numbers: Array) -> int:
    """Halves are added apart, because the sum may need more than 64 bits."""
    return (int((numbers >> 32).sum()) << 32) + int((numbers & 0xFFFFFFFF).sum())
