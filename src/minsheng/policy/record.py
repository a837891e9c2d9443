"""The decision record and the store of packs by content, so that a decision can be recomputed in ten years.

A store is a folder: ``packs/<sha256>`` holds texts of packs and vocabularies by their digest, ``decisions/<id>.json``
the records. A record has the
household as it was, the law day, the digests of every text of the library, and what was decided. Nothing in a store
is ever overwritten.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from minsheng.policy.decision import Decision
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.household import read_household, write_household
from minsheng.policy.language import N_
from minsheng.policy.library import Library
from minsheng.policy.today import today_in_china

__all__ = ["FORMAT", "Difference", "Store", "record_of"]

FORMAT = "minsheng/record/1"
#: What comes from the software and from the calendar, not from the packs: better words, or the holidays of a year
#: published since, do not make another decision.
_NOT_DECIDED = {"text", "ask", "would_change", "status_label", "by_label", "if_accepted_today", "provisional"}
_PARTS = {"area", "law_day", "facts_day", "demonstration", "household", "texts", "decision"}


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a recomputed decision is not the stored one."""

    path: str
    stored: object
    recomputed: object


def record_of(decision: Decision) -> dict[str, object]:
    """The record of a decision: household, day, digests, outcome. The same decision always gives the same record."""
    law = decision.law
    return {
        "format": FORMAT,
        "area": law.area,
        "law_day": law.day.isoformat(),
        "facts_day": decision.evaluation.facts_day.isoformat(),
        "demonstration": law.demonstration,
        "household": write_household(decision.household, law.vocabulary),
        "texts": {name: sha256(text.encode()).hexdigest() for name, text in sorted(_texts(law.library).items())},
        "decision": decision.as_json("zh"),
    }


def _texts(library: Library) -> dict[str, str]:
    """What a decision rests on: packs and vocabulary; cases are not part of the law."""
    return {name: text for name, text in library.contents.items() if not name.endswith(".cases.yaml")}


class Store:
    """A folder of decision records and of the texts they rest on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, decision: Decision) -> Path:
        """Keep a decision and the texts it rests on; gives the path of the record. Adding it again changes nothing."""
        for text in _texts(decision.law.library).values():
            self._write(self.folder / "packs" / sha256(text.encode()).hexdigest(), text)
        text = json.dumps(record_of(decision), ensure_ascii=False, indent=1, sort_keys=True, default=str)
        path = self.folder / "decisions" / f"{sha256(text.encode()).hexdigest()[:24]}.json"
        self._write(path, text)
        return path

    def _write(self, path: Path, text: str) -> None:
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)

    def records(self) -> Iterator[Path]:
        """The paths of all records, in order of name."""
        yield from sorted((self.folder / "decisions").glob("*.json"))

    def replay(self, path: Path, libraries: dict[tuple[str, ...], Library], *, words: bool = False) -> list[Difference]:
        """Recompute a record under the packs it was made with; an empty list means that the same is decided.

        Compared are outcomes, amounts, shares, schedules, the value and citation of every rule, what is missing and the
        steps. With ``words`` also the sentences and the days of clocks, which a newer version or calendar may change.
        ``libraries`` keeps loaded libraries by their digests between calls. Raises :class:`PolicyError` when
        a text is missing or was changed.
        """
        record = self._record(path)
        texts = record["texts"]
        key = tuple(sorted(f"{digest} {name}" for name, digest in texts.items()))
        if key not in libraries:
            contents = {name: self._text(digest, path) for name, digest in texts.items()}
            libraries[key] = Library.from_contents(contents, self.folder)
        library = libraries[key]
        law = library.as_of(
            date.fromisoformat(record["law_day"]), record["area"], demonstration=record["demonstration"]
        )
        facts_day = date.fromisoformat(record["facts_day"])
        latest = max(facts_day, law.day, today_in_china())
        household = read_household(record["household"], library.vocabulary, file=path.name, latest=latest)
        again = json.loads(
            json.dumps(law.decide(household, facts_day=facts_day).as_json("zh"), ensure_ascii=False, default=str)
        )
        return list(differences(record["decision"], again, leave_out=frozenset() if words else _NOT_DECIDED))

    def _record(self, path: Path) -> dict[str, Any]:
        try:
            record = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        except (OSError, ValueError) as problem:
            raise PolicyError(
                [
                    Finding(
                        "Z1", Place(str(path)), N_("the record cannot be read: {problem}"), params={"problem": problem}
                    )
                ]
            ) from None
        if not isinstance(record, dict) or record.get("format") != FORMAT or not record.keys() >= _PARTS:
            raise PolicyError(
                [
                    Finding(
                        "Z1", Place(str(path)), N_("the record cannot be read: {problem}"), params={"problem": "format"}
                    )
                ]
            )
        return record

    def _text(self, digest: str, path: Path) -> str:
        try:
            text = (self.folder / "packs" / digest).read_text(encoding="utf-8")
        except OSError:
            text = ""
        if sha256(text.encode()).hexdigest() != digest:
            raise PolicyError(
                [
                    Finding(
                        "Z2",
                        Place(str(path)),
                        N_("the text {digest} that this decision rests on is missing or was changed"),
                        N_("Bring it back from a copy of the store."),
                        {"digest": digest},
                    )
                ]
            )
        return text


def differences(
    stored: object, recomputed: object, path: str = "", *, leave_out: Collection[str] = ()
) -> Iterator[Difference]:
    """Where two plain values differ, some keys left out.

    >>> [d.path for d in differences({"a": [1, 2]}, {"a": [1, 3]})]
    ['a[1]']
    """
    if isinstance(stored, dict) and isinstance(recomputed, dict):
        for key in sorted({*stored, *recomputed} - set(leave_out)):
            below = f"{path}.{key}" if path else str(key)
            yield from differences(stored.get(key), recomputed.get(key), below, leave_out=leave_out)
    elif isinstance(stored, list) and isinstance(recomputed, list) and len(stored) == len(recomputed):
        for index, (a, b) in enumerate(zip(stored, recomputed, strict=True)):
            yield from differences(a, b, f"{path}[{index}]", leave_out=leave_out)
    elif stored != recomputed:
        yield Difference(path, stored, recomputed)
