"""The typed tree of an expression: what the checker builds, and what every evaluator reads.

A tree holds no Python and no YAML, only typed nodes. References say from which variable they start (``self`` or a
loop variable) and which
way leads to the owner of the name (``("family",)``, ``("owner", "household")``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from minsheng.policy.types import Type

__all__ = [
    "And",
    "Arithmetic",
    "Call",
    "Case",
    "Compare",
    "Constant",
    "CountTrue",
    "Day",
    "FactRef",
    "Fold",
    "If",
    "Membership",
    "Not",
    "Or",
    "ParameterRef",
    "RuleRef",
    "Tree",
    "children",
    "walk",
]


@dataclass(frozen=True, slots=True)
class Tree:
    """A node; ``type`` is what it gives."""

    type: Type


@dataclass(frozen=True, slots=True)
class Constant(Tree):
    """A written value."""

    value: object


@dataclass(frozen=True, slots=True)
class Day(Tree):
    """``law_day``, ``facts_day``, ``applied_on`` or ``area``: what the question itself brings along."""

    name: str


@dataclass(frozen=True, slots=True)
class FactRef(Tree):
    """A fact of the thing that ``path`` leads to from ``variable``."""

    name: str
    variable: str
    path: tuple[str, ...]
    entity: str


@dataclass(frozen=True, slots=True)
class RuleRef(Tree):
    """The value of another rule."""

    name: str
    variable: str
    path: tuple[str, ...]
    entity: str


@dataclass(frozen=True, slots=True)
class ParameterRef(Tree):
    """A parameter; ``keys`` are its choice axes in their declared order."""

    name: str
    keys: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not(Tree):
    """The contrary."""

    item: Tree


@dataclass(frozen=True, slots=True)
class And(Tree):
    """All of them."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Or(Tree):
    """Any of them."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Compare(Tree):
    """``left sign right`` with one of ``== != < <= > >=``."""

    sign: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Membership(Tree):
    """``item in [options]``."""

    item: Tree
    options: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class If(Tree):
    """``then if condition else other``."""

    condition: Tree
    then: Tree
    other: Tree


@dataclass(frozen=True, slots=True)
class Case(Tree):
    """One branch for every value of a choice."""

    subject: Tree
    branches: tuple[tuple[str, Tree], ...]


@dataclass(frozen=True, slots=True)
class Arithmetic(Tree):
    """``left sign right`` with one of ``+ - * /``."""

    sign: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Call(Tree):
    """A function of the language."""

    function: str
    arguments: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class CountTrue(Tree):
    """How many of the written conditions hold."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Fold(Tree):
    """``any all count sum most least`` over a list of the thing that ``path`` leads to."""

    how: str
    loop: str
    list_name: str
    variable: str
    path: tuple[str, ...]
    body: Tree | None
    condition: Tree | None


def children(tree: Tree) -> tuple[Tree, ...]:
    """The nodes directly below a node."""
    match tree:
        case Not(item=item):
            return (item,)
        case And(items=items) | Or(items=items) | CountTrue(items=items):
            return items
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            return (left, right)
        case Membership(item=item, options=options):
            return (item, *options)
        case If(condition=condition, then=then, other=other):
            return (condition, then, other)
        case Case(subject=subject, branches=branches):
            return (subject, *(branch for _, branch in branches))
        case Call(arguments=arguments):
            return arguments
        case ParameterRef(keys=keys):
            return keys
        case Fold(body=body, condition=condition):
            return tuple(node for node in (body, condition) if node is not None)
        case _:
            return ()


def walk(tree: Tree) -> Iterator[Tree]:
    """The node and everything below it."""
    yield tree
    for child in children(tree):
        yield from walk(child)
