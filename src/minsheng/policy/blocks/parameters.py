"""The blocks ``parameters``, ``values`` and ``area_sets``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from minsheng.policy.blocks.common import Context, citations, day, label, names, optional_text, typed
from minsheng.policy.language import N_
from minsheng.policy.pack import AreaSet, Parameter, Row
from minsheng.policy.source import Node
from minsheng.policy.types import DATE, INT, PAYERS, RATIO, Type, ValueProblem, parse_type, parse_value

__all__ = ["read_area_sets", "read_parameters", "read_row", "read_values", "value_of"]

_PARAMETER = ("label", "type", "values_of", "by", "set_by", "cites", "values", "value", "renew", "reading", "note")
FOUND_AXES = ("area", "area_set", "from", "year")
_ROW = ("value", "printed", "cites", "area", "area_set", "from", "to", "year", "note", "reading")


def read_parameters(node: Node, context: Context) -> list[Parameter]:
    """Read a ``parameters`` block."""
    return [
        p
        for name, item in node.mapping(context.findings).items()
        if (p := _read_parameter(name, item, context)) is not None
    ]


def _read_parameter(name: str, node: Node, context: Context) -> Parameter | None:
    findings = context.findings
    fields = node.fields(findings, _PARAMETER, ("type",))
    cites, text = citations(fields, node, findings), label(fields, node, name, findings)
    if "type" not in fields:
        return None
    typ = parse_type(fields["type"].text(findings), names(fields, "values_of", findings))
    if typ is None:
        findings.error(
            "V1",
            fields["type"].place,
            N_("there is no type {type}"),
            N_("See the types in docs/reference/packs.md."),
            type=fields["type"].plain(),
        )
        return None
    axes = names(fields, "by", findings)
    parameter = Parameter(
        name=name,
        place=node.place,
        cites=cites,
        label=text,
        document=context.document,
        type=typ,
        axes=axes,
        rows=(),
        set_by=optional_text(fields, "set_by", findings),
        renew_months=months
        if "renew" in fields and isinstance(months := typed(fields["renew"], INT, findings), int)
        else 0,
    )
    rows: list[Row] = []
    if "value" in fields:
        value = value_of(fields["value"], typ, context)
        if value is not None:
            rows.append(
                Row(
                    value=value,
                    printed=_printed(fields["value"]),
                    place=node.place,
                    cites=cites,
                    document=context.document,
                    demonstration=context.demonstration,
                )
            )
    for item in fields["values"].items(findings) if "values" in fields else []:
        row = read_row(item, parameter, context)
        if row is not None:
            rows.append(row)
    if not rows and parameter.set_by is None and "values" not in fields:
        findings.error(
            "P1",
            node.place,
            N_("the parameter {name} has no value and nobody who sets it"),
            N_("Give `value:`, or `set_by:` with `values: []`."),
            name=name,
        )
    return replace(parameter, rows=tuple(rows))


def read_values(node: Node, context: Context) -> list[tuple[str, list[object]]]:
    """Read a ``values`` block: rows for parameters that another document declares; they are read when the parameter is known."""
    return [(name, list(item.items(context.findings))) for name, item in node.mapping(context.findings).items()]


def read_row(node: Node, parameter: Parameter, context: Context) -> Row | None:
    """Read one row of a parameter."""
    findings = context.findings
    choice_axes = tuple(axis for axis in parameter.axes if axis not in FOUND_AXES)
    fields = node.fields(
        findings,
        (*_ROW, *choice_axes),
        ("value", *(a for a in parameter.axes if a not in ("from", "area_set", "area"))),
    )
    if "value" not in fields:
        return None
    value = value_of(fields["value"], parameter.type, context)
    cites = citations(fields, node, findings, required=False) or parameter.cites
    first, last = day(fields, "from", findings), day(fields, "to", findings)
    if "year" in fields:
        year = typed(Node("scalar", f"{fields['year'].text(findings)}-01-01", fields["year"].place), DATE, findings)
        first, last = (year, date(year.year, 12, 31)) if isinstance(year, date) else (None, None)
    for axis in ("area", "area_set", "from", "year"):
        if axis in fields and axis not in parameter.axes:
            findings.error(
                "P2",
                fields[axis].place,
                N_("the parameter {name} has no axis {axis}"),
                N_("Add it to `by:`."),
                name=parameter.name,
                axis=axis,
            )
    if value is None:
        return None
    area = str(typed(fields["area"], Type("area"), findings) or "") if "area" in fields else ""
    keys = tuple((axis, fields[axis].text(findings)) for axis in choice_axes if axis in fields)
    return Row(
        value=value,
        printed=_printed(fields["value"]),
        place=node.place,
        cites=cites,
        document=context.document,
        area=area,
        area_set=fields["area_set"].text(findings) if "area_set" in fields else "",
        first_day=first,
        last_day=last,
        keys=keys,
        demonstration=context.demonstration,
    )


def _printed(node: Node) -> str:
    plain = node.plain()
    return ", ".join(f"{k} {v}" for k, v in plain.items()) if isinstance(plain, dict) else str(plain)


def value_of(node: Node, typ: Type, context: Context) -> object:
    """A value as written; shares must name known payers and add to one."""
    if typ.kind != "shares":
        return typed(node, typ, context.findings)
    shares: dict[str, Fraction] = {}
    for payer, item in node.mapping(context.findings).items():
        if payer not in PAYERS:
            context.findings.error(
                "P3",
                item.place,
                N_("{payer} is not a payer"),
                N_("Payers: {payers}."),
                payer=payer,
                payers=", ".join(PAYERS),
            )
            continue
        try:
            share = parse_value(item.text(context.findings), RATIO)
        except ValueProblem as problem:
            context.findings.error(
                "S9",
                item.place,
                N_("{value} is not {expected}"),
                N_("See the types in docs/reference/packs.md."),
                value=item.plain(),
                expected=str(problem),
            )
            continue
        if isinstance(share, Fraction):
            shares[payer] = share
    if sum(shares.values()) != 1:
        context.findings.error(
            "P4",
            node.place,
            N_("the shares add to {total}, not to 1"),
            N_("Every fen has exactly one payer."),
            total=str(sum(shares.values())),
        )
        return None
    return shares


def read_area_sets(node: Node, context: Context) -> list[AreaSet]:
    """Read an ``area_sets`` block."""
    result = []
    for name, item in node.mapping(context.findings).items():
        fields = item.fields(context.findings, ("label", "areas", "from", "to", "cites", "reading", "note"), ("areas",))
        areas = (
            [str(typed(a, Type("area"), context.findings)) for a in fields["areas"].items(context.findings)]
            if "areas" in fields
            else []
        )
        result.append(
            AreaSet(
                name=name,
                place=item.place,
                cites=citations(fields, item, context.findings),
                label=label(fields, item, name, context.findings),
                document=context.document,
                areas=tuple(areas),
                first_day=day(fields, "from", context.findings),
                last_day=day(fields, "to", context.findings),
            )
        )
    return result
