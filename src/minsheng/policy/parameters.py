"""Parameters on a day at a place: which row holds, and what is still to be set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from operator import index
from typing import Any

from minsheng.policy.functions import within_area
from minsheng.policy.pack import AreaSet, Parameter, Row
from minsheng.policy.types import Type
from minsheng.policy.unknown import Unknown

__all__ = ["Bound", "bind", "changed_settings", "given", "in_area_set", "plain_value", "stem_length"]


@dataclass(frozen=True)
class Bound:
    """A parameter bound to a day and a place: the row for every combination of its choice axes."""

    parameter: Parameter
    rows: dict[tuple[str, ...], Row]
    choices: tuple[str, ...]

    def row(self, keys: tuple[str, ...]) -> Row | None:
        """The row that holds for the given choice keys."""
        return self.rows.get(keys)

    def value(self, keys: tuple[str, ...]) -> object:
        """The value for the given choice keys, or the unknown that says that it is not set."""
        row = self.rows.get(keys)
        return row.value if row is not None else Unknown(unset=frozenset({self.parameter.name}))

    def table(self) -> dict[object, object]:
        """All values by key (one key plain, several as a tuple)."""
        if len(self.choices) == 1:
            return _Table(self.parameter.name, {keys[0]: row.value for keys, row in self.rows.items() if keys})
        return _Table(self.parameter.name, {keys: row.value for keys, row in self.rows.items()})


class _Table(dict[object, object]):
    """A table whose missing rows are not set."""

    def __init__(self, name: str, rows: dict[object, object]) -> None:
        super().__init__(rows)
        self.default: object = Unknown(unset=frozenset({name}))

    def __missing__(self, key: object) -> object:
        return self.default


def stem_length(area: str) -> int:
    """How specific an area code is: the number of its digits that say something.

    >>> stem_length("100000"), stem_length("620000"), stem_length("620171"), stem_length("")
    (0, 2, 6, 0)
    """
    if area in ("", "100000"):
        return 0
    while len(area) <= 6 and len(area) > 2 and area.endswith("00"):
        area = area[:-2]
    return len(area)


def in_area_set(place: str, area_set: AreaSet, day: date) -> bool:
    """Whether a place lies in an area set on a day."""
    started = area_set.first_day is None or area_set.first_day <= day
    ended = area_set.last_day is not None and area_set.last_day < day
    return started and not ended and any(within_area(place, area) for area in area_set.areas)


def bind(
    parameter: Parameter,
    day: date,
    place: str,
    area_sets: dict[str, AreaSet],
    choices: tuple[str, ...],
    *,
    demonstration: bool = True,
) -> Bound:
    """Find the rows that hold: the most specific area first, real ones before demonstration ones, then the latest."""
    best: dict[tuple[str, ...], tuple[tuple[int, bool, date], Row]] = {}
    for row in parameter.rows:
        if row.demonstration and not demonstration:
            continue
        if (row.first_day and row.first_day > day) or (row.last_day and row.last_day < day):
            continue
        if row.area and not within_area(place, row.area):
            continue
        if row.area_set and not (row.area_set in area_sets and in_area_set(place, area_sets[row.area_set], day)):
            continue
        keys = tuple(dict(row.keys).get(axis, "") for axis in choices)
        order = (5 if row.area_set else stem_length(row.area), not row.demonstration, row.first_day or date.min)
        if keys not in best or order > best[keys][0]:
            best[keys] = (order, row)
    return Bound(parameter, {keys: row for keys, (_, row) in best.items()}, choices)


def given(parameter: Parameter, values: Mapping[tuple[str, ...], object], choices: tuple[str, ...]) -> Bound:
    """A parameter with values given from outside, for cases and for looking at a change. The key ``()`` stands for every combination."""
    rows = {}
    for keys, value in values.items():
        row = Row(value=value, printed="", place=parameter.place, cites=parameter.cites, document=parameter.document)
        rows[keys] = row
    return _AllAlike(parameter, rows, choices) if () in rows and choices else Bound(parameter, rows, choices)


def changed_settings(
    bound: Mapping[str, Bound], values: Mapping[str, object]
) -> dict[str, dict[tuple[str, ...], object]]:
    """Settings for a law from values as a user writes them; the choices that are not named keep their value.

    Raises:
        KeyError: there is no such parameter, or it has no such choice.
        TypeError: a value is not of the type of its parameter.
    """
    settings: dict[str, dict[tuple[str, ...], object]] = {}
    for name, value in values.items():
        if name not in bound:
            near = ", ".join(get_close_matches(name, bound, 3)) or "none that reads like it"
            raise KeyError(f"there is no parameter {name} in force here; there is: {near}")
        rows, typ = bound[name].rows, bound[name].parameter.type
        given_keys = {(): value} if not isinstance(value, Mapping) else value
        changed = {keys: row.value for keys, row in rows.items()}
        for key, own in given_keys.items():
            keys = key if isinstance(key, tuple) else (key,)
            if keys and keys not in rows:
                raise KeyError(
                    f"{name} has no choice {', '.join(keys)}; it has {', '.join('/'.join(k) for k in sorted(rows))}"
                )
            plain = plain_value(name, own, typ)
            changed |= {keys: plain} if keys else dict.fromkeys(rows or [()], plain)
        settings[name] = changed
    return settings


def plain_value(name: str, value: Any, typ: Type) -> Any:
    """A value of a parameter as packs keep it, NumPy's numbers made Python's.

    >>> plain_value("rate", 1, Type("ratio"))
    Fraction(1, 1)
    >>> plain_value("dibao.standard", 600.0, Type("money", period="month"))
    Traceback (most recent call last):
        ...
    TypeError: dibao.standard takes whole numbers of fen, not 600.0 (float)
    """
    expected = {"money": "whole numbers of fen", "bool": "True or False", "date": "a date", "shares": "{payer: ratio}"}
    try:
        match typ.kind:
            case "money" if isinstance(value, Fraction):
                return value
            case "money" | "int" | "years" | "months" | "days" if not isinstance(value, bool):
                return index(value)
            case "ratio" if isinstance(value, Fraction):
                return value
            case "ratio" if not isinstance(value, bool):
                return Fraction(index(value))
            case "bool" if value in (True, False) and type(value).__name__ in ("bool", "bool_"):
                return bool(value)
            case "shares" if isinstance(value, Mapping):
                return {payer: plain_value(name, share, Type("ratio")) for payer, share in value.items()}
            case "date" if isinstance(value, date):
                return value
            case "choice" | "area" | "text" if isinstance(value, str):
                return str(value)
    except TypeError:
        pass
    wanted = expected.get(typ.kind, "fractions" if typ.kind == "ratio" else "whole numbers" if typ.numeric else "text")
    raise TypeError(f"{name} takes {wanted}, not {value!r} ({type(value).__name__})")


class _AllAlike(Bound):
    """A parameter whose value is the same for all choices."""

    def row(self, keys: tuple[str, ...]) -> Row | None:
        return self.rows.get(keys) or self.rows[()]

    def value(self, keys: tuple[str, ...]) -> object:
        return (self.rows.get(keys) or self.rows[()]).value

    def table(self) -> dict[object, object]:
        table = super().table()
        assert isinstance(table, _Table)  # noqa: S101 - the only kind there is
        table.default = self.rows[()].value
        return table
