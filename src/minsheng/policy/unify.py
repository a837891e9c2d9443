"""Which types go together: comparisons, branches, arithmetic with units and periods, and what an expression must give."""

from __future__ import annotations

from dataclasses import replace

from minsheng.policy import tree as t
from minsheng.policy.language import N_
from minsheng.policy.scope import Unreadable
from minsheng.policy.types import INT, RATIO, Type

__all__ = ["arithmetic_type", "comparable", "fit", "join_types"]


def fit(node: t.Tree, expected: Type) -> t.Tree:
    """Check that an expression gives what it must; whole literals and whole numbers fit durations and ratios."""
    actual = node.type
    if expected.kind == actual.kind and expected.period == actual.period:
        if expected.kind == "choice" and not set(actual.values) <= set(expected.values):
            raise Unreadable(
                "E3",
                N_("this gives {actual}, but {expected} was expected"),
                N_("See the expressions in docs/reference/packs.md."),
                actual=actual,
                expected=expected,
            )
        return node
    if actual.literal and _literal_fits(node, expected):
        return replace(node, type=replace(expected, literal=False))
    if expected.kind == "ratio" and actual.kind == "int":
        return node
    raise Unreadable(
        "E3",
        N_("this gives {actual}, but {expected} was expected"),
        N_("Months, years and one-off amounts do not mix; convert with per_month, per_year or for_months."),
        actual=actual,
        expected=expected,
    )


def _literal_fits(node: t.Tree, expected: Type) -> bool:
    if not isinstance(node, t.Constant):
        return False
    return expected.kind in ("int", "ratio", "years", "months", "days") or (
        expected.kind == "money" and node.value == 0
    )


def comparable(a: Type, b: Type, sign: str) -> None:
    """Check that two sides can be compared; raises :class:`Unreadable`."""
    same = a.kind == b.kind and a.period == b.period
    if same and a.kind in ("bool", "choice", "area", "text") and sign not in ("==", "!="):
        hint = N_("See the expressions in docs/reference/packs.md.")
        raise Unreadable("E9", N_("{sign} does not work on {type}"), hint, sign=sign, type=a)
    if a.kind == b.kind == "choice" and not set(a.values) & set(b.values):
        hint = N_("See the types in docs/reference/packs.md.")
        raise Unreadable("E15", N_("{left} and {right} cannot be compared"), hint, left=a, right=b)
    if same or (a.numeric and b.numeric and _number_join(a, b) is not None):
        return
    raise Unreadable(
        "E15",
        N_("{left} and {right} cannot be compared"),
        N_("Months, years and one-off amounts do not mix; convert with per_month, per_year or for_months."),
        left=a,
        right=b,
    )


def _number_join(a: Type, b: Type) -> Type | None:
    whole = a.whole and b.whole
    if a.kind == b.kind and a.period == b.period:
        return replace(a, whole=whole, literal=a.literal and b.literal, zero=a.zero and b.zero)
    if a.literal and b.kind == "money" and not a.zero:
        return None  # an amount needs a citation; only 0 may be written
    if a.literal and (b.kind in ("int", "ratio", "years", "months", "days", "money")):
        return replace(b, whole=whole)
    if b.literal:
        return _number_join(b, a)
    if {a.kind, b.kind} == {"int", "ratio"}:
        return RATIO
    return None


def join_types(a: Type, b: Type) -> Type:
    """The type of two branches together; raises :class:`Unreadable` when they do not go together."""
    if a.kind == b.kind == "choice":
        return Type("choice", values=tuple(dict.fromkeys(a.values + b.values)))
    joined = _number_join(a, b) if a.numeric and b.numeric else (a if a.kind == b.kind else None)
    if joined is None:
        raise Unreadable(
            "E15",
            N_("{left} and {right} cannot be compared"),
            N_("Both branches must give the same type."),
            left=a,
            right=b,
        )
    return joined


def arithmetic_type(sign: str, a: Type, b: Type) -> Type:
    """The type of a sum, difference, product or quotient; raises :class:`Unreadable` when units mix."""
    if sign in "+-":
        joined = _number_join(a, b)
        if joined is None:
            raise Unreadable(
                "E16",
                N_("{left} {sign} {right} mixes units"),
                N_("Months, years and one-off amounts do not mix; convert with per_month, per_year or for_months."),
                left=a,
                sign=sign,
                right=b,
            )
        return joined
    plain = ("int", "ratio")
    if sign == "*":
        for x, y in ((a, b), (b, a)):
            if x.kind in plain:
                if y.kind in plain:
                    return replace(INT, literal=False) if x.kind == y.kind == "int" else RATIO
                return replace(y, whole=y.whole and x.kind == "int", literal=False)
    elif a.kind == b.kind and a.period == b.period and a.kind != "ratio":
        return RATIO
    elif b.kind in plain:
        return RATIO if a.kind in plain else replace(a, whole=False, literal=False)
    raise Unreadable(
        "E16",
        N_("{left} {sign} {right} mixes units"),
        N_("Use for_months(money, n) for a sum over months."),
        left=a,
        sign=sign,
        right=b,
    )
