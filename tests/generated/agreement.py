"""Holding engines against each other, and showing a disagreement so that somebody can see it.

What is shown is cut to what matters: the law down to the definitions that the value rests on, the household down to the
things and facts that make the difference.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from minsheng.policy import tree as t
from tests.generated.engines import Answers, Engine, engines


@dataclass(frozen=True)
class Disagreement:
    """Two engines, a household, and a value or outcome on which they differ."""

    law: object
    household: object
    thing: str
    name: str
    one: tuple[str, object]
    other: tuple[str, object]

    def __str__(self) -> str:
        names = resting_on(self.law, self.name)
        lines = [f"{self.name} of {self.thing}, law of {self.law.day} for {self.law.area}:"]
        lines += [f"  {engine} says {value!r}" for engine, value in (self.one, self.other)]
        lines += ["", *written(self.law, names), "", *laid_out(self.household, names)]
        return "\n".join(lines)


class Broken(Exception):  # noqa: N818 - says which engine failed, and on what
    """An engine failed on a household."""


def assert_agreement(law, households: list, names: tuple[str, ...] = ()) -> None:
    """All engines (or those of these names) must say the same of every household; shows the first difference, made small."""
    chosen = {name: engine for name, engine in engines().items() if not names or name in names}
    answers = {name: _all(name, engine, law, households) for name, engine in chosen.items()}
    found = disagreements(law, households, answers)
    if not found:
        return
    first = found[0]
    smallest = smaller(first, chosen)
    same_cause = len({(d.name, d.other[0]) for d in found})
    raise AssertionError(f"{len(found)} differences, in {same_cause} names; the first one, made small:\n\n{smallest}\n")


def _all(name: str, engine: Engine, law, households: list) -> list[Answers]:
    """What an engine says; where it fails, the first household on which it does."""
    try:
        return engine(law, households)
    except Exception:
        for household in households:
            try:
                engine(law, [household])
            except Exception:
                everything = [*law.trees, *(d.name for d in law.in_force.values())]
                shown = "\n".join([*written(law, everything), "", *laid_out(household, list(law.vocabulary.facts))])
                raise Broken(f"{name} failed:\n{traceback.format_exc(limit=-4)}\n{shown}") from None
        raise


def disagreements(law, households: list, answers: dict[str, list[Answers]]) -> list[Disagreement]:
    """Every difference between the first engine and the others; what others rest on comes before them."""
    first, *others = answers
    found = []
    for index, household in enumerate(households):
        for other in others:
            for (thing, name), one, two in differing(answers[first][index], answers[other][index]):
                found.append(Disagreement(law, household, thing, name, (first, one), (other, two)))
    order = {name: place for place, name in enumerate(law.order)}
    return sorted(found, key=lambda d: order.get(d.name, len(order)))


def differing(one: Answers, other: Answers) -> Iterator[tuple[tuple[str, str], object, object]]:
    """What differs, and both values; what one of them does not say is passed over."""
    for key, value in one.values.items():
        if key in other.values and not same(value, other.values[key]):
            yield key, value, other.values[key]
    for (benefit, thing), outcome in one.outcomes.items():
        if (benefit, thing) in other.outcomes and outcome != other.outcomes[benefit, thing]:
            yield (thing, f"benefit {benefit}"), outcome, other.outcomes[benefit, thing]


def same(one: object, other: object) -> bool:
    """Equal, and an answer is not a number."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


# making it small ----------------------------------------------------------------------------------------------------------------


def smaller(found: Disagreement, chosen: dict[str, Engine]) -> Disagreement:
    """The same difference in a household with fewer people and things."""
    pair = {name: chosen[name] for name in (found.one[0], found.other[0])}
    while True:
        for household in _without_one(found.household):
            try:
                answers = {name: engine(found.law, [household]) for name, engine in pair.items()}
            except Exception:  # noqa: S112 - another failure is another finding
                continue
            left = [d for d in disagreements(found.law, [household], answers) if d.name == found.name]
            if left:
                found = left[0]
                break
        else:
            return found


def _without_one(household) -> Iterator:
    """The household without one of its things, each in turn; somebody must be left."""
    for at, _ in enumerate(_lists(household)):
        for index in range(len(_lists(household)[at].items)):
            copy = deepcopy(household)
            del _lists(copy)[at].items[index]
            if copy.lists["people"].items:
                yield copy


def _lists(household) -> list:
    return [listed for thing in household.walk() for listed in thing.lists.values()]


# showing ------------------------------------------------------------------------------------------------------------------------


def resting_on(law, name: str) -> list[str]:
    """The names that a rule or benefit rests on, itself first."""
    benefit = name.removeprefix("benefit ")
    pending = [f"receives.{benefit}", f"amount.{benefit}"] if benefit != name else [name]
    names: list[str] = []
    while pending:
        name = pending.pop(0)
        if name in names:
            continue
        names.append(name)
        entity, trees, _ = law.trees.get(name, ("", {}, None))
        if entity == "family":
            pending += ["unit.counts", "unit.apart"]
        for node in (node for tree in trees.values() for node in t.walk(tree)):
            if isinstance(node, t.RuleRef | t.FactRef | t.ParameterRef):
                pending.append(node.name)
            if "family" in getattr(node, "path", ()) or getattr(node, "list_name", "") == "members":
                pending += ["unit.counts", "unit.apart"]
    return names


def written(law, names: list[str]) -> list[str]:
    """The lines of the packs that define these names; of a definition on several lines all of them."""
    wanted = {*names, *(name.partition(".")[2] for name in names), *(["family"] if "unit.counts" in names else [])}
    lines = []
    for definition in law.in_force.values():
        if definition.name in wanted and definition.kind != "area_set":
            place = definition.item.place
            lines += [f"{place}:", *_block(definition.pack.source.text.splitlines(), place.line)]
    return lines


def _block(lines: list[str], number: int) -> list[str]:
    """The line of a definition and those that are further in."""
    first = lines[number - 1]
    if not first.rstrip().endswith(":") and "{" in first:
        return [first.strip()]
    start = number - 1 if first.rstrip().endswith(":") else number - 2  # a record's place is its first field
    depth = len(lines[start]) - len(lines[start].lstrip())
    block = [lines[start]]
    for line in lines[start + 1 :]:
        if line.strip() and len(line) - len(line.lstrip()) <= depth:
            break
        block.append(line)
    return block


def laid_out(thing, names: list[str], indent: str = "") -> list[str]:
    """A household with the facts of these names."""
    facts = ", ".join(f"{name}: {value}" for name, value in thing.facts.items() if name in names)
    more = f", applied on {thing.applied_on}" if thing.entity == "household" else ""
    lines = [f"{indent}{thing.entity} {thing.id}{more}: {facts}"]
    for name, listed in thing.lists.items():
        lines.append(
            f"{indent}  {name}{'' if listed.complete else ' (maybe more)'}:{'' if listed.items else ' nobody'}"
        )
        for item in listed.items:
            lines += laid_out(item, names, indent + "    ")
    return lines
