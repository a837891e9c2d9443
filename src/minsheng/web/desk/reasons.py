"""The tree of reasons on a page: the same words as in the letter, with the branches that decide open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

from django.urls import reverse

from minsheng.casework.law import library
from minsheng.web.desk.document_page import anchor

__all__ = ["Branch", "branches", "cited"]


#: So many levels are open at first; the others open when somebody wants to know.
_DEEPEST = 4


@dataclass
class Branch:
    """A reason and what it rests on. ``sign`` is ✓, ✗, ?, · or ☞."""

    sign: str
    text: str
    source: str
    inner: list[Branch] = field(default_factory=list)
    depth: int = 0

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Where it is said: each text with the address of its article; no address where the document is not in the library."""
        return cited(self.source)

    @property
    def open(self) -> bool:
        """Whether it is shown with what it rests on: at the top, and where it is open or does not hold, as deep as a reader follows."""
        return (
            self.depth == 0
            or self.depth < _DEEPEST
            and (self.sign in ("✗", "?") or any(branch.open for branch in self.inner))
        )


def cited(source: str) -> list[tuple[str, str]]:
    """The parts of a citation as a reason has it, each with the address of the article that it names first, if there is one."""
    return [(part, _address(part)) for part in source.split(" · ")] if source else []


def _address(part: str) -> str:
    documents = {pack.document for pack in library().packs}
    if part.startswith("《"):
        document, _, articles = part[1:].partition("》")
        first = articles.split("、")[0]
    else:
        document = next((name for name in documents if part.startswith(f"{name}, ")), "")
        first = part.removeprefix(f"{document}, ").split(", ")[0]
    return f"{reverse('desk:policy', args=[document])}#{quote(anchor(first))}" if document in documents else ""


def branches(lines: Iterable[str]) -> list[Branch]:
    """Indented lines, as :meth:`minsheng.policy.decision.Decision.lines` gives them, as a tree.

    >>> (tree,) = branches(["✗ may receive it：no  〔《Act》1〕", "  ✗ income 3 < 2", "  · people：3"])
    >>> tree.sign, tree.source, [branch.text for branch in tree.inner], tree.open
    ('✗', '《Act》1', ['income 3 < 2', 'people：3'], True)
    """
    roots: list[Branch] = []
    way: list[tuple[int, Branch]] = []
    for line in lines:
        depth = len(line) - len(line.lstrip(" "))
        sign, _, rest = line.strip().partition(" ")
        text, _, source = rest.partition("  〔")
        branch = Branch(sign, text, source.replace("〕  〔", " · ").rstrip("〕"))
        while way and way[-1][0] >= depth:
            way.pop()
        branch.depth = len(way)
        (way[-1][1].inner if way else roots).append(branch)
        way.append((depth, branch))
    return roots
