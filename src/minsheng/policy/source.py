"""Reading packs: Markdown with typed YAML blocks, every value with the line it stands on.

YAML is composed, not constructed: scalars stay text until the type that is expected reads them, so ``no`` is not a
Boolean by accident and
``589.50`` never becomes floating point. Markdown is read by markdown-it-py, which gives the line of every fence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

from minsheng.policy.finding import Findings, Place
from minsheng.policy.language import N_

if TYPE_CHECKING:
    from minsheng.policy.vocabulary import Text

__all__ = ["Block", "Node", "Source", "read_markdown", "read_yaml"]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SEE = N_("See docs/reference/packs.md.")
_MARKDOWN = MarkdownIt("zero").enable(["fence", "heading"]).use(front_matter_plugin)


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value with its place. ``value`` is text, a list of nodes, or a list of (key, key node, node)."""

    kind: str
    value: object
    place: Place

    def text(self, findings: Findings) -> str:
        """The value as text; a list or mapping here is an error."""
        if self.kind == "scalar":
            return str(self.value)
        findings.error("S3", self.place, N_("text was expected here, not a {kind}"), _SEE, kind=self.kind)
        return ""

    def items(self, findings: Findings) -> list[Node]:
        """The value as a list; a single value counts as a list of one."""
        if self.kind == "list":
            return [*self.value]  # type: ignore[misc]
        if self.kind == "scalar":
            return [self] if self.value != "" else []
        findings.error("S3", self.place, N_("a list was expected here, not a {kind}"), _SEE, kind=self.kind)
        return []

    def texts(self, findings: Findings) -> list[str]:
        """The value as a list of texts."""
        return [item.text(findings) for item in self.items(findings)]

    def mapping(self, findings: Findings) -> dict[str, Node]:
        """The value as names with values; a name given twice is an error."""
        if self.kind != "mapping":
            if not (self.kind == "scalar" and self.value == ""):
                findings.error(
                    "S3", self.place, N_("names with values were expected here, not a {kind}"), _SEE, kind=self.kind
                )
            return {}
        result: dict[str, Node] = {}
        for key, place, node in self.value:  # type: ignore[attr-defined]
            if key in result:
                findings.error("S4", place, N_("{name} is given twice"), N_("Keep one of them."), name=key)
            result[key] = node
        return result

    def fields(self, findings: Findings, known: Iterable[str], required: Sequence[str] = ()) -> dict[str, Node]:
        """The value as a record: unknown fields and missing ones are errors."""
        fields = self.mapping(findings)
        known = tuple(known)
        for key in [k for k in fields if k not in known]:
            findings.error(
                "S5",
                fields[key].place,
                N_("unknown field {name}"),
                N_("Known here: {known}."),
                name=key,
                known=", ".join(known),
            )
            del fields[key]
        for key in required:
            if key not in fields:
                findings.error("S6", self.place, N_("the field {name} is missing"), N_("Add `{name}:`."), name=key)
        return fields

    def choice(self, findings: Findings, allowed: Sequence[str]) -> str:
        """The value as one of the allowed words."""
        text = self.text(findings)
        if text not in allowed:
            findings.error(
                "S7",
                self.place,
                N_("{value} is not possible here"),
                N_("Possible: {allowed}."),
                value=text,
                allowed=", ".join(allowed),
            )
            return allowed[0] if allowed else text
        return text

    def flag(self, findings: Findings) -> bool:
        """The value as yes or no."""
        return self.choice(findings, ("yes", "no", "true", "false")) in ("yes", "true")

    def bilingual(self, findings: Findings) -> Text:
        """The value as text in both languages."""
        from minsheng.policy.vocabulary import Text

        if self.kind == "scalar":
            findings.error("S8", self.place, N_("text for people needs both languages"), N_("Write {{zh: …, en: …}}."))
            return Text(str(self.value), str(self.value))
        fields = self.fields(findings, ("zh", "en"), ("zh", "en"))
        zh = fields["zh"].text(findings) if "zh" in fields else ""
        return Text(zh, fields["en"].text(findings) if "en" in fields else zh)

    def plain(self) -> object:
        """The value as plain lists, dictionaries and text."""
        if self.kind == "list":
            return [node.plain() for node in self.value]  # type: ignore[attr-defined]
        if self.kind == "mapping":
            return {key: node.plain() for key, _, node in self.value}  # type: ignore[attr-defined]
        return self.value


@dataclass(frozen=True, slots=True)
class Block:
    """A typed block of a pack: its name (``rules``), its content, its first line, and the heading it stands under."""

    name: str
    node: Node
    heading: str


@dataclass(frozen=True, slots=True)
class Source:
    """A pack as read: its file, its text, its front matter, its blocks and its headings."""

    file: str
    text: str
    front: Node
    blocks: tuple[Block, ...]


def read_yaml(text: str, file: str, findings: Findings, first_line: int = 1) -> Node | None:
    """Read YAML into nodes with places; problems go to ``findings`` and give ``None``.

    >>> read_yaml("a: 1", "x.yaml", Findings()).plain()
    {'a': '1'}
    """
    try:
        root = yaml.compose(text, Loader=_LOADER)
        return Node("mapping", [], Place(file, first_line)) if root is None else _convert(root, file, first_line, set())
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        line = first_line + (mark.line if mark else 0)
        findings.error(
            "S1",
            Place(file, line),
            N_("this is not valid YAML: {problem}"),
            N_("Look for a missing quote, bracket or space after a colon on this line or the one before."),
            problem=problem.problem or "",
        )
        return None
    except yaml.YAMLError as problem:
        findings.error(
            "S1",
            Place(file, first_line),
            N_("this is not valid YAML: {problem}"),
            N_("Save it again with the encoding UTF-8."),
            problem=" ".join(str(problem).split()),
        )
        return None


def _convert(node: yaml.Node, file: str, first_line: int, seen: set[int]) -> Node:
    """The nodes of PyYAML as ours; what is anchored may not be used again, since it could hold itself."""
    place = Place(file, first_line + node.start_mark.line)
    if id(node) in seen:
        raise yaml.MarkedYAMLError(problem="aliases (*name) are not used in packs", problem_mark=node.start_mark)
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        pairs = [
            (str(k.value), Place(file, first_line + k.start_mark.line), _convert(v, file, first_line, seen))
            for k, v in node.value
        ]
        return Node("mapping", pairs, place)
    if isinstance(node, yaml.SequenceNode):
        return Node("list", [_convert(item, file, first_line, seen) for item in node.value], place)
    return Node("scalar", str(node.value), place)


def read_markdown(text: str, file: str, findings: Findings) -> Source:
    """Read one pack file: front matter and typed blocks. Fences without a name are prose and are left alone."""
    tokens = _MARKDOWN.parse(text)
    front = Node("mapping", [], Place(file, 1))
    blocks: list[Block] = []
    heading = ""
    for index, token in enumerate(tokens):
        if token.type == "front_matter":
            front = read_yaml(token.content, file, findings, 2) or front
        elif token.type == "heading_open":
            heading = tokens[index + 1].content
        elif token.type == "fence" and token.info.strip() and token.map:
            node = read_yaml(token.content, file, findings, token.map[0] + 2)
            if node is not None:
                blocks.append(Block(token.info.strip().split()[0], node, heading))
    if not front.value:
        findings.error(
            "S2",
            Place(file, 1),
            N_("the pack has no front matter"),
            N_("Begin the file with --- document: … --- as docs/reference/packs.md shows."),
        )
    return Source(file, text, front, tuple(blocks))
