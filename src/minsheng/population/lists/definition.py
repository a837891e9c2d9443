"""Which ranking or aggregate is meant, and what is said when there is none."""

from __future__ import annotations

from collections.abc import Iterable

from minsheng.policy import tree as t
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.law import Law
from minsheng.policy.precedence import Definition
from minsheng.policy.scope import close_to

__all__ = ["definition_of", "names_in_force", "refuse"]

_NONE = {
    "ranking": N_("no ranking of the name {name} is in force for {area} on {day}"),
    "aggregate": N_("no share of the name {name} is in force for {area} on {day}"),
}


def names_in_force(law: Law, kind: str) -> list[str]:
    """The rankings or aggregates of a law, by name."""
    return sorted(name for of, name in law.in_force if of == kind)


def definition_of(law: Law, kind: str, name: str) -> Definition:
    """The definition of a ranking or aggregate that is in force.

    Raises:
        PolicyError: there is none; the finding names those that are, the ones spelled alike first.
    """
    definition = law.in_force.get((kind, name))
    if definition is not None:
        return definition
    known = names_in_force(law, kind)
    close = close_to(name, known)
    hint = N_("Did you mean {close}?") if close else N_("Known: {known}.") if known else N_("None is in force there.")
    params = {"name": name, "area": law.area, "day": law.day, "close": close, "known": ", ".join(known)}
    raise PolicyError([Finding("G1", Place(name), _NONE[kind], hint, params)])


def refuse(definition: Definition, message: str, hint: str, **params: object) -> None:
    """Refuse to work out a definition over a population.

    Raises:
        PolicyError: always; the finding names the place in the pack.
    """
    raise PolicyError([Finding("G2", definition.item.place, message, hint, {"name": definition.name, **params})])


def refuse_days_of_one(definition: Definition, trees: Iterable[t.Tree]) -> None:
    """Refuse an aggregate that names the application or the place of one household: over many there is no such thing.

    Raises:
        PolicyError: one does.
    """
    for node in (node for tree in trees for node in t.walk(tree)):
        if isinstance(node, t.Day) and node.name in ("applied_on", "area"):
            refuse(
                definition,
                N_("{what} in {name} is of one household; over many there is none"),
                N_("Make it a rule of the household, and count that rule."),
                what=node.name,
            )
