"""Why: the tree of reasons behind an outcome, built when somebody looks.

The evaluation keeps only values by slot. A reason is made by walking the typed tree once more and reading those
values; words come last, in
the reader's language (:mod:`minsheng.policy.wording`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from minsheng.policy import tree as t
from minsheng.policy.evaluation import Evaluation
from minsheng.policy.instance import Instance, Members
from minsheng.policy.outcome import Outcome
from minsheng.policy.pack import Benefit, Reading, Row, Rule
from minsheng.policy.precedence import Definition
from minsheng.policy.reason import Variables, compare, find
from minsheng.policy.thing import Origin
from minsheng.policy.types import BOOL, Type
from minsheng.policy.unknown import Unknown
from minsheng.policy.vocabulary import Text

__all__ = ["Explainer", "Reason", "operand", "reason_for"]


@dataclass(slots=True)
class Reason:
    """One node: what it is (``kind``), its value, where it is said, and what it rests on.

    ``kind``: rule, fact, parameter, compare, arithmetic, all, any, not, if, count, list, item, function, value.
    ``inverted``, ``signs``, ``below``, ``sources`` and ``short`` belong to the short form alone
    (:mod:`minsheng.policy.compact`).
    """

    kind: str
    name: str
    type: Type
    value: object
    label: Text | None = None
    document: str = ""
    cites: tuple[str, ...] = ()
    sign: str = ""
    origin: Origin | None = None
    reading: Reading | None = None
    row: Row | None = None
    owner: str = ""
    value_labels: dict[str, Text] = field(default_factory=dict)
    children: list[Reason] = field(default_factory=list)
    inverted: bool = False
    signs: tuple[str, ...] = ()
    below: list[Reason] | None = None
    sources: tuple[Reason, ...] = ()
    short: Reason | None = None

    def but(self, **changes: object) -> Reason:
        """A copy with some attributes changed; the quick way, for trees of thousands."""
        new = Reason.__new__(Reason)
        for name in Reason.__slots__:
            setattr(new, name, getattr(self, name))
        new.short = None
        for name, value in changes.items():
            setattr(new, name, value)
        return new


def reason_for(evaluation: Evaluation, outcome: Outcome, explainer: Explainer | None = None) -> list[Reason]:
    """The reasons of an outcome: why it is received or not, and how the amount comes about.

    With an ``explainer`` that has explained other outcomes, what it built there is used again.
    """
    instance = evaluation.things[outcome.key]
    explainer = explainer or Explainer(evaluation)
    reasons = [explainer.rule(f"receives.{outcome.benefit}", instance)]
    if outcome.status in ("yes", "needs_local_setting") and f"amount.{outcome.benefit}" in evaluation.law.trees:
        reasons.append(explainer.rule(f"amount.{outcome.benefit}", instance))
    return reasons


def operand(evaluation: Evaluation, node: t.Tree, variables: Variables) -> Reason:
    """The reason of one part of an expression, without what it rests on."""
    return Explainer(evaluation, deep=False).of(node, variables)


_STATE_LABELS = {
    "receives": Text("应当享受{}", "entitled to {}"),
    "eligible": Text("符合{}条件", "meets the conditions of {}"),
    "elects": Text("选择{}", "chooses {}"),
    "tapers": Text("{}渐退期内", "within the taper of {}"),
    "amount": Text("{}金额", "amount of {}"),
}


class Explainer:
    """Builds reasons for one evaluation; the reason of a rule is built once and shared wherever it counts."""

    def __init__(self, evaluation: Evaluation, *, deep: bool = True) -> None:
        self.evaluation = evaluation
        self.law = evaluation.law
        self.deep = deep
        self.made: dict[tuple[str, str], Reason] = {}

    def rule(self, name: str, instance: Instance) -> Reason:
        """The reason of one rule's value for an instance."""
        made = self.made.get((name, instance.id))
        if made is not None:
            return made
        _, trees, definition = self.law.trees[name]
        reason = _named(name, definition)
        reason.type, reason.value, reason.owner = (
            next(iter(trees.values())).type,
            self.evaluation.value(name, instance),
            instance.id,
        )
        for key, tree in trees.items() if self.deep else ():
            child = self.of(tree, {"self": instance})
            reason.children += child.children if child.kind == "all" and key == "is" else [child]
        self.made[(name, instance.id)] = reason
        return reason

    def of(self, node: t.Tree, variables: Variables) -> Reason:
        """The reason of any node."""
        if isinstance(node, t.RuleRef):
            return self._rule_ref(node, variables)
        if isinstance(node, t.And | t.Or | t.Not | t.Compare | t.Arithmetic | t.CountTrue | t.Call | t.Membership):
            return self._composed(node, variables)
        value = self.evaluation.reasoner.value(node, variables)
        match node:
            case t.FactRef():
                return self._fact(node, variables, value)
            case t.ParameterRef(name=name, keys=keys):
                return self._parameter(
                    name, tuple(self.evaluation.reasoner.value(k, variables) for k in keys), node.type, value
                )
            case t.Day(name=name):
                return Reason("value", name, node.type, value)
            case t.Constant():
                return Reason("value", "", node.type, value)
            case t.Fold():
                return self._fold(node, variables, value)
            case t.If(condition=condition, then=then, other=other):
                return self._if(condition, (then, other), variables, value, node.type)
            case t.Case(subject=subject, branches=branches):
                chosen = self.evaluation.reasoner.value(subject, variables)
                parts = [
                    subject,
                    *(branch for key, branch in branches if not isinstance(chosen, Unknown) and key == chosen),
                ]
                return Reason("if", "", node.type, value, children=[self.of(part, variables) for part in parts])
        raise AssertionError(type(node))

    def _rule_ref(self, node: t.RuleRef, variables: Variables) -> Reason:
        target = find(variables, node.variable, node.path)
        if target is not None and target.id != "family/none" and node.name in self.law.trees:
            return self.rule(node.name, target)
        return Reason("rule", node.name, node.type, self.evaluation.reasoner.value(node, variables))

    def _composed(self, node: t.Tree, variables: Variables) -> Reason:
        kind = {t.And: "all", t.Or: "any", t.Not: "not", t.CountTrue: "count"}.get(type(node), "function")
        sign = ""
        if isinstance(node, t.Compare | t.Arithmetic):
            kind, sign = ("compare" if isinstance(node, t.Compare) else "arithmetic"), node.sign
        elif isinstance(node, t.Membership):
            kind, sign = "compare", "in"
        name = node.function if isinstance(node, t.Call) else ""
        children = [self.of(child, variables) for child in t.children(node)]
        value = _from_parts(node, [child.value for child in children])
        if value is None:
            value = self.evaluation.reasoner.value(node, variables)
        return Reason(kind, name, node.type, value, sign=sign, children=children)

    def _fact(self, node: t.FactRef, variables: Variables, value: object) -> Reason:
        fact = self.law.vocabulary.facts[node.name]
        target = find(variables, node.variable, node.path)
        origin = None
        if target is not None and target.thing is not None and node.name in target.thing.facts:
            origin = target.thing.origins.get(node.name) or Origin(fact.source)
        return Reason(
            "fact",
            node.name,
            node.type,
            value,
            fact.label,
            origin=origin,
            owner=target.id if target else "",
            value_labels=dict(fact.value_labels),
        )

    def _parameter(self, name: str, keys: tuple[object, ...], typ: Type, value: object) -> Reason:
        bound = self.law.bound.get(name)
        if bound is None:
            return Reason("parameter", name, typ, value)
        row = None if any(isinstance(key, Unknown) for key in keys) else bound.row(tuple(str(key) for key in keys))
        parameter = bound.parameter
        return Reason(
            "parameter",
            name,
            typ,
            value,
            parameter.label,
            row.document if row else parameter.document,
            row.cites if row else parameter.cites,
            row=row,
        )

    def _if(
        self, condition: t.Tree, branches: tuple[t.Tree, t.Tree], variables: Variables, value: object, typ: Type
    ) -> Reason:
        holds = self.evaluation.reasoner.value(condition, variables)
        parts = (
            [condition, *branches] if isinstance(holds, Unknown) else [condition, branches[0] if holds else branches[1]]
        )
        return Reason("if", "", typ, value, children=[self.of(part, variables) for part in parts])

    def _fold(self, node: t.Fold, variables: Variables, value: object) -> Reason:
        reason = Reason("list", node.list_name, node.type, value, sign=node.how)
        instance = find(variables, node.variable, node.path)
        listed = instance.lists.get(node.list_name) if instance is not None else None
        for item in listed.items if isinstance(listed, Members) and self.deep else []:
            inner = {**variables, node.loop: item}
            if node.condition is not None and self.evaluation.reasoner.value(node.condition, inner) is False:
                continue
            shown = node.body if node.body is not None else node.condition
            child = Reason("item", item.id, node.type, True, owner=item.id)
            if shown is not None:
                child.children = [self.of(shown, inner)]
                child.value, child.type = child.children[0].value, child.children[0].type
            reason.children.append(child)
        return reason


def _from_parts(node: t.Tree, values: list[object]) -> object:
    """The value of a condition or sum whose parts are known; ``None`` where the careful evaluator must say."""
    if any(isinstance(value, Unknown) for value in values):
        return None
    match node:
        case t.And():
            return all(values)
        case t.Or():
            return any(values)
        case t.Not():
            return not values[0]
        case t.Compare(sign=sign, left=left):
            return compare(sign, values[0], values[1], numeric=left.type.numeric)
    return None


def _named(name: str, definition: Definition | None) -> Reason:
    """A reason with the label, the articles and the reading of a rule."""
    if definition is None:
        return Reason("rule", name, BOOL, None)
    item = definition.item
    reason = Reason("rule", name, BOOL, None, item.label, definition.pack.document, item.cites)
    if isinstance(item, Rule):
        reason.reading, reason.value_labels = item.reading, item.value_labels
    elif isinstance(item, Benefit):
        pattern = _STATE_LABELS[name.split(".", 1)[0]]
        reason.label = Text(pattern.zh.format(item.label.zh), pattern.en.format(item.label.en))
    return reason
