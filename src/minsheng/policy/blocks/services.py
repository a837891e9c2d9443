"""The block ``services``: what is done for everybody whom a benefit is granted to, by whom and by when."""

from __future__ import annotations

from minsheng.policy.blocks.common import Context, citations, expression, label, names, reading, typed
from minsheng.policy.blocks.process import ROLES
from minsheng.policy.language import N_
from minsheng.policy.pack import OFFICES, SERVICE_KINDS, TURNS, Service
from minsheng.policy.source import Node
from minsheng.policy.types import Type

__all__ = ["read_services"]

_SERVICE = (
    *("for", "kind", "label", "by", "office", "when", "within", "on", "at_age", "every", "asks", "shows"),
    *("cites", "reading", "note"),
)


def read_services(node: Node, context: Context) -> list[Service]:
    """Read a ``services`` block."""
    found = (_read_service(name, item, context) for name, item in node.mapping(context.findings).items())
    return [service for service in found if service is not None]


def _read_service(name: str, node: Node, context: Context) -> Service | None:
    findings = context.findings
    fields = node.fields(findings, _SERVICE, ("for", "kind", "by"))
    cites, text = citations(fields, node, findings), label(fields, node, name, findings)
    if not {"for", "kind", "by"} <= fields.keys():
        return None
    by = fields["by"].choice(findings, ROLES)
    office = fields["office"].choice(findings, OFFICES) if "office" in fields else ""
    if (by == "other_office") != bool(office):
        findings.error(
            "Q9",
            node.place,
            N_("{name}: `by: other_office` and `office:` go together"),
            N_("Say which kind of office does it: {known}."),
            name=name,
            known=", ".join(OFFICES),
        )
    age = _age(fields, context)
    return Service(
        name=name,
        place=node.place,
        cites=cites,
        label=text,
        document=context.document,
        benefit=expression(fields, "for", findings),
        kind=fields["kind"].choice(findings, SERVICE_KINDS),
        by=by,
        office=office,
        when=expression(fields, "when", findings),
        within=expression(fields, "within", findings),
        on=expression(fields, "on", findings),
        at_age=age,
        every=fields["every"].choice(findings, TURNS) if "every" in fields else "",
        asks=names(fields, "asks", findings),
        shows=names(fields, "shows", findings),
        reading=reading(fields, findings),
    )


def _age(fields: dict[str, Node], context: Context) -> int | None:
    value = typed(fields["at_age"], Type("years"), context.findings) if "at_age" in fields else None
    return value if isinstance(value, int) else None
