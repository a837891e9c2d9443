"""``any``, ``all``, ``count``, ``sum``, ``most`` and ``least`` in the code of a kernel: what runs along a list, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from llvmlite import ir

from minsheng.policy import tree as t
from minsheng.population.kernel.arithmetic import Arithmetic, number_constant
from minsheng.population.kernel.layout import MOST_IN_A_LIST
from minsheng.population.kernel.value import ASK, BIT, I32, NOT_APPLICABLE, Value, asking_value

__all__ = ["FoldCode", "fold_code"]

Write = Callable[[t.Tree], Value]


@dataclass(frozen=True)
class FoldCode:
    """A fold in three parts: the values it starts from, the step for one element, and its value at the end.

    ``finish`` gets the running values and a bit: whether the list is complete (``None``: it always is).
    """

    starts: tuple[Any, ...]
    step: Callable[[Sequence[Any]], Sequence[Any]]
    finish: Callable[[Sequence[Any], Any], Value]


def fold_code(node: t.Fold, write: Write, arithmetic: Arithmetic) -> FoldCode:
    """The code of a fold."""
    if node.how in ("any", "all"):
        return _quantified(node, write, arithmetic)
    if node.how == "count":
        return _counted(node, write, arithmetic)
    return _summed(node, write, arithmetic) if node.how == "sum" else _outermost(node, write, arithmetic)


def _zero() -> Any:
    return ir.Constant(I32, 0)


def _belongs(node: t.Fold, write: Write) -> Value:
    return write(node.condition) if node.condition is not None else Value(ir.Constant(BIT, 1))


def _body(node: t.Fold, write: Write) -> Value:
    assert node.body is not None  # noqa: S101 - only a count has no body
    return write(node.body)


def _open_end(arithmetic: Arithmetic, doubt: Any, complete: Any) -> Any:
    """The state at the end: what is doubtful, and what may still be missing from the list."""
    if complete is None:
        return doubt
    missing = arithmetic.builder.select(complete, _zero(), ir.Constant(I32, ASK))
    return missing if doubt is None else arithmetic.builder.or_(doubt, missing)


def _left_to_the_evaluator(node: t.Fold) -> Value:
    """The value of a fold over fractions with a denominator for each element; it need not be whole."""
    return replace(asking_value(node.type), denominator=number_constant(1))


class _Doubts:
    """What is doubtful along a list; ``any`` is false when nothing in the code of an element can be."""

    def __init__(self, arithmetic: Arithmetic) -> None:
        self.arithmetic, self.any = arithmetic, False

    def add(self, so_far: Any, state: Any) -> Any:
        """The doubts so far and those of one element."""
        if state is None:
            return so_far
        self.any = True
        return self.arithmetic.builder.or_(so_far, state)

    def of(self, belongs: Value, body: Value) -> Any:
        """What one element adds to the doubts about a sum: nothing while it is known not to belong."""
        arithmetic = self.arithmetic
        doubt = arithmetic.asking(belongs.state)
        if body.state is None:
            return doubt
        return arithmetic.either(doubt, arithmetic.builder.select(belongs.number, body.state, _zero()))

    def at_end(self, doubts: Any, complete: Any) -> Any:
        """The state at the end."""
        return _open_end(self.arithmetic, doubts if self.any else None, complete)


def _quantified(node: t.Fold, write: Write, arithmetic: Arithmetic) -> FoldCode:
    """``any``; and ``all`` as: there is none for which it does not hold."""
    builder, doubts = arithmetic.builder, _Doubts(arithmetic)

    def step(running: Sequence[Any]) -> Sequence[Any]:
        body = _body(node, write)
        body = arithmetic.negated(body) if node.how == "all" else body
        both = arithmetic.all_of([_belongs(node, write), body])
        holds = both.number
        if both.state is not None:
            holds = builder.and_(holds, builder.not_(arithmetic.unknown(both.state)))
        return builder.or_(running[0], holds), doubts.add(running[1], both.state)

    def finish(running: Sequence[Any], complete: Any) -> Value:
        found, state = running[0], doubts.at_end(running[1], complete)
        result = Value(found, state=None if state is None else builder.select(found, _zero(), state))
        return arithmetic.negated(result) if node.how == "all" else result

    return FoldCode((ir.Constant(BIT, 0), _zero()), step, finish)


def _counted(node: t.Fold, write: Write, arithmetic: Arithmetic) -> FoldCode:
    builder, doubts = arithmetic.builder, _Doubts(arithmetic)

    def step(running: Sequence[Any]) -> Sequence[Any]:
        belongs = _belongs(node, write)
        one = builder.zext(belongs.number, running[0].type)
        return builder.add(running[0], one), doubts.add(running[1], arithmetic.asking(belongs.state))

    def finish(running: Sequence[Any], complete: Any) -> Value:
        return Value(running[0], (0, MOST_IN_A_LIST), state=doubts.at_end(running[1], complete))

    return FoldCode((number_constant(0), _zero()), step, finish)


def _summed(node: t.Fold, write: Write, arithmetic: Arithmetic) -> FoldCode:
    builder, doubts = arithmetic.builder, _Doubts(arithmetic)
    bodies: list[Value] = []

    def step(running: Sequence[Any]) -> Sequence[Any]:
        belongs, body = _belongs(node, write), _body(node, write)
        bodies.append(body)
        number = builder.select(belongs.number, body.number, number_constant(0))
        return builder.add(running[0], number), doubts.add(running[1], doubts.of(belongs, body))

    def finish(running: Sequence[Any], complete: Any) -> Value:
        body = bodies[0]
        if not isinstance(body.denominator, int):
            return _left_to_the_evaluator(node)
        bounds = (min(0, body.bounds[0] * MOST_IN_A_LIST), max(0, body.bounds[1] * MOST_IN_A_LIST))
        state = doubts.at_end(running[1], complete)
        return Value(running[0], bounds, body.denominator, body.most_denominator, state)

    return FoldCode((number_constant(0), _zero()), step, finish)


def _outermost(node: t.Fold, write: Write, arithmetic: Arithmetic) -> FoldCode:
    """``most`` and ``least``; of nothing: zero for numbers, and no date at all."""
    builder, doubts = arithmetic.builder, _Doubts(arithmetic)
    bodies: list[Value] = []

    def step(running: Sequence[Any]) -> Sequence[Any]:
        best, doubt, some = running
        belongs, body = _belongs(node, write), _body(node, write)
        bodies.append(body)
        if body.number.type == BIT:
            return running
        further = builder.icmp_signed(">" if node.how == "most" else "<", body.number, best)
        better = builder.and_(belongs.number, builder.or_(further, builder.not_(some)))
        number = builder.select(better, body.number, best)
        return number, doubts.add(doubt, doubts.of(belongs, body)), builder.or_(some, belongs.number)

    def finish(running: Sequence[Any], complete: Any) -> Value:
        best, doubt, some = running
        body = bodies[0]
        if node.type.kind == "bool":
            return asking_value(node.type)
        if not isinstance(body.denominator, int):
            return _left_to_the_evaluator(node)
        state = doubts.at_end(doubt, complete)
        if not node.type.numeric:
            none = builder.select(some, _zero(), ir.Constant(I32, NOT_APPLICABLE))
            state = arithmetic.either(state, none)
        bounds = (min(0, body.bounds[0]), max(0, body.bounds[1]))
        return Value(best, bounds, body.denominator, body.most_denominator, state)

    return FoldCode((number_constant(0), _zero(), ir.Constant(BIT, 0)), step, finish)
