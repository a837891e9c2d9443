"""The value of one fact, from JSON and back to JSON: exact money, real dates, and nothing that a fact cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from minsheng.policy.finding import Findings, Place
from minsheng.policy.json_text import Unusable, clean, shown
from minsheng.policy.language import N_
from minsheng.policy.types import DURATIONS, Type, ValueProblem, parse_value
from minsheng.policy.vocabulary import Fact

__all__ = ["FIRST_DAY", "LARGEST", "read_typed", "read_value", "write_value"]

#: No fact of a living person is older.
FIRST_DAY = date(1900, 1, 1)
#: The largest value of a kind: yuan of an amount, a plain number, years, months, days. More is a mistake of writing, and it keeps
#: every product of the population kernel inside 64 bits.
LARGEST = {"money": 9_999_999_999, "int": 999_999_999, "years": 200, "months": 2400, "days": 73_000, "ratio": 999_999}

_YUAN = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,2})?")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_UNKNOWN_HINT = N_("When it is not known, leave the key out or write null.")


class _Refused(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, code: str, message: str, hint: str = "", **params: object) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.params = code, message, hint, params


def read_value(raw: object, fact: Fact, place: Place, findings: Findings, latest: date) -> object:
    """Read the value of a fact as a household file gives it; ``None`` when it was refused, with a finding.

    Args:
        raw: what :func:`~minsheng.policy.json_text.read_json` gave, not ``None``.
        fact: the fact.
        place: where it stands.
        findings: takes what is wrong.
        latest: the last possible date.

    Returns:
        A value as :class:`~minsheng.policy.thing.Thing` holds it; money in fen.

    >>> from minsheng.policy.vocabulary import Text
    >>> wages = Fact("wage_income", "person", Type("money", "month"), Text("", ""), Text("", ""), "ledger", False)
    >>> read_value(Decimal("589.30"), wages, Place(), Findings(), date(2021, 11, 15))
    58930
    """
    value = read_typed(raw, fact.type, place, findings, latest)
    if isinstance(value, int | Fraction) and value < 0 and not fact.may_be_negative:
        message = N_("{name} cannot be negative, but is {value}")
        findings.error("H12", place, message, name=fact.name, value=shown(raw))
        return None
    return value


def read_typed(raw: object, typ: Type, place: Place, findings: Findings, latest: date) -> object:
    """Read a value of a type, whatever it is the value of; ``None`` when it was refused, with a finding.

    >>> read_typed("620171", Type("area"), Place(), Findings(), date(2021, 11, 15))
    '620171'
    """
    try:
        return _date(raw, latest) if typ.kind == "date" else _READERS[typ.kind](raw, typ)
    except _Refused as problem:
        findings.error(problem.code, place, problem.message, problem.hint, **problem.params)
        return None


def write_value(value: object, typ: Type) -> object:
    """The value of a fact as JSON has it; the opposite of :func:`read_value`.

    Raises:
        ValueError: money that is not whole fen, which no file can hold.

    >>> write_value(58930, Type("money", "month")), write_value(Fraction(3, 2), Type("ratio"))
    ('589.30', '3/2')
    """
    if isinstance(value, date):
        return value.isoformat()
    if typ.kind == "money":
        if not isinstance(value, int):
            raise ValueError(f"{value} fen is not a whole amount")
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"
    return str(value) if isinstance(value, Fraction) else value


def _bool(raw: object, typ: Type) -> bool:
    if isinstance(raw, bool):
        return raw
    raise _Refused("H11", N_("true or false is expected here, not {value}"), _UNKNOWN_HINT, value=shown(raw))


def _int(raw: object, typ: Type) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        if isinstance(raw, Unusable):
            raise _too_large(raw, typ)
        raise _Refused("H11", N_("a whole number is expected here, not {value}"), _UNKNOWN_HINT, value=shown(raw))
    return int(_within(raw, raw, typ))


def _money(raw: object, typ: Type) -> int:
    yuan = Decimal(raw) if isinstance(raw, str) and _YUAN.fullmatch(raw) else _number(raw)
    if yuan is None:
        raise _Refused(
            "H11",
            N_("an amount in yuan with at most two decimals is expected here, not {value}"),
            N_("Write 589.00 or 589, without separators, units or a sign of currency."),
            value=shown(raw),
        )
    _within(yuan, raw, typ)
    if int(yuan.as_tuple().exponent) < -2:
        raise _Refused(
            "H11",
            N_("an amount in yuan with at most two decimals is expected here, not {value}"),
            N_("Round it to the fen as the document that it comes from does."),
            value=shown(raw),
        )
    return int(yuan * 100)


def _ratio(raw: object, typ: Type) -> Fraction:
    value: Fraction | Decimal | None = _number(raw)
    if isinstance(raw, str) and raw.isascii() and len(raw) <= 40:
        try:
            value = Fraction(str(parse_value(raw, typ)))
        except ValueProblem:
            value = None
    if value is None or (isinstance(value, Decimal) and int(value.as_tuple().exponent) < -20):
        raise _Refused("H11", N_("a ratio such as 0.73, 3/2 or 60% is expected here, not {value}"), value=shown(raw))
    _within(value, raw, typ)
    return Fraction(value)


def _number(raw: object) -> Decimal | None:
    """A JSON number as it is written; refused when no fact can have it, ``None`` when it is no number."""
    if isinstance(raw, Unusable):
        raise _Refused("H12", N_("{value} is not a possible value"), _UNKNOWN_HINT, value=shown(raw))
    if isinstance(raw, float):
        raise _Refused("H11", N_("{value} is binary floating point, which is not exact; give text"), value=shown(raw))
    if isinstance(raw, Decimal) and not raw.is_finite():
        raise _Refused("H12", N_("{value} is not a possible value"), _UNKNOWN_HINT, value=shown(raw))
    return Decimal(raw) if isinstance(raw, int | Decimal) and not isinstance(raw, bool) else None


def _within(value: int | Decimal | Fraction, raw: object, typ: Type) -> int | Decimal | Fraction:
    largest = LARGEST[typ.kind]
    if -largest <= value <= largest:
        return value
    raise _too_large(raw, typ)


def _too_large(raw: object, typ: Type) -> _Refused:
    message = N_("a number up to {largest} is expected here, not {value}")
    return _Refused("H12", message, largest=LARGEST[typ.kind], value=shown(raw))


def _date(raw: object, latest: date) -> date:
    if not isinstance(raw, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
        message = N_("a date as YYYY-MM-DD is expected here, not {value}")
        raise _Refused("H11", message, _UNKNOWN_HINT, value=shown(raw))
    try:
        value = date.fromisoformat(raw)
    except ValueError:
        raise _Refused("H12", N_("the date {value} does not exist"), value=clean(raw)) from None
    if not FIRST_DAY <= value <= latest:
        message = N_("a date from {first} to {last} is expected here, not {value}")
        raise _Refused("H12", message, first=FIRST_DAY, last=latest, value=value)
    return value


def _choice(raw: object, typ: Type) -> str:
    if isinstance(raw, str) and raw in typ.values:
        return raw
    allowed = ", ".join(typ.values)
    raise _Refused(
        "H11", N_("{value} is not possible here"), N_("Possible: {allowed}."), value=shown(raw), allowed=allowed
    )


def _area(raw: object, typ: Type) -> str:
    try:
        if isinstance(raw, str) and raw.isascii() and raw == raw.strip():
            return str(parse_value(raw, typ))
    except ValueProblem:
        pass
    message = N_("an area code of 2, 4, 6, 9 or 12 digits, in quotes, is expected here, not {value}")
    raise _Refused("H11", message, value=shown(raw))


def _text(raw: object, typ: Type) -> str:
    if isinstance(raw, str) and not _NOT_TEXT.search(raw):
        return raw
    raise _Refused("H11", N_("text is expected here, not {value}"), _UNKNOWN_HINT, value=shown(raw))


_READERS: dict[str, Callable[[object, Type], object]] = {
    "bool": _bool,
    **dict.fromkeys(("int", *DURATIONS), _int),
    "money": _money,
    "ratio": _ratio,
    "choice": _choice,
    "area": _area,
    "text": _text,
}
