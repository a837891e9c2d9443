"""Which papers there are: their titles, what asks for them, who signs, and which fields stand on them (read from ``papers.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import yaml

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.vocabulary import Text

__all__ = ["Block", "Catalogue", "FieldKind", "PaperKind", "catalogue", "paper_kind", "paper_kinds", "refuse"]

FIELD_KINDS = ("text", "long", "boxes", "rows", "lines")
BLOCK_KINDS = ("text", "form", "table", "lines", "opinions", "sign", "seal", "appeal", "code")


@dataclass(frozen=True, slots=True)
class FieldKind:
    """A field that papers can show.

    Attributes:
        kind: one of ``text``, ``long`` (a whole row), ``boxes``, ``rows``, ``lines``.
        source: ``case`` where it is worked out from the case, ``office`` where the office fills it in.
        options: for boxes, what can be ticked.
        columns: for rows, the columns of the table.
        blank: for rows, how many lines are left to write on when nothing is known.
        given: for rows, first cells that are printed even then.
        tall: a long field with room to write.
    """

    name: str
    label: Text
    kind: str = "text"
    source: str = "office"
    options: Mapping[str, Text] = field(default_factory=dict)
    columns: Mapping[str, Text] = field(default_factory=dict)
    blank: int = 0
    given: tuple[Mapping[str, Text], ...] = ()
    tall: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a paper: its kind, its words or its fields."""

    kind: str
    text: Text | None = None
    fields: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    photo: bool = False
    annex: bool = False


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind of paper.

    Attributes:
        name: its name in the program and of its template file.
        title: what is printed above it.
        called: what offices call it in short.
        asked_by: what asks for it: ``event``, ``activity``, ``step``, ``effects``, ``issues`` or ``register``.
        signs: who signs.
        needs: fields without which it is not made.
        must: fields that no template may leave out.
        public: whether it hangs where everybody reads it, so that it holds nothing private.
    """

    name: str
    title: Text
    called: str
    asked_by: Mapping[str, object]
    signs: tuple[str, ...]
    body: tuple[Block, ...]
    needs: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    public: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that stands on it or is needed for it, once, in the order of the paper."""
        found = dict.fromkeys(("office", "number", "day"))
        for block in self.body:
            found.update(dict.fromkeys(_named_in(block)))
        return tuple(found | dict.fromkeys(self.needs))


def _named_in(block: Block) -> Iterator[str]:
    if block.kind != "sign":  # there they name who signs
        yield from block.fields
    if block.kind == "appeal":
        yield "appeal"
    if block.text is not None:
        yield from (part.split("}")[0] for part in block.text.zh.split("{")[1:])


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything in ``papers.yaml``."""

    fields: Mapping[str, FieldKind]
    papers: Mapping[str, PaperKind]
    signers: Mapping[str, Text]
    appeal: Text


@cache
def catalogue() -> Catalogue:
    """The papers and fields that come with the program."""
    raw = yaml.safe_load(Path(__file__).with_name("papers.yaml").read_text(encoding="utf-8"))
    fields = {name: _field(name, about) for name, about in raw["fields"].items()}
    papers = {name: _paper(name, about) for name, about in raw["papers"].items()}
    return Catalogue(fields, papers, _texts(raw["signers"]), _text(raw["appeal"]))


def paper_kinds() -> list[PaperKind]:
    """Every kind of paper, in the order in which a case meets them."""
    return list(catalogue().papers.values())


def paper_kind(name: str) -> PaperKind:
    """The kind of paper of that name.

    Raises:
        PolicyError: there is none.

    >>> paper_kind("refusal_notice").title.zh
    '不予确认告知书'
    """
    papers = catalogue().papers
    if name not in papers:
        known = ", ".join(papers)
        refuse("J1", "", N_("there is no paper {name}"), N_("Papers are: {known}."), name=name, known=known)
    return papers[name]


def refuse(code: str, place: str, message: str, hint: str, **params: object) -> NoReturn:
    """Refuse to make a paper, saying why."""
    raise PolicyError([Finding(code, Place(place), message, hint, dict(params))])


def _text(about: Mapping[str, str]) -> Text:
    return Text(about["zh"], about["en"])


def _texts(about: Mapping[str, Mapping[str, str]]) -> dict[str, Text]:
    return {name: _text(words) for name, words in about.items()}


def _field(name: str, about: Mapping[str, Any]) -> FieldKind:
    more = dict(about)
    return FieldKind(
        name,
        _text(more["label"]),
        str(more.get("kind", "text")),
        str(more.get("from", "office")),
        _texts(more.get("options", {})),
        _texts(more.get("columns", {})),
        int(more.get("blank", 0)),
        tuple(_texts(row) for row in more.get("given", ())),
        bool(more.get("tall", False)),
        bool(more.get("wide", False)),
    )


def _paper(name: str, about: Mapping[str, Any]) -> PaperKind:
    more = dict(about)
    lists = {key: tuple(more.get(key, ())) for key in ("signs", "needs", "must")}
    return PaperKind(
        name,
        _text(more["title"]),
        str(more["called"]),
        more["asked_by"],
        body=tuple(_block(block) for block in more["body"]),
        public=bool(more.get("public", False)),
        **lists,
    )


def _block(about: Mapping[str, Any]) -> Block:
    kind = next(key for key in BLOCK_KINDS if key in about)
    given = about[kind]
    if kind == "text":
        return Block(kind, text=_text(given))
    names = (given,) if isinstance(given, str) else tuple(given) if isinstance(given, list) else ()
    columns = tuple(about.get("columns", ()))
    return Block(kind, None, names, columns, bool(about.get("photo", False)), bool(about.get("annex", False)))
