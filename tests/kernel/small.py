"""Words for small laws and small tables."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from minsheng.policy.finding import PolicyError

__all__ = ["LABEL", "exact", "parameter", "refusal", "rule", "rules", "tables", "told"]

LABEL = "label: {zh: 甲, en: a}, cites: 第一条"


def rule(name: str, of: str, gives: str, is_: str) -> str:
    """A line of a ``rules`` block."""
    return f'{name}: {{of: {of}, gives: {gives}, {LABEL}, is: "{is_}"}}'


def rules(*lines: tuple[str, str, str, str]) -> str:
    """A ``rules`` block."""
    return "\n".join(rule(*line) for line in lines)


def parameter(name: str, typ: str, value: str) -> str:
    """A line of a ``parameters`` block."""
    return f"{name}: {{{LABEL}, type: {typ}, value: {value}}}"


def tables(people: dict | None = None, *, homes=None, households: dict | None = None, **lists) -> dict:
    """Tables in memory; one person in each household unless ``homes`` tells the household of each person."""
    people = people or {}
    count = len(next(iter(people.values()))) if people else len(next(iter((households or {"": [0]}).values())))
    homes = np.arange(count) if homes is None else np.array(homes, None if len(homes) else int)
    total = len(next(iter(households.values()))) if households else (int(homes.max()) + 1 if len(homes) else 0)
    return {
        "households": {"household_id": np.arange(total), **(households or {})},
        "people": {"household_id": homes, **people},
        **lists,
    }


def told(found) -> list:
    """A column as Python values, ``None`` for what is not known; pairs as fractions."""
    if isinstance(found, tuple):
        pairs = zip(*(np.ma.asarray(part).tolist() for part in found), strict=True)
        return [None if number is None else Fraction(number, denominator) for number, denominator in pairs]
    return found.tolist()


def exact(found) -> list[Fraction]:
    """A column of exact numbers that are all known, as fractions."""
    return [Fraction(value) for value in told(found)]


def refusal(call, *arguments, **options) -> list:
    """The findings with which a call is refused."""
    with pytest.raises(PolicyError) as problem:
        call(*arguments, **options)
    return problem.value.findings
