"""A third evaluator, written from docs/reference/packs.md and from nothing else: plain, slow, for checking the other two.

It walks the typed tree again for every value that somebody asks for. It shares no code with the evaluators of the product, only
the tree, and takes from a law its day, its place and which definitions are in force.

Where the reference leaves open what a value is, :class:`NotSaid` is raised, and the value is left out of comparisons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from minsheng.policy import tree as t
from tests.naive import benefits, folds, functions, places
from tests.naive.unsettled import (
    FACT,
    OFFICER,
    SETTING,
    Open,
    compared,
    conjunction,
    disjunction,
    divided,
    high_of,
    is_open,
    low_of,
    minus,
    negation,
    one_of,
    opened,
    plus,
    possible,
    times,
    waiting,
)

STATES = ("eligible", "elects", "tapers", "receives", "amount")
ARITHMETIC = {"+": plus, "-": minus, "*": times, "/": divided}


class NotSaid(Exception):  # noqa: N818 - not an error: the reference is silent here
    """The reference does not say what this value is."""


@dataclass(eq=False)
class Being:
    """A thing of a household, or a family; ``owner`` is what it belongs to."""

    entity: str
    id: str
    thing: object = None
    owner: Being | None = None
    members: list[tuple[Being, object]] = field(default_factory=list)


class Naive:
    """One household under one law."""

    def __init__(self, law, household, facts_day: date) -> None:
        self.law = law
        self.facts_day = facts_day
        self.day_of_application = household.applied_on
        self.beings: dict[str, list[Being]] = {entity: [] for entity in law.vocabulary.entities}
        self.known: dict[tuple[int, str], object] = {}
        self.household = self._take(household, None)
        self._families: list[Being] | None = None

    def _take(self, thing, owner: Being | None) -> Being:
        being = Being(thing.entity, thing.id, thing, owner)
        self.beings[thing.entity].append(being)
        for listed in thing.lists.values():
            for item in listed.items:
                self._take(item, being)
        return being

    # what may be asked ----------------------------------------------------------------------------------------------------------

    def rule(self, name: str, being: Being) -> object:
        """The value of a rule for a being."""
        key = (id(being), name)
        if key not in self.known:
            self.known[key] = self._rule(name, being)
        return self.known[key]

    def all_of(self, entity: str) -> list[Being]:
        return self.families() if entity == "family" else self.beings[entity]

    def entity_of(self, name: str) -> str:
        """Of which entity a rule is."""
        state, _, benefit = name.partition(".")
        if state in STATES and ("benefit", benefit) in self.law.in_force:
            return self.law.in_force["benefit", benefit].item.entity
        return self.law.in_force["rule", name].item.entity

    # families -------------------------------------------------------------------------------------------------------------------

    def families(self) -> list[Being]:
        """The family of all who count, then one for each person who is assessed alone."""
        if self._families is None:
            self._families = list(self._form_families())
        return self._families

    def _form_families(self) -> Iterator[Being]:
        unit = self.law.unit
        if unit is None:
            raise NotSaid("no unit")
        people = [(person, self.counts(person), self.apart(person)) for person in self.beings["person"]]
        together = [
            (person, conjunction([counts, unit.item.whole or negation(apart)])) for person, counts, apart in people
        ]
        together = [(person, stays) for person, stays in together if stays is not False]
        if together:
            yield Being("family", "family/0", None, self.household, together)
        alone = [(person, apart) for person, _, apart in people if apart is not False]
        for number, (person, apart) in enumerate(alone, 1):
            yield Being("family", f"family/{number}", None, self.household, [(person, apart)])

    def counts(self, person: Being) -> object:
        """Whether somebody counts in the family, whatever ``rest`` says."""
        counts = self.law.unit.trees["counts"]
        return conjunction([self.value(counts, {"self": person}), negation(benefits.leaves_families(self, person))])

    def apart(self, person: Being) -> object:
        """Whether somebody is assessed alone."""
        tree = self.law.unit.trees.get("apart")
        apart = False if tree is None else self.value(tree, {"self": person})
        return conjunction([apart, negation(benefits.leaves_families(self, person))])

    def possible_families(self, person: Being) -> list[Being | None]:
        """The family of somebody: their own where they are assessed alone, otherwise that of all who count, or none.

        More than one while that is in doubt.
        """
        together = [family for family in self.families() if family.id == "family/0"]
        own = [f for f in self.families() if f.id != "family/0" and f.members[0][0] is person]
        apart, counts = self.apart(person), self.counts(person)
        if apart is True:
            return [*own]
        return [*own, *(together if counts is not False else []), *([None] if counts is not True else [])]

    def of_family(self, person: Being, value: Callable[[Being | None], object]) -> object:
        """Something of the family of somebody; while that is in doubt, what holds of each that it may be."""
        values = [value(family) for family in self.possible_families(person)]
        if len(values) == 1 or (not any(map(is_open, values)) and all(v == values[0] for v in values)):
            return values[0]
        return opened(self.apart(person), self.counts(person), *values)

    # rules ----------------------------------------------------------------------------------------------------------------------

    def _rule(self, name: str, being: Being) -> object:
        if name in ("unit.counts", "unit.apart"):
            return self.counts(being) if name == "unit.counts" else self.apart(being)
        state, _, benefit = name.partition(".")
        if state in STATES and ("benefit", benefit) in self.law.in_force:
            return getattr(benefits, state)(self, benefit, being)
        definition = self.law.in_force.get(("rule", name))
        if definition is None:
            raise NotSaid("a rule that is not in force")
        if "is" in definition.trees:
            return self.value(definition.trees["is"], {"self": being})
        return self._range(definition, being)

    def _range(self, definition, being: Being) -> object:
        """What an officer fills: open within its bounds unless they meet; the lowest is nothing where none is said.

        Where the lowest lies above the highest, nothing is said of it.
        """
        ends = {key: self.value(tree, {"self": being}) for key, tree in definition.trees.items()}
        low, high = low_of(ends.get("at_least", Fraction(0))), high_of(ends.get("at_most", Open()))
        waits = waiting(*ends.values())
        if len(ends) == 2 and low is not None and low == high and waits <= {OFFICER}:
            return low
        if low is not None and high is not None and low > high:
            low = high = None
        return Open(low, high, waits_for=waits | {OFFICER})

    # the tree -------------------------------------------------------------------------------------------------------------------

    def value(self, node: t.Tree, names: dict[str, Being]) -> object:
        """The value of an expression; ``names`` has ``self`` and the loop variables."""
        return getattr(self, f"_{type(node).__name__.lower()}")(node, names)

    def _constant(self, node, names) -> object:
        return settled(node.value)

    def _day(self, node, names) -> object:
        if node.name == "applied_on" and self.day_of_application is None:
            return Open(waits_for=frozenset({FACT}))
        days = {"law_day": self.law.day, "facts_day": self.facts_day, "applied_on": self.day_of_application}
        return self.law.area if node.name == "area" else days[node.name]

    def reach(self, node, names) -> Being:
        """The being that a reference is about; a family is the last step of a way (see ``of_family``)."""
        being = names[node.variable]
        for step in node.path:
            being = being if step == "family" else being.owner
        return being

    def _factref(self, node, names) -> object:
        being = self.reach(node, names)
        if node.name in being.thing.facts:
            return settled(being.thing.facts[node.name])
        return self.missing(node.name)

    def missing(self, name: str) -> Open:
        """A fact that is not given: a number is not negative unless the fact says so, a choice is one of its values."""
        fact = self.law.vocabulary.facts[name]
        low = Fraction(0) if fact.type.numeric and not fact.may_be_negative else None
        options = fact.type.values if fact.type.kind == "choice" else ()
        return Open(low, None, options, frozenset({FACT}))

    def _ruleref(self, node, names) -> object:
        being = self.reach(node, names)
        if "family" in node.path:
            return self.of_family(being, lambda family: self.rule_of_family(node.name, family))
        return self.rule(node.name, being)

    def rule_of_family(self, name: str, family: Being | None) -> object:
        """A rule of a family; of no family its benefits are not received, and everything else does not apply."""
        if family is not None:
            return self.rule(name, family)
        state, _, benefit = name.partition(".")
        if state in STATES and ("benefit", benefit) in self.law.in_force:
            return Fraction(0) if state == "amount" else False
        return Open()

    def _parameterref(self, node, names) -> object:
        definition = self.law.in_force.get(("parameter", node.name))
        keys = [self.value(key, names) for key in node.keys]
        if definition is None:
            return Open(waits_for=frozenset({SETTING}))
        axes = [axis for axis in definition.item.axes if axis not in ("area", "area_set", "from", "year")]
        if any(is_open(key) and (len(keys) > 1 or not key.options) for key in keys):
            return opened(*keys)
        axes = [axis for axis in definition.item.axes if axis not in ("area", "area_set", "from", "year")]
        if not any(map(is_open, keys)):
            return self._row(definition.item, dict(zip(axes, keys, strict=True)))
        found = [self._row(definition.item, {axes[0]: word}) for word in keys[0].options]
        return one_of(found, *keys, choice=node.type.kind == "choice")

    def _row(self, parameter, keys: dict[str, str]) -> object:
        if parameter.name in self.law.settings:  # set for a case: all axes alike, or by the choice axes
            given = self.law.settings[parameter.name]
            found = given.get(tuple(keys.values()), given.get(()))
            return Open(waits_for=frozenset({SETTING})) if found is None else settled(found)
        row = places.row_for(parameter, keys, self.law)
        return Open(waits_for=frozenset({SETTING})) if row is None else settled(row.value)

    def _not(self, node, names) -> object:
        return negation(self.value(node.item, names))

    def _and(self, node, names) -> object:
        return conjunction(self.value(item, names) for item in node.items)

    def _or(self, node, names) -> object:
        return disjunction(self.value(item, names) for item in node.items)

    def _compare(self, node, names) -> object:
        return compared(node.sign, self.value(node.left, names), self.value(node.right, names))

    def _membership(self, node, names) -> object:
        item = self.value(node.item, names)
        options = [self.value(option, names) for option in node.options]
        if is_open(item) and item.options and set(item.options) <= {o for o in options if isinstance(o, str)}:
            return True  # whichever word it is
        return disjunction(compared("==", item, option) for option in options)

    def _if(self, node, names) -> object:
        condition = self.value(node.condition, names)
        if not is_open(condition):
            return self.value(node.then if condition else node.other, names)
        both = [self.value(node.then, names), self.value(node.other, names)]
        return one_of(both, condition, choice=node.type.kind == "choice")

    def _case(self, node, names) -> object:
        subject = self.value(node.subject, names)
        branches = dict(node.branches)
        if not is_open(subject):
            return self.value(branches[subject], names)
        values = [self.value(branches[word], names) for word in possible(subject) or branches]
        return one_of(values, subject, choice=node.type.kind == "choice")

    def _arithmetic(self, node, names) -> object:
        return ARITHMETIC[node.sign](self.value(node.left, names), self.value(node.right, names))

    def _call(self, node, names) -> object:
        return functions.call(self.law, node.function, [self.value(argument, names) for argument in node.arguments])

    def _counttrue(self, node, names) -> object:
        return folds.count([self.value(item, names) for item in node.items], complete=True)

    def _fold(self, node, names) -> object:
        elements, complete = self._elements(node, names)
        conditions, bodies = [], []
        for element, belongs in elements:
            inside = {**names, node.loop: element}
            condition = True if node.condition is None else self.value(node.condition, inside)
            conditions.append(conjunction([belongs, condition]))
            bodies.append(None if node.body is None or conditions[-1] is False else self.value(node.body, inside))
        return folds.fold(node.how, node.type, conditions, bodies, complete)

    def _elements(self, node, names) -> tuple[list[tuple[Being, object]], bool]:
        """The elements of a list, each with whether it belongs there, and whether there are no more."""
        being = self.reach(node, names)
        if node.list_name != "members":
            return self._listed(being, node.list_name)
        families = self.possible_families(being) if "family" in node.path else [being]
        if len(families) > 1:
            raise NotSaid("the members of a family that is in doubt")
        if families[0] is None:  # nobody is a member of no family
            return [], True
        return families[0].members, families[0].id != "family/0" or self._listed(self.household, "people")[1]

    def _listed(self, being: Being, name: str) -> tuple[list[tuple[Being, object]], bool]:
        listed = being.thing.lists.get(name)
        if listed is None:
            return [], False
        items = [b for b in self.beings[self._entity_in(being.entity, name)] if b.owner is being]
        return [(item, True) for item in items], listed.complete

    def _entity_in(self, owner: str, name: str) -> str:
        return next(e.name for e in self.law.vocabulary.entities.values() if (e.owner, e.list_name) == (owner, name))


def settled(value: object) -> object:
    """A value as it is written in a household or a pack; every number becomes a fraction."""
    return Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value
