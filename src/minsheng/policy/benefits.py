"""What follows from each benefit block: ``eligible``, ``elects``, ``tapers``, ``receives``, ``amount``, and who counts."""

from __future__ import annotations

from minsheng.policy import tree as t
from minsheng.policy.pack import Benefit, Unit
from minsheng.policy.precedence import Definition
from minsheng.policy.scope import path_to
from minsheng.policy.types import BOOL, DATE, Type
from minsheng.policy.vocabulary import Vocabulary

__all__ = ["benefit_trees"]

Generated = tuple[str, dict[str, t.Tree], Definition | None]


def benefit_trees(
    benefits: dict[str, Definition], unit: Definition | None, vocabulary: Vocabulary
) -> dict[str, Generated]:
    """The generated rules of the benefits in force here."""
    result: dict[str, Generated] = {}
    for name, definition in benefits.items():
        benefit = definition.item
        assert isinstance(benefit, Benefit)  # noqa: S101 - kept by kind
        trees = definition.trees
        eligible = _eligible(trees)
        if benefit.taper and {"taper_if", "taper_from", "taper_lasts"} <= trees.keys():
            tapers = _tapers(trees, eligible)
            eligible = t.Or(BOOL, (eligible, _own("tapers", benefit)))
            result[f"tapers.{name}"] = (benefit.entity, {"is": tapers}, definition)
        else:
            result[f"tapers.{name}"] = (benefit.entity, {"is": t.Constant(BOOL, False)}, definition)
        result[f"eligible.{name}"] = (benefit.entity, {"is": eligible}, definition)
        result[f"elects.{name}"] = (benefit.entity, {"is": trees.get("elects", t.Constant(BOOL, True))}, definition)
        result[f"receives.{name}"] = (benefit.entity, {"is": _receives(benefit, benefits, vocabulary)}, definition)
        if "amount" in trees:
            result[f"amount.{name}"] = (benefit.entity, {"is": _amount(benefit, trees)}, definition)
    if unit is not None and isinstance(unit.item, Unit):
        for part in ("counts", "apart"):
            result[f"unit.{part}"] = (
                "person",
                {"is": _not_excluded(unit.trees.get(part, t.Constant(BOOL, False)), benefits)},
                unit,
            )
    return result


def _own(state: str, benefit: Benefit) -> t.RuleRef:
    return t.RuleRef(BOOL, f"{state}.{benefit.name}", "self", (), benefit.entity)


def _eligible(trees: dict[str, t.Tree]) -> t.Tree:
    """Who receives it today is judged by ``stay`` and ``exit``, who does not by ``enter``."""
    enter = trees.get("enter", t.Constant(BOOL, False))
    if "receiving" not in trees or not ("stay" in trees or "exit" in trees):
        return enter
    staying = [trees["stay"]] if "stay" in trees else []
    if "exit" in trees:
        staying.append(t.Not(BOOL, trees["exit"]))
    return t.If(BOOL, trees["receiving"], staying[0] if len(staying) == 1 else t.And(BOOL, tuple(staying)), enter)


def _tapers(trees: dict[str, t.Tree], eligible: t.Tree) -> t.Tree:
    end = t.Call(DATE, "add_months", (trees["taper_from"], trees["taper_lasts"]))
    running = t.Compare(BOOL, "<", t.Day(DATE, "facts_day"), end)
    receiving = (trees["receiving"],) if "receiving" in trees else ()
    return t.And(BOOL, (*receiving, t.Not(BOOL, eligible), trees["taper_if"], running))


def _receives(benefit: Benefit, benefits: dict[str, Definition], vocabulary: Vocabulary) -> t.Tree:
    items: list[t.Tree] = [_own("eligible", benefit)]
    if benefit.elects:
        items.append(_own("elects", benefit))
    looked_at: dict[tuple[str, str], None] = {(e.benefit, e.looks_at): None for e in benefit.yields_to}
    for name, definition in benefits.items():
        other = definition.item
        assert isinstance(other, Benefit)  # noqa: S101 - kept by kind
        for exclusion in other.excludes:
            if exclusion.benefit == benefit.name:
                looked_at[(name, exclusion.looks_at)] = None
    for name, state in looked_at:
        if name not in benefits:
            continue
        other = benefits[name].item
        assert isinstance(other, Benefit)  # noqa: S101 - kept by kind
        path = path_to(vocabulary, benefit.entity, other.entity)
        if path is not None:
            items.append(t.Not(BOOL, t.RuleRef(BOOL, f"{state}.{name}", "self", path, other.entity)))
    return t.And(BOOL, tuple(items))


def _amount(benefit: Benefit, trees: dict[str, t.Tree]) -> t.Tree:
    amount = trees["amount"]
    typ: Type = amount.type if amount.type.kind == "money" else Type("money", period="month")
    if benefit.taper and "taper_pays" in trees:
        amount = t.If(typ, _own("tapers", benefit), trees["taper_pays"], amount)
    return t.If(typ, _own("receives", benefit), amount, t.Constant(typ, 0))


def _not_excluded(condition: t.Tree, benefits: dict[str, Definition]) -> t.Tree:
    """A person who receives a benefit that excludes a family's benefit does not count in the family, nor is assessed alone."""
    known = {name: d.item for name, d in benefits.items() if isinstance(d.item, Benefit)}
    looked_at: dict[tuple[str, str], None] = {}
    for name, benefit in known.items():
        if benefit.entity == "person":
            said = [e.looks_at for e in benefit.excludes if e.benefit in known and known[e.benefit].entity == "family"]
            looked_at.update({(name, looks_at): None for looks_at in said})
        else:
            others = [e for e in benefit.yields_to if e.benefit in known and known[e.benefit].entity == "person"]
            looked_at.update({(e.benefit, e.looks_at): None for e in others})
    stays = [t.Not(BOOL, t.RuleRef(BOOL, f"{state}.{name}", "self", (), "person")) for name, state in looked_at]
    items: list[t.Tree] = [condition, *stays]
    return items[0] if len(items) == 1 else t.And(BOOL, tuple(items))
