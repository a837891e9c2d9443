"""The block ``process``: steps, outcomes, clocks, refusals and papers."""

from __future__ import annotations

from minsheng.policy.blocks.common import Context, citations, expression, label, names
from minsheng.policy.pack import ACCEPTING, EFFECTS, SAFEGUARDS, Clock, Process, Step
from minsheng.policy.source import Node

__all__ = ["ROLES", "read_processes"]

ROLES = ("applicant", "village", "township", "county", "city", "home", "other_office")
_PROCESS = (
    "for",
    "label",
    "requires_check",
    "apply",
    "steps",
    "ends",
    "effects",
    "safeguards",
    "clocks",
    "refusal",
    "issues",
    "cites",
    "reported_by",
    "reading",
    "note",
    "events",
)
_STEP = ("by", "label", "does", "lasts", "then", "cites", "at_least", "within", "note", "reading", "must_visit_if")
_CLOCK = ("label", "from", "to", "at_most", "stops", "extension", "cites", "note", "reading")
_APPLY = ("where", "by", "to", "help_if", "cites", "note", "alone_if", "papers", "correction", "reading")
_REFUSAL = ("in", "with", "returns", "within", "at", "cites", "note", "through", "reading")
_ISSUES = ("certificate", "published_in", "cites", "note", "through", "reading", "published")


def read_processes(node: Node, context: Context) -> list[Process]:
    """Read a ``process`` block."""
    return [_read_process(name, item, context) for name, item in node.mapping(context.findings).items()]


def _read_process(name: str, node: Node, context: Context) -> Process:
    findings = context.findings
    fields = node.fields(findings, _PROCESS, ("for", "steps", "ends"))
    steps = (
        [_read_step(key, item, context) for key, item in fields["steps"].mapping(findings).items()]
        if "steps" in fields
        else []
    )
    ends = (
        [(key, item.bilingual(findings)) for key, item in fields["ends"].mapping(findings).items()]
        if "ends" in fields
        else []
    )
    clocks = (
        [_read_clock(key, item, context) for key, item in fields["clocks"].mapping(findings).items()]
        if "clocks" in fields
        else []
    )
    cites = citations(fields, node, findings, required=False)
    parts = {
        key: _record(fields, key, known, context)
        for key, known in (("apply", _APPLY), ("refusal", _REFUSAL), ("issues", _ISSUES))
    }
    to = fields["apply"].fields(findings, _APPLY).get("to") if "apply" in fields else None
    if to is not None:
        to.choice(findings, ACCEPTING)
    for part in (*(step.cites for step in steps), *(clock.cites for clock in clocks)):
        cites = (*cites, *part)
    for record in parts.values():
        cites = (*cites, *_cites_of(record))
    if not cites:
        citations(fields, node, findings)
    return Process(
        name=name,
        place=node.place,
        cites=tuple(dict.fromkeys(cites)),
        label=label(fields, node, name, findings),
        document=context.document,
        benefit=expression(fields, "for", findings),
        requires_check=fields["requires_check"].flag(findings) if "requires_check" in fields else True,
        steps=tuple(steps),
        ends=tuple(ends),
        effects=_read_effects(fields, context),
        safeguards=_read_safeguards(fields, context),
        clocks=tuple(clocks),
        **parts,
    )


def _read_effects(fields: dict[str, Node], context: Context) -> tuple[tuple[str, str], ...]:
    """What the ends mean for the benefit."""
    if "effects" not in fields:
        return ()
    named = fields["effects"].mapping(context.findings)
    return tuple((end, item.choice(context.findings, EFFECTS)) for end, item in named.items())


def _read_safeguards(fields: dict[str, Node], context: Context) -> tuple[tuple[str, str], ...]:
    """What must be done before the process decides."""
    if "safeguards" not in fields:
        return ()
    named = fields["safeguards"].fields(context.findings, tuple(SAFEGUARDS), ())
    return tuple((word, item.text(context.findings)) for word, item in named.items())


def _read_step(name: str, node: Node, context: Context) -> Step:
    findings = context.findings
    fields = node.fields(findings, _STEP, ("by", "then"))
    then = (
        [(outcome, item.text(findings)) for outcome, item in fields["then"].mapping(findings).items()]
        if "then" in fields
        else []
    )
    return Step(
        name,
        label(fields, node, name, findings),
        expression(fields, "by", findings),
        names(fields, "does", findings),
        expression(fields, "lasts", findings),
        tuple(then),
        citations(fields, node, findings),
        node.place,
    )


def _read_clock(name: str, node: Node, context: Context) -> Clock:
    findings = context.findings
    fields = node.fields(findings, _CLOCK, ("from", "to", "at_most"))
    return Clock(
        name,
        label(fields, node, name, findings),
        expression(fields, "from", findings),
        expression(fields, "to", findings),
        expression(fields, "at_most", findings),
        names(fields, "stops", findings),
        expression(fields, "extension", findings),
        citations(fields, node, findings),
        node.place,
    )


def _record(fields: dict[str, Node], key: str, known: tuple[str, ...], context: Context) -> dict[str, object]:
    if key not in fields:
        return {}
    return {name: item.plain() for name, item in fields[key].fields(context.findings, known).items()}


def _cites_of(record: dict[str, object]) -> tuple[str, ...]:
    cites = record.get("cites", [])
    return (cites,) if isinstance(cites, str) else tuple(str(c) for c in cites) if isinstance(cites, list) else ()
