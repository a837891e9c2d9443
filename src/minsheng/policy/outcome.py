"""The outcome of each benefit: yes, no, cannot tell yet, or needs a local setting; with the amount and who bears it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from minsheng.policy import tree as t
from minsheng.policy.evaluation import Evaluation
from minsheng.policy.instance import Instance, Members
from minsheng.policy.law import Law
from minsheng.policy.pack import Benefit
from minsheng.policy.shares import split
from minsheng.policy.unknown import Need, Unknown

__all__ = ["STATUSES", "Outcome", "demonstration_parameters", "outcomes", "parts_of"]

STATUSES = ("yes", "no", "cannot_tell_yet", "needs_local_setting")


@dataclass(slots=True)
class Outcome:
    """What one benefit means for one person or family. Amounts are whole fen a ``period``; ``because`` names the rule that decided."""

    benefit: str
    entity: str
    thing_id: str
    members: tuple[str, ...]
    status: str
    amount: int | None = None
    amount_at_most: int | None = None
    period: str = ""
    shares: dict[str, int] | None = None
    shares_not_set: bool = False
    demonstration: bool = False
    because: str = ""
    modality: str = "must"
    needs: frozenset[Need] = frozenset()
    unset: frozenset[str] = frozenset()
    officer: frozenset[str] = frozenset()
    tapers: bool = False
    key: str = ""


def outcomes(evaluation: Evaluation) -> list[Outcome]:
    """The outcomes of all benefits for all people and families of a household, in the order of the law."""
    who = {id(i): _who(i) for entity in ("person", "family") for i in evaluation.instances[entity]}
    result: list[Outcome] = []
    for plan in _plans(evaluation.law):
        instances = evaluation.instances[plan.benefit.entity]
        own = [_outcome(evaluation, plan, instance, who[id(instance)]) for instance in instances]
        result += _without_shadows(own) if plan.benefit.entity == "family" and len(own) > 1 else own
    return result


def _without_shadows(own: list[Outcome]) -> list[Outcome]:
    """While it is open whether the family itself is entitled, families of one that may not exist are not told separately."""
    still_open = any(o.key == "family/0" and o.status == "cannot_tell_yet" for o in own)
    return [o for o in own if not (still_open and o.key != "family/0" and o.status == "cannot_tell_yet")]


def status_of(value: object) -> str:
    """The status that a value of ``receives`` stands for. What waits for nothing does not apply, and is not granted.

    >>> status_of(True), status_of(Unknown(unset=frozenset({"dibao.standard"})))
    ('yes', 'needs_local_setting')
    >>> status_of(Unknown(officer=frozenset({"fine"}))), status_of(Unknown())
    ('cannot_tell_yet', 'no')
    """
    if not isinstance(value, Unknown):
        return "yes" if value else "no"
    if value.needs:
        return "cannot_tell_yet"
    if value.unset:
        return "needs_local_setting"
    return "cannot_tell_yet" if value.officer else "no"


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a benefit's outcome is read from, found once for each law."""

    benefit: Benefit
    receives: int
    tapers: int
    amount: int | None
    period: str
    borne: t.Tree | None
    demonstration: bool


def _plans(law: Law) -> list[_Plan]:
    """The plans of all benefits of a law; kept with it."""
    plans: list[_Plan] | None = law.kept.get("plans")
    if plans is None:
        plans = law.kept["plans"] = [_plan(law, name) for name in law.benefits]
    return plans


def _plan(law: Law, name: str) -> _Plan:
    benefit = law.benefit(name)
    slots = law.slots[benefit.entity]
    amount = slots.get(f"amount.{name}")
    period = law.trees[f"amount.{name}"][1]["is"].type.period if amount is not None else ""
    borne = law.benefits[name].trees.get("borne")
    marked = bool(demonstration_parameters(law, name))
    return _Plan(benefit, slots[f"receives.{name}"], slots[f"tapers.{name}"], amount, period, borne, marked)


def _outcome(evaluation: Evaluation, plan: _Plan, instance: Instance, who: tuple[str, tuple[str, ...]]) -> Outcome:
    benefit, values = plan.benefit, instance.v
    receives = values[plan.receives]
    status = status_of(receives)
    outcome = Outcome(benefit.name, benefit.entity, who[0], who[1], status, modality=benefit.modality, key=instance.id)
    if isinstance(receives, Unknown):
        outcome.needs, outcome.unset, outcome.officer = receives.needs, receives.unset, receives.officer
    if status == "no":
        outcome.because = deciding_rule(evaluation, benefit, instance)
        return outcome
    if status == "yes":
        _doubtful_family(instance, outcome)
    outcome.because = benefit.name
    outcome.tapers = values[plan.tapers] is True
    outcome.demonstration = plan.demonstration
    if plan.amount is not None and outcome.status == "yes":
        _put_amount(plan, values[plan.amount], outcome)
        _put_shares(evaluation, plan, instance, outcome)
    return outcome


def _who(instance: Instance) -> tuple[str, tuple[str, ...]]:
    if instance.entity == "family":
        listed = instance.lists["members"]
        ids = tuple(m.thing.id for m in listed.items if m.thing is not None) if isinstance(listed, Members) else ()
        return (ids[0] if ids else ""), ids
    return (instance.thing.id if instance.thing is not None else "", ())


def _doubtful_family(instance: Instance, outcome: Outcome) -> None:
    """A family of one that may not exist after all is not told yes."""
    if instance.entity == "family" and instance.id != "family/0":
        listed = instance.lists["members"]
        doubt = listed.doubts[0] if isinstance(listed, Members) else True
        if isinstance(doubt, Unknown):
            outcome.status, outcome.needs = "cannot_tell_yet", outcome.needs | doubt.needs


def _put_amount(plan: _Plan, amount: object, outcome: Outcome) -> None:
    outcome.period = plan.period
    if isinstance(amount, Unknown):
        outcome.amount_at_most = int(amount.high) if amount.high is not None else None
        outcome.needs, outcome.unset, outcome.officer = (
            outcome.needs | amount.needs,
            outcome.unset | amount.unset,
            amount.officer,
        )
        if amount.needs:
            outcome.status = "cannot_tell_yet"
        elif amount.unset:
            outcome.status = "needs_local_setting"
        return
    assert isinstance(amount, int | Fraction)  # noqa: S101 - amounts are money
    outcome.amount = int(amount)


def _put_shares(evaluation: Evaluation, plan: _Plan, instance: Instance, outcome: Outcome) -> None:
    if plan.borne is None or outcome.amount is None:
        return
    shares = evaluation.reasoner.value(plan.borne, {"self": instance})
    if isinstance(shares, dict):
        outcome.shares = split(outcome.amount, shares)
    else:
        outcome.shares_not_set = True


def deciding_rule(evaluation: Evaluation, benefit: Benefit, instance: Instance) -> str:
    """The name of the rule or fact that a refusal comes down to: the first part that fails, followed down to where it is decided."""
    name = f"receives.{benefit.name}"
    law = evaluation.law
    cache: dict[str, Parts] = law.kept.setdefault("parts", {})
    while True:  # parts never lead back: rules do not depend on each other in a circle
        for negated, part, path, slot in cache.get(name) or _parts(law, name):
            target = instance
            for attribute in path:
                target = getattr(target, attribute)
            if target.v[slot] is negated:
                name, instance = part, target
                break
        else:
            return name


#: Parts of a condition: (whether it must not hold, its name, the way to it, its slot).
Parts = list[tuple[bool, str, tuple[str, ...], int]]


def _parts(law: Law, name: str) -> Parts:
    """The facts and rules of which a rule is a plain ``and``; kept with the law."""
    cache: dict[str, Parts] = law.kept.setdefault("parts", {})
    if name not in cache:
        entry = law.trees.get(name)
        tree = entry[1].get("is") if entry is not None else None
        found = parts_of(tree) if tree is not None else []
        slots = [(negated, node, law.slots[node.entity].get(node.name)) for negated, node in found]
        cache[name] = [(negated, node.name, node.path, slot) for negated, node, slot in slots if slot is not None]
    return cache[name]


def parts_of(node: t.Tree) -> list[tuple[bool, t.RuleRef | t.FactRef]]:
    """The facts and rules of which a condition is a plain ``and``, each with whether it must not hold."""
    match node:
        case t.And(items=items):
            return [part for item in items for part in parts_of(item)]
        case t.If(other=other):
            return parts_of(other)
        case t.Or(items=(first, *_)):
            return parts_of(first)
        case t.Not(item=t.RuleRef() | t.FactRef() as inner):
            return [(True, inner)] if _is_part(inner) else []
        case t.RuleRef() | t.FactRef():
            return [(False, node)] if _is_part(node) else []
    return []


def _is_part(node: t.RuleRef | t.FactRef) -> bool:
    return node.variable == "self" and node.type.kind == "bool"


def demonstration_parameters(law: Law, benefit: str) -> tuple[str, ...]:
    """The parameters with demonstration values that a benefit of this law may rest on."""
    cache: dict[str, tuple[str, ...]] = law.kept.setdefault("demonstration", {})
    if benefit not in cache:
        names = {f"receives.{benefit}", f"amount.{benefit}"}
        parameters = (
            {node.name for node in t.walk(law.benefits[benefit].trees["borne"]) if isinstance(node, t.ParameterRef)}
            if "borne" in law.benefits[benefit].trees
            else set()
        )
        pending = list(names)
        while pending:
            entry = law.trees.get(pending.pop())
            for tree in entry[1].values() if entry else ():
                for node in t.walk(tree):
                    if isinstance(node, t.ParameterRef):
                        parameters.add(node.name)
                    elif isinstance(node, t.RuleRef) and node.name not in names:
                        names.add(node.name)
                        pending.append(node.name)
        marked = [
            p for p in parameters if p in law.bound and any(row.demonstration for row in law.bound[p].rows.values())
        ]
        cache[benefit] = tuple(sorted(marked))
    return cache[benefit]
