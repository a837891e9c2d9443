"""What is not known, and why: missing facts, parameters that a place must still set, or a range that an officer fills.

An :class:`Unknown` is a value of its own. It keeps bounds (for numbers) or the values still possible (for choices),
the facts that would settle
it, and the settings that are missing. Compiled rules never look inside: any operation on it raises :class:`Touched`,
and the rule is then
worked out by :mod:`minsheng.policy.reason`, which knows how to go on with what is not known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NoReturn

__all__ = ["NOT_APPLICABLE", "Number", "Touched", "Unknown", "bounds", "merge", "officer_range"]

Number = int | Fraction
#: A fact of a thing: (id of the thing, name of the fact); a list that is not complete is named like a fact.
Need = tuple[str, str]


class Touched(Exception):  # noqa: N818 - a signal between the two evaluators, not an error
    """A compiled rule met a value that is not known."""


def _touched(*_: object) -> NoReturn:
    raise Touched


@dataclass(frozen=True, eq=False)
class Unknown:
    """A value that is not settled. ``low`` and ``high`` bound a number (``None``: no bound); ``options`` are the choices left."""

    needs: frozenset[Need] = frozenset()
    unset: frozenset[str] = frozenset()
    officer: frozenset[str] = frozenset()
    low: Number | None = None
    high: Number | None = None
    options: tuple[str, ...] = field(default=())

    __bool__ = _touched
    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __hash__ = _touched
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __neg__ = __abs__ = (
        _touched
    )
    __iter__ = __index__ = __int__ = __ceil__ = __floor__ = _touched

    def __getattr__(self, name: str) -> NoReturn:
        """Reading ``.year`` of an unknown date touches it like any other operation."""
        if name.startswith("__"):
            raise AttributeError(name)
        raise Touched


#: The value of family rules for somebody who belongs to no family.
NOT_APPLICABLE = Unknown()


def bounds(value: object) -> tuple[Number | None, Number | None]:
    """Lower and upper bound of a number that may be unknown.

    >>> bounds(3), bounds(Unknown(low=0))
    ((3, 3), (0, None))
    """
    if isinstance(value, Unknown):
        return value.low, value.high
    assert isinstance(value, int | Fraction)  # noqa: S101 - the type checker guarantees it
    return value, value


def officer_range(name: str, low: Number | None, high: Number | None, *, numeric: bool, doubt: Unknown) -> Unknown:
    """The value of a range that an officer fills; a number is not below zero. Bounds that cross leave nothing to fill: no bounds then.

    >>> bounds(officer_range("fine", None, 500, numeric=True, doubt=Unknown()))
    (0, 500)
    >>> bounds(officer_range("fine", 500, 100, numeric=True, doubt=Unknown()))
    (None, None)
    """
    if low is None and numeric:
        low = 0
    if low is not None and high is not None and low > high:
        low = high = None
    return Unknown(doubt.needs, doubt.unset, doubt.officer | {name}, low, high)


def merge(
    values: Iterable[object], *, low: Number | None = None, high: Number | None = None, options: tuple[str, ...] = ()
) -> Unknown:
    """One unknown with the reasons of all unknown values among ``values``.

    >>> sorted(merge([Unknown(needs=frozenset({("p1", "can_eat")})), 3]).needs)
    [('p1', 'can_eat')]
    """
    needs: frozenset[Need] = frozenset()
    unset: frozenset[str] = frozenset()
    officer: frozenset[str] = frozenset()
    for value in values:
        if isinstance(value, Unknown):
            needs, unset, officer = needs | value.needs, unset | value.unset, officer | value.officer
    return Unknown(needs, unset, officer, low, high, options)
