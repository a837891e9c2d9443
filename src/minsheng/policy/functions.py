"""The functions of the language: what they take, what they give, and how they are computed on known values.

Money is exact: whole fen as ``int``, everything else as :class:`~fractions.Fraction`. Rounding happens only where a
rule says so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import cast

from minsheng.policy.calendar_math import add_months, add_years, age_on, days_between, months_between
from minsheng.policy.types import BOOL, DATE, INT, RATIO, Type
from minsheng.policy.unknown import Touched

__all__ = ["COMPUTE", "FUNCTIONS", "OVER_LISTS", "divide", "result_type", "round_half_up", "within_area"]

OVER_LISTS = ("any", "all", "count", "sum", "most", "least")

#: What each function takes and gives, as shown in error messages.
FUNCTIONS: dict[str, str] = {
    "age_on": "age_on(date, date) → years",
    "add_months": "add_months(date, months) → date",
    "add_years": "add_years(date, years) → date",
    "months_between": "months_between(date, date) → months",
    "days_between": "days_between(date, date) → days",
    "year_of": "year_of(date) → int",
    "min": "min(a, b, …)",
    "max": "max(a, b, …)",
    "round_fen": "round_fen(money) → whole money",
    "round_yuan_up": "round_yuan_up(money) → whole money",
    "round_up": "round_up(ratio) → int",
    "round_down": "round_down(ratio) → int",
    "per_month": "per_month(money/year) → money/month",
    "per_year": "per_year(money/month) → money/year",
    "for_months": "for_months(money/month, months) → money/once",
    "registered_in": "registered_in(area, area) → bool",
    "in_area_set": "in_area_set(area, name of an area set) → bool",
    "any": "any(… for x in list)",
    "all": "all(… for x in list)",
    "count": "count(x for x in list if …)",
    "sum": "sum(… for x in list)",
    "most": "most(… for x in list)",
    "least": "least(… for x in list)",
    "case": "case(choice, value=…, …)",
}


def result_type(name: str, given: Sequence[Type]) -> Type | None:
    """The type that a function gives for arguments of these types; ``None`` when it does not take them.

    >>> str(result_type("age_on", [DATE, DATE]))
    'years'
    """
    kinds = [typ.kind for typ in given]
    if name in ("min", "max"):
        return _common(given)
    fixed: dict[str, tuple[list[str], Type]] = {
        "age_on": (["date", "date"], Type("years")),
        "months_between": (["date", "date"], Type("months")),
        "days_between": (["date", "date"], Type("days")),
        "year_of": (["date"], INT),
        "registered_in": (["area", "area"], BOOL),
    }
    if name in fixed:
        takes, gives = fixed[name]
        return gives if kinds == takes else None
    if name in ("add_months", "add_years"):
        fits = len(kinds) == 2 and kinds[0] == "date" and (given[1].literal or kinds[1] in ("int", name[4:]))
        return DATE if fits and given[1].whole else None
    return _money_type(name, given)


def _money_type(name: str, given: Sequence[Type]) -> Type | None:
    first = given[0] if given else None
    if first is None:
        return None
    if name in ("round_fen", "round_yuan_up") and len(given) == 1 and first.kind == "money":
        return replace(first, whole=True)
    if name in ("round_up", "round_down") and len(given) == 1 and first.kind in ("ratio", "int"):
        return INT
    if name == "per_month" and len(given) == 1 and first.kind == "money" and first.period == "year":
        return Type("money", period="month", whole=False)
    if name == "per_year" and len(given) == 1 and first.kind == "money" and first.period == "month":
        return replace(first, period="year")
    monthly = first.kind == "money" and first.period == "month"
    if name == "for_months" and len(given) == 2 and monthly and given[1].kind in ("int", "months") and given[1].whole:
        return replace(first, period="once")
    return None


def _common(given: Sequence[Type]) -> Type | None:
    if len(given) < 2:
        return None
    base = next((typ for typ in given if not typ.literal), given[0])
    whole = all(typ.whole for typ in given)
    if base.kind == "money" and any(typ.literal and not typ.zero for typ in given):
        return None
    for typ in given:
        if not typ.literal and (typ.kind, typ.period) != (base.kind, base.period):
            if {typ.kind, base.kind} != {"int", "ratio"}:
                return None
            base = RATIO
    return replace(base, whole=whole, literal=False) if base.numeric or base.kind == "date" else None


def divide(a: int | Fraction, b: int | Fraction) -> int | Fraction:
    """An exact quotient; whole results stay ``int``. Division by zero has no value: it is left to the careful evaluator.

    >>> divide(176700, 3)
    58900
    """
    if b == 0:
        raise Touched
    quotient = Fraction(a, b) if type(a) is int and type(b) is int else cast(Fraction, a / b)
    return quotient.numerator if quotient.denominator == 1 else quotient


def round_half_up(value: int | Fraction) -> int:
    """Half up to a whole number, away from zero for negatives.

    >>> round_half_up(Fraction(5, 2)), round_half_up(Fraction(-5, 2))
    (3, -3)
    """
    if isinstance(value, int):
        return value
    rounded = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return -rounded if value < 0 else rounded


def _round_yuan_up(value: int | Fraction) -> int:
    return -(-value // 100) * 100


def _per_month(value: int | Fraction) -> int | Fraction:
    return divide(value, 12)


def _within_calendar(function: Callable[[date, int], date]) -> Callable[[date, int], date]:
    """The same function; a day that no calendar has does not apply, and is left to the careful evaluator."""

    def day_or_touched(day: date, count: int) -> date:
        try:
            return function(day, count)
        except OverflowError:
            raise Touched from None

    return day_or_touched


def within_area(place: str, area: str) -> bool:
    """Whether a place lies in an area by its GB/T 2260 code; the whole country is 100000.

    >>> within_area("620171", "620100"), within_area("620171", "100000"), within_area("620000", "620100")
    (True, True, False)
    """
    if area == "100000":
        return True
    stem = area
    while len(stem) > 2 and len(stem) <= 6 and stem.endswith("00"):
        stem = stem[:-2]
    return place.startswith(stem)


COMPUTE: dict[str, Callable[..., object]] = {
    "age_on": age_on,
    "add_months": _within_calendar(add_months),
    "add_years": _within_calendar(add_years),
    "months_between": months_between,
    "days_between": days_between,
    "year_of": lambda day: day.year,
    "min": min,
    "max": max,
    "round_fen": round_half_up,
    "round_yuan_up": _round_yuan_up,
    "round_up": math.ceil,
    "round_down": math.floor,
    "per_month": _per_month,
    "per_year": lambda value: value * 12,
    "for_months": lambda value, months: value * months,
    "registered_in": within_area,
}
