"""Expressions over a population as rules of the things that they look at, and back as figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from minsheng.policy import tree as t
from minsheng.policy.language import N_
from minsheng.policy.law import Entry
from minsheng.policy.precedence import Definition
from minsheng.policy.types import BOOL
from minsheng.population.lists.definition import refuse, refuse_days_of_one

__all__ = ["POPULATION_LISTS", "FoldRules", "fold_rules", "rebuilt", "with_figures"]

#: The lists that only an aggregate sees, and what they hold.
POPULATION_LISTS = {"persons": "person", "families": "family", "households": "household"}


@dataclass(frozen=True, slots=True)
class FoldRules:
    """A count or sum over a list of the population: the names of the rules for who belongs and for what each adds (empty: none)."""

    fold: t.Fold
    entity: str
    belongs: str
    body: str


def rebuilt(node: t.Tree, change: Callable[[t.Tree], t.Tree | None]) -> t.Tree:
    """The tree with every node replaced for which ``change`` gives another one; what stands below a replaced node is not looked at."""
    changed = change(node)
    if changed is not None:
        return changed

    def inside(value: Any) -> Any:
        if isinstance(value, t.Tree):
            return rebuilt(value, change)
        return tuple(inside(part) for part in value) if isinstance(value, tuple) else value

    return replace(node, **{field.name: inside(getattr(node, field.name)) for field in fields(node)})


def _seen_from_itself(tree: t.Tree, loop: str) -> t.Tree:
    """The body of a loop as an expression of its element."""

    def change(node: t.Tree) -> t.Tree | None:
        if isinstance(node, t.FactRef | t.RuleRef) and node.variable == loop:
            return replace(node, variable="self")
        if isinstance(node, t.Fold) and node.variable == loop:
            inner = [None if part is None else rebuilt(part, change) for part in (node.body, node.condition)]
            return replace(node, variable="self", body=inner[0], condition=inner[1])
        return None

    return rebuilt(tree, change)


def fold_rules(definition: Definition) -> tuple[list[FoldRules], dict[str, Entry]]:
    """The counts and sums of an aggregate over the population, and the rules that they need.

    Raises:
        PolicyError: one of them stands inside another, or an expression names what only one household has.
    """
    refuse_days_of_one(definition, definition.trees.values())
    found: list[FoldRules] = []
    entries: dict[str, Entry] = {}
    folds = dict.fromkeys(fold for tree in definition.trees.values() for fold in _outermost(tree))
    for number, fold in enumerate(folds):
        names = {}
        for part, tree in (("belongs", fold.condition), ("body", fold.body)):
            if tree is None:
                continue
            if any(True for _ in _outermost(tree)):
                refuse(
                    definition,
                    N_("{name} looks at the whole population inside a list of the population"),
                    N_("Make the inner figure an aggregate of its own."),
                )
            names[part] = f"{definition.kind} {definition.name} {number} {part}"
            own = _seen_from_itself(tree, fold.loop)
            entries[names[part]] = (POPULATION_LISTS[fold.list_name], {"is": own}, definition)
        entity = POPULATION_LISTS[fold.list_name]
        if entity == "family" and not names:  # a plain count of families: something must make the families be formed
            names["belongs"] = f"{definition.kind} {definition.name} {number} belongs"
            entries[names["belongs"]] = (entity, {"is": t.Constant(BOOL, True)}, definition)
        found.append(FoldRules(fold, entity, names.get("belongs", ""), names.get("body", "")))
    return found, entries


def _outermost(tree: t.Tree) -> Iterator[t.Fold]:
    """The folds over a list of the population that stand in no other one."""
    if isinstance(tree, t.Fold) and tree.list_name in POPULATION_LISTS and tree.variable == "self":
        yield tree
        return
    for child in t.children(tree):
        yield from _outermost(child)


def with_figures(tree: t.Tree, figures: Mapping[t.Fold, object]) -> t.Tree:
    """The expression with figures in place of its counts and sums."""

    def change(node: t.Tree) -> t.Tree | None:
        if isinstance(node, t.Fold) and node in figures:
            return t.Constant(node.type, figures[node])
        return None

    return rebuilt(tree, change)
