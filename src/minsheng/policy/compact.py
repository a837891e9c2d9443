"""A tree of reasons made short for reading: what does not help to understand is folded away, nothing is changed.

The full tree stays available (``--full``, JSON). Here nested sums become one line, a comparison carries the sources
of its two sides, a
negated condition becomes the condition itself with its mark turned round, and of an *or* that holds only what holds
is kept.
"""

from __future__ import annotations

from minsheng.policy.explain import Reason
from minsheng.policy.unknown import Unknown

__all__ = ["compact"]


def compact(reason: Reason) -> Reason:
    """The short form of a reason; made once and kept with it."""
    if reason.short is None:
        children = [short for child in reason.children for short in _folded(child, within=reason.kind)]
        reason.short = reason.but(children=_relevant(reason, children))
    return reason.short


def _folded(reason: Reason, within: str = "rule") -> list[Reason]:
    """A reason as it appears below another one: itself, or what it stands for."""
    if reason.kind == "if":
        return [short for child in reason.children[1:] for short in _folded(child, within)] or [compact(reason)]
    if reason.kind == "all" and within in ("rule", "all"):
        return [short for child in reason.children for short in _folded(child, "all")]
    if reason.kind == "not" and len(reason.children) == 1:
        inner = _folded(reason.children[0])
        if len(inner) == 1 and inner[0].kind in ("rule", "fact", "list", "compare", "function"):
            return [inner[0].but(inverted=not inner[0].inverted)]
        return [reason.but(children=inner)]
    if reason.kind in ("arithmetic", "compare") and len(reason.children) == 2:
        short = _with_sources(reason)
        if reason.kind == "arithmetic" and len(short.children) == 1 and short.signs[0] == "+":
            return _folded(short.children[0], within)
        return [short]
    if (
        reason.kind == "list"
        and reason.sign == "count"
        and all(not c.children or c.children[0].kind == "value" for c in reason.children)
    ):
        return [reason.but(children=[])]
    if reason.kind == "function" and reason.name in ("min", "max") and not isinstance(reason.value, Unknown):
        same = [
            child
            for child in reason.children
            if not isinstance(child.value, Unknown) and child.value == reason.value and child.kind != "value"
        ]
        return _folded(same[0], within) if same else [compact(reason)]
    if reason.kind == "function" and reason.name in (
        "round_fen",
        "per_month",
        "for_months",
        "age_on",
        "months_between",
    ):
        below = [short for child in reason.children for short in _folded(child) if child.kind not in ("value",)]
        return [reason.but(children=below)]
    return [compact(reason)]


def _with_sources(reason: Reason) -> Reason:
    signed = (
        _terms(reason)
        if reason.kind == "arithmetic" and reason.sign in "+-"
        else [(reason.sign, child) for child in reason.children]
    )
    operands = [operand for _, operand in signed]
    below = []
    for operand in operands:
        if operand.kind == "value" or (operand.kind in ("fact", "parameter") and operand.reading is None):
            continue
        if operand.kind == "function" and all(child.kind in ("fact", "value") for child in operand.children):
            continue
        below += _folded(operand)
    sources = tuple(o for o in _leaves(operands) if o.origin is not None or o.row is not None)
    return reason.but(children=operands, signs=tuple(sign for sign, _ in signed), below=below, sources=sources)


def _terms(reason: Reason, sign: str = "+") -> list[tuple[str, Reason]]:
    """The terms of a sum or difference with their signs, those that are zero left out."""
    terms: list[tuple[str, Reason]] = []
    for index, child in enumerate(reason.children):
        turned = sign if index == 0 or reason.sign == "+" else ("-" if sign == "+" else "+")
        terms += _terms(child, turned) if child.kind == "arithmetic" and child.sign in "+-" else [(turned, child)]
    kept = [(s, term) for s, term in terms if isinstance(term.value, Unknown) or term.value != 0]
    return kept or terms[:1]


def _leaves(operands: list[Reason]) -> list[Reason]:
    leaves = []
    for operand in operands:
        if operand.kind in ("fact", "parameter"):
            leaves.append(operand)
        elif operand.kind == "function":
            leaves += [child for child in operand.children if child.kind in ("fact", "parameter")]
    return leaves


def _relevant(reason: Reason, children: list[Reason]) -> list[Reason]:
    """Of an *or* that holds only what holds; of an *and* that fails only what fails or is open."""
    if reason.kind == "any" and reason.value is True:
        return [child for child in children if _holds(child) is True] or children
    if reason.type.kind == "bool" and reason.value is False and reason.kind in ("rule", "all"):
        return [child for child in children if _holds(child) is not True] or children
    if reason.type.kind == "bool" and isinstance(reason.value, Unknown):
        return [
            child for child in children if isinstance(child.value, Unknown) or child.type.kind != "bool"
        ] or children
    return children


def _holds(reason: Reason) -> bool | None:
    if reason.type.kind != "bool" or not isinstance(reason.value, bool):
        return None
    return reason.value != reason.inverted
