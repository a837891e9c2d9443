"""What may hang in public: no ID number, bank account, illness, or full name of a child."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minsheng.casework.papers.kind import refuse
from minsheng.casework.papers.paper import Paper
from minsheng.casework.papers.particulars import Particulars
from minsheng.policy.language import N_

__all__ = ["refuse_private"]

#: Fifteen digits or more, however they are grouped: an ID number or a bank account. A telephone number is shorter.
_LONG_NUMBER = re.compile(r"(?:[0-9][ \-·—]?){14,}[0-9Xx]")
#: Signs that people put between the signs of a name or number.
_BETWEEN = re.compile(r"[\s\-·—]")


def refuse_private(paper: Paper, given: Particulars) -> None:
    """Refuse a public paper on which anything private stands; the finding never repeats it.

    Raises:
        PolicyError: something private stands on it.
    """
    for field, value in paper.values.items():
        for text in Paper.texts(_only(paper, field, value)):
            what = _what(text, given)
            if what:
                refuse(
                    "J4",
                    f"{paper.kind.name}.{field}",
                    N_("a public notice may not hold {what}"),
                    N_("Take it out; a notice names heads of households, numbers of people and amounts."),
                    what=what,
                )


def _only(paper: Paper, field: str, value: object) -> Paper:
    return Paper(paper.kind, paper.lang, "", "", "", (), {field: value})


def _what(text: str, given: Particulars) -> str:
    """The kind of private thing that stands in a text."""
    if _LONG_NUMBER.search(text):
        return N_("an ID number or a bank account")
    bare = _BETWEEN.sub("", text)
    return next((kind for word, kind in _words(given) if len(word) > 1 and _BETWEEN.sub("", word) in bare), "")


def _words(given: Particulars) -> Iterator[tuple[str, str]]:
    for member in given.members:
        if member.child:
            yield member.name, N_("the full name of a child")
        yield member.id_number, N_("an ID number or a bank account")
        for word in (*member.private, *((member.health,) if member.health else ())):
            yield word, N_("something private, such as an illness")
    for word in given.private:
        yield word, N_("something private, such as an illness")
