"""The types of the pack language, and how their values are written and read.

Values in memory: ``bool``; ``int`` for plain numbers, durations and whole money in fen; :class:`fractions.Fraction`
for ratios and money
that is not whole; ``datetime.date``; ``str`` for choices, areas and text. No floating point anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

__all__ = ["BOOL", "DATE", "INT", "RATIO", "Type", "ValueProblem", "format_money", "parse_type", "parse_value"]

DURATIONS = ("years", "months", "days")
PERIODS = ("month", "year", "once")
PAYERS = ("central", "province", "city", "county", "township", "fund")
SIMPLE = ("bool", "int", *DURATIONS, "ratio", "date", "area", "text", "shares", "choice")
_MONEY = re.compile(r"-?\d{1,13}(\.\d{1,2})?")
_NUMBER = re.compile(r"-?\d{1,15}")
_RATIO = re.compile(r"(-?\d+(?:\.\d+)?)(?:/(\d+(?:\.\d+)?)|(%))?")
_AREA = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}")


class ValueProblem(ValueError):  # noqa: N818 - carries what was expected, is always turned into a finding
    """A text that is not a value of its type; ``str()`` says what was expected, in English, as a translatable template."""


@dataclass(frozen=True, slots=True)
class Type:
    """A type: its kind; the period of money; the values of a choice; whether money is whole (in fen).

    ``literal`` marks a number that is written in an expression, ``zero`` a written 0.

    >>> str(Type("money", period="month"))
    'money/month'
    """

    kind: str
    period: str = ""
    values: tuple[str, ...] = ()
    whole: bool = True
    literal: bool = False
    zero: bool = False

    def __str__(self) -> str:
        if self.kind == "money":
            return f"money/{self.period}"
        if self.kind == "choice":
            return " | ".join(self.values)
        return self.kind

    @property
    def numeric(self) -> bool:
        """True for everything that is counted or measured."""
        return self.kind in ("int", "ratio", "money", *DURATIONS)

    def not_whole(self) -> Type:
        """The same type for an exact value that may have parts of a fen."""
        return replace(self, whole=False)


BOOL = Type("bool")
INT = Type("int")
RATIO = Type("ratio", whole=False)
DATE = Type("date")


def parse_type(text: str, values: Sequence[str] = ()) -> Type | None:
    """Read a type as packs write it; ``None`` when there is no such type.

    >>> parse_type("money/month").period
    'month'
    """
    if text.startswith("money/") and text[6:] in PERIODS:
        return Type("money", period=text[6:])
    if text == "choice":
        return Type("choice", values=tuple(values))
    if text == "ratio":
        return RATIO
    return Type(text) if text in SIMPLE else None


def parse_value(text: str, typ: Type) -> object:
    """Read a value as packs, cases and household files write it (money in yuan); raises :class:`ValueProblem`.

    >>> parse_value("589.00", Type("money", period="month"))
    58900
    >>> parse_value("60%", RATIO)
    Fraction(3, 5)
    """
    text = text.strip()
    kind = typ.kind
    if kind == "bool":
        if text in ("yes", "true", "no", "false"):
            return text in ("yes", "true")
        raise ValueProblem("yes or no")
    if kind == "money":
        return _parse_money(text, typ.period)
    if kind in ("int", *DURATIONS):
        if _NUMBER.fullmatch(text):
            return int(text)
        raise ValueProblem("a whole number")
    if kind == "ratio":
        return _parse_ratio(text)
    if kind == "date":
        try:
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        raise ValueProblem("a date as YYYY-MM-DD")
    if kind == "choice":
        if text in typ.values:
            return text
        raise ValueProblem(f"one of: {', '.join(typ.values)}")
    if kind == "area":
        if _AREA.fullmatch(text):
            return text
        raise ValueProblem("an area code of 2, 4, 6, 9 or 12 digits")
    return text


def _parse_money(text: str, period: str) -> int | Fraction:
    amount, _, printed = text.partition("/")
    if not _MONEY.fullmatch(amount):
        raise ValueProblem("an amount in yuan with at most two decimals, such as 589.00")
    fen = int(Decimal(amount) * 100)
    if not printed or printed == period:
        return fen
    if (printed, period) == ("year", "month"):
        exact = Fraction(fen, 12)
        return exact.numerator if exact.denominator == 1 else exact
    if (printed, period) == ("month", "year"):
        return fen * 12
    raise ValueProblem("an amount in yuan with at most two decimals, such as 589.00")


def _parse_ratio(text: str) -> Fraction:
    match = _RATIO.fullmatch(text)
    if not match or (match[2] and not Fraction(match[2])):
        raise ValueProblem("a ratio such as 0.73, 3/2 or 60%")
    value = Fraction(match[1])
    if match[2]:
        value /= Fraction(match[2])
    return value / 100 if match[3] else value


def format_money(fen: int | Fraction) -> str:
    """Fen as yuan with two decimals; parts of a fen are shown as an exact fraction.

    >>> format_money(58900), format_money(Fraction(353200, 12))
    ('589.00', '294.33⅓')
    """
    if isinstance(fen, Fraction) and fen.denominator == 1:
        fen = fen.numerator
    if isinstance(fen, int):
        sign = "-" if fen < 0 else ""
        return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
    whole = fen.numerator // fen.denominator
    rest = fen - whole
    vulgar = {Fraction(1, 3): "⅓", Fraction(2, 3): "⅔", Fraction(1, 2): "½", Fraction(1, 4): "¼", Fraction(3, 4): "¾"}
    return f"{format_money(whole)}{vulgar.get(rest) or f'+{rest}'}"
