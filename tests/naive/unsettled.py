"""Values that are not settled, and how logic and arithmetic go on with them: as docs/reference/packs.md says, no cleverer.

A settled value is a ``bool``, a ``Fraction`` (every number), a ``date``, or a ``str``. Everything else is :class:`Open`: with the
lowest and highest number still possible (``None``: no bound), or the choices still possible, and what it waits for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

FACT, SETTING, OFFICER = "a fact", "a setting", "an officer"


@dataclass(frozen=True)
class Open:
    """A value that is not settled."""

    low: Fraction | None = None
    high: Fraction | None = None
    options: tuple[str, ...] = ()
    waits_for: frozenset[str] = frozenset()


def is_open(value: object) -> bool:
    return isinstance(value, Open)


def waiting(*values: object) -> frozenset[str]:
    """What some values wait for together."""
    return frozenset(reason for value in values if isinstance(value, Open) for reason in value.waits_for)


def opened(*values: object) -> Open:
    """An open value of which nothing more is known, because of these."""
    return Open(waits_for=waiting(*values))


def low_of(value: object) -> Fraction | None:
    return value.low if isinstance(value, Open) else value


def high_of(value: object) -> Fraction | None:
    return value.high if isinstance(value, Open) else value


def between(low: Fraction | None, high: Fraction | None, *because: object) -> object:
    """A number between bounds: settled where everything is that it comes from."""
    if not any(map(is_open, because)):
        return low
    return Open(low, high, waits_for=waiting(*because))


def decided(value: object) -> object:
    """A number whose bounds meet leaves nothing open."""
    return value.low if isinstance(value, Open) and value.low is not None and value.low == value.high else value


def possible(value: object) -> tuple[str, ...]:
    """The choices that a value may still be; empty: nobody can say."""
    return value.options if isinstance(value, Open) else (value,)


# yes and no -------------------------------------------------------------------------------------------------------------------


def negation(value: object) -> object:
    return value if isinstance(value, Open) else not value


def conjunction(values: Iterable[object]) -> object:
    values = list(values)
    if any(value is False for value in values):
        return False
    return True if all(value is True for value in values) else opened(*values)


def disjunction(values: Iterable[object]) -> object:
    values = list(values)
    if any(value is True for value in values):
        return True
    return False if all(value is False for value in values) else opened(*values)


# one of several values --------------------------------------------------------------------------------------------------------


def one_of(values: Iterable[object], *because: object, choice: bool = False) -> object:
    """What is certain when it is not certain which of some values it is; of a choice, the words that are left."""
    values = list(values)
    if not any(map(is_open, values)) and all(value == values[0] for value in values):
        return values[0]
    why = waiting(*because, *values)
    if choice:
        words = [possible(value) for value in values]
        left = tuple(dict.fromkeys(word for options in words for word in options)) if all(words) else ()
        return Open(options=left, waits_for=why)
    if any(isinstance(value, Fraction) or _has_bound(value) for value in values):
        return between(least_low(values), greatest_high(values), Open(waits_for=why))
    return Open(waits_for=why)


def _has_bound(value: object) -> bool:
    return isinstance(value, Open) and (value.low is not None or value.high is not None)


def least_low(values: Iterable[object]) -> Fraction | None:
    """The lowest that any of the numbers may be."""
    lows = [low_of(value) for value in values]
    return None if None in lows else min(lows)


def greatest_high(values: Iterable[object]) -> Fraction | None:
    """The highest that any of the numbers may be."""
    highs = [high_of(value) for value in values]
    return None if None in highs else max(highs)


# comparing --------------------------------------------------------------------------------------------------------------------


def compared(sign: str, left: object, right: object) -> object:
    if sign == "!=":
        return negation(compared("==", left, right))
    if sign in (">", ">="):
        return compared("<" if sign == ">" else "<=", right, left)
    if not is_open(left) and not is_open(right):
        return {"==": left == right, "<": _less(left, right), "<=": left == right or _less(left, right)}[sign]
    if sign == "==":
        return False if _cannot_be_equal(left, right) else opened(left, right)
    certainly = (high_of(left), low_of(right)) if not _not_numbers(left, right) else (None, None)
    certainly_not = (low_of(left), high_of(right)) if not _not_numbers(left, right) else (None, None)
    if None not in certainly and (certainly[0] < certainly[1] or (sign == "<=" and certainly[0] == certainly[1])):
        return True
    if None not in certainly_not and (
        certainly_not[0] > certainly_not[1] or (sign == "<" and certainly_not[0] == certainly_not[1])
    ):
        return False
    return opened(left, right)


def _less(left: object, right: object) -> bool:
    return not isinstance(left, bool | str) and left < right


def _not_numbers(left: object, right: object) -> bool:
    return any(not isinstance(value, Fraction | Open) for value in (left, right))


def _cannot_be_equal(left: object, right: object) -> bool:
    if isinstance(left, str) or isinstance(right, str) or possible_choice(left) or possible_choice(right):
        one, other = possible(left), possible(right)
        return bool(one) and bool(other) and not set(one) & set(other)
    if _not_numbers(left, right):
        return False
    for one, other in ((left, right), (right, left)):
        if high_of(one) is not None and low_of(other) is not None and high_of(one) < low_of(other):
            return True
    return False


def possible_choice(value: object) -> bool:
    return isinstance(value, Open) and bool(value.options)


# arithmetic -------------------------------------------------------------------------------------------------------------------


def plus(left: object, right: object) -> object:
    lows, highs = (low_of(left), low_of(right)), (high_of(left), high_of(right))
    return between(None if None in lows else sum(lows), None if None in highs else sum(highs), left, right)


def minus(left: object, right: object) -> object:
    lows, highs = (low_of(left), high_of(right)), (high_of(left), low_of(right))
    low, high = (None if None in ends else ends[0] - ends[1] for ends in (lows, highs))
    return between(low, high, left, right)


def times(left: object, right: object) -> object:
    """A product. Bounds are promised for counts and sums; here they are kept where they are plain.

    That is, where all four are known, or where nothing is below zero.
    """
    lows, highs = (low_of(left), low_of(right)), (high_of(left), high_of(right))
    if None not in lows and None not in highs:
        corners = [low * high for low in (lows[0], highs[0]) for high in (lows[1], highs[1])]
        return between(min(corners), max(corners), left, right)
    if None not in lows and min(lows) >= 0:
        return between(lows[0] * lows[1], None if None in highs else highs[0] * highs[1], left, right)
    return opened(left, right)


def divided(left: object, right: object) -> object:
    """A quotient; where the divisor may be zero or less, nothing is said of it. Divided by zero it does not apply."""
    if not is_open(right):
        return opened(left) if right == 0 else _by_number(left, right)
    if right.low is None or right.low <= 0:
        return opened(left, right)
    inverse = Open(Fraction(0) if right.high is None else 1 / right.high, 1 / right.low, waits_for=right.waits_for)
    return times(left, inverse)


def _by_number(left: object, right: Fraction) -> object:
    if not is_open(left):
        return left / right
    return times(left, 1 / right) if right > 0 else opened(left)


def mapped(function, value: object) -> object:
    """A function that never falls when its argument rises."""
    if not is_open(value):
        return function(value)
    low, high = (None if end is None else function(end) for end in (value.low, value.high))
    return between(low, high, value)


def lesser(values: Iterable[object]) -> object:
    values = list(values)
    highs = [high_of(value) for value in values if high_of(value) is not None]
    return decided(between(least_low(values), min(highs) if highs else None, *values))


def greater(values: Iterable[object]) -> object:
    values = list(values)
    lows = [low_of(value) for value in values if low_of(value) is not None]
    return decided(between(max(lows) if lows else None, greatest_high(values), *values))
