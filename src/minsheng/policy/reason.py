"""The careful evaluator: works out a typed tree with values that may be unknown, keeping what is certain all the same.

``and`` is no as soon as one part is no; a comparison is settled when the bounds do not straddle it; a count of six
items of which four are
known to fail is at least four. Every unknown result says which facts or settings would settle it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from minsheng.policy import tree as t
from minsheng.policy.functions import COMPUTE, divide
from minsheng.policy.instance import Instance, Members
from minsheng.policy.unknown import Number, Touched, Unknown, bounds, merge

if TYPE_CHECKING:
    from minsheng.policy.law import Law

__all__ = ["Reasoner"]

Variables = dict[str, Instance]
_MONOTONE = {"round_fen", "round_yuan_up", "round_up", "round_down", "per_month", "per_year"}


class Reasoner:
    """Evaluates trees for one law and one question (its days)."""

    def __init__(self, law: Law, days: dict[str, object]) -> None:
        self.law = law
        self.days = days

    def value(self, node: t.Tree, variables: Variables) -> object:
        """The value of a tree: a known value or an :class:`Unknown`."""
        return _HANDLERS[type(node)](self, node, variables)

    def settled(self, name: str, keys: Sequence[object]) -> object:
        """A parameter for known keys."""
        return self.law.parameter(name, tuple(str(k) for k in keys))


def _constant(_: Reasoner, node: t.Constant, __: Variables) -> object:
    return node.value


def _day(reasoner: Reasoner, node: t.Day, _: Variables) -> object:
    return reasoner.days[node.name]


def find(variables: Variables, variable: str, path: tuple[str, ...]) -> Instance | None:
    """The instance that a reference leads to."""
    instance: Instance | None = variables[variable]
    for attribute in path:
        instance = getattr(instance, attribute) if instance is not None else None
    return instance


def _slot(reasoner: Reasoner, node: t.FactRef | t.RuleRef, variables: Variables) -> object:
    instance = find(variables, node.variable, node.path)
    if instance is None:
        return Unknown()
    slot = reasoner.law.slots[node.entity].get(node.name)
    if slot is None:
        return Unknown(unset=frozenset({node.name}))
    return instance.v[slot]


def _parameter(reasoner: Reasoner, node: t.ParameterRef, variables: Variables) -> object:
    keys = [reasoner.value(key, variables) for key in node.keys]
    doubtful = [key for key in keys if isinstance(key, Unknown)]
    if not doubtful:
        return reasoner.settled(node.name, keys)
    if len(keys) == 1 and doubtful[0].options:
        return _hull([reasoner.settled(node.name, (option,)) for option in doubtful[0].options], doubtful, node)
    return merge(doubtful)


def _not(reasoner: Reasoner, node: t.Not, variables: Variables) -> object:
    value = reasoner.value(node.item, variables)
    return value if isinstance(value, Unknown) else not value


def _and(reasoner: Reasoner, node: t.And, variables: Variables) -> object:
    return _all_of([reasoner.value(item, variables) for item in node.items])


def _or(reasoner: Reasoner, node: t.Or, variables: Variables) -> object:
    return _any_of([reasoner.value(item, variables) for item in node.items])


def _all_of(values: Sequence[object]) -> object:
    if any(value is False for value in values):
        return False
    doubtful = [value for value in values if isinstance(value, Unknown)]
    return merge(doubtful) if doubtful else True


def _any_of(values: Sequence[object]) -> object:
    if any(value is True for value in values):
        return True
    doubtful = [value for value in values if isinstance(value, Unknown)]
    return merge(doubtful) if doubtful else False


def _compare(reasoner: Reasoner, node: t.Compare, variables: Variables) -> object:
    left, right = reasoner.value(node.left, variables), reasoner.value(node.right, variables)
    return compare(node.sign, left, right, numeric=node.left.type.numeric)


_KNOWN: dict[str, Callable[..., bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def compare(sign: str, left: object, right: object, *, numeric: bool) -> object:
    """Compare two values of which one may be unknown but bounded.

    >>> compare("<", Unknown(low=0, high=4), 5, numeric=True)
    True
    """
    doubtful = [value for value in (left, right) if isinstance(value, Unknown)]
    if not doubtful:
        return _KNOWN[sign](left, right)
    if numeric:
        settled = _by_bounds(sign, bounds(left), bounds(right))
        return merge(doubtful) if settled is None else settled
    if sign in ("==", "!="):
        return _by_options(sign, left, right, doubtful)
    return merge(doubtful)


def _by_bounds(
    sign: str, left: tuple[Number | None, Number | None], right: tuple[Number | None, Number | None]
) -> bool | None:
    (a, b), (c, d) = left, right
    if sign in ("==", "!="):
        apart = (b is not None and c is not None and b < c) or (a is not None and d is not None and d < a)
        return (sign == "!=") if apart else None
    if sign in (">", ">="):
        return _by_bounds({">": "<", ">=": "<="}[sign], right, left)
    strict = sign == "<"
    if b is not None and c is not None and (b < c or (not strict and b == c)):
        return True
    if a is not None and d is not None and (a > d or (strict and a == d)):
        return False
    return None


def _by_options(sign: str, left: object, right: object, doubtful: Sequence[Unknown]) -> object:
    left_set = set(left.options) if isinstance(left, Unknown) else {left}
    right_set = set(right.options) if isinstance(right, Unknown) else {right}
    if left_set and right_set and not left_set & right_set:
        return sign == "!="
    return merge(doubtful)


def _membership(reasoner: Reasoner, node: t.Membership, variables: Variables) -> object:
    item = reasoner.value(node.item, variables)
    options = [reasoner.value(option, variables) for option in node.options]
    known = [option for option in options if not isinstance(option, Unknown)]
    if isinstance(item, Unknown) and item.options and all(option in known for option in item.options):
        return True
    return _any_of([compare("==", item, option, numeric=node.item.type.numeric) for option in options])


def _if(reasoner: Reasoner, node: t.If, variables: Variables) -> object:
    condition = reasoner.value(node.condition, variables)
    if not isinstance(condition, Unknown):
        return reasoner.value(node.then if condition else node.other, variables)
    both = [reasoner.value(node.then, variables), reasoner.value(node.other, variables)]
    return _hull(both, [condition], node)


def _case(reasoner: Reasoner, node: t.Case, variables: Variables) -> object:
    subject = reasoner.value(node.subject, variables)
    branches = dict(node.branches)
    if not isinstance(subject, Unknown):
        return reasoner.value(branches[str(subject)], variables)
    possible = subject.options or tuple(branches)
    return _hull([reasoner.value(branches[value], variables) for value in possible], [subject], node)


def _hull(values: Sequence[object], doubtful: Sequence[Unknown], node: t.Tree) -> object:
    """What is certain when one of several values holds and it is not known which."""
    known = [value for value in values if not isinstance(value, Unknown)]
    if len(known) == len(values) and all(value == known[0] for value in known):
        return known[0]
    low: Number | None = None
    high: Number | None = None
    options: tuple[str, ...] = ()
    if node.type.numeric:
        limits = [bounds(value) for value in values]
        low = None if any(a is None for a, _ in limits) else min(a for a, _ in limits if a is not None)
        high = None if any(b is None for _, b in limits) else max(b for _, b in limits if b is not None)
    elif node.type.kind == "choice":
        options = tuple(dict.fromkeys(o for v in values for o in (_options(v, node))))
    return merge([*doubtful, *values], low=low, high=high, options=options)


def _options(value: object, node: t.Tree) -> tuple[str, ...]:
    if isinstance(value, Unknown):
        return value.options or node.type.values
    return (str(value),)


def _arithmetic(reasoner: Reasoner, node: t.Arithmetic, variables: Variables) -> object:
    left, right = reasoner.value(node.left, variables), reasoner.value(node.right, variables)
    if not isinstance(left, Unknown) and not isinstance(right, Unknown):
        return _compute(node.sign, left, right)  # type: ignore[arg-type]
    low, high = _interval(node.sign, bounds(left), bounds(right))
    return merge([left, right], low=low, high=high)


def _compute(sign: str, a: Number, b: Number) -> Number | Unknown:
    if sign == "+":
        return a + b
    if sign == "-":
        return a - b
    if sign == "*":
        return a * b
    return divide(a, b) if b else Unknown()  # what is divided by nobody does not apply


def _interval(
    sign: str, left: tuple[Number | None, Number | None], right: tuple[Number | None, Number | None]
) -> tuple[Number | None, Number | None]:
    (a, b), (c, d) = left, right
    if sign == "+":
        return (None if a is None or c is None else a + c), (None if b is None or d is None else b + d)
    if sign == "-":
        return (None if a is None or d is None else a - d), (None if b is None or c is None else b - c)
    if sign == "*":
        return _product(left, right)
    if c is not None and c > 0:
        return _product(left, (Fraction(0) if d is None else Fraction(1) / d, Fraction(1) / c))
    return None, None


def _product(
    left: tuple[Number | None, Number | None], right: tuple[Number | None, Number | None]
) -> tuple[Number | None, Number | None]:
    (a, b), (c, d) = left, right
    if a is not None and b is not None and c is not None and d is not None:
        corners = (a * c, a * d, b * c, b * d)
        return min(corners), max(corners)
    if a is not None and c is not None and a >= 0 and c >= 0:
        return a * c, (b * d if b is not None and d is not None else None)
    return None, None


def _call(reasoner: Reasoner, node: t.Call, variables: Variables) -> object:
    values = [reasoner.value(argument, variables) for argument in node.arguments]
    doubtful = [value for value in values if isinstance(value, Unknown)]
    compute: Callable[..., object] = (
        reasoner.law.in_area_set if node.function == "in_area_set" else COMPUTE[node.function]
    )
    try:
        return compute(*values)  # some are settled by one argument: everything lies in the whole country
    except Touched:
        pass
    if node.function in _MONOTONE or (node.function == "for_months" and not isinstance(values[1], Unknown)):
        low, high = (None if side is None else cast(Number, compute(side, *values[1:])) for side in bounds(values[0]))
        return merge(doubtful, low=low, high=high)
    if node.function in ("min", "max") and node.type.numeric:
        return _extreme(node.function, values, doubtful)
    return merge(doubtful)


def _extreme(how: str, values: Sequence[object], doubtful: Sequence[object]) -> object:
    lows, highs = zip(*(bounds(value) for value in values), strict=True)
    if how == "max":
        low: Number | None = max((x for x in lows if x is not None), default=None)
        high: Number | None = None if any(x is None for x in highs) else max(highs)
    else:
        low = None if any(x is None for x in lows) else min(lows)
        high = min((x for x in highs if x is not None), default=None)
    return low if low is not None and low == high else merge(doubtful, low=low, high=high)


def _count_true(reasoner: Reasoner, node: t.CountTrue, variables: Variables) -> object:
    return _count([reasoner.value(item, variables) for item in node.items], True)


def _count(values: Sequence[object], complete: object) -> object:
    doubtful = [value for value in values if isinstance(value, Unknown)]
    certain = sum(1 for value in values if value is True)
    if not doubtful and complete is True:
        return certain
    more = [complete] if isinstance(complete, Unknown) else []
    return merge([*doubtful, *more], low=certain, high=None if more else certain + len(doubtful))


def _fold(reasoner: Reasoner, node: t.Fold, variables: Variables) -> object:
    instance = find(variables, node.variable, node.path)
    if instance is None:
        return Unknown()
    listed = instance.lists.get(node.list_name)
    if isinstance(listed, Unknown) or listed is None:
        listed = Members((), complete=listed if isinstance(listed, Unknown) else Unknown())
    assert isinstance(listed, Members)  # noqa: S101 - lists hold nothing else
    pairs: list[tuple[object, Variables]] = []
    for item, doubt in zip(listed.items, listed.doubts, strict=True):
        inner = {**variables, node.loop: item}
        condition = True if node.condition is None else reasoner.value(node.condition, inner)
        belongs = _all_of([doubt, condition])
        if belongs is not False:
            pairs.append((belongs, inner))
    if node.how == "count":
        return _count([belongs for belongs, _ in pairs], listed.complete)
    assert node.body is not None  # noqa: S101 - only a count has no body
    bodies = [(belongs, reasoner.value(node.body, inner)) for belongs, inner in pairs]
    if node.how in ("any", "all"):
        return _quantified(node.how, bodies, listed.complete)
    return _total(node, bodies, listed.complete)


def _quantified(how: str, bodies: Sequence[tuple[object, object]], complete: object) -> object:
    if how == "any":
        return _any_of(
            [*(_all_of([belongs, body]) for belongs, body in bodies), *([complete] if complete is not True else [])]
        )
    negated = [_all_of([belongs, body if isinstance(body, Unknown) else not body]) for belongs, body in bodies]
    result = _any_of([*negated, *([complete] if complete is not True else [])])
    return result if isinstance(result, Unknown) else not result


def _total(node: t.Fold, bodies: Sequence[tuple[object, object]], complete: object) -> object:
    doubtful = [x for pair in bodies for x in pair if isinstance(x, Unknown)]
    if complete is not True:
        doubtful.append(complete if isinstance(complete, Unknown) else Unknown())
    if not doubtful:
        values = [body for _, body in bodies]
        if node.how == "sum":
            return sum(values)  # type: ignore[arg-type]
        if not values:
            return 0 if node.type.numeric else Unknown()
        return max(values) if node.how == "most" else min(values)  # type: ignore[type-var]
    if node.how != "sum":
        if node.type.numeric and complete is True and all(belongs is True for belongs, _ in bodies):
            return _extreme("max" if node.how == "most" else "min", [body for _, body in bodies], doubtful)
        return merge(doubtful)
    low: Number | None = 0
    high: Number | None = 0 if complete is True else None
    for belongs, body in bodies:
        a, b = bounds(body)
        if belongs is not True:
            a, b = (None if a is None else min(a, 0)), (None if b is None else max(b, 0))
        low = None if low is None or a is None else low + a
        high = None if high is None or b is None else high + b
    if complete is True and low is not None and low == high:
        return low
    return merge(doubtful, low=low if complete is True else None, high=high)


_HANDLERS: dict[type[t.Tree], Callable[..., object]] = {
    t.Constant: _constant,
    t.Day: _day,
    t.FactRef: _slot,
    t.RuleRef: _slot,
    t.ParameterRef: _parameter,
    t.Not: _not,
    t.And: _and,
    t.Or: _or,
    t.Compare: _compare,
    t.Membership: _membership,
    t.If: _if,
    t.Case: _case,
    t.Arithmetic: _arithmetic,
    t.Call: _call,
    t.CountTrue: _count_true,
    t.Fold: _fold,
}
