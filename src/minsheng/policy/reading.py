"""Reading one pack: the front matter, then each block by its reader. One bad block never hides the errors of another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from minsheng.policy.blocks.common import Context, day, names
from minsheng.policy.blocks.duties import (
    read_aggregates,
    read_duties,
    read_rankings,
    read_samples,
    read_targets,
    read_tasks,
)
from minsheng.policy.blocks.examples import read_examples
from minsheng.policy.blocks.parameters import read_area_sets, read_parameters, read_values
from minsheng.policy.blocks.process import read_processes
from minsheng.policy.blocks.rules import read_benefits, read_rules, read_units
from minsheng.policy.blocks.services import read_services
from minsheng.policy.finding import Findings, Place
from minsheng.policy.language import N_
from minsheng.policy.pack import RANKS, Example, Override, Pack
from minsheng.policy.source import Node, Source, read_markdown, read_yaml
from minsheng.policy.vocabulary import Text, Vocabulary

__all__ = ["read_cases", "read_pack"]

_FRONT = (
    "document",
    "title",
    "issuer",
    "rank",
    "area",
    "in_force",
    "last_day",
    "replaces",
    "implements",
    "overrides",
    "articles",
    "note",
    "reading",
)
_REQUIRED = ("document", "title", "issuer", "rank", "area", "in_force", "articles")
_BLOCKS: dict[str, tuple[str, Callable[[Node, Context], list[Any]]]] = {
    "rules": ("rules", read_rules),
    "parameters": ("parameters", read_parameters),
    "values": ("values", read_values),
    "unit": ("units", read_units),
    "benefit": ("benefits", read_benefits),
    "process": ("processes", read_processes),
    "services": ("services", read_services),
    "sample": ("samples", read_samples),
    "ranking": ("rankings", read_rankings),
    "aggregate": ("aggregates", read_aggregates),
    "area_sets": ("area_sets", read_area_sets),
    "tasks": ("tasks", read_tasks),
    "targets": ("targets", read_targets),
    "duties": ("duties", read_duties),
    "examples": ("examples", read_examples),
}
#: Fences that are prose for the reader, not blocks.
_PROSE = ("text", "json", "console", "bash", "mermaid")


def read_pack(text: str, file: str, vocabulary: Vocabulary, findings: Findings) -> Pack | None:
    """Read a pack file; ``None`` when its front matter is not usable."""
    source = read_markdown(text, file, findings)
    pack = _front(source, findings)
    if pack is None:
        return None
    context = Context(pack.document, pack.rank == "demonstration", vocabulary, findings)
    for block in source.blocks:
        if block.name in _PROSE:
            continue
        if block.name not in _BLOCKS:
            findings.error(
                "S10",
                block.node.place,
                N_("there is no block {name}"),
                N_("Known here: {known}."),
                name=block.name,
                known=", ".join(_BLOCKS),
            )
            continue
        attribute, reader = _BLOCKS[block.name]
        getattr(pack, attribute).extend(reader(block.node, context))
    return pack


def _front(source: Source, findings: Findings) -> Pack | None:
    front = source.front
    if not front.value:
        return None
    fields = front.fields(findings, _FRONT, _REQUIRED)
    if any(key not in fields for key in _REQUIRED if key != "articles"):
        return None
    in_force = day(fields, "in_force", findings)
    overrides = (
        [o for item in fields["overrides"].items(findings) if (o := _override(item, findings))]
        if "overrides" in fields
        else []
    )
    return Pack(
        source=source,
        document=fields["document"].text(findings),
        title=fields["title"].bilingual(findings),
        issuer=fields["issuer"].bilingual(findings),
        rank=fields["rank"].choice(findings, RANKS),
        area=fields["area"].text(findings),
        in_force=in_force or date.min,
        last_day=day(fields, "last_day", findings),
        replaces=names(fields, "replaces", findings),
        implements=names(fields, "implements", findings),
        overrides=tuple(overrides),
        articles=names(fields, "articles", findings),
    )


def _override(node: Node, findings: Findings) -> Override | None:
    fields = node.fields(findings, ("document", "rules", "because", "reading"), ("document", "because"))
    if "document" not in fields:
        return None
    because = fields["because"].bilingual(findings) if "because" in fields else Text("", "")
    return Override(fields["document"].text(findings), names(fields, "rules", findings), because)


def read_cases(text: str, file: str, vocabulary: Vocabulary, findings: Findings) -> list[Example]:
    """Read a ``*.cases.yaml`` file: cases worked by hand from a document."""
    top = read_yaml(text, file, findings)
    if top is None:
        return []
    fields = top.fields(findings, ("document", "cases", "note", "source"), ("document", "cases"))
    if "document" not in fields or "cases" not in fields:
        return []
    context = Context(fields["document"].text(findings), False, vocabulary, findings)
    cases = read_examples(fields["cases"], context, cases=True)
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            findings.error(
                "X2",
                Place(file, case.place.line),
                N_("the case {name} is there twice"),
                N_("Keep one of them."),
                name=case.id,
            )
        seen.add(case.id)
    return cases
