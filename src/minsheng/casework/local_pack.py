"""Values that a place has set in the desk, as packs: the same texts that a policy officer would write by hand, one for each document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

import yaml

from minsheng.casework.models import ValueChange

__all__ = ["FOLDER", "digest_of", "texts_of"]

#: Where these packs lie, below the folder of all packs.
FOLDER = "local"
_RANKS = {0: "national", 2: "province", 4: "city"}
_WORDS = {
    "zh": "数值由当地在系统里登记，并经另一人复核。改变只能再登记一次。",
    "en": "Entered by the place in the desk and confirmed by a second person; changed only by another entry.",
}


def texts_of(changes: Iterable[ValueChange], root: str) -> dict[str, str]:
    """The packs of confirmed changes by their file.

    Of two changes that speak of the same ground (parameter, area, choice, first day) the later one counts.

    Args:
        changes: with their areas, in the order in which they were confirmed.
        root: the name of the folder of all packs.
    """
    rows: dict[tuple[str, str, str, date], tuple[ValueChange, str]] = {}
    for change in changes:
        for value in change.values:
            keys = yaml.safe_dump(value["keys"], sort_keys=True)
            ground = (change.parameter, change.area.code, keys, change.first_day)
            rows.pop(ground, None)
            rows[ground] = (change, _row(change, value))
    documents: dict[str, list[tuple[ValueChange, str]]] = {}
    for change, row in rows.values():
        documents.setdefault(change.document, []).append((change, row))
    return {_file(document, root): _text(document, of) for document, of in documents.items()}


def digest_of(texts: dict[str, str]) -> str:
    """One digest for some texts; empty for none."""
    told = "\n".join(f"{name} {sha256(text.encode()).hexdigest()}" for name, text in sorted(texts.items()))
    return sha256(told.encode()).hexdigest() if texts else ""


def _file(document: str, root: str) -> str:
    return f"{root}/{FOLDER}/{sha256(document.encode()).hexdigest()[:16]}.md"


def _row(change: ValueChange, value: dict[str, object]) -> str:
    """One row of a ``values`` block."""
    keys = value["keys"]
    assert isinstance(keys, dict)  # noqa: S101 - made by the form
    row = {"area": change.area.code, **keys, "from": change.first_day.isoformat(), "value": value["value"]}
    return _flow({**row, "cites": change.article})


def _flow(content: object) -> str:
    """YAML on one line, every text quoted where it must be."""
    return yaml.safe_dump(content, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10_000).strip()


def _text(document: str, rows: list[tuple[ValueChange, str]]) -> str:
    changes = [change for change, _ in rows]
    first = changes[0]
    widest = min((change.area for change in changes), key=lambda area: area.level)
    title = first.title or document
    front = {
        "document": document,
        "title": {"zh": title, "en": title},
        "issuer": {"zh": first.issuer, "en": first.issuer},
        "rank": _RANKS.get(widest.level, "county"),
        "area": widest.code,
        "in_force": min(change.first_day for change in changes).isoformat(),
        "articles": list(dict.fromkeys(change.article for change in changes)),
    }
    parts = ["---", *(f"{name}: {_flow(content)}" for name, content in front.items() if name != "articles")]
    # a text alone would end with the end of a YAML document
    parts = [part.removesuffix("\n...") for part in parts]
    parts += [f"articles: {_flow(front['articles'])}", "---", ""]
    for article in dict.fromkeys(change.article for change in changes):
        parts += [f"# {article}", "", _WORDS["zh"], "", _WORDS["en"], "", "```values"]
        of = [(change, row) for change, row in rows if change.article == article]
        for parameter in dict.fromkeys(change.parameter for change, _ in of):
            parts.append(f"{parameter}:")
            parts += [f"  - {row}" for change, row in of if change.parameter == parameter]
        parts += ["```", ""]
    return "\n".join(parts)
