"""Which law each run decides by: before, after, the law afterwards with a parameter moved a little, and each point of a sweep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from minsheng.policy.law import Law
from minsheng.policy.types import Type
from minsheng.policy.vocabulary import Text
from minsheng.population.simulate.question import Question
from minsheng.population.simulate.setting import Setting, changed_values, scaled

__all__ = [
    "MOST_MOVED",
    "PERCENTS",
    "Laws",
    "Move",
    "ParameterChange",
    "changed_parameters",
    "moves_of",
    "touched_benefits",
]

#: How far a changed amount is moved to see who is near: down and up.
PERCENTS = (-10, -5, 5, 10)
#: Every moved parameter costs four more runs; of a changed pack only the first few are moved, and the result says which were not.
MOST_MOVED = 3
#: The parts of a benefit's working out; who rests on one of them is touched by its change.
_STATES = ("eligible", "elects", "receives", "tapers", "amount")
#: The rules that say who is assessed together; everything of a family rests on them, without naming them.
_FAMILY = frozenset({"unit.counts", "unit.apart"})


class Move(NamedTuple):
    """A parameter of money moved by some per cent from its value afterwards."""

    parameter: str
    percent: int


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """A parameter whose value differs: its choice keys, both values (``None`` where there is none), and where (empty: everywhere)."""

    name: str
    label: Text
    type: Type
    axes: tuple[str, ...]
    keys: tuple[str, ...]
    before: object
    after: object
    areas: tuple[str, ...]


class Laws:
    """The laws of a question, each found once for an area. Where nothing is changed the very same law is given again."""

    def __init__(self, question: Question, moves: Sequence[Move] = ()) -> None:
        self._question = question
        self._moves = list(moves)
        self._kept: dict[tuple[int, str], Law] = {}
        self._made: dict[tuple[int, str], Law] = {}
        points = question.sweep.points if question.sweep is not None else ()
        self._points = list(points)
        #: How many runs there are: before, after, then moves, then points.
        self.runs = 2 + len(self._moves) + len(self._points)

    def law(self, run: int, area: str) -> Law:
        """The law of a run for the households of an area; raises :class:`PolicyError` where no document holds."""
        key = (run, area)
        if key not in self._kept:
            self._kept[key] = self._make(run, area)
        return self._kept[key]

    def _make(self, run: int, area: str) -> Law:
        question = self._question
        if run == 0:
            return question.before.as_of(question.on, area, demonstration=question.demonstration)
        if run == 1:
            return self._set(area, question.settings)
        if run < 2 + len(self._moves):
            return self._moved(self._moves[run - 2], area)
        point = self._points[run - 2 - len(self._moves)]
        spot = (point.name, point.area, point.choices)
        others = [s for s in question.settings if (s.name, s.area, s.choices) != spot]
        return self._set(area, [*others, point])

    def _set(self, area: str, settings: Sequence[Setting]) -> Law:
        """The law of the day afterwards with some settings."""
        question = self._question
        law = question.after.as_of(question.on_after, area, demonstration=question.demonstration)
        return self._changed(law, changed_values(law, settings, question.shapes))

    def _changed(self, law: Law, values: dict[str, dict[tuple[str, ...], object]]) -> Law:
        """A law with other values: made once, and the same again where they are the same."""
        if not values:
            return law
        key = (id(law), repr(sorted(values.items())))
        if key not in self._made:
            self._made[key] = law.with_settings(values)
        return self._made[key]

    def _moved(self, move: Move, area: str) -> Law:
        """The law afterwards with the changed values of a parameter moved; the same where it was not changed."""
        before, after = self.law(0, area), self.law(1, area)
        moved = {keys: value for keys, _, value in _differences(before, after, move.parameter) if value is not None}
        if not moved:
            return after
        whole = {keys: row.value for keys, row in after.bound[move.parameter].rows.items()}
        whole |= {keys: scaled(value, move.percent) for keys, value in moved.items()}
        return self._changed(after, {move.parameter: whole})


def _differences(before: Law, after: Law, name: str) -> Iterator[tuple[tuple[str, ...], object, object]]:
    """The choice keys for which a parameter differs, with both values."""
    old = before.bound[name].rows if name in before.bound else {}
    new = after.bound[name].rows if name in after.bound else {}
    for keys in sorted({*old, *new}):
        one, other = (rows[keys].value if keys in rows else None for rows in (old, new))
        if one != other:
            yield keys, one, other


def changed_parameters(laws: Laws, areas: Iterable[str]) -> list[ParameterChange]:
    """Every value that differs between the laws before and after, whatever brought it about."""
    found: dict[tuple[str, tuple[str, ...], str, str], tuple[ParameterChange, list[str]]] = {}
    everywhere = sorted(areas)
    for area in everywhere:
        before, after = laws.law(0, area), laws.law(1, area)
        if before is after:
            continue
        for name in sorted({*before.bound, *after.bound}):
            bound = after.bound.get(name) or before.bound[name]
            for keys, one, other in _differences(before, after, name):
                item = bound.parameter
                change = ParameterChange(name, item.label, item.type, bound.choices, keys, one, other, ())
                found.setdefault((name, keys, repr(one), repr(other)), (change, []))[1].append(area)
    return [
        replace(change, areas=() if places == everywhere else tuple(places))
        for _, (change, places) in sorted(found.items(), key=lambda item: (item[0][:2], item[1][1]))
    ]


def moves_of(changes: Iterable[ParameterChange]) -> tuple[tuple[Move, ...], tuple[str, ...]]:
    """What is moved to see who is near: the changed parameters of money that have a value afterwards; and those left out."""
    names = sorted({c.name for c in changes if c.type.kind == "money" and c.after is not None})
    moves = tuple(Move(name, percent) for name in names[:MOST_MOVED] for percent in PERCENTS)
    return moves, tuple(names[MOST_MOVED:])


def touched_benefits(
    question: Question, laws: Laws, areas: Iterable[str], changes: Iterable[ParameterChange]
) -> set[str]:
    """The benefits that can come out otherwise.

    These are the ones that rest on a changed parameter or rule; all of them, where the day is another or where it may be others who are
    assessed together.
    """
    touched: set[str] = set()
    parameters = {change.name for change in changes}
    for area in sorted(areas):
        before, after = laws.law(0, area), laws.law(1, area)
        every = {*before.benefits, *after.benefits}
        if before is after:
            continue
        if question.on != question.on_after or _places(before) != _places(after):
            touched |= every
            continue
        names = frozenset(parameters | _changed_rules(before, after))
        reached = {*names, *before.resting_on(names), *after.resting_on(names)}
        if reached & _FAMILY:
            touched |= every
        touched |= {benefit for state in _STATES for benefit in every if f"{state}.{benefit}" in reached}
    return touched


def _places(law: Law) -> dict[str, tuple[object, ...]]:
    """The area sets of a law; where their texts are kept does not matter."""
    return {name: (found.areas, found.first_day, found.last_day) for name, found in law.area_sets.items()}


def _changed_rules(before: Law, after: Law) -> set[str]:
    """The rules, also those that benefits generate, that came, went or read otherwise."""
    trees = [{name: entry[:2] for name, entry in law.trees.items()} for law in (before, after)]
    return {name for name in {*trees[0], *trees[1]} if trees[0].get(name) != trees[1].get(name)}
