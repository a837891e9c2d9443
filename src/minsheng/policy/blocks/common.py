"""What every block reader needs: days, citations, bilingual labels, readings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from minsheng.policy.finding import Findings
from minsheng.policy.language import N_
from minsheng.policy.pack import Reading
from minsheng.policy.source import Node
from minsheng.policy.types import DATE, Type, ValueProblem, parse_value
from minsheng.policy.vocabulary import Text, Vocabulary

__all__ = ["Context", "citations", "day", "expression", "label", "names", "optional_text", "reading", "typed"]


@dataclass(frozen=True, slots=True)
class Context:
    """What a block reader knows of its pack."""

    document: str
    demonstration: bool
    vocabulary: Vocabulary
    findings: Findings


def typed(node: Node, typ: Type, findings: Findings) -> object:
    """The value of a node as a type; ``None`` after a finding."""
    try:
        return parse_value(node.text(findings), typ)
    except ValueProblem as problem:
        findings.error(
            "S9",
            node.place,
            N_("{value} is not {expected}"),
            N_("See the types in docs/reference/packs.md."),
            value=node.plain(),
            expected=str(problem),
        )
        return None


def day(fields: dict[str, Node], key: str, findings: Findings) -> date | None:
    """An optional day of a record."""
    if key not in fields:
        return None
    value = typed(fields[key], DATE, findings)
    return value if isinstance(value, date) else None


def citations(fields: dict[str, Node], node: Node, findings: Findings, *, required: bool = True) -> tuple[str, ...]:
    """The articles that a record cites; none at all is an error."""
    cites = tuple(text for text in fields["cites"].texts(findings) if text) if "cites" in fields else ()
    if required and not cites:
        findings.error("C1", node.place, N_("this cites no article"), N_("Add `cites:` with the article it rests on."))
    return cites


def label(fields: dict[str, Node], node: Node, name: str, findings: Findings) -> Text:
    """The label of a record in both languages."""
    if "label" not in fields:
        findings.error("S6", node.place, N_("the field {name} is missing"), N_("Add `{name}:`."), name="label")
        return Text(name, name)
    return fields["label"].bilingual(findings)


def optional_text(fields: dict[str, Node], key: str, findings: Findings) -> Text | None:
    """An optional text for people."""
    return fields[key].bilingual(findings) if key in fields else None


def expression(fields: dict[str, Node], key: str, findings: Findings) -> str:
    """An optional expression, as text on one line."""
    return " ".join(fields[key].text(findings).split()) if key in fields else ""


def names(fields: dict[str, Node], key: str, findings: Findings) -> tuple[str, ...]:
    """An optional list of names."""
    return tuple(fields[key].texts(findings)) if key in fields else ()


def reading(fields: dict[str, Node], findings: Findings) -> Reading | None:
    """An optional reading: used, instead of, because."""
    if "reading" not in fields:
        return None
    parts = fields["reading"].fields(findings, ("used", "instead_of", "because"), ("used", "instead_of", "because"))
    if len(parts) < 3:
        return None
    return Reading(*(parts[key].bilingual(findings) for key in ("used", "instead_of", "because")))
