"""What may hang in public: no ID number, bank account, illness, or full name of a child."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from minsheng.casework.papers.kind import refuse
from minsheng.casework.papers.paper import Paper, texts_in
from minsheng.casework.papers.particulars import Particulars
from minsheng.policy.language import N_

__all__ = ["refuse_private"]

_NUMBER = N_("a public notice may not hold an ID number or a bank account")
_CHILD = N_("a public notice may not hold the full name of a child")
_PRIVATE = N_("a public notice may not hold something private, such as an illness")

#: Digits with at most one sign between two of them.
_RUN = re.compile(r"[0-9](?:[ \-·—.]?[0-9Xx])*")
#: As long as an ID number of the old form or a bank account, without a break; telephone numbers are shorter.
_LONG = re.compile(r"[0-9]{14}[0-9Xx]")
#: A bank account as cards print it.
_CARD = re.compile(r"(?:[0-9]{4}[ \-·—.]){3}[0-9]{1,4}")
#: An ID number however it is broken up: area, date of birth, sequence, check digit. Only a whole run of digits is taken for one,
#: or two days after each other would be; the numbers of the household itself are found wherever they stand.
_ID = re.compile(r"[1-8][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]")
#: Signs that people put between the signs of a name or number.
_BETWEEN = re.compile(r"[\s\-·—.]")


def refuse_private(paper: Paper, given: Particulars) -> None:
    """Refuse a public paper on which anything private stands; the finding never repeats it.

    Raises:
        PolicyError: something private stands on it.
    """
    for field, value in paper.values.items():
        for text in texts_in(value):
            message = _private_in(unicodedata.normalize("NFKC", text), given)
            if message:
                hint = N_("Take it out; a notice names heads of households, numbers of people and amounts.")
                refuse("J4", f"{paper.kind.name}.{field}", message, hint)


def _private_in(text: str, given: Particulars) -> str:
    """What has to be said about a text; nothing when it may hang in public."""
    for run in _RUN.findall(text):
        if _LONG.search(run) or _CARD.search(run) or _ID.fullmatch(_BETWEEN.sub("", run)):
            return _NUMBER
    bare = _BETWEEN.sub("", text)
    return next((message for word, message in _words(given) if _stands_in(word, bare)), "")


def _stands_in(word: str, bare: str) -> bool:
    """Whether a private word stands in a text; a single sign says nothing about anybody."""
    wanted = _BETWEEN.sub("", unicodedata.normalize("NFKC", word))
    return len(wanted) > 1 and wanted in bare


def _words(given: Particulars) -> Iterator[tuple[str, str]]:
    for member in given.members:
        if member.child:
            yield member.name, _CHILD
        yield member.id_number, _NUMBER
        for word in (member.health, *member.private):
            yield word, _PRIVATE
    for word in given.private:
        yield word, _PRIVATE
