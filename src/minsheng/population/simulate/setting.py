"""Settings: parameters of the law with other values, as a user writes them, and the law that they make of another.

``dibao.standard[500110,urban]=600`` sets the parameter ``dibao.standard`` for the area 500110 and the choice ``urban``. The area and the
choices may be left out: then the setting holds everywhere, or for every choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from minsheng.policy.blocks.common import Context
from minsheng.policy.blocks.parameters import value_of
from minsheng.policy.finding import Findings, Place
from minsheng.policy.language import N_
from minsheng.policy.law import Law
from minsheng.policy.library import Library
from minsheng.policy.parameters import Bound, stem_length
from minsheng.policy.scope import ParameterShape, close_to
from minsheng.policy.source import Node, read_yaml
from minsheng.policy.symbols import symbols_of
from minsheng.population.areas import AREA_CODE, covers

__all__ = ["Setting", "Shapes", "changed_values", "read_setting", "refuse_twice", "scaled"]

_FORM = re.compile(r"\s*(?P<name>[A-Za-z_][\w.]*)\s*(?:\[(?P<keys>[^\]]*)\])?\s*=(?P<value>.*)", re.DOTALL)
_SEE = N_("For example: dibao.standard[500110,urban]=600")


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter with another value.

    Attributes:
        name: the parameter.
        area: where it holds, its parts included; empty for everywhere.
        choices: for which choices, as (axis, value) in the order of the axes; what is not named holds for all.
        value: the value, as the type of the parameter is kept (money in fen).
        printed: the value as it was written.
        place: where it was written.
    """

    name: str
    area: str
    choices: tuple[tuple[str, str], ...]
    value: object
    printed: str
    place: Place

    @property
    def weight(self) -> tuple[int, int]:
        """How special it is: of two settings that both speak of a value, the one of the smaller area or of more choices holds."""
        return (stem_length(self.area), len(self.choices))

    def speaks_of(self, keys: tuple[str, ...], axes: Sequence[str]) -> bool:
        """Whether it sets the value for some choice keys."""
        there = dict(zip(axes, keys, strict=False))
        return all(there.get(axis) == value for axis, value in self.choices)

    def as_json(self) -> dict[str, object]:
        """Plain values, for the result and for its digest."""
        return {"name": self.name, "area": self.area or None, "choices": dict(self.choices), "value": self.printed}


class Shapes:
    """The parameters of a library, as settings need them: type, axes, and what may stand on each axis."""

    def __init__(self, library: Library) -> None:
        self.library = library
        symbols = symbols_of(library.packs, library.vocabulary, Findings())
        self.parameters: Mapping[str, ParameterShape] = symbols.parameters
        self.other_names = set(symbols.rules) | set(library.vocabulary.facts)

    def combinations(self, name: str) -> list[tuple[str, ...]]:
        """Every combination of choices that is known for a parameter."""
        shape = self.parameters[name]
        return list(product(*(shape.axis_values.get(axis, ()) for axis in shape.axes)))


def read_setting(
    text: str, place: Place, shapes: Shapes, findings: Findings, value: Node | None = None
) -> Setting | None:
    """Read ``NAME[AREA,CHOICE,…]=VALUE``; what is wrong goes to ``findings``.

    Args:
        text: the setting; only ``NAME[…]`` when ``value`` is given.
        place: where it stands.
        shapes: the parameters of the law that is changed.
        findings: gets what is wrong.
        value: the value when it stands apart, as in a file.
    """
    match = _FORM.fullmatch(text if value is None else f"{text}=")
    if match is None:
        findings.error("F1", place, N_("{text} is not NAME[AREA,CHOICE,…]=VALUE"), _SEE, text=text)
        return None
    name = match["name"]
    shape = shapes.parameters.get(name)
    if shape is None:
        _unknown(name, place, shapes, findings)
        return None
    where = _area_and_choices(name, [key.strip() for key in (match["keys"] or "").split(",")], place, shape, findings)
    node = value or _node(match["value"].strip(), place, findings)
    if where is None or node is None:
        return None
    area, choices = where
    read = value_of(node, shape.type, Context("", False, shapes.library.vocabulary, findings))
    return None if read is None else Setting(name, area, choices, read, _printed(node), node.place)


def _unknown(name: str, place: Place, shapes: Shapes, findings: Findings) -> None:
    message = N_("there is no parameter {name}")
    if name in shapes.other_names:
        hint = N_("It is a rule or a fact. Rules are changed in a copy of the packs: --policies-after or --pack-after.")
        findings.error("F2", place, message, hint, name=name)
        return
    close = close_to(name, shapes.parameters)
    hint = N_("Did you mean {close}?") if close else N_("A parameter is shown by: minsheng policy show NAME")
    findings.error("F2", place, message, hint, name=name, close=close)


def _node(text: str, place: Place, findings: Findings) -> Node | None:
    """A value from the command line: shares are written as in packs, {central: 60%, city: 40%}."""
    if text.startswith("{"):
        node = read_yaml(text, place.file, findings)
        return node and _placed(node, place)
    return Node("scalar", text, place)


def _placed(node: Node, place: Place) -> Node:
    """A node of the command line: all of it stands in the one option."""
    if node.kind == "mapping":
        pairs: list[tuple[str, Place, Node]] = node.value  # type: ignore[assignment]
        return Node(node.kind, [(key, place, _placed(item, place)) for key, _, item in pairs], place)
    return Node(node.kind, node.value, place)


def _printed(node: Node) -> str:
    plain = node.plain()
    return ", ".join(f"{key} {value}" for key, value in plain.items()) if isinstance(plain, dict) else str(plain)


def _area_and_choices(
    name: str, words: list[str], place: Place, shape: ParameterShape, findings: Findings
) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """The area, which comes first, and the choice on each axis that has one."""
    area = words.pop(0) if words and AREA_CODE.fullmatch(words[0]) else ""
    chosen: dict[str, str] = {}
    for word in filter(None, words):
        axis = next((a for a in shape.axes if a not in chosen and word in shape.axis_values.get(a, ())), None)
        if axis is None:
            allowed = [v for a in shape.axes if a not in chosen for v in shape.axis_values.get(a, ())]
            hint = N_("Possible: {allowed}.") if allowed else N_("It has no further choices.")
            message = N_("{value} is no choice of {name}")
            findings.error("F3", place, message, hint, value=word, name=name, allowed=", ".join(allowed))
            return None
        chosen[axis] = word
    return area, tuple((axis, chosen[axis]) for axis in shape.axes if axis in chosen)


def refuse_twice(settings: Sequence[Setting], findings: Findings) -> None:
    """Two settings may both speak of a value only if one of them is more special."""
    for number, one in enumerate(settings):
        for other in settings[:number]:
            if one.name != other.name or one.weight != other.weight or not _meet(one, other):
                continue
            hint = N_("It is set at {other} too. Keep one, or make one more special by an area or a choice.")
            findings.error("F4", one.place, N_("{name} is set twice"), hint, name=one.name, other=str(other.place))
            break


def _meet(one: Setting, other: Setting) -> bool:
    theirs = dict(other.choices)
    apart = any(axis in theirs and theirs[axis] != value for axis, value in one.choices)
    return not apart and (not one.area or covers(one.area, other.area) or covers(other.area, one.area))


def changed_values(law: Law, settings: Iterable[Setting], shapes: Shapes) -> dict[str, dict[tuple[str, ...], object]]:
    """What settings change in a law, as :meth:`Law.with_settings` takes it; empty when it has these values already.

    A setting for some choices leaves the others as they are; one for another area says nothing here.
    """
    here: dict[str, list[Setting]] = {}
    for setting in settings:
        if setting.name in law.bound and (not setting.area or covers(setting.area, law.area)):
            here.setdefault(setting.name, []).append(setting)
    changed = {name: _values(law.bound[name], of_name, shapes) for name, of_name in here.items()}
    return {
        name: values
        for name, values in changed.items()
        if values != {keys: row.value for keys, row in law.bound[name].rows.items()}
    }


def _values(bound: Bound, settings: Sequence[Setting], shapes: Shapes) -> dict[tuple[str, ...], object]:
    """All values of a parameter by its choice keys, the most special setting last.

    Where nobody lists what may stand on an axis, ``()`` stands for every combination.
    """
    values: dict[tuple[str, ...], object] = {keys: row.value for keys, row in bound.rows.items()}
    listed = shapes.combinations(bound.parameter.name)
    combinations = dict.fromkeys([*values, *(listed or [()])])
    for setting in sorted(settings, key=lambda setting: setting.weight):
        for keys in combinations:
            if setting.speaks_of(keys, bound.choices):
                values[keys] = setting.value
    return values


def scaled(value: object, percent: int) -> object:
    """Money moved by some per cent, rounded half up to the fen.

    >>> scaled(60000, 5), scaled(33333, -10)
    (63000, 30000)
    """
    if not isinstance(value, int | Fraction) or isinstance(value, bool):
        raise TypeError(f"{value!r} is not money")
    exact = Fraction(value) * (100 + percent) / 100
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
