"""The values of one expression for many units, as columns that can be compared exactly."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.types import RATIO, Type, parse_value
from minsheng.population.determine import Found
from minsheng.population.schema import Column

__all__ = ["Values", "Whole", "as_fraction", "as_words", "plain_value", "values_of_column", "values_of_found"]

Array = npt.NDArray[Any]
_EPOCH = date(1970, 1, 1)


@dataclass
class Values:
    """The values of a part: ``numbers`` (over ``denominators`` where they need not be whole); where ``words`` are given, places in them.

    Dates are days since 1970, Booleans 0 and 1. Where ``known`` is false the number is 0.
    """

    known: Array
    numbers: Array
    denominators: Array | None = None
    words: Sequence[str] | None = None

    def taken(self, rows: Array) -> Values:
        """The values of some rows, in a given order."""
        denominators = None if self.denominators is None else self.denominators[rows]
        return Values(self.known[rows], self.numbers[rows], denominators, self.words)


def values_of_found(found: Found) -> Values:
    """The values of a rule, from what was determined."""
    numbers, denominators = found if isinstance(found, tuple) else (found, None)
    known = ~np.ma.getmaskarray(numbers) if isinstance(numbers, np.ma.MaskedArray) else np.ones(len(numbers), bool)
    plain = np.ma.getdata(numbers)
    if plain.dtype == object:
        return _encoded(pa.array(plain, pa.string(), mask=~known))
    plain = np.where(known, plain.astype(np.int64), 0)
    over = None if denominators is None else np.where(known, np.ma.getdata(denominators), 1)
    return Values(known, plain, over)


def values_of_column(column: Column, array: pa.Array) -> Values:
    """The values of a fact, from its canonical column.

    >>> values_of_column(Column("village", Type("text")), pa.array(["east", None, "east"])).numbers.tolist()
    [0, 0, 0]
    """
    if pa.types.is_string(array.type) and column.type.kind != "ratio":
        return _encoded(array)
    known = pc.is_valid(array).to_numpy(zero_copy_only=False)
    if pa.types.is_string(array.type):
        words = array.dictionary_encode()
        ratios = [parse_value(text, RATIO) for text in words.dictionary.to_pylist()]
        exact = [(value.numerator, value.denominator) for value in ratios if isinstance(value, Fraction)]
        at = pc.fill_null(words.indices, 0).to_numpy(zero_copy_only=False)
        try:
            pairs = np.array(exact or [(0, 1)], np.int64)[at]
        except OverflowError:
            message = N_("a ratio in {name} has more digits than can be compared")
            raise PolicyError([Finding("G6", Place(path=column.name), message, params={"name": column.name})]) from None
        return Values(known, np.where(known, pairs[:, 0], 0), np.where(known, pairs[:, 1], 1))
    if pa.types.is_date(array.type):
        array = array.cast(pa.int32())
    whole = pc.fill_null(array.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
    return Values(known, whole, words=column.type.values if column.type.kind == "choice" else None)


def _encoded(array: pa.Array) -> Values:
    words = array.dictionary_encode()
    at = pc.fill_null(words.indices, 0).to_numpy(zero_copy_only=False).astype(np.int64)
    return Values(pc.is_valid(array).to_numpy(zero_copy_only=False), at, words=words.dictionary.to_pylist())


def plain_value(number: int, denominator: int | None, typ: Type) -> object:
    """A number of a column as the evaluator has it."""
    if denominator is not None:
        return Fraction(number, denominator)
    if typ.kind == "bool":
        return bool(number)
    return _EPOCH + timedelta(days=number) if typ.kind == "date" else number


def as_fraction(value: object) -> Fraction:
    """A value of the evaluator as the number that stands for it in a column."""
    if isinstance(value, date):
        return Fraction((value - _EPOCH).days)
    assert isinstance(value, int | Fraction)  # noqa: S101 - nothing else is added up or compared
    return Fraction(value)


def as_words(values: Values, typ: Type) -> Values:
    """Every value as the text that stands for it in a list."""
    if values.words is not None:
        return values
    over = values.denominators if values.denominators is not None else np.ones(len(values.numbers), np.int64)
    pairs, at = np.unique(np.stack([values.numbers, over], axis=1), axis=0, return_inverse=True)
    exact = values.denominators is not None
    words = [str(plain_value(number, below if exact else None, typ)) for number, below in pairs.tolist()]
    return Values(values.known, np.where(values.known, at.reshape(-1), 0), words=words)


class Whole:
    """The values of a whole population, part after part. Words are numbered in the order in which they come.

    A unit takes 9 bytes, 17 where values need not be whole; a word is kept once.
    """

    def __init__(self, typ: Type) -> None:
        self.type = typ
        self.words: dict[str, int] = {}
        self._parts: list[Values] = []
        self._worded = False

    def add(self, values: Values) -> None:
        """Take the values of the next part."""
        if values.words is not None:
            self._worded = True
            values = Values(values.known, self._renumbered(values))
        self._parts.append(values)

    def _renumbered(self, values: Values) -> Array:
        """Places in the words of a part as places in all words."""
        assert values.words is not None  # noqa: S101 - asked by the caller
        used, first = np.unique(values.numbers[values.known], return_index=True)
        place = np.zeros(max(len(values.words), 1), np.int64)
        for code in used[np.argsort(first)].tolist():
            place[code] = self.words.setdefault(values.words[code], len(self.words))
        return np.where(values.known, place[values.numbers], 0)

    @cached_property
    def values(self) -> Values:
        """All values; nothing can be added any more. Where some stand over a denominator, all do."""
        parts, self._parts = self._parts, []
        known = np.concatenate([part.known for part in parts] or [np.zeros(0, bool)])
        numbers = np.concatenate([part.numbers for part in parts] or [np.zeros(0, np.int64)])
        over = None
        if any(part.denominators is not None for part in parts):
            over = np.concatenate(
                [
                    np.ones(len(part.known), np.int64) if part.denominators is None else part.denominators
                    for part in parts
                ]
            )
        return Values(known, numbers, over, list(self.words) if self._worded else None)

    def value(self, row: int) -> object:
        """The value of a row as the evaluator has it; ``None`` where it is not known."""
        values = self.values
        if not values.known[row]:
            return None
        number = int(values.numbers[row])
        if values.words is not None:
            return values.words[number]
        return plain_value(number, None if values.denominators is None else int(values.denominators[row]), self.type)

    def comparable(self) -> list[Array]:
        """Columns that compare as the values do, the first one first.

        Words compare by their letters. A fraction is the whole number below it and what is left, brought to one denominator.
        """
        values = self.values
        if values.words is not None:
            place = np.zeros(max(len(self.words), 1), np.int64)
            for order, word in enumerate(sorted(self.words)):
                place[self.words[word]] = order
            return [place[values.numbers]]
        if values.denominators is None:
            return [values.numbers]
        whole = values.numbers // values.denominators
        return [whole, _rests(values.numbers - whole * values.denominators, values.denominators)]


def _rests(rests: Array, over: Array) -> Array:
    """Fractions between 0 and 1 as numbers that compare alike.

    >>> _rests(np.array([1, 2, 1]), np.array([3, 6, 2])).tolist()
    [2, 2, 3]
    """
    common = math.lcm(*np.unique(over).tolist()) if len(over) else 1
    if common < 1 << 62:
        return rests * (common // over)
    pairs, at = np.unique(np.stack([rests, over], axis=1), axis=0, return_inverse=True)
    exact = [Fraction(rest, below) for rest, below in pairs.tolist()]
    places: Mapping[Fraction, int] = {value: place for place, value in enumerate(sorted(set(exact)))}
    return np.array([places[value] for value in exact], np.int64)[at.reshape(-1)]
