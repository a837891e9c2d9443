"""Which article of a document is served by what: the proof that a document is implemented."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minsheng.policy.finding import Place
from minsheng.policy.language import N_
from minsheng.policy.library import Library
from minsheng.policy.pack import Cited, Duty, Pack

__all__ = ["Served", "check_coverage", "coverage", "expand"]

_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Served:
    """An article and everything that cites it: (kind, name, item)."""

    article: str
    by: tuple[tuple[str, str, Cited], ...]


def number(text: str) -> int | None:
    """A Chinese numeral up to 999, or Arabic digits.

    >>> number("三十六"), number("十"), number("一百零二"), number("x")
    (36, 10, 102, None)
    """
    if text.isdigit() and text.isascii():
        return int(text)
    total, current = 0, 0
    for char in text:
        if char in _DIGITS:
            current = _DIGITS.index(char)
        elif char == "零":
            current = 0
        elif char in "十百":
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        else:
            return None
    return total + current if text else None


def numeral(value: int) -> str:
    """A number as a Chinese numeral.

    >>> numeral(36), numeral(10), numeral(19), numeral(102)
    ('三十六', '十', '十九', '一百零二')
    """
    if value >= 100:
        rest = value % 100
        tail = "" if not rest else ("零" + numeral(rest) if rest < 10 else ("一" if rest < 20 else "") + numeral(rest))
        return _DIGITS[value // 100] + "百" + tail
    tens, ones = divmod(value, 10)
    head = "" if not tens else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones or not tens else "")


def expand(written: str) -> list[str]:
    """One article, or a range of them written with two dots.

    >>> expand("第九条第一项..第九条第三项")
    ['第九条第一项', '第九条第二项', '第九条第三项']
    >>> expand("一(一)..一(三)")
    ['一(一)', '一(二)', '一(三)']
    """
    first, dots, last = written.partition("..")
    if not dots:
        return [written]
    pattern = re.compile(r"(.*?)([〇一二三四五六七八九十百零]+|\d+)([^〇一二三四五六七八九十百零\d]*)$", re.DOTALL)
    a, b = pattern.match(first), pattern.match(last)
    if not a or not b or a[1] != b[1] or a[3] != b[3]:
        return [first, last]
    low, high = number(a[2]), number(b[2])
    if low is None or high is None:
        return [first, last]
    arabic = a[2].isascii()
    return [f"{a[1]}{value if arabic else numeral(value)}{a[3]}" for value in range(low, high + 1)]


def coverage(pack: Pack, others: Sequence[Pack] = ()) -> list[Served]:
    """For every article of the document what cites it, in the order of the document.

    An article is served by what cites it or a part of it. Other packs may serve it by citing ``NUMBER ARTICLE``.
    """
    cited: list[tuple[str, str, str, Cited]] = []
    for source in (pack, *(o for o in others if o is not pack)):
        for item in source.cited():
            for cite in _all_cites(item):
                article = cite if source is pack else cite.removeprefix(f"{pack.document} ")
                if source is pack or cite.startswith(f"{pack.document} "):
                    cited.append((article.strip(), type(item).__name__.lower(), item.name, item))
    for owner in {id(p): p for p in others}.values():
        for parameter in owner.parameters:
            rows = [row for row in parameter.rows if row.document == pack.document]
            cited += [(cite, "parameter", parameter.name, parameter) for row in rows for cite in row.cites]
    result = []
    for article in [a for written in pack.articles for a in expand(written)]:
        by = {(kind, name): item for cite, kind, name, item in cited if _serves(cite, article)}
        result.append(Served(article, tuple((kind, name, item) for (kind, name), item in by.items())))
    return result


def _all_cites(item: Cited) -> list[str]:
    cites = list(item.cites)
    for name in ("rows", "excludes", "yields_to"):
        for part in getattr(item, name, ()):
            cites += part.cites
    for name in ("paid", "taper", "review"):
        part = getattr(item, name, None)
        cites += part.cites if part else ()
    return cites


def _serves(cite: str, article: str) -> bool:
    """A citation of a part serves the whole; a citation of the whole does not serve its parts, nor a longer number."""
    if not cite.startswith(article):
        return False
    rest = cite[len(article) :]
    return (
        rest == ""
        or rest[0] in "第(（ 末表"
        or (article[-1] in ")）" and rest[0] in "一二三四五六七八九十")
        or article[-1] in ")）"
    )


def check_coverage(library: Library) -> None:
    """Report articles that nothing cites."""
    for pack in library.packs:
        for served in coverage(pack, library.packs):
            if not served.by:
                library.findings.error(
                    "K1",
                    Place(pack.source.file, 1),
                    N_("{article} of {document} is not served by anything"),
                    N_(
                        "Cite it from a rule, parameter, process, task or duty; or say in a duty that it has no effect."
                    ),
                    article=served.article,
                    document=pack.document,
                )


def effect(item: Cited) -> str:
    """Which part of the product serves an item; ``none`` for a stated "no effect"."""
    return item.served_by if isinstance(item, Duty) else "policy"
