"""Some rules of one entity in one function: a loop over the rows, columns read as they are needed, values kept for whoever needs them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import llvmlite.binding as llvm
from llvmlite import ir

from minsheng.policy import tree as t
from minsheng.policy.types import Type
from minsheng.population.kernel.areas import AREA_BOUNDS
from minsheng.population.kernel.arithmetic import number_constant
from minsheng.population.kernel.dates import DAY_BOUNDS
from minsheng.population.kernel.expression import Writer
from minsheng.population.kernel.layout import WIDTHS, Column, bounds_of_fact, width_of, width_of_fact
from minsheng.population.kernel.value import BIT, BYTE, I32, I64, Bounds, Value, asking_value

if TYPE_CHECKING:
    from minsheng.population.kernel.plan import Plan

__all__ = ["Row", "Segment", "SegmentCode", "Shape"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known beforehand of a value that stands in columns."""

    type: Type
    bounds: Bounds
    denominator: int | None
    most_denominator: int
    has_state: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row while code is written: of which entity, and its number."""

    entity: str
    at: Any


@dataclass(frozen=True)
class SegmentCode:
    """A finished segment: the name of its function, the entity whose rows it runs over, its columns in order, its code as text."""

    name: str
    entity: str
    columns: tuple[Column, ...]
    text: str


@dataclass
class _Scope:
    """What was loaded already at the place where code is written."""

    loaded: dict[tuple[Column, Any], Any] = field(default_factory=dict)


class Segment:
    """Writes one function ``void (i64 start, i64 end, i64* addresses, i32* columns)``; use :meth:`keep`, then :meth:`finish`."""

    def __init__(self, plan: Plan, entity: str, rows: str = "", *, separate: bool = True) -> None:
        self.plan = plan
        self.separate = separate
        self._loads: list[Any] = []
        self._stores: list[tuple[Column, Any]] = []
        self.entity = entity
        self.rows = rows or entity
        self.module = ir.Module(name="segment")
        self.module.triple = llvm.get_default_triple()
        signature = ir.FunctionType(ir.VoidType(), [I64, I64, I64.as_pointer(), I32.as_pointer()])
        self.function = ir.Function(self.module, signature, "segment")
        self._columns: dict[Column, Any] = {}
        self._entry = self.function.append_basic_block("entry")
        self._head = self.function.append_basic_block("head")
        self._body = self.function.append_basic_block("body")
        self._end = self.function.append_basic_block("end")
        self.builder = ir.IRBuilder(self._entry)
        start, end = self.function.args[:2]
        self.builder.branch(self._head)
        self.builder.position_at_end(self._head)
        self._at = self.builder.phi(I64)
        self._at.add_incoming(start, self._entry)
        self.builder.cbranch(self.builder.icmp_signed("<", self._at, end), self._body, self._end)
        self.builder.position_at_end(self._body)
        self._variables: dict[str, Row] = {"self": Row(entity, self._at)}
        self._element: Row | None = None
        self._scopes = [_Scope()]
        self.values: dict[str, Value] = {}
        self._reasons: dict[str, Any] = {}
        self.writer = Writer(self)
        self.arithmetic = self.writer.arithmetic

    def finish(self) -> SegmentCode:
        """Close the loop; the name of the function comes from its code, so that the same code is compiled once."""
        builder = self.builder
        self._at.add_incoming(builder.add(self._at, number_constant(1)), builder.block)
        builder.branch(self._head)
        builder.position_at_end(self._end)
        builder.ret_void()
        self._tell_apart()
        text = str(self.module)
        name = "segment_" + hashlib.sha256(text.encode()).hexdigest()[:24]
        return SegmentCode(name, self.rows, tuple(self._columns), text.replace('@"segment"', f'@"{name}"'))

    # columns ----------------------------------------------------------------------------------------------------------------------------

    def base(self, column: Column) -> Any:
        """The address of a column, read once at the start."""
        if column not in self._columns:
            with self.builder.goto_block(self._entry):
                number = ir.Constant(I64, len(self._columns))
                place = self.builder.load(self.builder.gep(self.function.args[3], [number]))
                address = self.builder.load(self.builder.gep(self.function.args[2], [self.builder.sext(place, I64)]))
                self._columns[column] = self.builder.inttoptr(address, WIDTHS[column.width].as_pointer())
        return self._columns[column]

    def load(self, column: Column, at: Any) -> Any:
        """The raw value of a column in a row."""
        for scope in self._scopes:
            if (column, at) in scope.loaded:
                return scope.loaded[(column, at)]
        value = self.builder.load(self.builder.gep(self.base(column), [at]))
        self._loads.append(value)
        self._scopes[-1].loaded[(column, at)] = value
        return value

    def load_number(self, column: Column, at: Any) -> Any:
        """The value of a column in a row as 64 bits."""
        raw = self.load(column, at)
        return raw if column.width == 64 else self.builder.sext(raw, I64)

    def load_bit(self, column: Column, at: Any) -> Any:
        """The value of a column of yes and no in a row."""
        return self.builder.icmp_signed("!=", self.load(column, at), ir.Constant(BYTE, 0))

    def store(self, column: Column, at: Any, value: Any) -> None:
        """Write a number or a bit to a column."""
        kind = WIDTHS[column.width]
        if value.type is BIT or value.type == BIT:
            value = self.builder.zext(value, kind)
        elif value.type != kind:
            value = self.builder.trunc(value, kind)
        self._stores.append((column, self.builder.store(value, self.builder.gep(self.base(column), [at]))))

    def _tell_apart(self) -> None:
        """Tell the compiler that what is written here is not what is read here, so that it may work on several rows at once."""
        written = dict.fromkeys(column for column, _ in self._stores)
        if not self.separate or not written:
            return
        domain = self.module.add_metadata(["columns"])
        scopes = {column: self.module.add_metadata([f"column {place}", domain]) for place, column in enumerate(written)}
        all_of_them = self.module.add_metadata(list(scopes.values()))
        for load in self._loads:
            load.set_metadata("noalias", all_of_them)
        for column, store in self._stores:
            store.set_metadata("alias.scope", self.module.add_metadata([scopes[column]]))
            others = [scope for other, scope in scopes.items() if other != column]
            if others:
                store.set_metadata("noalias", self.module.add_metadata(others))

    # rows -------------------------------------------------------------------------------------------------------------------------------

    def row(self, variable: str, path: Sequence[str]) -> Row:
        """The row that a reference leads to."""
        row = self._variables[variable]
        for step in path:
            row = self._neighbour(row, step)
        return row

    def _neighbour(self, row: Row, step: str) -> Row:
        if step == "family" and row.entity == "family":
            return row
        entity = "family" if step == "family" else self.plan.vocabulary.entities[row.entity].owner
        return Row(entity, self.load_number(Column("link", step, row.entity, 32), row.at))

    def household(self) -> Any:
        """The number of the household that the row belongs to."""
        row = self._variables["self"]
        while row.entity != "household":
            row = self._neighbour(row, "owner")
        return row.at

    def law(self) -> Any:
        """The number of the law that holds for the household."""
        if self.plan.one_law:
            return number_constant(0)
        return self.load_number(Column("law", "", "household", 32), self.household())

    # what expressions ask ---------------------------------------------------------------------------------------------------------------

    def fact(self, node: t.FactRef) -> Value:
        """A fact of the thing that a reference leads to."""
        row = self.row(node.variable, node.path)
        fact = self.plan.vocabulary.facts[node.name]
        if fact.type.kind in ("text", "ratio", "shares"):
            return asking_value(node.type)
        return self._known_or_missing(
            node.name, row, fact.type, bounds_of_fact(fact.type, may_be_negative=fact.may_be_negative)
        )

    def _known_or_missing(self, name: str, row: Row, typ: Type, bounds: Bounds) -> Value:
        column = Column("fact", name, row.entity, width_of_fact(typ))
        state = None
        if self.plan.gaps:
            missing = self.load_bit(Column("missing", name, row.entity, 8), row.at)
            state = self.arithmetic.ask_if(missing)
        if typ.kind == "bool":
            return Value(self.load_bit(column, row.at), state=state)
        return Value(self.load_number(column, row.at), bounds, state=state)

    def rule(self, node: t.RuleRef) -> Value:
        """The value of another rule: of this row if it was just worked out, otherwise from its columns."""
        if node.variable == "self" and not node.path and node.name in self.values:
            return self.values[node.name]
        return self.stored(node.name, self.row(node.variable, node.path), node.type)

    def stored(self, name: str, row: Row, typ: Type) -> Value:
        """The value of a rule from its columns."""
        shape = self.plan.shapes.get(name)
        if shape is None:
            return asking_value(typ).in_state(ir.Constant(I32, self.plan.unset.state((name,))))
        state: Any = self.load(Column("state", name, row.entity, 32), row.at) if shape.has_state else None
        column = Column("value", name, row.entity, width_of(shape.type))
        if shape.type.kind == "bool":
            return Value(self.load_bit(column, row.at), state=state)
        denominator: Any = shape.denominator
        if denominator is None:
            denominator = self.load(Column("denominator", name, row.entity, 64), row.at)
        return Value(self.load_number(column, row.at), shape.bounds, denominator, shape.most_denominator, state)

    def parameter(self, node: t.ParameterRef, keys: Sequence[Value]) -> Value:
        """A parameter of the law of the household."""
        table = self.plan.parameters[node.name]
        if any(key.type.kind != "choice" for key in node.keys):
            return asking_value(node.type)
        place, builder = builder_place(self, table.size), self.builder
        stride = table.size
        for key, values in zip(keys, table.keys, strict=True):
            stride //= len(values)
            inside = builder.icmp_unsigned("<", key.number, number_constant(len(values)))
            code = builder.select(inside, key.number, number_constant(0))
            place = builder.add(place, builder.mul(code, number_constant(stride)))
        number = self.load(Column("parameter", node.name, "law", 64), place)
        state = self.arithmetic.either(*(key.state for key in keys))
        if table.states is not None:
            own = self.load(Column("parameter_state", node.name, "law", 32), place)
            state = own if state is None else builder.select(self.arithmetic.unknown(state), state, own)
        if node.type.kind == "bool":
            return Value(builder.icmp_signed("!=", number, number_constant(0)), state=state)
        bounds = AREA_BOUNDS if node.type.kind == "area" else table.bounds
        return Value(number, bounds, table.denominator, table.denominator, state)

    def day(self, node: t.Day) -> Value:
        """What the question itself brings along."""
        if node.name in ("law_day", "facts_day"):
            return Value(self.load(Column("day", node.name, "law", 64), self.law()), DAY_BOUNDS)
        row = Row("household", self.household())
        if node.name == "area":
            return Value(self.load(Column("fact", "area", "household", 64), row.at), AREA_BOUNDS)
        return self._known_or_missing(node.name, row, node.type, DAY_BOUNDS)

    def area_set(self, name: str) -> tuple[Any, Any]:
        """The first and the end address of the stems of an area set."""
        column = Column("parameter", f"area_set {name}", "law", 64)
        first = self.builder.mul(self.law(), number_constant(2))
        return self.load(column, first), self.load(column, self.builder.add(first, number_constant(1)))

    def loop(
        self, node: t.Fold, starts: Sequence[Any], step: Callable[[Sequence[Any]], Sequence[Any]]
    ) -> tuple[Sequence[Any], Any]:
        """Run code for every element of a list; gives the running values, and a bit: whether it is complete (``None``: always)."""
        builder, row = self.builder, self.row(node.variable, node.path)
        members = node.list_name == "members"
        limits = Column("first", node.list_name, row.entity, 32)
        first = self.load_number(limits, row.at)
        end = self.load_number(limits, builder.add(row.at, number_constant(1)))
        complete: Any = None
        if self.plan.gaps:
            complete = self.load_bit(Column("complete", node.list_name, row.entity, 8), row.at)
        entity = "person" if members else self.plan.vocabulary.lists_of(row.entity)[node.list_name].name

        def one(at: Any, running: Sequence[Any]) -> Sequence[Any]:
            item = self.load_number(Column("member", "members", "family", 32), at) if members else at
            outside, self._element = self._element, Row(entity, item)
            results = step(running)
            self._element = outside
            return results

        return self.each(first, end, starts, one), complete

    @contextmanager
    def element(self, loop: str) -> Iterator[None]:
        """Call the present element of a list by the name of a loop."""
        assert self._element is not None  # noqa: S101 - only called inside a loop
        outside = dict(self._variables)
        self._variables[loop] = self._element
        try:
            yield
        finally:
            self._variables = outside

    def each(
        self, first: Any, end: Any, starts: Sequence[Any], step: Callable[[Any, Sequence[Any]], Sequence[Any]]
    ) -> Sequence[Any]:
        """Run code for every number from ``first`` up to ``end``; gives the running values at the end."""
        builder, before = self.builder, self.builder.block
        head, body, after = (builder.append_basic_block(name) for name in ("list", "element", "list_end"))
        builder.branch(head)
        builder.position_at_end(head)
        at = builder.phi(I64)
        running = [builder.phi(value.type) for value in starts]
        for phi, value in zip((at, *running), (first, *starts), strict=True):
            phi.add_incoming(value, before)
        builder.cbranch(builder.icmp_signed("<", at, end), body, after)
        builder.position_at_end(body)
        with self._inside():
            results = step(at, running)
        for phi, value in zip((at, *running), (builder.add(at, number_constant(1)), *results), strict=True):
            phi.add_incoming(value, builder.block)
        builder.branch(head)
        builder.position_at_end(after)
        return running

    @contextmanager
    def _inside(self) -> Iterator[None]:
        """What is loaded in here is not there afterwards."""
        self._scopes.append(_Scope())
        try:
            yield
        finally:
            self._scopes.pop()

    # keeping ----------------------------------------------------------------------------------------------------------------------------

    def keep(self, name: str, value: Value, typ: Type, *, in_columns: bool) -> None:
        """Take down the value of a rule, for the rest of this segment and, where somebody else needs it, in columns."""
        self.values[name] = value
        always = self.entity == "family"  # so that the family of nobody can say that nothing applies
        static = value.denominator if isinstance(value.denominator, int) else None
        has_state = value.state is not None or always
        self.plan.shapes[name] = Shape(typ, value.bounds, static, value.most_denominator, has_state)
        if not in_columns:
            return
        self.store(Column("value", name, self.entity, width_of(typ)), self._at, value.number)
        if static is None:
            self.store(Column("denominator", name, self.entity, 64), self._at, value.denominator)
        if has_state:
            state = value.state if value.state is not None else ir.Constant(I32, 0)
            self.store(Column("state", name, self.entity, 32), self._at, state)

    def written_reason(self, node: t.RuleRef | t.FactRef) -> Any:
        """The code of what another condition comes down to."""
        if node.variable == "self" and not node.path and node.name in self._reasons:
            return self._reasons[node.name]
        row = self.row(node.variable, node.path)
        return self.load_number(Column("reason", node.name, row.entity, 16), row.at)

    def keep_reason(self, name: str, reason: Any) -> None:
        """Take down the code of what a condition comes down to."""
        self._reasons[name] = reason
        self.put(Column("reason", name, self.entity, 16), reason)

    def put(self, column: Column, value: Any) -> None:
        """Write a value of this row to a column of its own."""
        self.store(column, self._at, value)


def builder_place(segment: Segment, size: int) -> Any:
    """Where the row of the household's law begins in a parameter's table."""
    return segment.builder.mul(segment.law(), number_constant(size))
