"""What a kernel works out, in which order, and in which segments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import groupby

from minsheng.policy import tree as t
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.law import Law
from minsheng.policy.outcome import parts_of
from minsheng.policy.pack import Unit
from minsheng.policy.types import BOOL, format_money
from minsheng.population.cells import MOST_FEN
from minsheng.population.kernel.family import family_code
from minsheng.population.kernel.layout import Column
from minsheng.population.kernel.outcome import BenefitPlan, write_asked, write_outcome, write_reason
from minsheng.population.kernel.parameters import ParameterTable, Shares, UnsetNames, parameter_table
from minsheng.population.kernel.segment import Segment, SegmentCode, Shape
from minsheng.population.kernel.value import ASK, I32, TooLarge, Value, asking_value

__all__ = ["NOBODY", "Plan", "Step"]

#: The rows of families that stand for nobody's.
NOBODY = "nobody"
_OF_NOBODY = ("receives", "eligible", "elects", "tapers", "amount")
#: How many nodes of trees make a segment: long enough to share what is loaded, short enough to compile in a tenth of a second.
_SHORT, _LONG = 60, 240


@dataclass(frozen=True)
class Step:
    """One function of the kernel and the rows it runs over."""

    code: SegmentCode
    rows: str


class Plan:
    """The segments for some laws that differ in nothing but the values of their parameters.

    Args:
        laws: one or more laws with the same rules.
        benefits: the benefits whose outcomes are wanted.
        rules: further rules whose values are wanted.
        gaps: whether facts may be missing.

    Raises:
        PolicyError: a number in a rule might not fit into 64 bits; the finding names the rule.
    """

    def __init__(self, laws: Sequence[Law], benefits: Sequence[str], rules: Sequence[str], *, gaps: bool) -> None:
        self.laws = laws
        self.law = laws[0]
        self.one_law = len(laws) == 1
        self.vocabulary = self.law.vocabulary
        self.gaps = gaps
        self.unset = UnsetNames()
        self.shares = Shares()
        self.shapes: dict[str, Shape] = {}
        self.benefits = [self._benefit(name) for name in benefits if name in self.law.benefits]
        self.rules = [name for name in rules if name in self.law.trees]
        self.order = self._needed()
        self.parameters = dict(self._parameter_tables())
        self.conditions = self._conditions()
        names = sorted({*self.conditions, *(node.name for parts in self.conditions.values() for _, node in parts)})
        self.reasons = {name: code for code, name in enumerate(names)}
        self._groups = list(self._grouped())
        self._stored = self._needs_columns()
        self.steps = list(self._write())

    # what is wanted ---------------------------------------------------------------------------------------------------------------------

    def _benefit(self, name: str) -> BenefitPlan:
        benefit = self.law.benefit(name)
        entry = self.law.trees.get(f"amount.{name}")
        amount = entry[1]["is"].type if entry else None
        borne = self.law.benefits[name].trees.get("borne")
        period = amount.period if amount is not None else ""
        return BenefitPlan(name, benefit.entity, period, amount, borne if isinstance(borne, t.ParameterRef) else None)

    def _needed(self) -> list[str]:
        """The rules that the wanted ones rest on, in the order of the law."""
        pending = [*self.rules]
        for benefit in self.benefits:
            pending += [f"receives.{benefit.name}", f"amount.{benefit.name}"]
            pending += (
                [node.name for node in t.walk(benefit.borne) if isinstance(node, t.RuleRef)] if benefit.borne else []
            )
        needed: set[str] = set()
        self.with_families = any(benefit.entity == "family" for benefit in self.benefits)
        while pending:
            name = pending.pop()
            if name in needed or name not in self.law.trees:
                continue
            needed.add(name)
            entity, trees, _ = self.law.trees[name]
            for node in (node for tree in trees.values() for node in t.walk(tree)):
                if isinstance(node, t.RuleRef):
                    pending.append(node.name)
                if "family" in getattr(node, "path", ()) or entity == "family":
                    self.with_families = True
            if self.with_families:
                pending += ["unit.counts", "unit.apart"]
        return [name for name in self.law.order if name in needed]

    @property
    def facts(self) -> set[str]:
        """The facts that the rules rest on, also those that only the evaluator looks at."""
        trees = (tree for name in self.order for tree in self.law.trees[name][1].values())
        return {node.name for tree in trees for node in t.walk(tree) if isinstance(node, t.FactRef)}

    def _parameter_tables(self) -> Iterator[tuple[str, ParameterTable]]:
        """The tables of the parameters that are used, with the values that their keys can have."""
        trees = [tree for name in self.order for tree in self.law.trees[name][1].values()]
        trees += [benefit.borne for benefit in self.benefits if benefit.borne is not None]
        seen = set()
        for node in (node for tree in trees for node in t.walk(tree)):
            if isinstance(node, t.ParameterRef) and node.name not in seen:
                seen.add(node.name)
                keys = [key.type.values for key in node.keys]
                try:
                    yield node.name, parameter_table(node.name, node.type, keys, self.laws, self.unset, self.shares)
                except TooLarge as problem:
                    raise PolicyError([self._too_large(node.name, problem)]) from None

    def _conditions(self) -> dict[str, list[tuple[bool, t.RuleRef | t.FactRef]]]:
        """The conditions that a refusal can come down to, each with its parts; what is looked at comes first."""
        found: dict[str, list[tuple[bool, t.RuleRef | t.FactRef]]] = {}
        pending = [f"receives.{benefit.name}" for benefit in self.benefits]
        while pending:
            name = pending.pop()
            tree = self.law.trees[name][1].get("is") if name in self.law.trees else None
            if name in found or tree is None:
                continue
            parts = [
                (n, node) for n, node in parts_of(tree) if isinstance(node, t.FactRef) or node.name in self.law.trees
            ]
            if parts or name.startswith("receives."):
                found[name] = parts
                pending += [node.name for _, node in parts if isinstance(node, t.RuleRef)]
        graph = {
            name: sorted({node.name for _, node in parts if node.name in found})
            for name, parts in sorted(found.items())
        }
        return {name: found[name] for name in TopologicalSorter(graph).static_order()}

    # segments ---------------------------------------------------------------------------------------------------------------------------

    def _grouped(self) -> Iterator[tuple[str, list[str]]]:
        """Runs of rules, cut into segments where the name of a rule says so: a change elsewhere moves no cut."""
        names = [name for name in self.law.order if name in set(self.order) or name == "unit"]
        before, after = names[: names.index("unit")], names[names.index("unit") + 1 :]
        yield from self._cut(before)
        yield "unit", []
        yield from self._cut(after)

    def _cut(self, names: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
        for entity, run in self.law.runs(names):
            segment: list[str] = []
            size = 0
            for name in run:
                segment.append(name)
                size += sum(1 for tree in self.law.trees[name][1].values() for _ in t.walk(tree))
                may_cut = hashlib.sha256(name.encode()).digest()[0] % 4 == 0
                if size >= _LONG or (size >= _SHORT and may_cut):
                    yield entity, segment
                    segment, size = [], 0
            if segment:
                yield entity, segment

    def _needs_columns(self) -> set[str]:
        """The rules whose values somebody else needs than the rest of their own segment."""
        home = {name: place for place, (_, names) in enumerate(self._groups) for name in names}
        stored = {*self.rules, "unit.counts", "unit.apart"}
        stored |= {f"{part}.{benefit.name}" for benefit in self.benefits for part in ("receives", "amount")}
        for name in self.order:
            for node in (node for tree in self.law.trees[name][1].values() for node in t.walk(tree)):
                if isinstance(node, t.RuleRef) and (
                    node.variable != "self" or node.path or home.get(node.name) != home[name]
                ):
                    stored.add(node.name)
        for parts in self.conditions.values():
            stored |= {node.name for _, node in parts}
        for benefit in self.benefits:
            stored |= (
                {node.name for node in t.walk(benefit.borne) if isinstance(node, t.RuleRef)} if benefit.borne else set()
            )
        return stored

    def _write(self) -> Iterator[Step]:
        for entity, names in self._groups:
            if entity == "unit":
                if self.with_families and self.law.unit is not None:
                    unit = self.law.unit.item
                    assert isinstance(unit, Unit)  # noqa: S101 - kept by kind
                    yield Step(family_code(self, whole=unit.whole), "household")
            else:
                yield Step(self._segment(entity, names), entity)
        yield from self._reason_steps()
        yield from self._outcome_steps()

    def _segment(self, entity: str, names: Sequence[str]) -> SegmentCode:
        segment = Segment(self, entity)
        self._fold_at_once(segment, names)
        for name in names:
            _, trees, _ = self.law.trees[name]
            try:
                value = self._value(segment, trees)
            except TooLarge as problem:
                raise PolicyError([self._too_large(name, problem)]) from None
            typ = next(iter(trees.values())).type if trees else BOOL
            segment.keep(name, value, typ, in_columns=name in self._stored)
        return segment.finish()

    def _fold_at_once(self, segment: Segment, names: Sequence[str]) -> None:
        """Folds over one list that rest on nothing of this segment are one loop, so that the list is run along once."""
        folds: dict[tuple[str, str, tuple[str, ...]], list[t.Fold]] = {}
        for name in names:
            for node in self._outer_folds(name):
                rests_on = {n.name for n in t.walk(node) if isinstance(n, t.RuleRef)}
                if node.variable == "self" and rests_on.isdisjoint(names):
                    same = folds.setdefault((node.list_name, node.variable, node.path), [])
                    same += [node] if node not in same else []
        for nodes in folds.values():
            if len(nodes) > 1:
                try:
                    segment.writer.fold_together(nodes)
                except TooLarge as problem:
                    raise PolicyError([self._too_large(names[0], problem)]) from None

    def _outer_folds(self, name: str) -> Iterator[t.Fold]:
        """The folds of a rule that do not stand inside another one."""
        pending: list[t.Tree] = list(self.law.trees[name][1].values())
        while pending:
            node = pending.pop()
            if isinstance(node, t.Fold):
                yield node
            else:
                pending += t.children(node)

    def _value(self, segment: Segment, trees: dict[str, t.Tree]) -> Value:
        """The value of a rule; a range is settled where both ends are the same, and filled by an officer otherwise."""
        if "is" in trees:
            return segment.writer.write(trees["is"])
        if not {"at_least", "at_most"} <= trees.keys():
            return asking_value(next(iter(trees.values())).type if trees else BOOL)
        low, high = (segment.writer.write(trees[key]) for key in ("at_least", "at_most"))
        same = segment.arithmetic.compared("==", low, high)
        open_ = segment.arithmetic.ask_if(segment.builder.not_(same.number))
        return low.in_state(segment.arithmetic.either(segment.arithmetic.asking(same.state), open_))

    def _too_large(self, name: str, problem: TooLarge) -> Finding:
        params: dict[str, object] = {"name": name, "bound": f"{problem.bound:.2e}", "most": format_money(MOST_FEN)}
        if name in self.law.bound:
            message = N_("the parameter {name} needs numbers as large as {bound}, more than 64 bits hold")
            hint = N_("Write its values with fewer digits, or as ratios that share a denominator.")
            return Finding("K2", self.law.bound[name].parameter.place, message, hint, params)
        _, _, definition = self.law.trees[name]
        place = definition.item.place if definition is not None else Place(str(self.law.library.folder))
        return Finding(
            "K2",
            place,
            N_("a number in the rule {name} can become as large as {bound}, more than 64 bits hold"),
            N_("Round earlier, or divide before multiplying; amounts may be up to {most} yuan each."),
            params,
        )

    # outcomes ---------------------------------------------------------------------------------------------------------------------------

    def _reason_steps(self) -> Iterator[Step]:
        """Segments for what refusals come down to; those of families also for the families of nobody."""
        deeper = set(self.conditions)
        for entity, group in groupby(self.conditions, key=lambda name: self.law.trees[name][0]):
            names = list(group)
            for start in range(0, len(names), 24):
                segment = Segment(self, entity)
                for name in names[start : start + 24]:
                    write_reason(segment, name, self.conditions[name], self.reasons, deeper)
                code = segment.finish()
                if entity == "family":
                    yield Step(code, NOBODY)
                yield Step(code, entity)

    def _outcome_steps(self) -> Iterator[Step]:
        for entity in ("person", "family", "household"):
            benefits = [benefit for benefit in self.benefits if benefit.entity == entity]
            for start in range(0, len(benefits), 8):
                segment = Segment(self, entity)
                row = segment.row("self", ())
                asks = [write_outcome(segment, benefit, row) for benefit in benefits[start : start + 8]]
                for ask in asks[1:]:
                    asks[0] = segment.builder.or_(asks[0], ask)
                write_asked(segment, asks[0])
                yield Step(segment.finish(), entity)
        yield from self._asked_steps()

    def _asked_steps(self) -> Iterator[Step]:
        """Households whose wanted rules only the evaluator can tell are marked."""
        for entity in self.vocabulary.entities:
            names = [name for name in self.rules if self.law.trees[name][0] == entity and self.shapes[name].has_state]
            if not names or entity == "population":
                continue
            segment = Segment(self, entity)
            states = [segment.load(column, segment.row("self", ()).at) for column in self._state_columns(names, entity)]
            joined = segment.arithmetic.either(*states)
            asks = segment.builder.icmp_signed("!=", segment.builder.and_(joined, I32(ASK)), I32(0))
            write_asked(segment, asks)
            yield Step(segment.finish(), entity)

    @staticmethod
    def _state_columns(names: Iterable[str], entity: str) -> list[Column]:
        return [Column("state", name, entity, 32) for name in names]

    @property
    def state_of_nobody(self) -> dict[str, int]:
        """For each rule of families in columns: 1 where it does not apply to nobody's family, 0 where it is a plain no or nothing."""
        names = [name for name in self._stored if name in self.shapes and self.law.trees[name][0] == "family"]
        told = {f"{state}.{benefit}" for state in _OF_NOBODY for benefit in self.law.benefits}
        return {name: 0 if name in told else 1 for name in names}
