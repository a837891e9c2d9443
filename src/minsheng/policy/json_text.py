"""Strict reading of JSON: no floating point, nothing overwritten in silence, and a finding for everything that is no JSON.

Python's reader keeps the last of two equal keys, accepts ``NaN``, and turns ``589.30`` into the nearest binary
fraction. Here
equal keys are remembered, decimals are exact, and numbers that no fact can have become :class:`Unusable`, so that
whoever
reads the value can say where it stands.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from minsheng.policy.finding import Findings, Place
from minsheng.policy.language import N_

__all__ = ["JsonObject", "Unusable", "check_structure", "clean", "joined", "read_file", "read_json", "shown"]

_LONGEST_NUMBER = 40
_DEEPEST = 16


class JsonObject(dict[str, object]):
    """A JSON object that remembers which keys were given more than once."""

    repeated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unusable:
    """A number that no fact can have: ``NaN``, ``Infinity``, or one with dozens of digits."""

    text: str


def read_file(path: Path, file: str, findings: Findings) -> str | None:
    """The text of a UTF-8 file (a byte order mark is skipped); problems go to ``findings`` and give ``None``."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        findings.error(
            "H2", Place(file), N_("the file is not UTF-8 text"), N_("Save it again with the encoding UTF-8.")
        )
    except FileNotFoundError:
        findings.error("H1", Place(file), N_("there is no such file"), N_("Look at the name and the folder."))
    except (OSError, ValueError) as problem:
        reason = clean(getattr(problem, "strerror", None) or str(problem))
        findings.error("H1", Place(file), N_("the file cannot be read: {reason}"), reason=reason)
    return None


def read_json(text: str, file: str, findings: Findings) -> object:
    """Read JSON text; problems go to ``findings``, with line and column, and give ``None``.

    >>> read_json('{"a": 1.10, "a": 2}', "x.json", Findings())
    {'a': 2}
    >>> read_json('[1.10, NaN]', "x.json", Findings())
    [Decimal('1.10'), Unusable(text='NaN')]
    """
    try:
        return json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_object,
            parse_float=_decimal,
            parse_int=lambda digits: int(digits) if len(digits) <= _LONGEST_NUMBER else Unusable(digits),
            parse_constant=Unusable,
        )
    except json.JSONDecodeError as problem:
        findings.error(
            "H3",
            Place(file, problem.lineno),
            N_("this is not valid JSON (line {line}, column {column}): {problem}"),
            N_("Look there and just before for a missing or superfluous quote, comma or bracket."),
            line=problem.lineno,
            column=problem.colno,
            problem=problem.msg,
        )
    except RecursionError:
        _too_deep(Place(file), findings)
    return None


def check_structure(raw: object, file: str, findings: Findings, path: str = "", depth: int = 0) -> bool:
    """Report every key that is given twice in one object, and nesting deeper than a household can be.

    Returns:
        False when the nesting is too deep to be read at all.
    """
    if depth > _DEEPEST:
        _too_deep(Place(file, path=path), findings)
        return False
    for key in raw.repeated if isinstance(raw, JsonObject) else ():
        place = Place(file, path=joined(path, key))
        findings.error("H4", place, N_("{name} is given twice"), N_("Keep one of them."), name=clean(key))
    return all(check_structure(item, file, findings, name, depth + 1) for item, name in _children(raw, path))


def joined(path: str, key: str) -> str:
    """The path of a key inside a path.

    >>> joined("people[0]", "sex"), joined("", "people")
    ('people[0].sex', 'people')
    """
    return f"{path}.{clean(key)}" if path else clean(key)


def clean(text: str, longest: int = 60) -> str:
    r"""Text from a file as it can be shown anywhere: short, on one line, every character printable.

    >>> clean("a\nb")
    'a\\nb'
    """
    text = text if len(text) <= longest else text[: longest - 1] + "…"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def shown(value: object) -> str:
    """A value from a file as a message shows it.

    >>> shown(True), shown("yes"), shown([1, 2]), shown(None)
    ('true', '"yes"', '[…]', 'null')
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f'"{clean(value)}"'
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, Sequence):
        return "[…]"
    if isinstance(value, Unusable):
        return clean(value.text, 20)
    if isinstance(value, int) and value.bit_length() > 100:
        return "…"
    return clean(str(value), 40)


def _object(pairs: list[tuple[str, object]]) -> JsonObject:
    result = JsonObject(pairs)
    if len(result) < len(pairs):
        result.repeated = tuple(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
    return result


def _decimal(text: str) -> Decimal | Unusable:
    try:
        return Decimal(text) if len(text) <= _LONGEST_NUMBER else Unusable(text)
    except InvalidOperation:
        return Unusable(text)


def _children(value: object, path: str) -> Iterator[tuple[object, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield item, joined(path, str(key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield item, f"{path}[{index}]"


def _too_deep(place: Place, findings: Findings) -> None:
    findings.error("H5", place, N_("the values are nested too deeply"), N_("See docs/reference/household-file.md."))
