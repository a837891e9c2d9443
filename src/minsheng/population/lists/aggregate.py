"""Shares over a whole population, exactly as :func:`minsheng.policy.lists.aggregate` finds them for evaluations in memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from minsheng.policy.evaluation import Evaluation, evaluate
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.law import Entry, Law
from minsheng.policy.lists import Share
from minsheng.policy.precedence import Definition
from minsheng.policy.reason import Reasoner
from minsheng.policy.unknown import Unknown, bounds
from minsheng.population.determine import determine_part
from minsheng.population.kernel.kernel import Families
from minsheng.population.lists.definition import definition_of
from minsheng.population.lists.expression import FoldRules, fold_rules, with_figures
from minsheng.population.lists.portion import (
    PART,
    Portion,
    Portions,
    checked_areas,
    in_order,
    key_columns,
    synthetic_homes,
)
from minsheng.population.lists.tally import Elements, Open, Tally, tally_of
from minsheng.population.lists.values import Values, as_fraction, values_of_found
from minsheng.population.merge import Part
from minsheng.population.selection import selected
from minsheng.population.table import Population
from minsheng.population.things import households_of

__all__ = ["Shares", "aggregate_of", "aggregates_of"]

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Shares:
    """Shares over the households that live in an area, each by its name.

    ``outside``: households that live elsewhere; ``demonstration``: for each share the parameters with made-up values that it rests on.
    """

    definitions: dict[str, Definition]
    shares: dict[str, Share]
    households: int
    outside: int
    synthetic: bool
    demonstration: dict[str, list[str]]


def aggregate_of(law: Law, name: str, population: Population, **options: Any) -> Share:
    """One share over a population; see :func:`aggregates_of`."""
    return aggregates_of(law, [name], population, **options).shares[name]


def aggregates_of(
    law: Law,
    names: Sequence[str],
    population: Population,
    *,
    check: bool = True,
    size: int = PART,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Shares:
    """Shares over everybody who lives in the area of a law; each household is judged under the law of its own place.

    What is not known becomes bounds. The population is read once for all of them; memory does not grow with it.

    Args:
        law: the law of a day and place.
        names: the aggregates.
        population: the people.
        check: whether every cell and key is looked at first.
        size: households read at a time; the figures do not depend on it.
        threads: how many work at the same time; all cores when left out.
        progress: called with households done and households in all.

    Raises:
        PolicyError: one of them is not in force or cannot be worked out over a population, nobody lives there, or the population is
            refused.
    """
    if not names:
        message = N_("no share is in force for {area} on {day}")
        raise PolicyError([Finding("G1", Place("--area"), message, params={"area": law.area, "day": law.day})])
    definitions = {name: definition_of(law, "aggregate", name) for name in names}
    rules: dict[str, list[FoldRules]] = {}
    entries: dict[str, Entry] = {}
    for name, definition in definitions.items():
        rules[name], more = fold_rules(definition)
        entries |= more
    areas = checked_areas(population, law, check=check)
    portions = Portions(law, list(definitions.values()), entries, areas, population)
    counted = _Counted([rule for of_name in rules.values() for rule in of_name])
    done = 0
    parts = population.parts(size, facts=portions.facts)
    for found in in_order(parts, lambda part: _found_in(counted.rules, portions, part), threads or os.cpu_count() or 1):
        counted.add(found)
        done += found.households
        if progress:
            progress(done, portions.households)
    shares = {name: _share(law, definition, rules[name], counted) for name, definition in definitions.items()}
    marked = {name: portions.demonstration(definition.trees.values()) for name, definition in definitions.items()}
    return Shares(definitions, shares, portions.households, portions.outside, counted.synthetic, marked)


@dataclass
class _Found:
    """The elements of each list of a part; whether everybody of its households is known, and whether anybody is made up."""

    elements: list[list[Elements]]
    complete: bool = True
    synthetic: bool = False
    households: int = 0


class _Counted:
    """The tallies of all lists."""

    def __init__(self, rules: Sequence[FoldRules]) -> None:
        self.rules = rules
        self.complete, self.synthetic = True, False
        self._tallies: list[Tally] = [tally_of(rule.fold) for rule in rules]

    def add(self, found: _Found) -> None:
        """Take what was found in the next part."""
        self.complete &= found.complete
        self.synthetic |= found.synthetic
        for tally, elements in zip(self._tallies, found.elements, strict=True):
            for some in elements:
                tally.add(some)

    def value(self, rule: FoldRules) -> object:
        """The value of a list as a whole; households are all known."""
        return self._tallies[self.rules.index(rule)].value(complete=self.complete or rule.entity == "household")


def _share(law: Law, definition: Definition, rules: Sequence[FoldRules], counted: _Counted) -> Share:
    """The share from the figures of its lists."""
    figures = {rule.fold: counted.value(rule) for rule in rules}
    reasoner = Reasoner(law, {"law_day": law.day, "facts_day": law.day})
    numerator, denominator = (
        reasoner.value(with_figures(definition.trees[key], figures), {}) for key in ("numerator", "denominator")
    )
    value = None
    if isinstance(numerator, int | Fraction) and isinstance(denominator, int | Fraction) and denominator != 0:
        value = Fraction(numerator) / Fraction(denominator)
    return Share(bounds(numerator), bounds(denominator), value)


def _found_in(rules: Sequence[FoldRules], portions: Portions, part: Part) -> _Found:
    found = _Found([[] for _ in rules])
    for portion in portions.of(part):
        found.households += len(portion.homes)
        found.synthetic |= bool(synthetic_homes(portion.part, everywhere=portions.synthetic).any())
        households = portion.part.tables["households"]
        if "people_complete" in households.schema.names:
            found.complete &= pc.all(pc.fill_null(households.column("people_complete"), True)).as_py()
        for elements, of_rule in zip(found.elements, _of_portion(rules, portions, portion), strict=True):
            elements += of_rule
    return found


def _of_portion(rules: Sequence[FoldRules], portions: Portions, portion: Portion) -> list[list[Elements]]:
    """The elements of each list in a portion."""
    part = portion.part
    names = list(dict.fromkeys(name for rule in rules for name in (rule.belongs, rule.body) if name))
    found, families = determine_part(portion.law, part, names) if names else ({}, None)
    values = {name: values_of_found(column) for name, column in found.items()}
    homes = _homes(part, families)
    every = [_elements(rule, values, len(homes[rule.entity])) for rule in rules]
    open_ = [homes[rule.entity][_open(rule, elements)] for rule, elements in zip(rules, every, strict=True)]
    asked = np.unique(np.concatenate(open_)).astype(np.int64)
    if not len(asked):
        return [[elements] for elements in every]
    households = households_of(selected(part, portions.specs, asked), portions.specs)
    evaluations = [evaluate(portion.law, household, portion.law.day) for household in households]
    result = []
    for rule, elements in zip(rules, every, strict=True):
        if _adds(rule):
            left = ~np.isin(homes[rule.entity], asked)
            elements = Elements(elements.sure & left, elements.maybe & left, elements.body)
            result.append([elements, _evaluated(rule, evaluations)])
        else:
            result.append([elements])
    return result


def _adds(rule: FoldRules) -> bool:
    """Whether the bounds of values that are not known matter: in sums, and in what is the most or the least."""
    return rule.fold.how in ("sum", "most", "least")


def _homes(part: Part, families: Families | None) -> dict[str, Array]:
    """The row of the household of each thing that is counted."""
    return {
        "household": np.arange(len(part.tables["households"])),
        "person": key_columns(part)[1],
        "family": families.owner if families is not None else np.zeros(0, np.int64),
    }


def _elements(rule: FoldRules, values: dict[str, Values], count: int) -> Elements:
    body = values[rule.body] if rule.body else None
    if not rule.belongs:
        return Elements(np.ones(count, bool), np.zeros(count, bool), body)
    belongs = values[rule.belongs]
    return Elements(belongs.known & (belongs.numbers != 0), ~belongs.known, body)


def _open(rule: FoldRules, elements: Elements) -> Array:
    """The elements of which the value is not known, though they belong, or may; only the evaluator has its bounds."""
    if elements.body is None or not _adds(rule):
        return np.zeros(0, np.int64)
    return np.flatnonzero((elements.sure | elements.maybe) & ~elements.body.known)


def _evaluated(rule: FoldRules, evaluations: Sequence[Evaluation]) -> Elements:
    """The elements of a list in households that the evaluator worked out."""
    known: list[tuple[bool, Fraction]] = []
    unknown: list[Open] = []
    for evaluation in evaluations:
        for instance in evaluation.instances[rule.entity]:
            belongs = evaluation.value(rule.belongs, instance) if rule.belongs else True
            if belongs is False:
                continue
            value = evaluation.value(rule.body, instance)
            if isinstance(value, Unknown):
                unknown.append(Open(belongs is True, value.low, value.high))
            else:
                known.append((belongs is True, as_fraction(value)))
    sure = np.array([is_sure for is_sure, _ in known], bool)
    numbers, over = ([getattr(value, part) for _, value in known] for part in ("numerator", "denominator"))
    exact = None if all(below == 1 for below in over) else np.array(over, object)
    body = Values(np.ones(len(known), bool), np.array(numbers, object), exact)
    return Elements(sure, ~sure, body, unknown)
