"""A paper as plain data and back, so that what was given out can be printed again word for word."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from minsheng.casework.papers.certificate import code_svg
from minsheng.casework.papers.kind import paper_kind
from minsheng.casework.papers.paper import (
    Cell,
    Code,
    Form,
    Lines,
    Opinions,
    Paper,
    Paragraph,
    Part,
    Seal,
    Signatures,
    Table,
)

__all__ = ["paper_as_plain", "paper_from_plain"]

_PARTS: dict[str, type[Any]] = {
    kind.__name__.lower(): kind for kind in (Paragraph, Form, Table, Lines, Opinions, Signatures, Seal, Code)
}


def paper_as_plain(paper: Paper) -> dict[str, Any]:
    """Everything that stands on a paper, for JSON."""
    parts = [{"part": type(part).__name__.lower(), **asdict(part)} for part in paper.parts]
    for part in parts:
        part.pop("svg", None)  # drawn from the address again
    about = {name: getattr(paper, name) for name in ("lang", "title", "office", "number", "mark", "address")}
    return {"kind": paper.kind.name, **about, "parts": parts, "values": dict(paper.values)}


def paper_from_plain(kept: dict[str, Any]) -> Paper:
    """The paper again.

    Raises:
        PolicyError: there is no such kind of paper any more.
    """
    parts = tuple(_part(dict(part)) for part in kept["parts"])
    about = {name: kept[name] for name in ("lang", "title", "office", "number", "mark", "address")}
    return Paper(kind=paper_kind(kept["kind"]), parts=parts, values=kept["values"], **about)


def _part(kept: dict[str, Any]) -> Part:
    kind = kept.pop("part")
    if kind == "code":
        kept["svg"] = code_svg(kept["address"])
    if "cells" in kept:
        kept["cells"] = tuple(Cell(**cell) for cell in kept["cells"])
    fixed = {name: _tuples(value) if name != "cells" else value for name, value in kept.items()}
    made: Part = _PARTS[kind](**fixed)
    return made


def _tuples(value: Any) -> Any:
    """Lists as tuples, however deep: parts never change."""
    return tuple(_tuples(item) for item in value) if isinstance(value, list | tuple) else value
