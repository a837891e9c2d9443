"""Working out every rule of a law for one household."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache

from minsheng.policy import tree as t
from minsheng.policy.instance import Instance, Members
from minsheng.policy.law import Law
from minsheng.policy.reason import Reasoner
from minsheng.policy.thing import Household, Listed, Thing
from minsheng.policy.types import Type
from minsheng.policy.unknown import NOT_APPLICABLE, Unknown, merge, officer_range

__all__ = ["Evaluation", "decides_families", "evaluate", "supposing"]


class Evaluation:
    """The values of all rules for one household. Instances are kept by entity, in the order of the household file."""

    __slots__ = ("days", "facts_day", "forced", "household", "instances", "law", "reasoner", "things")

    def __init__(
        self, law: Law, household: Household, facts_day: date, forced: dict[tuple[str, str], object] | None
    ) -> None:
        self.law = law
        self.household = household
        self.facts_day = facts_day
        applied_on = household.applied_on or Unknown(needs=frozenset({("household", "applied_on")}))
        self.days: dict[str, object] = {
            "law_day": law.day,
            "facts_day": facts_day,
            "applied_on": applied_on,
            "area": household.area or law.area,
        }
        self.reasoner = Reasoner(law, self.days)
        self.instances: dict[str, list[Instance]] = {entity: [] for entity in law.vocabulary.entities}
        self.things: dict[str, Instance] = {}
        self.forced = forced

    def value(self, name: str, instance: Instance) -> object:
        """The value of a rule or fact of an instance; an unknown when the law here has no such name."""
        slot = self.law.slots[instance.entity].get(name)
        return Unknown(unset=frozenset({name})) if slot is None else instance.v[slot]

    def careful(self, name: str, instance: Instance) -> object:
        """The value of a rule, worked out by the careful evaluator."""
        trees = self.law.trees[name][1]
        if "is" in trees:
            return self.reasoner.value(trees["is"], {"self": instance})
        return _range(self, name, trees, instance) if trees else Unknown()


def evaluate(
    law: Law, household: Household, facts_day: date, forced: dict[tuple[str, str], object] | None = None
) -> Evaluation:
    """Work out all rules. ``forced`` replaces the value of a fact or rule of an instance: {(instance id, name): value}."""
    evaluation = Evaluation(law, household, facts_day, forced)
    _lay_out(evaluation, household, None, "household")
    if any(name not in law.vocabulary.facts for _, name in forced or ()):
        _run_forced(evaluation)
    else:
        _run(evaluation)
    return evaluation


def _lay_out(evaluation: Evaluation, thing: Thing, owner: Instance | None, key: str) -> Instance:
    law, get = evaluation.law, thing.facts.get
    entity = thing.entity
    values = [get(name) for name in law.facts[entity]]
    if None in values:
        for slot, value in enumerate(values):
            if value is None:
                name = law.facts[entity][slot]
                values[slot] = unknown_fact(
                    key, name, law.vocabulary.facts[name].type, law.vocabulary.facts[name].may_be_negative
                )
    if evaluation.forced:
        for slot, name in enumerate(law.facts[entity]):
            values[slot] = evaluation.forced.get((key, name), values[slot])
    values += [None] * (len(law.slots[entity]) - len(values))
    instance = Instance(entity, key, values, owner, thing)
    evaluation.instances[entity].append(instance)
    evaluation.things[key] = instance
    for list_name in _lists(law, entity):
        instance.lists[list_name] = _list(evaluation, thing.lists.get(list_name), instance, key, list_name)
    return instance


def _lists(law: Law, entity: str) -> list[str]:
    """The names of the lists that an entity holds; asked for every thing, so kept with the law."""
    lists: dict[str, list[str]] = law.kept.setdefault("lists", {})
    if entity not in lists:
        lists[entity] = list(law.vocabulary.lists_of(entity))
    return lists[entity]


def _list(evaluation: Evaluation, listed: Listed | None, owner: Instance, key: str, list_name: str) -> object:
    if listed is None:
        return unknown_list(key, list_name)
    prefix = "person" if list_name == "people" else f"{key}/{list_name}"
    items = [_lay_out(evaluation, item, owner, f"{prefix}/{number}") for number, item in enumerate(listed.items)]
    return Members(items, complete=True if listed.complete else unknown_list(key, list_name))


@lru_cache(maxsize=20000)
def unknown_fact(key: str, name: str, typ: Type, may_be_negative: bool) -> Unknown:
    """The value of a fact that is not known: not below zero where it cannot be, open among its values for a choice."""
    low = 0 if typ.numeric and not may_be_negative else None
    return Unknown(frozenset({(key, name)}), low=low, options=typ.values if typ.kind == "choice" else ())


@lru_cache(maxsize=2000)
def unknown_list(key: str, name: str) -> Unknown:
    """A list of which not everything is known."""
    return Unknown(frozenset({(key, name)}))


def _run(evaluation: Evaluation) -> None:
    before, after = evaluation.law.stages
    careful = evaluation.careful
    days, instances = evaluation.days, evaluation.instances
    for stage in (before, after):
        if stage is after:
            _form_families(evaluation)
        for block in stage:
            for instance in instances[block.entity]:
                block.run(instance, days, careful)


def _run_forced(evaluation: Evaluation) -> None:
    """Rule by rule, so that a value may be forced before others rest on it."""
    law = evaluation.law
    assert evaluation.forced is not None  # noqa: S101 - only called with forced values
    for name in law.order:
        if name == "unit":
            _form_families(evaluation)
            continue
        entity = law.trees[name][0]
        slot = law.slots[entity][name]
        for instance in evaluation.instances[entity]:
            key = (instance.id, name)
            instance.v[slot] = (
                evaluation.forced[key] if key in evaluation.forced else evaluation.careful(name, instance)
            )


def _range(evaluation: Evaluation, name: str, trees: dict[str, t.Tree], instance: Instance) -> object:
    """A value that an officer fills, between the bounds of the rule."""
    values = {key: evaluation.reasoner.value(tree, {"self": instance}) for key, tree in trees.items()}
    doubt = merge(values.values())
    low, high = values.get("at_least"), values.get("at_most")
    low = low.low if isinstance(low, Unknown) else low
    high = high.high if isinstance(high, Unknown) else high
    if low is not None and low == high and not doubt.needs and not doubt.unset:
        return low
    numeric = next(iter(trees.values())).type.numeric
    return officer_range(name, low, high, numeric=numeric, doubt=doubt)  # type: ignore[arg-type]


# families ---------------------------------------------------------------------------------------------------------------------------


def _form_families(evaluation: Evaluation) -> None:
    """Derive the assessment units: the family of those who count, and a family of one for everybody who is assessed alone."""
    law = evaluation.law
    people = evaluation.instances["person"]
    household = evaluation.instances["household"][0]
    nobody = _nobody(law, household)
    for person in people:
        person.family = nobody
    if law.unit is None:
        return
    whole = getattr(law.unit.item, "whole", True)
    members: list[tuple[Instance, object]] = []
    alone: list[tuple[Instance, object]] = []
    counts_slot, apart_slot = law.slots["person"]["unit.counts"], law.slots["person"]["unit.apart"]
    for person in people:
        counts, apart = person.v[counts_slot], person.v[apart_slot]
        if counts is not False and (whole or apart is not True):
            leaving = not whole and isinstance(apart, Unknown)
            members.append((person, merge([counts, apart]) if leaving else counts))
        if apart is not False:
            alone.append((person, apart))
    listed = household.lists["people"]
    complete = listed.complete if isinstance(listed, Members) else listed
    together = _family(evaluation, members, 0, household, complete) if members else nobody
    own = {
        person.id: _family(evaluation, [(person, doubt)], i, household, complete=True)
        for i, (person, doubt) in enumerate(alone, 1)
    }
    for person in people:
        counts, apart = person.v[counts_slot], person.v[apart_slot]
        possible = [own[person.id]] if apart is not False else []
        if apart is not True:
            possible += [together] if counts is not False else []
            possible += [nobody] if counts is not True else []
        person.family = possible[0] if len(possible) == 1 else _in_doubt(possible, merge([counts, apart]), household)


def _in_doubt(possible: list[Instance], doubt: Unknown, household: Instance) -> Instance:
    """Stands for the family of somebody of whom it is not known to which one they belong: only what holds of each is certain."""
    first = next((f for f in reversed(possible) if f.id != "family/none"), possible[0])
    stand_in = Instance("family", first.id, _Either(possible, doubt), household, None)
    doubts: dict[str, list[object]] = {}
    items: dict[str, Instance] = {}
    maybe_more: list[object] = []
    for family in possible:
        listed = family.lists["members"]
        assert isinstance(listed, Members)  # noqa: S101 - families hold nothing else
        maybe_more += [listed.complete] if listed.complete is not True else []
        for item, own in zip(listed.items, listed.doubts, strict=True):
            items[item.id] = item
            doubts.setdefault(item.id, []).append(own)
    sure = [len(own) == len(possible) and all(d is True for d in own) for own in doubts.values()]
    belongs = [True if s else merge([doubt, *own]) for s, own in zip(sure, doubts.values(), strict=True)]
    complete = merge([doubt, *maybe_more]) if maybe_more else True
    stand_in.lists["members"] = Members(items.values(), belongs, complete)
    stand_in.family = stand_in
    return stand_in


class _Either(list[object]):
    """The values of one of several families, slot by slot, read when they are there."""

    def __init__(self, possible: list[Instance], doubt: Unknown) -> None:
        super().__init__()
        self.possible = possible
        self.doubt = doubt

    def __getitem__(self, slot: object) -> object:  # type: ignore[override]
        values = [family.v[slot] for family in self.possible]  # type: ignore[call-overload]
        first = values[0]
        if not any(isinstance(value, Unknown) for value in values) and all(value == first for value in values):
            return first
        return merge([self.doubt, *values])


def _family(
    evaluation: Evaluation,
    members: list[tuple[Instance, object]],
    number: int,
    household: Instance,
    complete: object,
) -> Instance:
    key = f"family/{number}"
    family = Instance("family", key, [None] * len(evaluation.law.slots["family"]), household, None)
    family.lists["members"] = Members([person for person, _ in members], [doubt for _, doubt in members], complete)
    family.family = family
    evaluation.instances["family"].append(family)
    evaluation.things[key] = family
    return family


def _nobody(law: Law, household: Instance) -> Instance:
    """Stands for the family of somebody who belongs to none: receives nothing, which is zero; everything else does not apply."""
    values: list[object] | None = law.kept.get("values_of_nobody")
    if values is None:
        values = [NOT_APPLICABLE] * len(law.slots["family"])
        for name, slot in law.slots["family"].items():
            state, _, benefit = name.partition(".")
            if ("benefit", benefit) in law.in_force and state in ("receives", "eligible", "elects", "tapers", "amount"):
                values[slot] = 0 if state == "amount" else False
        law.kept["values_of_nobody"] = values  # the same for every household, and never changed
    nobody = Instance("family", "family/none", values, household, None)
    nobody.lists["members"] = Members(())
    return nobody


@contextmanager
def supposing(evaluation: Evaluation, forced: Mapping[tuple[str, str], object]) -> Iterator[Evaluation]:
    """The evaluation as it would be if some facts or rules had other values; it is as before afterwards.

    Only what rests on the forced names is worked out again. Families stay as they are formed: where a forced name
    decides who belongs to them, use :func:`evaluate` with ``forced`` instead (:func:`decides_families` tells).
    """
    law = evaluation.law
    affected = law.resting_on(frozenset(name for _, name in forced))
    kept = {key: list(instance.v) for key, instance in evaluation.things.items()}
    try:
        for (key, name), value in forced.items():
            instance = evaluation.things[key]
            instance.v[law.slots[instance.entity][name]] = value
        for name in affected:
            entity = law.trees[name][0]
            slot = law.slots[entity][name]
            for instance in evaluation.instances[entity]:
                if (instance.id, name) not in forced:
                    instance.v[slot] = evaluation.careful(name, instance)
        yield evaluation
    finally:
        for key, values in kept.items():
            evaluation.things[key].v = values


def decides_families(law: Law, names: Iterable[str]) -> bool:
    """Whether any of these facts or rules decides who belongs to the family."""
    names = frozenset(names)
    return bool({"unit.counts", "unit.apart"} & {*names, *law.resting_on(names)})
