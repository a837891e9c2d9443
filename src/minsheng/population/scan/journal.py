"""The journal of a scan: what it decides, and what of it is finished, a line each, so that the next scan can go on."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from minsheng.population.check_result import Ends
from minsheng.population.scan.digest import FileDigest
from minsheng.population.totals import Key, Line, Totals

__all__ = ["FinishedShard", "Journal", "differences", "totals_from_json", "totals_to_json"]

Json = Any


@dataclass(frozen=True, slots=True)
class FinishedShard:
    """A shard whose results are written.

    ``files`` by their path in the results, with their rows; ``kept`` by their path in the work folder; ``aside`` counts the households set
    aside; ``left_out`` those of them that have a double in another shard; ``households``, ``people`` and ``synthetic`` count all rows.
    """

    number: int
    households: int
    people: int
    synthetic: int
    ends: Mapping[str, Ends]
    files: Mapping[str, FileDigest]
    rows: Mapping[str, int]
    kept: Mapping[str, FileDigest]
    aside: int
    left_out: Sequence[str]
    totals: Totals = field(compare=False)

    def as_json(self) -> Json:
        """A line of the journal."""
        line = {name: getattr(self, name) for name in self.__slots__ if name != "totals"}
        return {"shard": {**line, "left_out": list(self.left_out), "totals": totals_to_json(self.totals)}}

    @classmethod
    def from_json(cls, line: Json) -> FinishedShard:
        """What :meth:`as_json` gave."""
        ends = {name: Ends(*values) for name, values in line["ends"].items()}
        return cls(**{**line, "ends": ends, "totals": totals_from_json(line["totals"])})


class Journal:
    """The lines that a scan has written.

    ``identity`` is what the scan decides and how; ``latest`` the last possible date in its rows; ``tables`` the copies made of input files,
    by name; ``shards`` what is finished, by number. A last line that was cut off when the process ended is forgotten.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.identity: Json = None
        self.latest = ""
        self.tables: dict[str, FileDigest] = {}
        self.shards: dict[int, FinishedShard] = {}
        if path.exists():
            self._read()

    def _read(self) -> None:
        whole = 0
        with self._path.open("rb") as file:
            for line in file:
                try:
                    self._take(json.loads(line))
                except (ValueError, KeyError, TypeError):
                    break
                whole += len(line)
        if whole < self._path.stat().st_size:
            os.truncate(self._path, whole)

    def _take(self, line: Json) -> None:
        if "identity" in line:
            self.identity, self.latest = line["identity"], line["latest"]
        elif "table" in line:
            self.tables[line["table"]] = line["digest"]
        else:
            shard = FinishedShard.from_json(line["shard"])
            self.shards[shard.number] = shard

    def begin(self, identity: Json, latest: str) -> None:
        """Write what the scan decides.

        Raises:
            OSError: the journal cannot be written.
        """
        self._write({"identity": identity, "latest": latest})

    def keep_table(self, name: str, digest: FileDigest) -> None:
        """Write that a copy of an input file is complete.

        Raises:
            OSError: the journal cannot be written.
        """
        self._write({"table": name, "digest": digest})

    def finish(self, shard: FinishedShard) -> None:
        """Write that a shard is finished.

        Raises:
            OSError: the journal cannot be written.
        """
        self._write(shard.as_json())

    def _write(self, line: Json) -> None:
        text = json.dumps(line, ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._take(json.loads(text))


def differences(before: Json, now: Json) -> list[str]:
    """What is not the same in two identities: names of files, options, ``packs``.

    >>> differences({"packs": "a", "options": {"shard": 1}}, {"packs": "a", "options": {"shard": 2}})
    ['shard']
    """
    if not isinstance(before, dict):
        return [] if before == now else ["?"]
    found: list[str] = []
    for name in dict.fromkeys([*now, *before]):
        old, new = before.get(name), now.get(name)
        if old == new:
            continue
        nested = isinstance(old, dict) and isinstance(new, dict) and "sha256" not in new
        found += differences(old, new) if nested else [name]
    return found


# totals ---------------------------------------------------------------------------------------------------------------------------------


def totals_to_json(totals: Totals) -> Json:
    """Totals as plain values, nothing lost; a table is a list of its keys with their values."""
    return {of.name: _plain(getattr(totals, of.name)) for of in fields(totals)}


def _plain(value: Json) -> Json:
    if isinstance(value, Line):
        return {of.name: _plain(getattr(value, of.name)) for of in fields(value)}
    if isinstance(value, dict):
        return [[list(key) if isinstance(key, tuple) else key, _plain(of_key)] for key, of_key in value.items()]
    return value


def totals_from_json(content: Json) -> Totals:
    """What :func:`totals_to_json` gave.

    >>> whole = Totals(households=2)
    >>> whole.needs["dibao", "wage_income"] += 1
    >>> totals_from_json(totals_to_json(whole)) == whole
    True
    """
    totals = Totals(**{of.name: _table(content[of.name]) for of in fields(Totals) if of.name != "lines"})
    for key, line in content["lines"]:
        totals.lines[Key(*key)] = Line(**{of.name: _table(line[of.name]) for of in fields(Line)})
    return totals


def _table(value: Json) -> Json:
    if not isinstance(value, list):
        return value
    return Counter({tuple(key) if isinstance(key, list) else key: count for key, count in value})
