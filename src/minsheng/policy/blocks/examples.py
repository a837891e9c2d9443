"""The block ``examples``, and ``cases.yaml`` files of the same form."""

from __future__ import annotations

from minsheng.policy.blocks.common import Context, day, expression
from minsheng.policy.language import N_
from minsheng.policy.pack import Example
from minsheng.policy.source import Node
from minsheng.policy.vocabulary import Text

__all__ = ["read_examples"]

_EXAMPLE = (
    "id",
    "title",
    "article",
    "on",
    "area",
    "given",
    "people",
    "set",
    "expect",
    "expect_people",
    "working",
    "note",
    "reading",
    "applied_on",
)


def read_examples(node: Node, context: Context, *, cases: bool = False) -> list[Example]:
    """Read examples; in a file of cases each needs an id and an article."""
    result = []
    needed = ("id", "title", "article") if cases else ("title",)
    for item in node.items(context.findings):
        fields = item.fields(context.findings, _EXAMPLE, needed)
        result.append(_read_example(fields, item, context))
    return result


def _read_example(fields: dict[str, Node], item: Node, context: Context) -> Example:
    findings = context.findings
    title = fields.get("title")
    text = (
        Text("", "")
        if title is None
        else title.bilingual(findings)
        if title.kind == "mapping"
        else Text(title.text(findings), title.text(findings))
    )
    given = _record(fields, "given", context)
    people = _records(fields, "people", context) or _inner_people(given)
    expect, expect_people = _record(fields, "expect", context), _records(fields, "expect_people", context)
    if not expect and not expect_people:
        findings.error("X1", item.place, N_("the example expects nothing"), N_("Add `expect:` with at least one rule."))
    return Example(
        id=expression(fields, "id", findings),
        title=text,
        article="、".join(fields["article"].texts(findings)) if "article" in fields else "",
        place=item.place,
        document=context.document,
        day=day(fields, "on", findings),
        area=expression(fields, "area", findings),
        given=given,
        people=people,
        settings=_record(fields, "set", context),
        expect=expect,
        expect_people=expect_people,
    )


def _inner_people(given: dict[str, object]) -> list[dict[str, object]]:
    inner = given.pop("people", [])
    return [dict(person) for person in inner if isinstance(person, dict)] if isinstance(inner, list) else []


def _record(fields: dict[str, Node], key: str, context: Context) -> dict[str, object]:
    return {name: node.plain() for name, node in fields[key].mapping(context.findings).items()} if key in fields else {}


def _records(fields: dict[str, Node], key: str, context: Context) -> list[dict[str, object]]:
    if key not in fields:
        return []
    return [
        {name: node.plain() for name, node in item.mapping(context.findings).items()}
        for item in fields[key].items(context.findings)
    ]
