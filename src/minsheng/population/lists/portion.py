"""A population part by part, each household under the law of its own place."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from minsheng.policy import tree as t
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.functions import within_area
from minsheng.policy.language import N_
from minsheng.policy.law import Entry, Law
from minsheng.policy.precedence import Definition
from minsheng.policy.today import today_in_china
from minsheng.population.check import areas_of
from minsheng.population.check_result import AreaRows
from minsheng.population.merge import Part
from minsheng.population.selection import selected
from minsheng.population.table import Population

__all__ = ["PART", "Portion", "Portions", "checked_areas", "in_order", "key_columns", "synthetic_homes"]

Array = npt.NDArray[Any]
Result = TypeVar("Result")
#: Households read at a time: enough for columns to pay off, few enough for memory.
PART = 60_000


def checked_areas(population: Population, law: Law, *, check: bool) -> dict[str, AreaRows]:
    """The areas in which households live, after every cell and key was looked at.

    Raises:
        PolicyError: the population is refused, with all findings.
    """
    if not check:
        return areas_of(population.tables["households"])
    found = population.check(max(law.day, today_in_china()))
    if found.fatal or found.findings:
        raise PolicyError(found.all_findings())
    return found.areas


@dataclass(frozen=True, slots=True)
class Portion:
    """The households of a part that are under one law; ``homes`` are their rows in the part."""

    law: Law
    part: Part
    homes: Array


class Portions:
    """Cuts parts of a population by law.

    Args:
        law: the law at the place that is asked about.
        definitions: what is worked out; the same must hold everywhere inside that place.
        entries: its expressions as rules.
        areas: where households live.
        population: the people.

    Raises:
        PolicyError: nobody lives at the place, or another definition of that name holds somewhere in it.
    """

    def __init__(
        self,
        law: Law,
        definitions: Iterable[Definition],
        entries: Mapping[str, Entry],
        areas: Mapping[str, AreaRows],
        population: Population,
    ) -> None:
        self.specs = population.specs
        self.synthetic = population.synthetic
        self._laws: dict[str, Law] = {}
        # kept with the law, so that who asks again does not compile again
        shared: dict[object, Law] = law.kept.setdefault(f"rules of {sorted(entries)}", {})
        for area in sorted(area for area in areas if within_area(area, law.area)):
            own = Law(law.library, law.day, area, law.settings, demonstration=law.demonstration)
            _refuse_other(law, own, definitions)
            key = _content(own)
            if key not in shared:
                shared[key] = own.with_rules(entries)
            self._laws[area] = shared[key]
        if not self._laws:
            message, hint = N_("no household lives in {area}"), N_("Households live in: {areas}.")
            shown = ", ".join(sorted(areas)[:10]) + (" …" if len(areas) > 10 else "")
            raise PolicyError(
                [Finding("G3", Place("--area"), message, hint, {"area": law.area, "areas": shown or "—"})]
            )
        self.households = sum(areas[area].households for area in self._laws)
        self.outside = sum(rows.households for rows in areas.values()) - self.households

    def demonstration(self, trees: Iterable[t.Tree]) -> list[str]:
        """The parameters with made-up values that some expressions may rest on."""
        given = list(trees)
        return sorted({name for law in self._distinct for name in _demonstration(law, given)})

    @property
    def facts(self) -> set[str]:
        """The facts that the expressions rest on."""
        trees = (tree for law in self._distinct for _, trees, _ in law.trees.values() for tree in trees.values())
        return {node.name for tree in trees for node in t.walk(tree) if isinstance(node, t.FactRef)}

    @property
    def _distinct(self) -> list[Law]:
        return list({id(law): law for law in self._laws.values()}.values())

    def of(self, part: Part) -> list[Portion]:
        """The portions of a part; households that live elsewhere are in none."""
        areas = part.tables["households"].column("area").dictionary_encode()
        laws = [self._laws.get(area) for area in areas.dictionary.to_pylist()]
        distinct = {id(law): law for law in laws if law is not None}
        if len(distinct) == 1 and None not in laws:
            return [Portion(next(iter(distinct.values())), part, np.arange(len(areas)))]
        of_home = areas.indices.to_numpy(zero_copy_only=False)
        portions = []
        for law in distinct.values():
            homes = np.flatnonzero(np.isin(of_home, [place for place, own in enumerate(laws) if own is law]))
            portions.append(Portion(law, selected(part, self.specs, homes), homes))
        return portions


def _refuse_other(law: Law, own: Law, definitions: Iterable[Definition]) -> None:
    """One list cannot be made where two definitions of the same name hold."""
    for definition in definitions:
        there = own.in_force.get((definition.kind, definition.name))
        if there is not definition:
            place = there.item.place if there is not None else definition.item.place
            message = N_("{name} is not the same in {inner} as in {area}")
            hint = N_("Ask for {inner} alone with --area.")
            names = {"name": definition.name, "inner": own.area, "area": law.area}
            raise PolicyError([Finding("G4", place, message, hint, {**names})])


def _demonstration(law: Law, trees: Sequence[t.Tree]) -> Iterator[str]:
    """The parameters of a law with made-up values that expressions rest on, also through rules and through who is a family."""
    pending, seen = list(trees), set[str]()
    while pending:
        for node in t.walk(pending.pop()):
            names = []
            if isinstance(node, t.ParameterRef) and node.name in law.bound:
                if any(row.demonstration for row in law.bound[node.name].rows.values()):
                    yield node.name
            elif isinstance(node, t.RuleRef):
                names.append(node.name)
            if "family" in (getattr(node, "entity", ""), *getattr(node, "path", ())):
                names += ["unit.counts", "unit.apart"]
            for name in set(names) - seen:
                seen.add(name)
                pending += law.trees[name][1].values() if name in law.trees else ()


def _content(law: Law) -> object:
    """All in which the laws of two places can differ."""
    values = frozenset(
        (name, keys, repr(row.value)) for name, bound in law.bound.items() for keys, row in bound.rows.items()
    )
    return frozenset((key, id(definition)) for key, definition in law.in_force.items()), values


def in_order(parts: Iterable[Part], work: Callable[[Part], Result], threads: int) -> Iterator[Result]:
    """What ``work`` makes of each part, in order; a few parts are under way at a time, the first alone, for it makes the kernels."""
    waiting: deque[Future[Result]] = deque()
    parts = iter(parts)
    for first in parts:
        yield work(first)
        break
    with ThreadPoolExecutor(threads) as pool:
        for part in parts:
            waiting.append(pool.submit(work, part))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def synthetic_homes(part: Part, *, everywhere: bool) -> Array:
    """Which households of a part are made up; ``everywhere``: the files say it of all."""
    households = part.tables["households"]
    if everywhere or "synthetic" not in households.schema.names:
        return np.full(len(households), everywhere)
    return pc.fill_null(households.column("synthetic"), False).to_numpy(zero_copy_only=False)


def key_columns(part: Part) -> tuple[Any, Any]:
    """The ids of the people of a part, and the row of each one's household."""
    people = part.tables.get("people")
    if people is None:
        return None, np.zeros(0, np.int64)
    return people.column("person_id"), part.owners["people"].to_numpy(zero_copy_only=False)
