"""A document as a page: each section of its text, and beside it the rules, values, benefits and processes that come from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from minsheng.casework.law import library, version_in_force
from minsheng.policy.library import Library
from minsheng.policy.pack import Cited, Example, Pack, Parameter, Row
from minsheng.policy.worked import Failure, run_example
from minsheng.web.desk.document_items import Shown, shown_example, shown_item, shown_rows

__all__ = ["Part", "Section", "anchor", "sections", "worked_cases"]

#: No HTML of a document reaches a page: what looks like it is shown as text.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").use(front_matter_plugin)


@dataclass
class Part:
    """Prose, or what a block of the pack declares."""

    prose: SafeString | None = None
    items: list[Shown] = field(default_factory=list)
    examples: list[Shown] = field(default_factory=list)


@dataclass
class Section:
    """A heading with what stands under it. ``anchor`` is what links lead to."""

    title: str
    level: int
    anchor: str
    parts: list[Part] = field(default_factory=list)


def anchor(article: str) -> str:
    """What a link to an article leads to.

    >>> anchor("第三条 第二款")
    'a-第三条第二款'
    """
    return "a-" + "".join(article.split())


def sections(pack: Pack) -> list[Section]:
    """Everything in a document, in its order."""
    whole = library()
    tokens = _MARKDOWN.parse(pack.source.text)
    found = [Section("", 1, "top")]
    taken: set[str] = set()
    run: list[Token] = []
    for token in _flat(tokens):
        if token.type == "fence" and token.info.strip() and token.map is not None:
            _prose(run, found[-1])
            found[-1].parts.append(_block(pack, whole, token.map[0] + 1, token.map[1], taken))
        elif token.type == "heading":
            _prose(run, found[-1])
            found.append(Section(token.content, int(token.tag[1:]), f"s{len(found)}"))
        elif token.type != "front_matter":
            run.append(token)
    _prose(run, found[-1])
    return [section for section in found if section.parts or section.title]


def _flat(tokens: list[Token]) -> Iterator[Token]:
    """The tokens, each heading as one."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "heading_open":
            heading = Token("heading", token.tag, 0)
            heading.content = tokens[place + 1].content
            yield heading
            place += 3
        else:
            yield token
            place += 1


def _prose(run: list[Token], section: Section) -> None:
    if run:
        html = _MARKDOWN.renderer.render(run, _MARKDOWN.options, {})
        section.parts.append(Part(prose=mark_safe(html)))  # noqa: S308 - made by the renderer with HTML switched off
        run.clear()


def _block(pack: Pack, whole: Library, first: int, last: int, taken: set[str]) -> Part:
    """What stands in the lines of a block."""

    def inside(place: Any) -> bool:
        return place.file == pack.source.file and first <= place.line <= last

    part = Part()
    for item in pack.cited():
        if inside(item.place):
            part.items.append(_with_anchors(shown_item(item, pack, whole), _cites(item, pack), taken))
    lent = [(parameter, row) for parameter, row in _lent(pack, whole) if inside(row.place)]
    for name in dict.fromkeys(parameter.name for parameter, _ in lent):
        of = [(parameter, row) for parameter, row in lent if parameter.name == name]
        cites = [cite for _, row in of for cite in row.cites]
        part.items.append(_with_anchors(shown_rows(of[0][0], [row for _, row in of], whole), cites, taken))
    part.examples = [
        shown_example(example, _failures(version_in_force(), pack.document).get(number, []), whole)
        for number, example in enumerate(pack.examples)
        if inside(example.place)
    ]
    return part


def _lent(pack: Pack, whole: Library) -> Iterator[tuple[Parameter, Row]]:
    """The rows that this document gives to parameters of others."""
    for other in whole.packs:
        for parameter in other.parameters:
            for row in parameter.rows:
                if other is not pack and row.document == pack.document:
                    yield parameter, row


def _cites(item: Cited, pack: Pack) -> list[str]:
    """The articles that an item and its parts cite."""
    cites = list(item.cites)
    for name in ("rows", "steps", "clocks"):
        for part in getattr(item, name, ()):
            cites += part.cites if getattr(part, "document", pack.document) == pack.document else ()
    return cites


def _with_anchors(shown: Shown, cites: Iterable[str], taken: set[str]) -> Shown:
    """An item with its own anchor, and those of the articles that it is the first to cite."""
    own = f"r-{shown.name}"
    shown.anchor = own if own not in taken and " " not in own else ""
    shown.anchors = [name for name in dict.fromkeys(map(anchor, cites)) if name not in taken]
    taken.update([*shown.anchors, own])
    return shown


def worked_cases(pack: Pack) -> list[Shown]:
    """The cases worked by hand from the document, with whether the pack gives what they say."""
    whole = library()
    cases = [case for case in whole.cases if whole.pack(case.document) is pack]
    failures = _failures(version_in_force(), pack.document)
    return [shown_example(case, failures.get(-1 - number, []), whole) for number, case in enumerate(cases)]


@lru_cache(maxsize=32)
def _failures(version: str, document: str) -> dict[int, list[Failure]]:
    """What does not come out: examples by their place, cases by -1, -2 …; worked out once for a version of the law."""
    whole = library()
    pack = whole.pack(document)
    if pack is None:
        return {}
    examples: list[tuple[int, Example]] = list(enumerate(pack.examples))
    cases = [case for case in whole.cases if whole.pack(case.document) is pack]
    examples += [(-1 - number, case) for number, case in enumerate(cases)]
    found = {}
    for number, example in examples:
        failed = run_example(whole, example, default_day=pack.in_force, default_area=pack.area)
        if failed:
            found[number] = failed
    return found
