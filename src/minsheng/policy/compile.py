"""Compiling typed trees into Python functions of one instance.

The source is put together from typed nodes only, never from the text of a pack: names become slots, written values
become constants of a
namespace. The function is for values that are known; meeting an unknown one raises
:class:`~minsheng.policy.unknown.Touched`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from minsheng.policy import tree as t
from minsheng.policy.functions import COMPUTE, divide
from minsheng.policy.instance import Instance, Members
from minsheng.policy.unknown import Touched, Unknown, officer_range

if TYPE_CHECKING:
    from minsheng.policy.law import Law

__all__ = ["Compiled", "compile_rules"]


def items_of(listed: object) -> list[Instance]:
    """The elements of a list that is certain; anything in doubt is left to the careful evaluator."""
    if isinstance(listed, Members) and listed.complete is True and all(doubt is True for doubt in listed.doubts):
        return listed.items
    raise Touched


def one_of(item: object, options: tuple[object, ...]) -> bool:
    """Whether a value equals one of some. Python's own ``in`` takes the same open value for equal without asking."""
    return any(item == option for option in options)


class _Writer:
    """Writes one expression; ``constants`` collects what the source refers to."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.constants: dict[str, object] = {
            "divide": divide,
            "items_of": items_of,
            "one_of": one_of,
            **{f"f_{name}": f for name, f in COMPUTE.items()},
        }

    def constant(self, value: object) -> str:
        if isinstance(value, bool | int | str):
            return repr(value)
        name = f"c{len(self.constants)}"
        self.constants[name] = value
        return name

    def write(self, node: t.Tree) -> str:
        match node:
            case t.Constant(value=value):
                return self.constant(value)
            case t.Day(name=name):
                return f"d[{name!r}]"
            case t.FactRef() | t.RuleRef():
                return self._slot(node)
            case t.ParameterRef(name=name, keys=()):
                return self.constant(self.law.parameter(name, ()))
            case t.ParameterRef(name=name, keys=keys):
                table = self.constant(self.law.parameter_table(name))
                written = [self.write(key) for key in keys]
                return f"{table}[{written[0]}]" if len(written) == 1 else f"{table}[{', '.join(written)}]"
            case t.Not(item=item):
                return f"(not {self.write(item)})"
            case t.And(items=items):
                return "(" + " and ".join(self.write(item) for item in items) + ")"
            case t.Or(items=items):
                return "(" + " or ".join(self.write(item) for item in items) + ")"
            case t.Compare(sign=sign, left=left, right=right):
                return f"({self.write(left)} {sign} {self.write(right)})"
            case t.Membership(item=item, options=options):
                values = f"({', '.join(self.write(o) for o in options)},)"
                if all(isinstance(option, t.Constant) for option in options):
                    return f"({self.write(item)} in {values})"
                return f"one_of({self.write(item)}, {values})"
            case t.If(condition=condition, then=then, other=other):
                return f"({self.write(then)} if {self.write(condition)} else {self.write(other)})"
            case _:
                return self._more(node)

    def _more(self, node: t.Tree) -> str:
        match node:
            case t.Case(subject=subject, branches=branches):
                subject_source = self.write(subject)
                source = self.write(branches[-1][1])
                for value, branch in reversed(branches[:-1]):
                    source = f"({self.write(branch)} if {subject_source} == {value!r} else {source})"
                return source
            case t.Arithmetic(sign="/", left=left, right=right):
                return f"divide({self.write(left)}, {self.write(right)})"
            case t.Arithmetic(sign=sign, left=left, right=right):
                return f"({self.write(left)} {sign} {self.write(right)})"
            case t.Call(function="in_area_set", arguments=arguments):
                return f"{self.constant(self.law.in_area_set)}({', '.join(self.write(a) for a in arguments)})"
            case t.Call(function=function, arguments=arguments):
                return f"f_{function}({', '.join(self.write(a) for a in arguments)})"
            case t.CountTrue(items=items):
                return "(" + " + ".join(f"(1 if {self.write(item)} else 0)" for item in items) + ")" if items else "0"
            case t.Fold():
                return self._fold(node)
        raise AssertionError(type(node))

    def _slot(self, node: t.FactRef | t.RuleRef) -> str:
        slot = self.law.slots[node.entity].get(node.name)
        if slot is None:
            return self.constant(Unknown(unset=frozenset({node.name})))
        return f"{_reach(node.variable, node.path)}.v[{slot}]"

    def _fold(self, node: t.Fold) -> str:
        source = f"items_of({_reach(node.variable, node.path)}.lists[{node.list_name!r}])"
        condition = f" if {self.write(node.condition)}" if node.condition is not None else ""
        if node.how == "count":
            return f"sum(1 for x_{node.loop} in {source}{condition})"
        assert node.body is not None  # noqa: S101 - only a count has no body
        body = self.write(node.body)
        inner = f"{body} for x_{node.loop} in {source}{condition}"
        if node.how in ("any", "all", "sum"):
            return f"{node.how}({inner})"
        function = "max" if node.how == "most" else "min"
        nothing = "0" if node.type.numeric else self.constant(Unknown())
        return f"{function}(({inner}), default={nothing})"


def _reach(variable: str, path: tuple[str, ...]) -> str:
    return ".".join(["x_" + variable, *path])


@dataclass(frozen=True, slots=True)
class Compiled:
    """Consecutive rules of one entity in one function: ``run(instance, days, careful)`` fills their slots."""

    entity: str
    run: Callable[[Instance, Mapping[str, object], Callable[[str, Instance], object]], None]


def known_range(name: str, numeric: bool, low: object, high: object) -> object:
    """The value of a range that an officer fills, for known bounds; bounds that are not known touch.

    >>> known_range("fine", True, 100, 100)
    100
    """
    if isinstance(low, Unknown) or isinstance(high, Unknown):
        raise Touched
    if low is not None and low == high:
        return low
    return officer_range(name, low, high, numeric=numeric, doubt=Unknown())  # type: ignore[arg-type]


def _source(name: str, trees: Mapping[str, t.Tree], writer: _Writer) -> str:
    """The source of one rule: its expression, or the range that an officer fills."""
    if "is" in trees:
        return writer.write(trees["is"]).replace("x_self.v[", "v[")
    low, high = (writer.write(trees[key]) if key in trees else "None" for key in ("at_least", "at_most"))
    numeric = any(tree.type.numeric for tree in trees.values())
    return f"known_range({name!r}, {numeric}, {low}, {high})".replace("x_self.v[", "v[")


def compile_rules(entity: str, rules: Sequence[tuple[str, int, Mapping[str, t.Tree]]], law: Law) -> Compiled:
    """Compile rules of one entity, in their order; a rule that meets an unknown value is handed to ``careful(name, instance)``."""
    writer = _Writer(law)
    lines = ["def run(x_self, d, careful):", "    v = x_self.v"]
    for name, slot, trees in rules:
        source = _source(name, trees, writer)
        if isinstance(trees.get("is"), t.Constant):
            lines.append(f"    v[{slot}] = {source}")
        else:
            lines += [
                "    try:",
                f"        v[{slot}] = {source}",
                "    except Touched:",
                f"        v[{slot}] = careful({name!r}, x_self)",
            ]
    namespace: dict[str, Any] = {
        "__builtins__": {"sum": sum, "any": any, "all": all, "max": max, "min": min},
        "Touched": Touched,
        "known_range": known_range,
        **writer.constants,
    }
    code = compile("\n".join(lines), f"<rules of {entity}>", "exec")
    exec(code, namespace)  # noqa: S102 - the source is written from typed nodes, slots and hoisted constants alone
    return Compiled(entity, namespace["run"])
