"""``any all count sum most least`` over elements that may not all belong, from a list that may be longer."""

from __future__ import annotations

from fractions import Fraction

from tests.naive.unsettled import (
    FACT,
    Open,
    between,
    conjunction,
    decided,
    disjunction,
    greater,
    is_open,
    lesser,
    negation,
    one_of,
    opened,
    plus,
)

MORE = Open(waits_for=frozenset({FACT}))
NOTHING = Fraction(0)


def fold(how: str, typ, conditions: list[object], bodies: list[object], complete: bool) -> object:
    """``conditions`` say which elements are looked at, ``bodies`` what is looked at in each."""
    if how == "count":
        return count(conditions, complete)
    if how in ("any", "all"):
        every = [
            conjunction([c, b]) if how == "any" else disjunction([negation(c), b])
            for c, b in zip(conditions, bodies, strict=True)
            if c is not False
        ]
        every += [] if complete else [MORE]
        return disjunction(every) if how == "any" else conjunction(every)
    taken = [(c, b) for c, b in zip(conditions, bodies, strict=True) if c is not False]
    return _sum(taken, complete) if how == "sum" else _extreme(how, typ, taken, complete)


def count(conditions: list[object], complete: bool) -> object:
    """How many hold: certainly those that do, at most also those that are open."""
    low = Fraction(sum(condition is True for condition in conditions))
    high = low + sum(is_open(condition) for condition in conditions) if complete else None
    return between(low, high, *conditions, *([] if complete else [MORE]))


def _sum(taken: list[tuple[object, object]], complete: bool) -> object:
    """A sum from its lowest to its highest; of those who may be more it is not known what they add or take away."""
    total: object = NOTHING
    for condition, body in taken:
        total = plus(total, one_of([body, NOTHING], condition) if is_open(condition) else body)
    return decided(total) if complete else plus(total, MORE)


def _extreme(how: str, typ, taken: list[tuple[object, object]], complete: bool) -> object:
    """The largest or smallest, where it is not in doubt who belongs; among nobody zero, but no day."""
    parts = [part for pair in taken for part in pair]
    if typ.kind != "date" and taken and complete and all(condition is True for condition, _ in taken):
        return greater(body for _, body in taken) if how == "most" else lesser(body for _, body in taken)
    if any(map(is_open, parts)) or not complete:
        return opened(*parts, *([] if complete else [MORE]))
    bodies = [body for _, body in taken]
    if not bodies:
        return Open() if typ.kind == "date" else NOTHING
    return max(bodies) if how == "most" else min(bodies)
