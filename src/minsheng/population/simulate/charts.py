"""Charts of the forecast page: what the script on the page draws. Every chart has its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from minsheng.policy.types import format_money

__all__ = ["Bars", "Curve", "Series", "as_json", "yuan"]


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values: its name, the role that gives its colour, the values (fen for money)."""

    name: str
    role: str
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars, one row for each category; series stand on each other when ``stacked``, else beside each other."""

    name: str
    title: str
    unit: str
    categories: Sequence[str]
    series: Sequence[Series]
    stacked: bool = True


@dataclass(frozen=True, slots=True)
class Curve:
    """Lines over the values of a sweep; ``marks`` are values to point at, by their words."""

    name: str
    title: str
    unit: str
    values: Sequence[int | Fraction]
    shown: Sequence[str]
    series: Sequence[Series]
    stacked: bool = True
    marks: Mapping[str, int | Fraction] = field(default_factory=dict)


def as_json(chart: Bars | Curve, words: Mapping[str, str], lang: str) -> dict[str, object]:
    """A chart as the script reads it. Money comes with what it is divided by; places on an axis are only for drawing."""
    money = chart.unit == "money"
    scale = (1_000_000 if lang == "zh" else 100_000) if money else 1
    unit = words["unit_chart"] if money else words.get(f"unit_{chart.unit}", "")
    result: dict[str, object] = {
        "name": chart.name,
        "kind": "bars" if isinstance(chart, Bars) else "curve",
        "title": chart.title,
        "unit": unit,
        "scale": scale,
        "digits": (2 if lang == "zh" else 1) if money else 0,
        "stacked": chart.stacked,
        "series": [{"name": s.name, "role": s.role, "values": list(s.values)} for s in chart.series],
    }
    if isinstance(chart, Bars):
        return result | {"categories": list(chart.categories)}
    marks = [{"at": float(value), "words": text} for text, value in chart.marks.items()]
    return result | {"at": [float(value) for value in chart.values], "shown": list(chart.shown), "marks": marks}


def yuan(fen: int) -> str:
    """An amount with its sign, for a difference.

    >>> yuan(12345), yuan(-5), yuan(0)
    ('+123.45', '-0.05', '0.00')
    """
    return f"+{format_money(fen)}" if fen > 0 else format_money(fen)
