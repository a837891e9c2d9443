"""Exact arithmetic in the code of a kernel: fractions as two 64-bit integers, bounds followed so that nothing can overflow unseen."""

from __future__ import annotations

from functools import reduce
from math import lcm
from typing import Any

from llvmlite import ir

from minsheng.population.kernel.value import ASK, BIT, I32, I64, NOT_APPLICABLE, Bounds, TooLarge, Value

__all__ = ["Arithmetic", "number_constant"]


def number_constant(value: int) -> Any:
    """A 64-bit constant."""
    return ir.Constant(I64, value)


def _product(a: Bounds, b: Bounds) -> Bounds:
    corners = (a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])
    return min(corners), max(corners)


class Arithmetic:
    """Writes arithmetic with a builder. Each operation gives the value, its bounds, and the state that follows from its parts."""

    def __init__(self, builder: ir.IRBuilder) -> None:
        self.builder = builder

    # states -----------------------------------------------------------------------------------------------------------------------------

    def either(self, *states: Any) -> Any:
        """The state of a value that rests on several others."""
        doubtful = [state for state in dict.fromkeys(states) if state is not None]
        return reduce(self.builder.or_, doubtful) if doubtful else None

    def ask_if(self, doubtful: Any) -> Any:
        """The state of what only the evaluator can tell when a bit is set."""
        return self.builder.select(doubtful, ir.Constant(I32, ASK), ir.Constant(I32, 0))

    def unknown(self, state: Any) -> Any:
        """A bit: whether a value in this state is not known."""
        return ir.Constant(BIT, 0) if state is None else self.builder.icmp_signed("!=", state, ir.Constant(I32, 0))

    def asking(self, *states: Any) -> Any:
        """The state of what the evaluator must tell as soon as any part is not known, because bounds may settle it there."""
        state = self.either(*states)
        return None if state is None else self.ask_if(self.unknown(state))

    # logic ------------------------------------------------------------------------------------------------------------------------------

    def all_of(self, items: list[Value]) -> Value:
        """``and``: no as soon as one part is known to be no."""
        return self._combined(items, decisive=False)

    def any_of(self, items: list[Value]) -> Value:
        """``or``: yes as soon as one part is known to be yes."""
        return self._combined(items, decisive=True)

    def _combined(self, items: list[Value], *, decisive: bool) -> Value:
        builder = self.builder
        joined = reduce(builder.or_ if decisive else builder.and_, [item.number for item in items])
        state = self.either(*(item.state for item in items))
        if state is None:
            return Value(joined)
        settled = [
            builder.and_(
                item.number if decisive else builder.not_(item.number),
                builder.not_(self.unknown(item.state)) if item.state is not None else ir.Constant(BIT, 1),
            )
            for item in items
        ]
        return Value(joined, state=builder.select(reduce(builder.or_, settled), ir.Constant(I32, 0), state))

    def negated(self, item: Value) -> Value:
        """``not``."""
        return Value(self.builder.not_(item.number), state=item.state)

    def chosen(self, condition: Value, then: Value, other: Value) -> Value:
        """``then if condition else other``; when the condition is not known, the evaluator looks whether both are the same."""
        builder = self.builder
        then, other, denominator, most = self.alike(then, other)
        state = None
        if condition.state is not None or then.state is not None or other.state is not None:
            zero = ir.Constant(I32, 0)
            states = [branch.state if branch.state is not None else zero for branch in (then, other)]
            state = builder.select(condition.number, *states)
            if condition.state is not None:
                state = builder.select(self.unknown(condition.state), ir.Constant(I32, ASK), state)
        number = builder.select(condition.number, then.number, other.number)
        bounds = (min(then.bounds[0], other.bounds[0]), max(then.bounds[1], other.bounds[1]))
        if denominator is None:
            denominator = builder.select(
                condition.number, self._written(then.denominator), self._written(other.denominator)
            )
            most = max(then.most_denominator, other.most_denominator)
        return Value(number, bounds, denominator, most, state)

    # fractions --------------------------------------------------------------------------------------------------------------------------

    @staticmethod
    def _written(denominator: Any) -> Any:
        return number_constant(denominator) if isinstance(denominator, int) else denominator

    def _times(self, number: Any, factor: Any) -> Any:
        if isinstance(factor, int):
            return number if factor == 1 else self.builder.mul(number, number_constant(factor))
        return self.builder.mul(number, factor)

    def _scaled(self, value: Value, factor: Any, most: int) -> Value:
        """Number and denominator times a factor whose size is at most ``most``."""
        denominator = (
            value.denominator * factor if isinstance(value.denominator, int) and isinstance(factor, int) else None
        )
        if denominator is None:
            denominator = self._times(self._written(value.denominator), factor)
        return Value(
            self._times(value.number, factor),
            (min(value.bounds[0], value.bounds[0] * most), max(value.bounds[1], value.bounds[1] * most)),
            denominator,
            value.most_denominator * most,
            value.state,
        )

    def alike(self, a: Value, b: Value) -> tuple[Value, Value, Any, int]:
        """Two values over one denominator where that costs nothing (``None`` for the denominator: they keep their own)."""
        if isinstance(a.denominator, int) and isinstance(b.denominator, int):
            if a.denominator != b.denominator:
                a, b = self._over_one(a, b)
            return a, b, a.denominator, a.most_denominator
        if a.denominator is b.denominator:
            return a, b, a.denominator, a.most_denominator
        return a, b, None, 1

    def _over_one(self, a: Value, b: Value) -> tuple[Value, Value]:
        """Two values over one denominator."""
        if a.denominator is b.denominator:
            return a, b
        if isinstance(a.denominator, int) and isinstance(b.denominator, int):
            common = lcm(a.denominator, b.denominator)
            by_a, by_b = common // a.denominator, common // b.denominator
            return (
                self._scaled(a, by_a, by_a) if by_a != 1 else a,
                self._scaled(b, by_b, by_b) if by_b != 1 else b,
            )
        wide_a = a if b.denominator == 1 else self._scaled(a, b.denominator, b.most_denominator)
        wide_b = b if a.denominator == 1 else self._scaled(b, a.denominator, a.most_denominator)
        if wide_a is a:
            wide_b = Value(wide_b.number, wide_b.bounds, a.denominator, a.most_denominator, wide_b.state)
        if wide_b is b:
            wide_a = Value(wide_a.number, wide_a.bounds, b.denominator, b.most_denominator, wide_a.state)
        return wide_a, wide_b

    def sum_of(self, a: Value, b: Value, *, minus: bool = False) -> Value:
        """``a + b`` or ``a - b``."""
        a, b = self._over_one(a, b)
        state = self.either(a.state, b.state)
        if minus:
            bounds = (a.bounds[0] - b.bounds[1], a.bounds[1] - b.bounds[0])
            return Value(self.builder.sub(a.number, b.number), bounds, a.denominator, a.most_denominator, state)
        bounds = (a.bounds[0] + b.bounds[0], a.bounds[1] + b.bounds[1])
        return Value(self.builder.add(a.number, b.number), bounds, a.denominator, a.most_denominator, state)

    def product_of(self, a: Value, b: Value) -> Value:
        """``a * b``."""
        number = self.builder.mul(a.number, b.number)
        if isinstance(a.denominator, int) and isinstance(b.denominator, int):
            denominator: Any = a.denominator * b.denominator
        else:
            denominator = self._times(self._written(a.denominator), b.denominator)
        most = a.most_denominator * b.most_denominator
        return Value(number, _product(a.bounds, b.bounds), denominator, most, self.either(a.state, b.state))

    def quotient_of(self, a: Value, b: Value) -> Value:
        """``a / b``, exact. What is divided by nobody does not apply."""
        builder, zero = self.builder, number_constant(0)
        negative = b.bounds[0] < 0
        size, sign = b.number, None
        if negative:
            sign = builder.icmp_signed("<", b.number, zero)
            size = builder.select(sign, builder.neg(b.number), b.number)
        most = max(abs(b.bounds[0]), abs(b.bounds[1]))
        empty = builder.icmp_signed("<=", size, zero)
        size = builder.select(empty, number_constant(1), size)
        number = self._times(a.number, b.denominator)
        if sign is not None:
            number = builder.select(sign, builder.neg(number), number)
        bounds = _product(a.bounds, (-b.most_denominator if negative else 0, b.most_denominator))
        state = self.either(a.state, b.state)
        if b.bounds[0] <= 0 <= b.bounds[1]:
            state = self.either(state, builder.select(empty, ir.Constant(I32, NOT_APPLICABLE), ir.Constant(I32, 0)))
        denominator = self._times(size, a.denominator)
        return Value(number, bounds, denominator, a.most_denominator * max(most, 1), state)

    def parts_of(self, a: Value, count: int) -> Value:
        """``a`` divided by a written number."""
        if isinstance(a.denominator, int):
            return Value(a.number, a.bounds, a.denominator * count, a.most_denominator * count, a.state)
        return Value(a.number, a.bounds, self._times(a.denominator, count), a.most_denominator * count, a.state)

    def compared(self, sign: str, a: Value, b: Value) -> Value:
        """A comparison, by cross-multiplication: 1767.00 / 3 is not below 589."""
        a, b = self._over_one(a, b)
        return Value(self.builder.icmp_signed(sign, a.number, b.number), state=self.either(a.state, b.state))

    def extreme_of(self, how: str, a: Value, b: Value) -> Value:
        """``min`` or ``max`` of two numbers."""
        smaller = self.compared("<=" if how == "min" else ">=", a, b)
        picked = self.chosen(Value(smaller.number), a.in_state(None), b.in_state(None))
        low, high = (
            min(pair) if how == "min" else max(pair) for pair in zip(*self._bounds_alike(a, b, picked), strict=True)
        )
        return Value(
            picked.number, (low, high), picked.denominator, picked.most_denominator, self.asking(a.state, b.state)
        )

    def _bounds_alike(self, a: Value, b: Value, picked: Value) -> tuple[Bounds, Bounds]:
        """Bounds that may be narrowed only where both are over the denominator of the result."""
        if isinstance(a.denominator, int) and isinstance(b.denominator, int):
            by_a, by_b = (picked.denominator // v.denominator for v in (a, b))
            return (a.bounds[0] * by_a, a.bounds[1] * by_a), (b.bounds[0] * by_b, b.bounds[1] * by_b)
        return picked.bounds, picked.bounds

    # whole numbers ----------------------------------------------------------------------------------------------------------------------

    def floor_of(self, number: Any, denominator: Any) -> Any:
        """The whole number at or below ``number / denominator``; a denominator that means nothing counts as one."""
        builder, zero = self.builder, number_constant(0)
        if isinstance(denominator, int):
            below = number_constant(denominator)
        else:
            below = builder.select(builder.icmp_signed(">", denominator, zero), denominator, number_constant(1))
        quotient = builder.sdiv(number, below)
        rest = builder.sub(number, builder.mul(quotient, below))
        return builder.add(quotient, builder.ashr(rest, number_constant(63)))

    def rounded(self, value: Value, how: str) -> Value:
        """``down``, ``up`` or ``half_up`` (away from zero) to a whole number."""
        if not value.exact:
            return value
        builder = self.builder
        if how == "down":
            number = self.floor_of(value.number, value.denominator)
        elif how == "up":
            number = builder.neg(self.floor_of(builder.neg(value.number), value.denominator))
        else:
            number = self._half_up(value)
        low, high = value.bounds
        if isinstance(value.denominator, int):
            low, high = low // value.denominator, -(-high // value.denominator)
        else:  # the larger the denominator, the nearer to zero
            low, high = min(low, 0), max(high, 0)
        return Value(number, (low, high), state=value.state)

    def rounded_to_hundreds(self, value: Value) -> Value:
        """Up to a whole number of hundreds."""
        hundreds = self.rounded(self.parts_of(value, 100), "up")
        low, high = value.bounds
        bounds = max(hundreds.bounds[0], min(low, 0) // 100), min(hundreds.bounds[1], max(-(-high // 100), 0))
        number = self.builder.mul(hundreds.number, number_constant(100))
        return Value(number, (bounds[0] * 100, bounds[1] * 100), state=hundreds.state)

    def _half_up(self, value: Value) -> Any:
        builder = self.builder
        largest = 2 * max(abs(value.bounds[0]), abs(value.bounds[1])) + 2 * value.most_denominator
        if largest > (1 << 63) - 1:
            raise TooLarge(largest)
        negative = builder.icmp_signed("<", value.number, number_constant(0))
        size = builder.select(negative, builder.neg(value.number), value.number)
        double = builder.add(builder.add(size, size), self._written(value.denominator))
        if not isinstance(value.denominator, int):
            whole = self.floor_of(double, self._times(value.denominator, 2))
        else:
            whole = self._shared_out(double, 2 * value.denominator, largest)
        return builder.select(negative, builder.neg(whole), whole)

    def _shared_out(self, number: Any, parts: int, largest: int) -> Any:
        """A number that is not negative, divided by a written one; in 32 bits where it fits, which processors do much faster."""
        builder = self.builder
        if largest < 1 << 31:
            return builder.zext(builder.udiv(builder.trunc(number, I32), ir.Constant(I32, parts)), I64)
        return builder.udiv(number, number_constant(parts))
