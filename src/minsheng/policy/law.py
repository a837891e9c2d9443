"""The law of a day at a place: which definitions hold, in which order they are worked out, compiled and ready to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minsheng.policy import tree as t
from minsheng.policy.benefits import benefit_trees
from minsheng.policy.blocks.parameters import FOUND_AXES
from minsheng.policy.compile import Compiled, compile_rules
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.functions import within_area
from minsheng.policy.language import N_
from minsheng.policy.pack import RANKS, AreaSet, Benefit, Duty, Pack, Parameter, Process, Rule, Service
from minsheng.policy.parameters import Bound, bind, changed_settings, given, in_area_set
from minsheng.policy.precedence import Definition
from minsheng.policy.unknown import Unknown

if TYPE_CHECKING:
    from minsheng.policy.decision import Decision
    from minsheng.policy.library import Library
    from minsheng.policy.outcome import Outcome
    from minsheng.policy.questions import Question
    from minsheng.policy.thing import Household

__all__ = ["Law", "build_law"]

FAMILY = "unit"
#: A rule in force: its entity, its trees, and the definition it comes from.
Entry = tuple[str, dict[str, t.Tree], Definition | None]
#: Values given for parameters from outside: {name: {choice keys: value}}.
Settings = Mapping[str, Mapping[tuple[str, ...], object]]


class Law:
    """What holds on ``day`` in ``area``. Made by :meth:`Library.as_of`; decides households."""

    def __init__(
        self,
        library: Library,
        day: date,
        area: str,
        settings: Settings | None = None,
        *,
        demonstration: bool = True,
        only: frozenset[str] = frozenset(),
    ) -> None:
        self.library = library
        self.demonstration = demonstration
        self.settings = settings or {}
        #: What evaluators found out once about this law, by name; they may use it again.
        self.kept: dict[str, Any] = {}
        self._narrowed: dict[frozenset[str], Law] = {}
        self.day = day
        self.area = area
        self.vocabulary = library.vocabulary
        self.in_force = library.definitions.in_force(day, area)
        self.area_sets = {
            name: d.item
            for (kind, name), d in self.in_force.items()
            if kind == "area_set" and isinstance(d.item, AreaSet)
        }
        self.benefits = {name: d for (kind, name), d in self.in_force.items() if kind == "benefit"}
        self.processes = {
            name: d.item
            for (kind, name), d in self.in_force.items()
            if kind == "process" and isinstance(d.item, Process)
        }
        self.services = {
            name: d.item
            for (kind, name), d in self.in_force.items()
            if kind == "service" and isinstance(d.item, Service)
        }
        self.unit = next((d for (kind, _), d in self.in_force.items() if kind == "unit"), None)
        self.bound = {
            name: self._bind(d.item)
            for (kind, name), d in self.in_force.items()
            if kind == "parameter" and isinstance(d.item, Parameter)
        }
        self.trees = self._rule_trees()
        if only:
            self.trees = self._needed_for(only)
            self.benefits = {name: d for name, d in self.benefits.items() if f"receives.{name}" in self.trees}
        self.order = self._order()
        self.facts = self._facts_used()
        self.slots = self._slots()

    @cached_property
    def appeals(self) -> list[Duty]:
        """What the documents in force here say of the right to appeal against a decision."""
        packs = [pack for pack in self.library.packs if pack.holds_on(self.day) and within_area(self.area, pack.area)]
        packs.sort(key=lambda pack: RANKS.index(pack.rank))
        return [duty for pack in packs for duty in pack.duties if duty.right == "appeal"]

    def appeal(self, document: str) -> Duty | None:
        """Where the right to appeal against a decision under a document stands: in itself, otherwise in a law or regulation."""
        ranks = {pack.document: pack.rank for pack in self.library.packs}
        own = [duty for duty in self.appeals if duty.document == document]
        for_all = [duty for duty in self.appeals if ranks[duty.document] in ("law", "regulation")]
        return next(iter([*own, *for_all]), None)

    def __repr__(self) -> str:
        """Where and when it holds, and what was changed in it."""
        changed = f", changed: {', '.join(sorted(self.settings))}" if self.settings else ""
        return f"<Law of {self.day.isoformat()} in {self.area}: {len(self.benefits)} benefits, {len(self.order)} rules{changed}>"

    def with_settings(self, settings: Settings) -> Law:
        """The same law with other values for some parameters: {name: {choice keys: value}}; ``()`` stands for all keys."""
        return Law(self.library, self.day, self.area, {**self.settings, **settings}, demonstration=self.demonstration)

    def change(self, values: Mapping[str, object]) -> Law:
        """The same law with other values for some parameters, as a user writes them in Python.

        Args:
            values: for each parameter a value for all its choices, or ``{choice: value}`` (``{(choice, …): value}`` where there are
                several); the others keep theirs. Money in fen, ratios as :class:`~fractions.Fraction`.

        Raises:
            KeyError: a parameter is not in force here, or has no such choice.
            TypeError: a value is not of the type of its parameter.

        >>> from minsheng.policy import Library
        >>> law = Library.load().as_of(date(2017, 12, 31), "500110")
        >>> law.change({"dibao.standard": {"urban": 60000}}).parameter("dibao.standard", ("urban",))
        60000
        """
        return self.with_settings(changed_settings(self.bound, values))

    def determine(
        self,
        source: str | Path | Mapping[str, Any],
        out: str | Path | None = None,
        *,
        rules: Sequence[str] | None = None,
        **options: Any,
    ) -> Any:
        """The values of rules for a whole population: columns for tables in memory, files for a folder.

        See :func:`minsheng.population.determine.determine` and :func:`minsheng.population.determine_files.determine_files`. Without
        ``rules``: who receives each benefit, and how much.

        Raises:
            PolicyError: populations are not installed, or what is given is refused.
        """
        from minsheng.policy.population_port import population_engine

        wanted = rules
        if wanted is None:
            wanted = [f"{part}.{name}" for name in self.benefits for part in ("receives", "amount")]
            wanted = [name for name in wanted if name in self.trees]
        place = source if isinstance(source, Mapping) else Path(source)
        return population_engine().determine(self, place, None if out is None else Path(out), wanted, **options)

    def compare(self, before: Law, source: str | Path, out: str | Path | None = None, **options: Any) -> Any:
        """What this law means for a population beside the one before: who gains, who loses, what it costs whom, as plain values.

        With ``out``, the page and the tables of ``minsheng simulate`` are written there; ``sweep="dibao.standard[urban]=500:700:20"``
        tries a range of values.

        Raises:
            PolicyError: nothing differs, the laws cannot be compared (``F12``), populations are not installed, or the population is
                refused.
        """
        from minsheng.policy.population_port import population_engine

        return population_engine().compare(self, before, Path(source), None if out is None else Path(out), **options)

    def with_rules(self, further: Mapping[str, Entry]) -> Law:
        """Only some further rules and what they rest on, for the values of expressions that are no rules of a document."""
        law = Law(self.library, self.day, self.area, self.settings, demonstration=self.demonstration)
        law.trees |= further
        law.trees = law._closed([*further, "unit.counts", "unit.apart"])
        law.order, law.facts = law._order(), law._facts_used()
        law.slots = law._slots()
        return law

    def narrowed(self, benefits: Iterable[str]) -> Law:
        """The same law with only what these benefits and the rankings rest on: quicker, and the outcomes are the same."""
        key = frozenset(benefits)
        if key not in self._narrowed:
            self._narrowed[key] = Law(
                self.library, self.day, self.area, self.settings, demonstration=self.demonstration, only=key
            )
        return self._narrowed[key]

    # what the evaluators ask --------------------------------------------------------------------------------------------------------

    def parameter(self, name: str, keys: tuple[str, ...]) -> object:
        """The value of a parameter for choice keys, or the unknown that says that it is not set."""
        bound = self.bound.get(name)
        return bound.value(keys) if bound is not None else Unknown(unset=frozenset({name}))

    def parameter_table(self, name: str) -> object:
        """All values of a parameter by its choice keys."""
        bound = self.bound.get(name)
        return bound.table() if bound is not None else _AlwaysUnset(name)

    def in_area_set(self, place: str, name: str) -> bool:
        """Whether a place lies in a named area set on the law day."""
        area_set = self.area_sets.get(name)
        return area_set is not None and in_area_set(place, area_set, self.day)

    def decide(self, household: Household, *, facts_day: date | None = None) -> Decision:
        """Decide one household: every benefit with its reasons. Raises :class:`PolicyError` for a household of another place."""
        from minsheng.policy.decision import decide

        return decide(self, household, facts_day or self.day)

    def missing(self, household: Household, *, facts_day: date | None = None) -> list[Question]:
        """The facts that would settle what is open for a household, the most telling first."""
        return self.decide(household, facts_day=facts_day).questions

    def outcomes(self, household: Household, *, facts_day: date | None = None) -> list[Outcome]:
        """Only the outcomes of one household, without reasons; the quick way over a population."""
        from minsheng.policy.evaluation import evaluate
        from minsheng.policy.outcome import outcomes

        return outcomes(evaluate(self.narrowed(self.benefits), household, facts_day or self.day))

    def benefit(self, name: str) -> Benefit:
        """The benefit of that name as it is law here."""
        item = self.benefits[name].item
        assert isinstance(item, Benefit)  # noqa: S101 - kept by kind
        return item

    def packs(self) -> list[Pack]:
        """The packs that say anything that holds here, also by a row of another's parameter, in the order of the library."""
        used = {d.pack.document for d in self.in_force.values()}
        used |= {row.document for bound in self.bound.values() for row in bound.rows.values()}
        return [pack for pack in self.library.packs if pack.document in used]

    # compiled only when somebody decides ----------------------------------------------------------------------------------------------

    @cached_property
    def stages(self) -> tuple[list[Compiled], list[Compiled]]:
        """The rules compiled in order: those before families are formed, and those after."""
        at = self.order.index(FAMILY)
        return self._compiled(self.order[:at]), self._compiled(self.order[at + 1 :])

    def _compiled(self, names: Sequence[str]) -> list[Compiled]:
        result = []
        for entity, run in self.runs(names):
            rules = [(name, self.slots[entity][name], self.trees[name][1]) for name in run]
            result.append(compile_rules(entity, rules, self))
        return result

    def runs(self, names: Iterable[str]) -> list[tuple[str, list[str]]]:
        """Rules in their order, as runs of one entity that can be worked out thing by thing.

        A rule that looks at other things of its own kind (*any of the people …*) begins a new run when what it looks at is in
        the present one.
        """
        runs: list[tuple[str, list[str]]] = []
        for name in names:
            entity, trees, _ = self.trees[name]
            present = runs[-1][1] if runs and runs[-1][0] == entity else None
            if present is None or not _elsewhere(trees.values()).isdisjoint(present):
                runs.append((entity, [name]))
            else:
                present.append(name)
        return runs

    @cached_property
    def _users(self) -> dict[str, set[str]]:
        users: dict[str, set[str]] = {}
        for name, (_, trees, _) in self.trees.items():
            for tree in trees.values():
                for node in t.walk(tree):
                    if isinstance(node, t.RuleRef | t.FactRef | t.ParameterRef):
                        users.setdefault(node.name, set()).add(name)
        return users

    def resting_on(self, names: frozenset[str]) -> list[str]:
        """The rules that rest on any of these facts, parameters or rules, in order of evaluation."""
        reached: set[str] = set()
        pending = list(names)
        while pending:
            for user in self._users.get(pending.pop(), ()):
                if user not in reached:
                    reached.add(user)
                    pending.append(user)
        return [name for name in self.order if name in reached]

    # building ---------------------------------------------------------------------------------------------------------------------------

    def _bind(self, parameter: Parameter) -> Bound:
        choices = tuple(axis for axis in parameter.axes if axis not in FOUND_AXES)
        if parameter.name in self.settings:
            return given(parameter, self.settings[parameter.name], choices)
        return bind(parameter, self.day, self.area, self.area_sets, choices, demonstration=self.demonstration)

    def _rule_trees(self) -> dict[str, Entry]:
        trees: dict[str, Entry] = {}
        for (kind, name), definition in self.in_force.items():
            if kind == "rule" and isinstance(definition.item, Rule):
                trees[name] = (definition.item.entity, definition.trees, definition)
        for name, tree in benefit_trees(self.benefits, self.unit, self.vocabulary).items():
            trees[name] = tree
        return trees

    def _order(self) -> list[str]:
        graph: dict[str, set[str]] = {}
        for name, (entity, trees, _) in self.trees.items():
            needs: set[str] = set()
            for tree in trees.values():
                needs |= {n for n in _mentioned(tree) if n in self.trees or n == FAMILY}
            if entity == "family":
                needs.add(FAMILY)
            graph[name] = needs
        graph[FAMILY] = {name for name in ("unit.counts", "unit.apart") if name in self.trees}
        try:
            return self._grouped(graph)
        except CycleError as problem:
            cycle = [str(name) for name in problem.args[1]]
            definition = next((self.trees[n][2] for n in cycle if n in self.trees and self.trees[n][2]), None)
            place = definition.item.place if definition else Place(str(self.library.folder))
            raise PolicyError(
                [
                    Finding(
                        "O2",
                        place,
                        N_("these depend on each other in a circle: {cycle}"),
                        N_("One of them must look at something else."),
                        {"cycle": " → ".join(reversed(cycle))},
                    )
                ]
            ) from None

    def _needed_for(self, benefits: frozenset[str]) -> dict[str, Entry]:
        """The rules that some benefits rest on, with everything that the benefits themselves generate."""
        pending = [
            f"{state}.{name}" for name in benefits for state in ("receives", "eligible", "elects", "tapers", "amount")
        ]
        pending += ["unit.counts", "unit.apart"]
        for name in benefits:
            for tree in _deciding(self.benefits[name]) if name in self.benefits else ():
                pending += [node.name for node in t.walk(tree) if isinstance(node, t.RuleRef)]
        for (kind, _), definition in self.in_force.items():
            for tree in definition.trees.values() if kind == "ranking" else ():
                pending += [node.name for node in t.walk(tree) if isinstance(node, t.RuleRef)]
        needed = set(self._closed(pending))
        for name in self.benefits:
            if f"receives.{name}" in needed:
                needed |= {
                    f"{state}.{name}" for state in ("eligible", "elects", "tapers") if f"{state}.{name}" in self.trees
                }
        return {name: entry for name, entry in self.trees.items() if name in needed}

    def _closed(self, names: Iterable[str]) -> dict[str, Entry]:
        """These rules, where there are such, and every rule that they rest on."""
        pending, needed = list(names), set[str]()
        while pending:
            name = pending.pop()
            if name not in needed and name in self.trees:
                needed.add(name)
                for tree in self.trees[name][1].values():
                    pending += [node.name for node in t.walk(tree) if isinstance(node, t.RuleRef)]
        return {name: entry for name, entry in self.trees.items() if name in needed}

    def _grouped(self, graph: dict[str, set[str]]) -> list[str]:
        """An order in which every rule comes after what it needs, with long runs of one entity; families are formed as late as possible."""
        sorter = TopologicalSorter({name: sorted(needs) for name, needs in graph.items()})
        sorter.prepare()
        order: list[str] = []
        ready: dict[str, list[str]] = {}
        entity = "person"
        while sorter.is_active():
            for name in sorter.get_ready():
                ready.setdefault(FAMILY if name == FAMILY else self.trees[name][0], []).append(name)
            if not ready.get(entity):
                entity = next((e for e, names in ready.items() if names and e != FAMILY), FAMILY)
            name = ready[entity].pop()
            order.append(name)
            sorter.done(name)
        return order

    def _facts_used(self) -> dict[str, list[str]]:
        used: dict[str, set[str]] = {entity: set() for entity in self.vocabulary.entities}
        for _, trees, _ in self.trees.values():
            for tree in trees.values():
                for node in t.walk(tree):
                    if isinstance(node, t.FactRef):
                        used[node.entity].add(node.name)
        for (kind, _), definition in self.in_force.items():
            if kind in ("ranking", "benefit", "aggregate", "sample"):
                for tree in _deciding(definition):
                    for node in t.walk(tree):
                        if isinstance(node, t.FactRef):
                            used[node.entity].add(node.name)
        return {entity: sorted(names) for entity, names in used.items()}

    def _slots(self) -> dict[str, dict[str, int]]:
        slots: dict[str, dict[str, int]] = {
            entity: {name: i for i, name in enumerate(names)} for entity, names in self.facts.items()
        }
        slots.setdefault("family", {})
        for name in self.order:
            if name != FAMILY:
                of_entity = slots[self.trees[name][0]]
                of_entity[name] = len(of_entity)
        return slots


def _deciding(definition: Definition) -> list[t.Tree]:
    """What a decision rests on: everything of a definition but how often it is looked at again."""
    return [tree for key, tree in definition.trees.items() if key != "review_every"]


class _AlwaysUnset:
    """The table of a parameter that no document in force declares."""

    def __init__(self, name: str) -> None:
        self._missing = Unknown(unset=frozenset({name}))

    def __getitem__(self, key: object) -> Unknown:
        return self._missing


def _elsewhere(trees: Iterable[t.Tree]) -> set[str]:
    """The rules that are looked at on other things than the one at hand."""
    nodes = (node for tree in trees for node in t.walk(tree))
    return {node.name for node in nodes if isinstance(node, t.RuleRef) and (node.variable != "self" or node.path)}


def _mentioned(tree: t.Tree) -> Iterable[str]:
    for node in t.walk(tree):
        if isinstance(node, t.RuleRef):
            yield node.name
        path = getattr(node, "path", ())
        if "family" in path or (isinstance(node, t.Fold) and node.list_name == "members"):
            yield FAMILY


def build_law(library: Library, day: date, area: str, *, demonstration: bool = True) -> Law:
    """The law of a day at a place; raises :class:`PolicyError` when nothing covers it."""
    law = Law(library, day, area, demonstration=demonstration)
    if not any(kind in ("rule", "benefit") for kind, _ in law.in_force):
        near = [p for p in library.packs if within_area(area, p.area)]
        if near:
            message, hint = (
                N_("no document in the library holds for {area} on {day}"),
                N_("The first one that does holds from {first}."),
            )
            params: dict[str, object] = {"first": min(p.in_force for p in near)}
        else:
            message, hint, params = (
                N_("no document in the library holds for {area} on {day}"),
                N_("Check the area code."),
                {},
            )
        raise PolicyError(
            [Finding("L4", Place(str(library.folder)), message, hint, {"area": area, "day": day, **params})]
        )
    return law
