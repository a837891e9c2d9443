"""The blocks ``sample``, ``ranking``, ``aggregate``, ``tasks``, ``targets`` and ``duties``."""

from __future__ import annotations

import re

from minsheng.policy.blocks.common import Context, citations, day, expression, label, names, optional_text, typed
from minsheng.policy.language import N_
from minsheng.policy.pack import Aggregate, Duty, Ranking, Sample, Target, Task
from minsheng.policy.source import Node
from minsheng.policy.types import RATIO, Type, ValueProblem, parse_value
from minsheng.policy.vocabulary import Text

__all__ = ["read_aggregates", "read_duties", "read_rankings", "read_samples", "read_targets", "read_tasks"]

SERVED_BY = ("policy", "population", "registry", "casework", "checks", "payments", "providers", "plans", "web", "none")
_TARGET = re.compile(r"(>=|<=|>|<|=)?\s*(\S+)")


def read_samples(node: Node, context: Context) -> list[Sample]:
    """Read a ``sample`` block."""
    result = []
    for name, item in node.mapping(context.findings).items():
        fields = item.fields(
            context.findings,
            ("label", "of", "share", "round", "seed", "cites", "reading", "note"),
            ("of", "share", "round"),
        )
        if {"of", "share", "round"} <= fields.keys():
            result.append(
                Sample(
                    name=name,
                    place=item.place,
                    cites=citations(fields, item, context.findings),
                    label=label(fields, item, name, context.findings),
                    document=context.document,
                    of=fields["of"].bilingual(context.findings),
                    share=expression(fields, "share", context.findings),
                    rounding=fields["round"].choice(context.findings, ("up", "down")),
                    seed=expression(fields, "seed", context.findings),
                )
            )
    return result


def read_rankings(node: Node, context: Context) -> list[Ranking]:
    """Read a ``ranking`` block."""
    result = []
    known = ("label", "of", "score", "partition", "order", "ties", "cites", "reading", "note")
    for name, item in node.mapping(context.findings).items():
        fields = item.fields(context.findings, known, ("of", "score", "partition", "order"))
        if {"of", "score", "partition", "order"} <= fields.keys():
            result.append(
                Ranking(
                    name=name,
                    place=item.place,
                    cites=citations(fields, item, context.findings),
                    label=label(fields, item, name, context.findings),
                    document=context.document,
                    entity=fields["of"].choice(context.findings, tuple(context.vocabulary.entities)),
                    score=expression(fields, "score", context.findings),
                    partition=expression(fields, "partition", context.findings),
                    descending=fields["order"].choice(context.findings, ("descending", "ascending")) == "descending",
                    ties=names(fields, "ties", context.findings),
                )
            )
    return result


def read_aggregates(node: Node, context: Context) -> list[Aggregate]:
    """Read an ``aggregate`` block."""
    result = []
    for name, item in node.mapping(context.findings).items():
        fields = item.fields(
            context.findings,
            ("label", "numerator", "denominator", "cites", "reading", "note"),
            ("numerator", "denominator"),
        )
        result.append(
            Aggregate(
                name=name,
                place=item.place,
                cites=citations(fields, item, context.findings),
                label=label(fields, item, name, context.findings),
                document=context.document,
                numerator=expression(fields, "numerator", context.findings),
                denominator=expression(fields, "denominator", context.findings),
            )
        )
    return result


def read_tasks(node: Node, context: Context) -> list[Task]:
    """Read a ``tasks`` block."""
    result = []
    known = ("who", "with", "from", "due", "every", "what", "cites", "reading", "note", "quantity")
    for name, item in node.mapping(context.findings).items():
        fields = item.fields(context.findings, known, ("who", "what"))
        if "who" not in fields or "what" not in fields:
            continue
        others = (
            [other.bilingual(context.findings) for other in fields["with"].items(context.findings)]
            if "with" in fields
            else []
        )
        result.append(
            Task(
                name=name,
                place=item.place,
                cites=citations(fields, item, context.findings),
                label=fields["what"].bilingual(context.findings),
                document=context.document,
                who=fields["who"].bilingual(context.findings),
                others=tuple(others),
                first_day=day(fields, "from", context.findings),
                due=day(fields, "due", context.findings),
                every=names(fields, "every", context.findings),
            )
        )
    return result


def read_targets(node: Node, context: Context) -> list[Target]:
    """Read a ``targets`` block."""
    result = []
    known = ("label", "unit", "area", "better", "values", "cites", "reading", "note")
    for name, item in node.mapping(context.findings).items():
        fields = item.fields(context.findings, known, ("unit", "area", "better", "values"))
        if not {"unit", "area", "better", "values"} <= fields.keys():
            continue
        values = []
        for year, node_ in fields["values"].mapping(context.findings).items():
            match = _TARGET.fullmatch(node_.text(context.findings))
            try:
                figure = parse_value(match[2] if match else "", RATIO)
            except ValueProblem:
                context.findings.error(
                    "S9",
                    node_.place,
                    N_("{value} is not {expected}"),
                    N_("See the types in docs/reference/packs.md."),
                    value=node_.plain(),
                    expected=">= 0.73",
                )
                continue
            values.append((year, (match[1] if match else "") or "=", figure))
        result.append(
            Target(
                name=name,
                place=item.place,
                cites=citations(fields, item, context.findings),
                label=label(fields, item, name, context.findings),
                document=context.document,
                unit=expression(fields, "unit", context.findings),
                area=str(typed(fields["area"], Type("area"), context.findings)),
                better=fields["better"].choice(context.findings, ("higher", "lower")),
                values=tuple(values),  # type: ignore[arg-type]
            )
        )
    return result


def read_duties(node: Node, context: Context) -> list[Duty]:
    """Read a ``duties`` block: a list of who does what, and which part of the product serves it."""
    result = []
    known = ("who", "what", "when", "cites", "served_by", "because", "modality", "right", "reading", "note")
    for number, item in enumerate(node.items(context.findings), 1):
        fields = item.fields(context.findings, known, ("who", "what", "served_by"))
        if not {"who", "what", "served_by"} <= fields.keys():
            continue
        served_by = fields["served_by"].text(context.findings)
        if served_by.split(".")[0] not in SERVED_BY:
            fields["served_by"].choice(context.findings, SERVED_BY)
        because = optional_text(fields, "because", context.findings)
        if served_by == "none" and because is None:
            context.findings.error(
                "D1",
                item.place,
                N_("a duty that nothing serves needs a reason"),
                N_("Add `because: {{zh: …, en: …}}`."),
            )
        when = fields.get("when")
        result.append(
            Duty(
                name=f"duty {number}",
                place=item.place,
                cites=citations(fields, item, context.findings),
                label=fields["what"].bilingual(context.findings),
                document=context.document,
                who=fields["who"].bilingual(context.findings),
                served_by=served_by,
                because=because,
                modality=fields["modality"].text(context.findings) if "modality" in fields else "must",
                right=fields["right"].choice(context.findings, ("appeal",)) if "right" in fields else "",
                when=None
                if when is None
                else when.bilingual(context.findings)
                if when.kind == "mapping"
                else Text(when.text(context.findings), when.text(context.findings)),
            )
        )
    return result
