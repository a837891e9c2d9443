"""Writing a typed tree as code of a kernel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from fractions import Fraction
from itertools import accumulate
from typing import Any, Protocol

from llvmlite import ir

from minsheng.policy import tree as t
from minsheng.policy.types import Type
from minsheng.population.kernel.areas import AREA_BOUNDS, area_number, stem, stem_of, within
from minsheng.population.kernel.arithmetic import Arithmetic, number_constant
from minsheng.population.kernel.dates import Dates, day_number
from minsheng.population.kernel.fold import fold_code
from minsheng.population.kernel.value import BIT, Value, asking_value

__all__ = ["Surroundings", "Writer"]


class Surroundings(Protocol):
    """Where an expression stands: the segment that reads columns for it."""

    builder: ir.IRBuilder

    def fact(self, node: t.FactRef) -> Value:
        """A fact."""
        ...

    def rule(self, node: t.RuleRef) -> Value:
        """The value of another rule."""
        ...

    def parameter(self, node: t.ParameterRef, keys: Sequence[Value]) -> Value:
        """A parameter for keys."""
        ...

    def day(self, node: t.Day) -> Value:
        """What the question itself brings along."""
        ...

    def area_set(self, name: str) -> tuple[Any, Any]:
        """The first and the end address of the stems of an area set."""
        ...

    def element(self, loop: str) -> AbstractContextManager[None]:
        """Call the present element of a list by the name of a loop."""
        ...

    def loop(
        self, node: t.Fold, starts: Sequence[Any], step: Callable[[Sequence[Any]], Sequence[Any]]
    ) -> tuple[Sequence[Any], Any]:
        """Run code for every element of a list; gives the running values, and a bit: whether it is complete (``None``: always)."""
        ...


def _fixed(value: object, typ: Type) -> Value:
    """A written value."""
    if isinstance(value, bool):
        return Value(ir.Constant(BIT, int(value)))
    if isinstance(value, int | Fraction):
        exact = Fraction(value)
        return Value(
            number_constant(exact.numerator), (exact.numerator, exact.numerator), exact.denominator, exact.denominator
        )
    if isinstance(value, date):
        number = day_number(value)
        return Value(number_constant(number), (number, number))
    if typ.kind == "area":
        return Value(number_constant(area_number(str(value))), AREA_BOUNDS)
    if value in typ.values:
        number = typ.values.index(str(value))
        return Value(number_constant(number), (number, number))
    return asking_value(typ)


class Writer:
    """Writes trees at the place where the builder of its surroundings stands."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.arithmetic = Arithmetic(around.builder)
        self.dates = Dates(self.arithmetic)
        self._folded: dict[t.Fold, Value] = {}

    def write(self, node: t.Tree) -> Value:
        """The value of a tree.

        Raises:
            TooLarge: an exact number in it might not fit into 64 bits.
        """
        return _WRITERS[type(node)](self, node)

    # leaves -----------------------------------------------------------------------------------------------------------------------------

    def _constant(self, node: t.Constant) -> Value:
        return _fixed(node.value, node.type)

    def _day(self, node: t.Day) -> Value:
        return self.around.day(node)

    def _fact(self, node: t.FactRef) -> Value:
        return self.around.fact(node)

    def _rule(self, node: t.RuleRef) -> Value:
        return self.around.rule(node)

    def _parameter(self, node: t.ParameterRef) -> Value:
        return self.around.parameter(node, [self.write(key) for key in node.keys])

    # logic ------------------------------------------------------------------------------------------------------------------------------

    def _negation(self, node: t.Not) -> Value:
        return self.arithmetic.negated(self.write(node.item))

    def _conjunction(self, node: t.And) -> Value:
        return self.arithmetic.all_of([self.write(item) for item in node.items])

    def _disjunction(self, node: t.Or) -> Value:
        return self.arithmetic.any_of([self.write(item) for item in node.items])

    def _comparison(self, node: t.Compare) -> Value:
        return self._compared(node.sign, node.left, self.write(node.left), node.right, self.write(node.right))

    def _compared(self, sign: str, left_tree: t.Tree, left: Value, right_tree: t.Tree, right: Value) -> Value:
        if _incomparable(left_tree.type, right_tree.type):
            return asking_value(Type("bool"))
        if left_tree.type.kind == "bool":
            builder = self.around.builder
            state = self.arithmetic.either(left.state, right.state)
            return Value(builder.icmp_signed(sign, left.number, right.number), state=state)
        return self.arithmetic.compared(sign, left, right)

    def _membership(self, node: t.Membership) -> Value:
        item = self.write(node.item)
        options = [self._compared("==", node.item, item, option, self.write(option)) for option in node.options]
        if not options:
            return Value(ir.Constant(BIT, 0))
        found = self.arithmetic.any_of(
            [option.in_state(None) if item.state is not None else option for option in options]
        )
        if item.state is None:
            return found
        others = self.arithmetic.asking(*(option.state for option in options if option.state is not item.state))
        return found.in_state(self.arithmetic.either(item.state, others))

    def _condition(self, node: t.If) -> Value:
        then, other = self.write(node.then), self.write(node.other)
        if _incomparable(node.then.type, node.other.type):
            return asking_value(node.type)
        return self.arithmetic.chosen(self.write(node.condition), then, other)

    def _case(self, node: t.Case) -> Value:
        subject = self.write(node.subject)
        branches = [(value, self.write(tree)) for value, tree in node.branches]
        if any(_incomparable(node.branches[0][1].type, tree.type) for _, tree in node.branches):
            return asking_value(node.type)
        result = branches[-1][1]
        for value, branch in reversed(branches[:-1]):
            here = _fixed(value, node.subject.type)
            is_it = self.arithmetic.compared("==", subject.in_state(None), here)
            result = self.arithmetic.chosen(is_it, branch, result)
        return result.in_state(self.arithmetic.either(result.state, self.arithmetic.asking(subject.state)))

    def _count_true(self, node: t.CountTrue) -> Value:
        if not node.items:
            return Value(number_constant(0), (0, 0))
        items = [self.write(item) for item in node.items]
        builder = self.around.builder
        total: Any = number_constant(0)
        for item in items:
            total = builder.add(total, builder.zext(item.number, total.type))
        return Value(total, (0, len(items)), state=self.arithmetic.asking(*(item.state for item in items)))

    # numbers ----------------------------------------------------------------------------------------------------------------------------

    def _calculation(self, node: t.Arithmetic) -> Value:
        left, right = self.write(node.left), self.write(node.right)
        if node.sign == "+":
            return self.arithmetic.sum_of(left, right)
        if node.sign == "-":
            return self.arithmetic.sum_of(left, right, minus=True)
        if node.sign == "*":
            return self.arithmetic.product_of(left, right)
        if right.bounds[0] == right.bounds[1] > 0 and right.denominator == 1 and right.state is None:
            return self.arithmetic.parts_of(left, right.bounds[0])
        return self.arithmetic.quotient_of(left, right)

    def _call(self, node: t.Call) -> Value:
        if node.function == "in_area_set":
            return self._in_area_set(node)
        values = [self.write(argument) for argument in node.arguments]
        return self._called(node, values)

    def _called(self, node: t.Call, values: list[Value]) -> Value:
        arithmetic, dates = self.arithmetic, self.dates
        first = values[0]
        match node.function:
            case "min" | "max":
                for value in values[1:]:
                    first = arithmetic.extreme_of(node.function, first, value)
                return first
            case "round_fen":
                return arithmetic.rounded(first, "half_up")
            case "round_yuan_up":
                return arithmetic.rounded_to_hundreds(first)
            case "round_up" | "round_down":
                return arithmetic.rounded(first, node.function.removeprefix("round_"))
            case "per_month":
                return arithmetic.parts_of(first, 12)
            case "per_year":
                return arithmetic.product_of(first, _fixed(12, node.type))
            case "for_months":
                product = arithmetic.product_of(first, values[1])
                more = arithmetic.asking(values[1].state)
                return product.in_state(arithmetic.either(first.state, more))
            case "age_on":
                return dates.age_on(first, values[1])
            case "months_between":
                return dates.months_between(first, values[1])
            case "days_between":
                return dates.days_between(first, values[1])
            case "year_of":
                return dates.year_of(first)
            case "add_months" | "add_years":
                return dates.add_months(first, values[1], 12 if node.function == "add_years" else 1)
            case "registered_in":
                return self._registered_in(node, values)
        return asking_value(node.type)

    def _registered_in(self, node: t.Call, values: list[Value]) -> Value:
        builder = self.around.builder
        area = node.arguments[1]
        where = (
            number_constant(stem_of(str(area.value)))
            if isinstance(area, t.Constant)
            else stem(builder, values[1].number)
        )
        return Value(within(builder, values[0].number, where), state=self.arithmetic.asking(*(v.state for v in values)))

    def _in_area_set(self, node: t.Call) -> Value:
        place, name = self.write(node.arguments[0]), node.arguments[1]
        if not isinstance(name, t.Constant):
            return asking_value(node.type)
        builder = self.around.builder
        first, end = self.around.area_set(str(name.value))
        found = _any_stem(builder, place.number, first, end)
        return Value(found, state=self.arithmetic.asking(place.state))

    # lists ------------------------------------------------------------------------------------------------------------------------------

    def _fold(self, node: t.Fold) -> Value:
        if node not in self._folded:
            self.fold_together([node])
        return self._folded.pop(node)

    def fold_together(self, nodes: Sequence[t.Fold]) -> None:
        """Write several folds over one list as one loop; their values are there when they are asked for."""
        folds = [fold_code(node, self.write, self.arithmetic) for node in nodes]
        places = [0, *accumulate(len(fold.starts) for fold in folds)]

        def step(running: Sequence[Any]) -> Sequence[Any]:
            results: list[Any] = []
            for fold, node, start, end in zip(folds, nodes, places, places[1:], strict=False):
                with self.around.element(node.loop):
                    results += fold.step(running[start:end])
            return results

        starts = [value for fold in folds for value in fold.starts]
        running, complete = self.around.loop(nodes[0], starts, step)
        for fold, node, start, end in zip(folds, nodes, places, places[1:], strict=False):
            self._folded[node] = fold.finish(running[start:end], complete)


def _incomparable(a: Type, b: Type) -> bool:
    """Values that the code does not hold in one form: texts, ratios as facts are none of these, and choices with other values."""
    if "text" in (a.kind, b.kind):
        return True
    return a.kind == "choice" and b.kind == "choice" and a.values != b.values


def _any_stem(builder: ir.IRBuilder, place: Any, first: Any, end: Any) -> Any:
    """Whether a place lies in any of the areas whose stems stand between two addresses."""
    before = builder.block
    check, body, after = (builder.append_basic_block(name) for name in ("stems", "stem", "stems_end"))
    builder.branch(check)
    builder.position_at_end(check)
    at = builder.phi(first.type)
    found = builder.phi(BIT)
    at.add_incoming(first, before)
    found.add_incoming(ir.Constant(BIT, 0), before)
    builder.cbranch(builder.icmp_signed("<", at, end), body, after)
    builder.position_at_end(body)
    here = builder.load(builder.inttoptr(at, number_constant(0).type.as_pointer()))
    now = builder.or_(found, within(builder, place, here))
    at.add_incoming(builder.add(at, number_constant(8)), builder.block)
    found.add_incoming(now, builder.block)
    builder.branch(check)
    builder.position_at_end(after)
    return found


_WRITERS: dict[type[t.Tree], Callable[[Writer, Any], Value]] = {
    t.Constant: Writer._constant,
    t.Day: Writer._day,
    t.FactRef: Writer._fact,
    t.RuleRef: Writer._rule,
    t.ParameterRef: Writer._parameter,
    t.Not: Writer._negation,
    t.And: Writer._conjunction,
    t.Or: Writer._disjunction,
    t.Compare: Writer._comparison,
    t.Membership: Writer._membership,
    t.If: Writer._condition,
    t.Case: Writer._case,
    t.Arithmetic: Writer._calculation,
    t.Call: Writer._call,
    t.CountTrue: Writer._count_true,
    t.Fold: Writer._fold,
}
