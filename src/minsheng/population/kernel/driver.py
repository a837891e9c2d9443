"""The small functions that every kernel shares: running its steps block by block, and finding whose each row of a list is."""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir

from minsheng.population.kernel.segment import SegmentCode
from minsheng.population.kernel.value import I32, I64

__all__ = ["DRIVER", "OWNERS", "driver_code", "every_owner_code", "owners_code"]

_POINTER = I64.as_pointer()
_SMALL = I32.as_pointer()

#: The C types of the two functions.
DRIVER = ctypes.CFUNCTYPE(None, *(ctypes.c_int64 for _ in range(12)))
OWNERS = ctypes.CFUNCTYPE(ctypes.c_int64, *(ctypes.c_int64 for _ in range(5)))


def _function(name: str, result: Any, arguments: list[Any]) -> tuple[ir.Module, ir.Function, ir.IRBuilder]:
    module = ir.Module(name=name)
    module.triple = llvm.get_default_triple()
    function = ir.Function(module, ir.FunctionType(result, arguments), name)
    return module, function, ir.IRBuilder(function.append_basic_block("entry"))


def _finished(module: ir.Module, name: str) -> SegmentCode:
    text = str(module)
    unique = f"{name}_{hashlib.sha256(text.encode()).hexdigest()[:24]}"
    return SegmentCode(unique, "", (), text.replace(f'@"{name}"', f'@"{unique}"'))


def _repeat(builder: ir.IRBuilder, count: Any, write: Callable[[Any], None]) -> None:
    """Run code for every number from 0 up to ``count``."""
    before = builder.block
    body, after = builder.append_basic_block("each"), builder.append_basic_block("done")
    builder.cbranch(builder.icmp_signed(">", count, I64(0)), body, after)
    builder.position_at_end(body)
    at = builder.phi(I64)
    at.add_incoming(I64(0), before)
    write(at)
    following = builder.add(at, I64(1))
    at.add_incoming(following, builder.block)
    builder.cbranch(builder.icmp_signed("<", following, count), body, after)
    builder.position_at_end(after)


@cache
def driver_code() -> SegmentCode:
    """The function that runs the steps of a kernel over some blocks of households.

    ``void (i64* steps, i64 step_count, i64* blocks, i64 block_count, i64 width, i64* ranges, i64* bases, i64* sizes, i64* starts,
    i64 column_count, i64* addresses, i64* cells)``: a step is the address of a function, the address of its column numbers, and
    the place of its rows in ``ranges``, which are read when the step begins (forming families sets how many there are). A block
    has a first and an end row for each entity. A column whose ``sizes`` is not zero begins with the first row of the block.
    """
    arguments = [_POINTER, I64, _POINTER, I64, I64, _POINTER, _POINTER, _POINTER, _POINTER, I64, _POINTER, _POINTER]
    module, function, builder = _function("driver", ir.VoidType(), arguments)
    steps, step_count, blocks, block_count, width, ranges, bases, sizes, starts, column_count, addresses, cells = (
        function.args
    )

    def load(array: Any, place: Any) -> Any:
        return builder.load(builder.gep(array, [place]))

    def store(array: Any, place: Any, value: Any) -> None:
        builder.store(value, builder.gep(array, [place]))

    def one_step(number: Any) -> None:
        first = builder.mul(number, I64(3))
        code, columns, rows = (load(steps, builder.add(first, I64(part))) for part in range(3))
        start = load(ranges, builder.mul(rows, I64(2)))
        stop = load(ranges, builder.add(builder.mul(rows, I64(2)), I64(1)))
        signature = ir.FunctionType(ir.VoidType(), [I64, I64, _POINTER, _SMALL])
        called = builder.inttoptr(code, signature.as_pointer())
        builder.call(called, [start, stop, addresses, builder.inttoptr(columns, _SMALL)])

    def one_block(number: Any) -> None:
        block = builder.gep(blocks, [builder.mul(number, width)])
        _repeat(builder, width, lambda place: store(ranges, place, load(block, place)))

        def address(column: Any) -> None:
            before = builder.mul(load(sizes, column), load(block, load(starts, column)))
            store(addresses, column, builder.sub(load(bases, column), before))

        _repeat(builder, column_count, address)
        store(cells, I64(0), I64(0))
        store(cells, I64(1), load(block, I64(0)))
        _repeat(builder, step_count, one_step)

    _repeat(builder, block_count, one_block)
    builder.ret_void()
    return _finished(module, "driver")


@cache
def every_owner_code(width: int) -> SegmentCode:
    """The same as :func:`owners_code` without a branch, for rows whose last owner exists.

    Gives how many owners have rows, -1 when rows are not in order; ``first`` is right when every owner has one.
    """
    kind = ir.IntType(width)
    arguments = [kind.as_pointer(), I64, I64, _SMALL, _SMALL]
    module, function, builder = _function("every_owner", I64, arguments)
    owners, count, owner_count, first, link = function.args
    entry = builder.block
    body, end = builder.append_basic_block("body"), builder.append_basic_block("end")
    builder.branch(body)
    builder.position_at_end(body)
    left, after, found, wrong = builder.phi(I64), builder.phi(I64), builder.phi(I64), builder.phi(I64)
    for phi, start in ((left, count), (after, owner_count), (found, I64(0)), (wrong, I64(0))):
        phi.add_incoming(start, entry)
    at = builder.sub(left, I64(1))
    raw = builder.load(builder.gep(owners, [at]))
    owner = raw if width == 64 else builder.sext(raw, I64)
    strange = builder.icmp_unsigned(">", owner, after)
    safe = builder.select(strange, I64(0), owner)
    builder.store(builder.trunc(at, I32), builder.gep(first, [safe]))
    builder.store(builder.trunc(safe, I32), builder.gep(link, [at]))
    another = builder.zext(builder.icmp_signed("!=", owner, after), I64)
    now_wrong = builder.or_(wrong, builder.zext(strange, I64))
    now_found = builder.add(found, another)
    for phi, value in ((left, at), (after, safe), (found, now_found), (wrong, now_wrong)):
        phi.add_incoming(value, body)
    builder.cbranch(builder.icmp_signed(">", at, I64(0)), body, end)
    builder.position_at_end(end)
    builder.ret(builder.select(builder.icmp_signed("!=", now_wrong, I64(0)), I64(-1), now_found))
    return _finished(module, "every_owner")


@cache
def owners_code(width: int) -> SegmentCode:
    """The function that finds the rows of each owner.

    ``i64 (iN* owners, i64 count, i64 owner_count, i32* first, i32* link)``: ``first`` gets the first row of each owner and the end,
    ``link`` the owners in 32 bits. Gives the first row whose owner does not exist or comes before the one above, -1 when all is well.
    """
    kind = ir.IntType(width)
    module, function, builder = _function("owners", I64, [kind.as_pointer(), I64, I64, _SMALL, _SMALL])
    owners, count, owner_count, first, link = function.args
    entry = builder.block
    head, body, fill, row, wrong, rest, close, end = (
        builder.append_basic_block(name) for name in ("head", "body", "fill", "row", "wrong", "rest", "close", "end")
    )
    builder.branch(head)
    builder.position_at_end(head)
    at, following = builder.phi(I64), builder.phi(I64)
    at.add_incoming(I64(0), entry)
    following.add_incoming(I64(0), entry)
    builder.cbranch(builder.icmp_signed("<", at, count), body, rest)
    builder.position_at_end(body)
    raw = builder.load(builder.gep(owners, [at]))
    owner = raw if width == 64 else builder.sext(raw, I64)
    too_low = builder.icmp_signed("<", owner, builder.sub(following, I64(1)))
    strange = builder.or_(too_low, builder.icmp_unsigned(">=", owner, owner_count))
    builder.cbranch(strange, wrong, fill)
    builder.position_at_end(fill)
    next_ = builder.phi(I64)
    next_.add_incoming(following, body)
    more = builder.append_basic_block("more")
    builder.cbranch(builder.icmp_signed("<=", next_, owner), more, row)
    builder.position_at_end(more)
    builder.store(builder.trunc(at, I32), builder.gep(first, [next_]))
    next_.add_incoming(builder.add(next_, I64(1)), more)
    builder.branch(fill)
    builder.position_at_end(row)
    builder.store(builder.trunc(owner, I32), builder.gep(link, [at]))
    at.add_incoming(builder.add(at, I64(1)), row)
    following.add_incoming(next_, row)
    builder.branch(head)
    builder.position_at_end(wrong)
    builder.ret(at)
    builder.position_at_end(rest)
    left = builder.phi(I64)
    left.add_incoming(following, head)
    builder.cbranch(builder.icmp_signed("<=", left, owner_count), close, end)
    builder.position_at_end(close)
    builder.store(builder.trunc(count, I32), builder.gep(first, [left]))
    left.add_incoming(builder.add(left, I64(1)), close)
    builder.branch(rest)
    builder.position_at_end(end)
    builder.ret(I64(-1))
    return _finished(module, "owners")
