"""The door of a kernel: whether every number lies within the bounds that its arithmetic relies on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir

from minsheng.population.kernel.layout import WIDTHS, Column
from minsheng.population.kernel.segment import SegmentCode
from minsheng.population.kernel.value import BIT, I32, I64, Bounds

__all__ = ["OUTSIDE", "door_code"]

#: A cell that is not zero when some number was outside its bounds.
OUTSIDE = Column("cell", "outside", "", 64)


def door_code(entity: str, bounds: Mapping[Column, Bounds]) -> SegmentCode:
    """The function that looks at every number of some columns of an entity and marks the cell when one is outside."""
    module = ir.Module(name="door")
    module.triple = llvm.get_default_triple()
    signature = ir.FunctionType(ir.VoidType(), [I64, I64, I64.as_pointer(), I32.as_pointer()])
    function = ir.Function(module, signature, "door")
    builder = ir.IRBuilder(function.append_basic_block("entry"))
    columns = (OUTSIDE, *bounds)
    bases = [_base(builder, function, number, column) for number, column in enumerate(columns)]
    wrong: Any = ir.Constant(BIT, 0)
    for column, base in zip(columns[1:], bases[1:], strict=True):
        wrong = builder.or_(wrong, _any_outside(builder, function, base, bounds[column]))
    seen = builder.load(bases[0])
    builder.store(builder.or_(seen, builder.zext(wrong, I64)), bases[0])
    builder.ret_void()
    name = "door_" + hashlib.sha256(str(module).encode()).hexdigest()[:24]
    return SegmentCode(name, entity, columns, str(module).replace('@"door"', f'@"{name}"'))


def _base(builder: ir.IRBuilder, function: ir.Function, number: int, column: Column) -> Any:
    place = builder.load(builder.gep(function.args[3], [I64(number)]))
    address = builder.load(builder.gep(function.args[2], [builder.sext(place, I64)]))
    return builder.inttoptr(address, WIDTHS[column.width].as_pointer())


def _any_outside(builder: ir.IRBuilder, function: ir.Function, base: Any, bounds: Bounds) -> Any:
    """A loop of its own for each column, so that it runs on whole vectors."""
    start, end = function.args[:2]
    before = builder.block
    body, after = builder.append_basic_block("column"), builder.append_basic_block("column_end")
    builder.cbranch(builder.icmp_signed("<", start, end), body, after)
    builder.position_at_end(body)
    at, seen = builder.phi(I64), builder.phi(BIT)
    at.add_incoming(start, before)
    seen.add_incoming(ir.Constant(BIT, 0), before)
    number = builder.load(builder.gep(base, [at]))
    low, high = (ir.Constant(number.type, limit) for limit in bounds)
    outside = builder.or_(builder.icmp_signed("<", number, low), builder.icmp_signed(">", number, high))
    now, following = builder.or_(seen, outside), builder.add(at, I64(1))
    at.add_incoming(following, body)
    seen.add_incoming(now, body)
    builder.cbranch(builder.icmp_signed("<", following, end), body, after)
    builder.position_at_end(after)
    result = builder.phi(BIT)
    result.add_incoming(ir.Constant(BIT, 0), before)
    result.add_incoming(now, body)
    return result
