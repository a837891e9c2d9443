"""The blocks ``rules``, ``unit`` and ``benefit``."""

from __future__ import annotations

from minsheng.policy.blocks.common import Context, citations, day, expression, label, reading
from minsheng.policy.language import N_
from minsheng.policy.pack import OFFICES, SERVICE_KINDS, Benefit, Exclusion, Payment, Review, Rule, Taper, Unit
from minsheng.policy.source import Node
from minsheng.policy.types import Type, parse_type
from minsheng.policy.vocabulary import Text

__all__ = ["read_benefits", "read_rules", "read_units"]

_RULE = ("of", "gives", "label", "is", "at_least", "at_most", "cites", "reading", "modality", "holds", "note")
_BENEFIT = (
    "label",
    "of",
    "enter",
    "stay",
    "exit",
    "receiving",
    "elects",
    "modality",
    "amount",
    "paid",
    "borne",
    "taper",
    "review",
    "excludes",
    "yields_to",
    "process",
    "office",
    "kind",
    "cites",
    "reading",
    "note",
)
MODALITIES = ("must", "may", "in_principle")


def read_rules(node: Node, context: Context) -> list[Rule]:
    """Read a ``rules`` block."""
    rules = []
    for name, item in node.mapping(context.findings).items():
        rule = _read_rule(name, item, context)
        if rule is not None:
            rules.append(rule)
    return rules


def _read_rule(name: str, node: Node, context: Context) -> Rule | None:
    findings = context.findings
    fields = node.fields(findings, _RULE, ("of", "gives"))
    cites, text = citations(fields, node, findings), label(fields, node, name, findings)
    if "of" not in fields or "gives" not in fields:
        return None
    entity = fields["of"].choice(findings, (*context.vocabulary.entities,))
    typ = _gives(fields["gives"], context)
    is_, least, most = (expression(fields, key, findings) for key in ("is", "at_least", "at_most"))
    if typ is None:
        return None
    if bool(is_) == bool(least or most):
        findings.error(
            "R1",
            node.place,
            N_("{name} needs either `is` or a range (`at_least`, `at_most`)"),
            N_("See docs/reference/packs.md."),
            name=name,
        )
        return None
    holds = fields["holds"].fields(findings, ("from", "to")) if "holds" in fields else {}
    modality = fields["modality"].choice(findings, MODALITIES) if "modality" in fields else "must"
    return Rule(
        name=name,
        place=node.place,
        cites=cites,
        label=text,
        document=context.document,
        entity=entity,
        type=typ,
        expression=is_,
        at_least=least,
        at_most=most,
        reading=reading(fields, findings),
        modality=modality,
        first_day=day(holds, "from", findings),
        last_day=day(holds, "to", findings),
        value_labels=_value_labels(fields["gives"], context),
    )


def _value_labels(node: Node, context: Context) -> dict[str, Text]:
    """The labels of a choice that a rule gives, where it is written with them."""
    if node.kind != "mapping":
        return {}
    return {value: item.bilingual(context.findings) for value, item in node.mapping(context.findings).items()}


def _gives(node: Node, context: Context) -> Type | None:
    if node.kind == "list":
        return Type("choice", values=tuple(node.texts(context.findings)))
    if node.kind == "mapping":
        return Type("choice", values=tuple(node.mapping(context.findings)))
    typ = parse_type(node.text(context.findings))
    if typ is None or typ.kind in ("choice", "text", "shares"):
        context.findings.error(
            "V1",
            node.place,
            N_("there is no type {type}"),
            N_("See the types in docs/reference/packs.md."),
            type=node.plain(),
        )
        return None
    return typ


def read_units(node: Node, context: Context) -> list[Unit]:
    """Read a ``unit`` block."""
    units = []
    derived = [entity.name for entity in context.vocabulary.entities.values() if entity.derived]
    for name, item in node.mapping(context.findings).items():
        if name not in derived:
            message, hint = N_("{value} is not possible here"), N_("Possible: {allowed}.")
            context.findings.error("S7", item.place, message, hint, value=name, allowed=", ".join(derived))
            continue
        fields = item.fields(
            context.findings, ("counts", "apart", "rest", "cites", "label", "reading", "note"), ("counts",)
        )
        text = (
            label(fields, item, name, context.findings)
            if "label" in fields
            else context.vocabulary.entities[name].label
        )
        rest = fields["rest"].choice(context.findings, ("whole", "without")) if "rest" in fields else "whole"
        units.append(
            Unit(
                name=name,
                place=item.place,
                cites=citations(fields, item, context.findings),
                label=text,
                document=context.document,
                counts=expression(fields, "counts", context.findings),
                apart=expression(fields, "apart", context.findings) or "no",
                whole=rest == "whole",
            )
        )
    return units


def read_benefits(node: Node, context: Context) -> list[Benefit]:
    """Read a ``benefit`` block."""
    return [
        b
        for name, item in node.mapping(context.findings).items()
        if (b := _read_benefit(name, item, context)) is not None
    ]


def _read_benefit(name: str, node: Node, context: Context) -> Benefit | None:
    findings = context.findings
    fields = node.fields(findings, _BENEFIT, ("of", "enter"))
    if "of" not in fields or "enter" not in fields:
        return None
    texts = {
        key: expression(fields, key, findings)
        for key in ("enter", "stay", "exit", "receiving", "elects", "amount", "borne", "process")
    }
    return Benefit(
        name=name,
        place=node.place,
        cites=citations(fields, node, findings),
        label=label(fields, node, name, findings),
        document=context.document,
        entity=fields["of"].choice(findings, ("person", "family")),
        modality=fields["modality"].choice(findings, MODALITIES) if "modality" in fields else "must",
        paid=_payment(fields, context),
        taper=_taper(fields, context),
        review=_review(fields, context),
        excludes=_exclusions(fields, "excludes", context),
        yields_to=_exclusions(fields, "yields_to", context),
        office=fields["office"].choice(findings, OFFICES) if "office" in fields else "",
        kind=fields["kind"].choice(findings, SERVICE_KINDS) if "kind" in fields else "",
        **texts,
    )


def _payment(fields: dict[str, Node], context: Context) -> Payment | None:
    if "paid" not in fields:
        return None
    parts = fields["paid"].fields(context.findings, ("every", "first", "last", "cites", "reading"), ("every", "first"))
    if "every" not in parts or "first" not in parts:
        return None
    return Payment(
        parts["every"].choice(context.findings, ("month", "quarter", "year", "once")),
        parts["first"].choice(context.findings, ("month_of_decision", "month_after_decision")),
        citations(parts, fields["paid"], context.findings),
        parts["last"].choice(context.findings, ("month_of_decision", "month_before_decision"))
        if "last" in parts
        else "",
    )


def _taper(fields: dict[str, Node], context: Context) -> Taper | None:
    if "taper" not in fields:
        return None
    keys = ("if", "from", "lasts", "pays")
    parts = fields["taper"].fields(context.findings, (*keys, "cites"), keys)
    if any(key not in parts for key in keys):
        return None
    condition, start, lasts, pays = (expression(parts, key, context.findings) for key in keys)
    return Taper(condition, start, lasts, pays, citations(parts, fields["taper"], context.findings))


def _review(fields: dict[str, Node], context: Context) -> Review | None:
    if "review" not in fields:
        return None
    parts = fields["review"].fields(context.findings, ("every", "process", "cites", "reading"), ("every",))
    if "every" not in parts:
        return None
    every, process = (expression(parts, key, context.findings) for key in ("every", "process"))
    return Review(every, process, citations(parts, fields["review"], context.findings))


def _exclusions(fields: dict[str, Node], key: str, context: Context) -> tuple[Exclusion, ...]:
    result = []
    for item in fields[key].items(context.findings) if key in fields else []:
        parts = item.fields(context.findings, ("benefit", "looks_at", "cites", "reading"), ("benefit", "looks_at"))
        if "benefit" in parts and "looks_at" in parts:
            looks_at = parts["looks_at"].choice(context.findings, ("eligible", "elects", "receives"))
            result.append(
                Exclusion(
                    parts["benefit"].text(context.findings),
                    looks_at,
                    citations(parts, item, context.findings),
                    item.place,
                )
            )
    return tuple(result)
