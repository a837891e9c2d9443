"""Reading an expression: Python's expression syntax, a whitelist of it, into a typed tree.

Every name must be declared, every operation must make sense for its types and units; what does not is reported with the
file and line and a hint, and the expression is refused. Nothing is ever executed.
"""

from __future__ import annotations

import ast
import keyword
import re
from dataclasses import replace

from minsheng.policy import tree as t
from minsheng.policy.finding import Findings
from minsheng.policy.functions import FUNCTIONS, OVER_LISTS, result_type
from minsheng.policy.language import N_
from minsheng.policy.scope import BUILT_IN, Scope, Unreadable, close_to, path_to, suggestion
from minsheng.policy.types import BOOL, INT, Type
from minsheng.policy.unify import arithmetic_type, comparable, fit, join_types

__all__ = ["read_expression"]

_WORDS = ("and", "or", "not", "if", "else", "for", "in", "is")
_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def read_expression(text: str, scope: Scope, findings: Findings, expected: Type | None = None) -> t.Tree | None:
    """Read one expression; problems go to ``findings`` and give ``None``."""
    try:
        parsed = ast.parse(" ".join(text.split()), mode="eval").body
        result = _Reader(scope).read(parsed, expected)
        if expected is not None:
            result = fit(result, expected)
        return result
    except SyntaxError as problem:
        reserved = [part for part in re.findall(r"\w+", text) if keyword.iskeyword(part) and part not in _WORDS]
        if reserved:
            findings.error(
                "E1",
                scope.place,
                N_("{word} is a reserved word and cannot be part of a name"),
                N_("Choose another name."),
                word=reserved[0],
            )
            return None
        findings.error(
            "E1",
            scope.place,
            N_("the expression cannot be read: {problem}"),
            N_("Use and, or, not, comparisons and the functions of docs/reference/packs.md."),
            problem=problem.msg,
        )
    except (RecursionError, MemoryError):
        findings.error(
            "E1",
            scope.place,
            N_("the expression cannot be read: {problem}"),
            N_("Use and, or, not, comparisons and the functions of docs/reference/packs.md."),
            problem="too deeply nested",
        )
    except Unreadable as problem:
        findings.error(problem.code, scope.place, problem.message, problem.hint, **problem.params)
    return None


class _Reader:
    """Builds the typed tree of one expression."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.symbols = scope.symbols

    def read(self, node: ast.expr, expected: Type | None = None) -> t.Tree:
        match node:
            case ast.Constant():
                return self._constant(node)
            case ast.Name() | ast.Attribute():
                return self._name(node, expected)
            case ast.Subscript():
                return self._parameter(node)
            case ast.BoolOp():
                return self._and_or(node)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return t.Not(BOOL, self._bool(operand))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
                return t.Constant(replace(INT, literal=True, zero=not value), -value)
            case ast.Compare():
                return self._compare(node)
            case ast.BinOp(op=op) if type(op) in _ARITHMETIC:
                return self._arithmetic(_ARITHMETIC[type(op)], self.read(node.left), self.read(node.right))
            case ast.IfExp():
                return self._if(node, expected)
            case ast.Call():
                return self._call(node, expected)
            case _:
                raise Unreadable(
                    "E2",
                    N_("{what} is not part of the language"),
                    N_("See the expressions in docs/reference/packs.md."),
                    what=type(node).__name__,
                )

    def _bool(self, node: ast.expr) -> t.Tree:
        return fit(self.read(node, BOOL), BOOL)

    def _constant(self, node: ast.Constant) -> t.Tree:
        if isinstance(node.value, bool):
            return t.Constant(BOOL, node.value)
        if isinstance(node.value, int):
            return t.Constant(replace(INT, literal=True, zero=not node.value), node.value)
        raise Unreadable(
            "E2",
            N_("{what} is not part of the language"),
            N_("Amounts, ratios and dates are parameters with a citation, not part of a rule."),
            what=repr(node.value),
        )

    # names ------------------------------------------------------------------------------------------------------------------------

    def _name(self, node: ast.expr, expected: Type | None) -> t.Tree:
        name = _dotted(node)
        if name in ("yes", "no"):
            return t.Constant(BOOL, name == "yes")
        if name in self.scope.items:
            return self.scope.items[name]
        found = self._resolve(name)
        if found is not None:
            return found
        if expected is not None and expected.kind == "choice" and name in expected.values:
            return t.Constant(expected, name)
        if expected is not None and expected.kind == "choice":
            raise Unreadable(
                "E5",
                N_("{name} is not one of the values {values}"),
                suggestion(name, expected.values),
                name=name,
                values=", ".join(expected.values),
            )
        raise Unreadable(
            "E4",
            N_("unknown name {name}"),
            suggestion(name, self.symbols.names()),
            name=name,
            close=close_to(name, self.symbols.names()),
        )

    def _resolve(self, name: str) -> t.Tree | None:
        variable, entity, rest = self._start(name)
        if name in BUILT_IN and variable == "self":
            return t.Day(BUILT_IN[name], name)
        if rest in self.symbols.parameters and variable == "self":
            shape = self.symbols.parameters[rest]
            if shape.axes:
                raise Unreadable(
                    "E6",
                    N_("the parameter {name} needs {axes} in brackets"),
                    N_("Write {name}[{axes}]."),
                    name=name,
                    axes=", ".join(shape.axes),
                )
            return t.ParameterRef(shape.type, rest, ())
        fact = self.symbols.vocabulary.facts.get(rest)
        if fact is not None:
            path = self._path(entity, fact.entity, name)
            return t.FactRef(fact.type, rest, variable, path, fact.entity)
        if rest in self.symbols.rules:
            owner, typ = self.symbols.rules[rest]
            return t.RuleRef(typ, rest, variable, self._path(entity, owner, name), owner)
        return None

    def _start(self, name: str) -> tuple[str, str, str]:
        """From where a name is looked up: the variable, its entity, and the rest of the name."""
        head, _, tail = name.partition(".")
        if head in self.scope.variables and tail:
            return head, self.scope.variables[head], tail
        return "self", self.scope.entity, name

    def _path(self, entity: str, owner: str, name: str) -> tuple[str, ...]:
        path = path_to(self.symbols.vocabulary, entity, owner)
        if path is None:
            raise Unreadable(
                "E7",
                N_("{name} belongs to a {owner} and cannot be read from a {entity}"),
                N_("Go through a list, for example any(m.{name} for m in members)."),
                name=name,
                owner=owner,
                entity=entity,
            )
        return path

    def _parameter(self, node: ast.Subscript) -> t.Tree:
        name = _dotted(node.value)
        shape = self.symbols.parameters.get(name)
        if shape is None:
            raise Unreadable(
                "E4",
                N_("unknown name {name}"),
                suggestion(name, self.symbols.parameters),
                name=name,
                close=close_to(name, self.symbols.parameters),
            )
        keys = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if len(keys) != len(shape.axes):
            raise Unreadable(
                "E6",
                N_("the parameter {name} needs {axes} in brackets"),
                N_("Write {name}[{axes}]."),
                name=name,
                axes=", ".join(shape.axes) or "—",
            )
        trees = []
        for axis, key in zip(shape.axes, keys, strict=True):
            values = shape.axis_values.get(axis, ())
            tree = self.read(key, Type("choice", values=values) if values else None)
            if values and tree.type.kind == "choice" and not set(tree.type.values) <= set(values):
                missing = ", ".join(sorted(set(tree.type.values) - set(values)))
                raise Unreadable(
                    "E8",
                    N_("the parameter {name} has no row for {missing}"),
                    N_("Add a row for it, or handle it before."),
                    name=name,
                    missing=missing,
                )
            trees.append(tree)
        return t.ParameterRef(shape.type, name, tuple(trees))

    # operators --------------------------------------------------------------------------------------------------------------------

    def _and_or(self, node: ast.BoolOp) -> t.Tree:
        items = tuple(self._bool(value) for value in node.values)
        return t.And(BOOL, items) if isinstance(node.op, ast.And) else t.Or(BOOL, items)

    def _compare(self, node: ast.Compare) -> t.Tree:
        operands = [node.left, *node.comparators]
        parts: list[t.Tree] = []
        for index, op in enumerate(node.ops):
            left, right = operands[index], operands[index + 1]
            if isinstance(op, ast.In | ast.NotIn):
                parts.append(self._membership(left, right, isinstance(op, ast.NotIn)))
            elif type(op) in _SIGNS:
                parts.append(self._comparison(_SIGNS[type(op)], left, right))
            else:
                raise Unreadable(
                    "E2",
                    N_("{what} is not part of the language"),
                    N_("See the expressions in docs/reference/packs.md."),
                    what=type(op).__name__,
                )
        return parts[0] if len(parts) == 1 else t.And(BOOL, tuple(parts))

    def _comparison(self, sign: str, left: ast.expr, right: ast.expr) -> t.Tree:
        a, b = self._pair(left, right)
        comparable(a.type, b.type, sign)
        if a.type.literal:
            a = replace(a, type=replace(b.type, literal=b.type.literal))
        elif b.type.literal:
            b = replace(b, type=a.type)
        return t.Compare(BOOL, sign, a, b)

    def _pair(self, left: ast.expr, right: ast.expr) -> tuple[t.Tree, t.Tree]:
        """Read two sides of which one may be a bare choice value that only the other side explains."""
        if isinstance(left, ast.Name) and self._is_bare(left.id):
            b = self.read(right)
            return self.read(left, b.type), b
        a = self.read(left)
        return a, self.read(right, a.type)

    def _is_bare(self, name: str) -> bool:
        return name not in self.scope.items and name not in ("yes", "no") and name not in self.symbols.names()

    def _membership(self, item: ast.expr, options: ast.expr, negated: bool) -> t.Tree:
        subject = self.read(item)
        if not isinstance(options, ast.List | ast.Tuple):
            raise Unreadable(
                "E2",
                N_("{what} is not part of the language"),
                N_("Write the values in brackets: in [a, b]."),
                what="in",
            )
        values = tuple(self.read(option, subject.type) for option in options.elts)
        for value in values:
            comparable(subject.type, value.type, "==")
        node = t.Membership(BOOL, subject, values)
        return t.Not(BOOL, node) if negated else node

    def _if(self, node: ast.IfExp, expected: Type | None) -> t.Tree:
        condition = self._bool(node.test)
        then, other = self.read(node.body, expected), self.read(node.orelse, expected)
        return t.If(join_types(then.type, other.type), condition, then, other)

    def _arithmetic(self, sign: str, a: t.Tree, b: t.Tree) -> t.Tree:
        for side in (a, b):
            if not side.type.numeric:
                raise Unreadable(
                    "E9",
                    N_("{sign} does not work on {type}"),
                    N_("For dates use add_months or months_between."),
                    sign=sign,
                    type=side.type,
                )
        return t.Arithmetic(arithmetic_type(sign, a.type, b.type), sign, a, b)

    # calls ------------------------------------------------------------------------------------------------------------------------

    def _call(self, node: ast.Call, expected: Type | None) -> t.Tree:
        name = _dotted(node.func)
        if name in OVER_LISTS and len(node.args) == 1 and isinstance(node.args[0], ast.GeneratorExp):
            return self._over_list(name, node.args[0])
        if name == "case":
            return self._case(node, expected)
        if name not in FUNCTIONS:
            raise Unreadable(
                "E4", N_("unknown name {name}"), suggestion(name, FUNCTIONS), name=name, close=close_to(name, FUNCTIONS)
            )
        if node.keywords:
            raise Unreadable(
                "E2",
                N_("{what} is not part of the language"),
                N_("See the expressions in docs/reference/packs.md."),
                what=f"{name}({node.keywords[0].arg}=…)",
            )
        if name == "in_area_set":
            return self._in_area_set(node)
        wanted = expected if name in ("min", "max") else None
        arguments = tuple(self.read(argument, wanted) for argument in node.args)
        typ = result_type(name, [argument.type for argument in arguments])
        if typ is None:
            raise Unreadable(
                "E10",
                N_("{name} does not take ({given})"),
                N_("It takes: {takes}."),
                name=name,
                given=", ".join(str(a.type) for a in arguments),
                takes=FUNCTIONS[name],
            )
        return t.Call(typ, name, arguments)

    def _in_area_set(self, node: ast.Call) -> t.Tree:
        if len(node.args) != 2 or _dotted(node.args[1]) not in self.symbols.area_sets:
            raise Unreadable(
                "E10",
                N_("{name} does not take ({given})"),
                N_("It takes: {takes}."),
                name="in_area_set",
                given=", ".join(ast.unparse(a) for a in node.args),
                takes=FUNCTIONS["in_area_set"],
            )
        place = fit(self.read(node.args[0]), Type("area"))
        return t.Call(BOOL, "in_area_set", (place, t.Constant(Type("text"), _dotted(node.args[1]))))

    def _case(self, node: ast.Call, expected: Type | None) -> t.Tree:
        if len(node.args) != 1 or not node.keywords:
            raise Unreadable(
                "E11", N_("case needs a choice and one branch for each of its values"), N_("Write case(x, a=…, b=…).")
            )
        subject = self.read(node.args[0])
        if subject.type.kind != "choice":
            raise Unreadable(
                "E11", N_("case needs a choice and one branch for each of its values"), N_("Write case(x, a=…, b=…).")
            )
        given = {str(k.arg): k.value for k in node.keywords}
        for name in given:
            if name not in subject.type.values:
                raise Unreadable(
                    "E5",
                    N_("{name} is not one of the values {values}"),
                    suggestion(name, subject.type.values),
                    name=name,
                    values=", ".join(subject.type.values),
                )
        missing = [value for value in subject.type.values if value not in given]
        if missing:
            raise Unreadable(
                "E12",
                N_("not handled: {missing}"),
                N_("Give every value of the choice a branch."),
                missing=", ".join(missing),
            )
        branches = tuple((value, self.read(given[value], expected)) for value in subject.type.values)
        typ = branches[0][1].type
        for _, branch in branches[1:]:
            typ = join_types(typ, branch.type)
        return t.Case(typ, subject, branches)

    def _over_list(self, how: str, node: ast.GeneratorExp) -> t.Tree:
        loop = node.generators[0]
        if len(node.generators) != 1 or loop.is_async or not isinstance(loop.target, ast.Name) or len(loop.ifs) > 1:
            raise Unreadable(
                "E2", N_("{what} is not part of the language"), N_("One `for`, at most one `if`."), what="for … for"
            )
        if loop.target.id in ("self", *self.symbols.names(), *self.scope.variables):
            raise Unreadable(
                "E13",
                N_("the loop variable {name} hides another name"),
                N_("Choose another letter."),
                name=loop.target.id,
            )
        if isinstance(loop.iter, ast.List | ast.Tuple):
            return self._over_written(how, node, loop)
        variable, path, entity, list_name = self._list(_dotted(loop.iter))
        inner = _Reader(replace(self.scope, variables={**self.scope.variables, loop.target.id: entity}))
        condition = inner._bool(loop.ifs[0]) if loop.ifs else None
        if how == "count":
            return t.Fold(INT, how, loop.target.id, list_name, variable, path, None, condition)
        body = inner._bool(node.elt) if how in ("any", "all") else inner.read(node.elt)
        typ = BOOL if how in ("any", "all") else body.type
        if (
            how not in ("any", "all")
            and not body.type.numeric
            and not (how in ("most", "least") and body.type.kind == "date")
        ):
            raise Unreadable(
                "E9",
                N_("{sign} does not work on {type}"),
                N_("See the expressions in docs/reference/packs.md."),
                sign=how,
                type=body.type,
            )
        return t.Fold(typ, how, loop.target.id, list_name, variable, path, body, condition)

    def _over_written(self, how: str, node: ast.GeneratorExp, loop: ast.comprehension) -> t.Tree:
        assert isinstance(loop.iter, ast.List | ast.Tuple)  # noqa: S101 - narrowed by the caller
        assert isinstance(loop.target, ast.Name)  # noqa: S101 - narrowed by the caller
        conditions = []
        for element in loop.iter.elts:
            inner = _Reader(replace(self.scope, items={**self.scope.items, loop.target.id: self.read(element)}))
            condition = inner._bool(loop.ifs[0]) if loop.ifs else t.Constant(BOOL, True)
            if how == "count":
                conditions.append(condition)
            elif how == "any":
                conditions.append(
                    t.And(BOOL, (condition, inner._bool(node.elt))) if loop.ifs else inner._bool(node.elt)
                )
            elif how == "all":
                conditions.append(
                    t.Or(BOOL, (t.Not(BOOL, condition), inner._bool(node.elt))) if loop.ifs else inner._bool(node.elt)
                )
            else:
                raise Unreadable(
                    "E2",
                    N_("{what} is not part of the language"),
                    N_("Use + between written values."),
                    what=f"{how}([…])",
                )
        if how == "count":
            return t.CountTrue(INT, tuple(conditions))
        return t.Or(BOOL, tuple(conditions)) if how == "any" else t.And(BOOL, tuple(conditions))

    def _list(self, name: str) -> tuple[str, tuple[str, ...], str, str]:
        variable, entity, rest = self._start(name)
        vocabulary = self.symbols.vocabulary
        owners = {
            "members": ("family", "person"),
            "persons": ("population", "person"),
            "families": ("population", "family"),
            "households": ("population", "household"),
        }
        owners.update({e.list_name: (e.owner, e.name) for e in vocabulary.entities.values() if e.list_name})
        if rest not in owners:
            raise Unreadable(
                "E14", N_("there is no list {name}"), suggestion(rest, owners), name=name, close=close_to(rest, owners)
            )
        owner, element = owners[rest]
        if owner == "population":
            if self.scope.entity != "population":
                raise Unreadable(
                    "E14", N_("there is no list {name}"), N_("Only an aggregate sees the population."), name=name
                )
            return "self", (), element, rest
        return variable, self._path(entity, owner, name), element, rest


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    raise Unreadable(
        "E2",
        N_("{what} is not part of the language"),
        N_("See the expressions in docs/reference/packs.md."),
        what=ast.unparse(node),
    )
