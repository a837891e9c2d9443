"""Money that is paid must be whole fen: every amount of a benefit is rounded where its rule says so."""

from __future__ import annotations

from minsheng.policy import tree as t
from minsheng.policy.language import N_
from minsheng.policy.library import Library

__all__ = ["check_rounding"]


def check_rounding(library: Library) -> None:
    """Report amounts of benefits that may have parts of a fen."""
    known: dict[str, bool] = {}
    for (kind, name), definitions in library.definitions.by_name.items():
        for definition in definitions if kind == "benefit" else []:
            for key in ("amount", "taper_pays"):
                tree = definition.trees.get(key)
                if tree is not None and tree.type.kind == "money" and not whole(tree, library, known):
                    library.findings.error(
                        "R2",
                        definition.item.place,
                        N_("the amount of {name} is not rounded"),
                        N_("Round it once, where the rule computes it: round_fen(…)."),
                        name=name,
                    )


def whole(tree: t.Tree, library: Library, known: dict[str, bool]) -> bool:
    """Whether money can have no parts of a fen, whatever the facts are."""
    match tree:
        case t.RuleRef(name=name):
            return _rule_whole(name, library, known)
        case t.ParameterRef(name=name):
            rows = [row for d in library.definition("parameter", name) for row in getattr(d.item, "rows", ())]
            return all(isinstance(row.value, int) for row in rows)
        case t.Call(function="round_fen" | "round_yuan_up"):
            return True
        case t.Call(function="per_month"):
            return False
        case t.Call(function=function, arguments=arguments) if function in ("min", "max", "for_months", "per_year"):
            return all(whole(a, library, known) for a in arguments if a.type.kind == "money")
        case t.Arithmetic(sign="/"):
            return False
        case t.Arithmetic(sign="*", left=left, right=right):
            return all(
                whole(side, library, known) if side.type.kind == "money" else side.type.kind == "int"
                for side in (left, right)
            )
        case t.Arithmetic(left=left, right=right):
            return whole(left, library, known) and whole(right, library, known)
        case t.If(then=then, other=other):
            return whole(then, library, known) and whole(other, library, known)
        case t.Case(branches=branches):
            return all(whole(branch, library, known) for _, branch in branches)
        case t.Fold(body=body):
            return body is None or whole(body, library, known)
    return isinstance(tree, t.Constant | t.FactRef)


def _rule_whole(name: str, library: Library, known: dict[str, bool]) -> bool:
    if name not in known:
        known[name] = True
        kind, key = ("benefit", name.removeprefix("amount.")) if name.startswith("amount.") else ("rule", name)
        trees = [
            tree
            for d in library.definition(kind, key)
            for part, tree in d.trees.items()
            if (kind == "rule" or part in ("amount", "taper_pays")) and tree.type.kind == "money"
        ]
        known[name] = all(whole(tree, library, known) for tree in trees)
    return known[name]
