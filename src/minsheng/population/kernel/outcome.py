"""The outcome of a benefit in the code of a kernel: its status, its amount, who bears it, and the rule that a refusal comes down to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from llvmlite import ir

from minsheng.policy import tree as t
from minsheng.policy.types import BOOL, Type
from minsheng.population.kernel.arithmetic import number_constant
from minsheng.population.kernel.family import ASKED
from minsheng.population.kernel.layout import Column
from minsheng.population.kernel.segment import Row, Segment
from minsheng.population.kernel.value import ASK, BIT, BYTE, I16, I32, I64, NOT_APPLICABLE, Value

__all__ = [
    "ASKING",
    "LOCAL",
    "LOCAL_AMOUNT",
    "NO",
    "YES",
    "YES_WITHOUT_AMOUNT",
    "BenefitPlan",
    "outcome_columns",
    "write_asked",
    "write_outcome",
    "write_reason",
]

#: Status codes in columns; ``ASKING`` is for the evaluator to settle.
YES, NO, LOCAL, YES_WITHOUT_AMOUNT, LOCAL_AMOUNT, ASKING = 0, 1, 3, 4, 5, 127


@dataclass(frozen=True)
class BenefitPlan:
    """What the outcome of a benefit is read from."""

    name: str
    entity: str
    period: str
    amount: Type | None
    borne: t.ParameterRef | None


def outcome_columns(benefit: BenefitPlan) -> dict[str, Column]:
    """The columns of an outcome by what they hold."""
    entity, name = benefit.entity, benefit.name
    columns = {
        "status": Column("status", name, entity, 8),
        "reason": Column("reason", f"receives.{name}", entity, 16),
        "waits": Column("waits", name, entity, 32),
    }
    if benefit.amount is not None:
        columns |= {"amount": Column("amount", name, entity, 64), "shares": Column("shares", name, entity, 16)}
    return columns


def write_outcome(segment: Segment, benefit: BenefitPlan, row: Row) -> Any:
    """Write the columns of an outcome; gives a bit: whether the evaluator is asked."""
    builder, arithmetic = segment.builder, segment.arithmetic
    columns = outcome_columns(benefit)
    receives = _value(segment, f"receives.{benefit.name}", benefit.entity, BOOL)
    state = _state(receives)
    yes = builder.and_(receives.number, builder.icmp_signed("==", state, ir.Constant(I32, 0)))
    status = builder.select(yes, _code(YES), builder.select(_waits(segment, state), _code(LOCAL), _code(NO)))
    asks, waits = _bit(segment, state, ASK), state
    if benefit.amount is not None:
        amount = _value(segment, f"amount.{benefit.name}", benefit.entity, benefit.amount)
        number = amount.number if amount.denominator == 1 else _towards_zero(segment, amount)
        of_amount = _state(amount)
        known = builder.and_(yes, builder.not_(arithmetic.unknown(amount.state)))
        without = builder.and_(yes, builder.not_(known))
        later = builder.select(_waits(segment, of_amount), _code(LOCAL_AMOUNT), _code(YES_WITHOUT_AMOUNT))
        status = builder.select(without, later, status)
        asks = builder.or_(asks, builder.and_(yes, _bit(segment, of_amount, ASK)))
        waits = builder.or_(waits, builder.select(yes, of_amount, ir.Constant(I32, 0)))
        segment.put(columns["amount"], builder.select(known, number, number_constant(0)))
        asks = builder.or_(asks, _write_shares(segment, benefit, columns["shares"], known))
    status = builder.select(asks, _code(ASKING), status)
    segment.put(columns["status"], status)
    segment.put(columns["waits"], waits)
    return asks


def _write_shares(segment: Segment, benefit: BenefitPlan, column: Column, known: Any) -> Any:
    """The place of the way in which the cost is split, -1 where it is not set; whether the evaluator is asked."""
    builder, nothing = segment.builder, ir.Constant(I16, -1)
    if benefit.borne is None:
        segment.put(column, nothing)
        return ir.Constant(BIT, 0)
    way = segment.writer.write(benefit.borne)
    is_set = builder.and_(known, builder.not_(segment.arithmetic.unknown(way.state)))
    segment.put(column, builder.select(is_set, builder.trunc(way.number, I16), nothing))
    return builder.and_(known, _bit(segment, _state(way), ASK))


def write_asked(segment: Segment, asks: Any) -> None:
    """Mark the household for the evaluator."""
    builder, household = segment.builder, segment.household()
    place = builder.gep(segment.base(ASKED), [household])
    builder.store(builder.or_(builder.load(place), builder.zext(asks, BYTE)), place)


def write_reason(
    segment: Segment,
    name: str,
    parts: list[tuple[bool, t.RuleRef | t.FactRef]],
    codes: dict[str, int],
    deeper: set[str],
) -> None:
    """Write the code of the rule that decides: the first part that fails, or what that one comes down to in turn.

    Args:
        segment: where to write.
        name: the condition.
        parts: its parts in order, each with whether it must not hold.
        codes: the code of every name.
        deeper: the names that have parts themselves.
    """
    builder = segment.builder
    reason: Any = ir.Constant(I64, codes[name])
    for negated, node in reversed(parts):
        value = segment.fact(node) if isinstance(node, t.FactRef) else segment.rule(node)
        fails = value.number if negated else builder.not_(value.number)
        fails = builder.and_(fails, builder.not_(segment.arithmetic.unknown(value.state)))
        because: Any = ir.Constant(I64, codes[node.name])
        if node.name in deeper:
            because = segment.written_reason(node)
        reason = builder.select(fails, because, reason)
    segment.keep_reason(name, reason)


def _value(segment: Segment, name: str, entity: str, typ: Type) -> Value:
    return segment.rule(t.RuleRef(typ, name, "self", (), entity))


def _state(value: Value) -> Any:
    return value.state if value.state is not None else ir.Constant(I32, 0)


def _code(code: int) -> Any:
    return ir.Constant(BYTE, code)


def _bit(segment: Segment, state: Any, bit: int) -> Any:
    return segment.builder.icmp_signed("!=", segment.builder.and_(state, ir.Constant(I32, bit)), ir.Constant(I32, 0))


def _waits(segment: Segment, state: Any) -> Any:
    """Whether a setting is missing (what does not apply is a plain no)."""
    return segment.builder.icmp_unsigned(">", state, ir.Constant(I32, NOT_APPLICABLE))


def _towards_zero(segment: Segment, value: Value) -> Any:
    builder = segment.builder
    negative = builder.icmp_signed("<", value.number, number_constant(0))
    size = builder.select(negative, builder.neg(value.number), value.number)
    whole = segment.arithmetic.floor_of(size, value.denominator)
    return builder.select(negative, builder.neg(whole), whole)
