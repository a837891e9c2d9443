"""What would change a refusal: the nearest facts that would turn it, each tried out before it is said.

A suggestion speaks of the real situation ("if income per head were below 500.00; it is 512.50"); it never invites
anybody to state what is not so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from minsheng.policy import tree as t
from minsheng.policy.calendar_math import add_years
from minsheng.policy.evaluation import Evaluation, decides_families, evaluate, supposing
from minsheng.policy.instance import Instance, Members
from minsheng.policy.outcome import Outcome
from minsheng.policy.reason import Variables, find
from minsheng.policy.unknown import Unknown

__all__ = ["Turn", "turns"]

_MOST = 3
_ALTERNATIVES = 12
_FLIPPED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@dataclass(frozen=True, slots=True)
class Turn:
    """One condition that would have to be otherwise.

    ``kind``: ``compare`` (``left sign right`` would have to hold), ``fact`` (the fact or rule would have to have
    ``value``) or ``day`` (it will hold
    by itself from ``value`` on).
    """

    kind: str
    key: str
    name: str
    node: t.Tree
    variables: Variables
    sign: str = ""
    value: object = None


def turns(evaluation: Evaluation, outcome: Outcome) -> list[list[Turn]]:
    """Up to three ways in which a refusal would turn, the one with the fewest conditions first; each was tried and turns it."""
    instance = evaluation.things[outcome.key]
    entry = evaluation.law.trees[f"receives.{outcome.benefit}"]
    found = []
    for way in sorted(_ways(evaluation, entry[1]["is"], {"self": instance}, True, 0), key=_distance):
        if way and _turns_it(evaluation, outcome, way):
            found.append(way)
        if len(found) == _MOST:
            break
    return found


#: Figures and days first: they are nearer to people than another state of things.
_KINDS = {"compare": 0, "day": 1, "fact": 2}


def _distance(way: list[Turn]) -> tuple[int, int]:
    """How far a way is: few conditions first, then those of the nearer kind."""
    return len(way), sum(_KINDS[turn.kind] for turn in way)


Ways = list[list[Turn]]


def _ways(evaluation: Evaluation, node: t.Tree, variables: Variables, wanted: bool, depth: int) -> Ways:
    """All ways to make a condition come out as wanted; an empty way when it does already, none when there is no way."""
    value = evaluation.reasoner.value(node, variables)
    if value is wanted:
        return [[]]
    if isinstance(value, Unknown) or depth > 12:
        return []
    match node:
        case t.Not(item=item):
            return _ways(evaluation, item, variables, not wanted, depth + 1)
        case t.And(items=items) | t.Or(items=items):
            every = isinstance(node, t.And) == wanted
            parts = [_ways(evaluation, item, variables, wanted, depth + 1) for item in items]
            return _together(parts) if every else [way for ways in parts for way in ways if way][:_ALTERNATIVES]
        case t.If(condition=condition, then=then, other=other):
            holds = evaluation.reasoner.value(condition, variables)
            taken = [then, other] if isinstance(holds, Unknown) else [then if holds else other]
            return _together([_ways(evaluation, branch, variables, wanted, depth + 1) for branch in taken])
        case t.Case(subject=subject, branches=branches):
            chosen = evaluation.reasoner.value(subject, variables)
            branch = dict(branches).get(str(chosen))
            return _ways(evaluation, branch, variables, wanted, depth + 1) if branch is not None else []
        case t.RuleRef(name=name):
            return _through_rule(evaluation, node, name, variables, wanted, depth)
        case t.FactRef():
            return _fact(evaluation, node, variables, wanted)
        case t.Compare():
            return _compare(evaluation, node, variables, wanted)
        case t.Membership(item=t.FactRef() as item, options=(t.Constant(value=first), *_)) if wanted:
            return _fact(evaluation, item, variables, first)
        case t.Fold(how="any" | "all"):
            return _fold(evaluation, node, variables, wanted, depth)
    return []


def _fact(evaluation: Evaluation, node: t.FactRef, variables: Variables, value: object) -> Ways:
    """A fact that would have to be otherwise; what nobody can change (the vocabulary says so) is no way."""
    target = find(variables, node.variable, node.path)
    if target is None or not evaluation.law.vocabulary.facts[node.name].changes:
        return []
    return [[Turn("fact", target.id, node.name, node, variables, value=value)]]


def _together(parts: list[Ways]) -> Ways:
    ways: Ways = [[]]
    for alternatives in parts:
        ways = [[*way, *(m for m in more if m not in way)] for way in ways for more in alternatives][:_ALTERNATIVES]
    return ways


def _through_rule(
    evaluation: Evaluation, node: t.RuleRef, name: str, variables: Variables, wanted: bool, depth: int
) -> Ways:
    target = find(variables, node.variable, node.path)
    entry = evaluation.law.trees.get(name)
    if target is None or entry is None or "is" not in entry[1] or target.id == "family/none":
        return []
    return _ways(evaluation, entry[1]["is"], {"self": target}, wanted, depth + 1)


def _compare(evaluation: Evaluation, node: t.Compare, variables: Variables, wanted: bool) -> Ways:
    sign = node.sign if wanted else _FLIPPED[node.sign]
    right = evaluation.reasoner.value(node.right, variables)
    if isinstance(right, Unknown | date):
        return []  # a day that was, such as that of a birth, cannot be another one
    if isinstance(node.left, t.Call) and node.left.function == "age_on" and isinstance(right, int):
        return _when_old_enough(evaluation, node.left, sign, right, variables)
    left = node.left
    if isinstance(left, t.FactRef) and not evaluation.law.vocabulary.facts[left.name].changes:
        return []
    if not isinstance(left, t.RuleRef | t.FactRef):
        return [[Turn("compare", "", "", node, variables, sign, right)]]
    target = find(variables, left.variable, left.path)
    return [[Turn("compare", target.id, left.name, node, variables, sign, _beyond(sign, right))]] if target else []


def _beyond(sign: str, limit: object) -> object:
    """The nearest value for which a comparison holds: the limit itself, or one fen (one unit) past it."""
    if isinstance(limit, bool) or not isinstance(limit, int | Fraction):
        return limit
    whole = limit.numerator // limit.denominator if isinstance(limit, Fraction) else limit
    exact = not isinstance(limit, Fraction) or limit.denominator == 1
    if sign in ("==", "<=", ">="):
        return whole if exact or sign == "<=" else (limit if sign == "==" else whole + 1)
    if sign == "<":
        return whole - 1 if exact else whole
    return whole + 1


def _when_old_enough(evaluation: Evaluation, call: t.Call, sign: str, limit: int, variables: Variables) -> Ways:
    """An age that is reached by waiting becomes the day on which it is reached; an age that is past cannot be had back."""
    birth = evaluation.reasoner.value(call.arguments[0], variables)
    if sign not in (">=", ">", "==") or not isinstance(birth, date):
        return []
    day = add_years(birth, limit + (1 if sign == ">" else 0))
    target = variables["self"]
    return [[Turn("day", target.id, "", call, variables, sign, day)]] if day > evaluation.facts_day else []


def _fold(evaluation: Evaluation, node: t.Fold, variables: Variables, wanted: bool, depth: int) -> Ways:
    instance = find(variables, node.variable, node.path)
    listed = instance.lists.get(node.list_name) if instance is not None else None
    if not isinstance(listed, Members) or node.body is None:
        return []
    parts = []
    for item in listed.items:
        inner: dict[str, Instance] = {**variables, node.loop: item}
        if node.condition is not None and evaluation.reasoner.value(node.condition, inner) is not True:
            continue
        parts.append(_ways(evaluation, node.body, inner, wanted, depth + 1))
    if (node.how == "all") == wanted:
        return _together(parts)
    return [way for ways in parts for way in ways if way][:_ALTERNATIVES]


def _turns_it(evaluation: Evaluation, outcome: Outcome, way: list[Turn]) -> bool:
    """Decide again with the conditions otherwise: only what really turns the outcome is said."""
    days = [turn.value for turn in way if turn.kind == "day"]
    forced = {(turn.key, turn.name): turn.value for turn in way if turn.kind != "day"}
    if any(not name for _, name in forced):
        return False
    rule = f"receives.{outcome.benefit}"
    if not days and not decides_families(evaluation.law, (name for _, name in forced)):
        with supposing(evaluation, forced) as supposed:
            return supposed.value(rule, supposed.things[outcome.key]) is True
    facts_day = max([evaluation.facts_day, *days])  # type: ignore[type-var]
    assert isinstance(facts_day, date)  # noqa: S101 - always given
    again = evaluate(evaluation.law, evaluation.household, facts_day, {**(evaluation.forced or {}), **forced})
    instance = again.things.get(outcome.key)
    return instance is not None and again.value(rule, instance) is True
