"""The rows of one household of a roster, checked as a household file is: every finding at the cell that it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from minsheng.policy.finding import Findings, Place
from minsheng.policy.household_reader import FORMAT, HouseholdReader
from minsheng.policy.language import N_
from minsheng.policy.thing import Household as Told
from minsheng.policy.types import BOOL, Type
from minsheng.policy.vocabulary import Fact, Text, Vocabulary
from minsheng.registry.roster_columns import RELATION, Columns, hidden, private, raw_value
from minsheng.registry.roster_table import Row, Table

__all__ = ["Group", "read_group"]

#: The longest text that the register takes.
_LONGEST = {"number": 30, "name": 60, "address": 200}
_SYNTHETIC = Fact("synthetic", "household", BOOL, Text("合成", "made up"), Text("", ""), "declared", False)
_TEXT = Fact("", "person", Type("text"), Text("", ""), Text("", ""), "declared", False)


@dataclass
class Group:
    """A household as its rows say it.

    Attributes:
        number: its file number.
        shared: what is said of the whole household: code and names of the area, address.
        id_numbers: of its people in order; empty where not given.
        told: as the policy library reads it.
        cells: where something stands, by the path in a household file.
    """

    number: str
    shared: dict[str, str] = field(default_factory=dict)
    id_numbers: list[str] = field(default_factory=list)
    told: Told = field(default_factory=lambda: Told("household", "household"))
    cells: dict[str, Place] = field(default_factory=dict)

    def cell(self, path: str) -> Place:
        """The cell of a path; of what the path lies in where it has none of its own."""
        while path and path not in self.cells:
            path = path.rpartition(".")[0]
        return self.cells[path]


class _Reader:
    def __init__(self, number: str, table: Table, columns: Columns, vocabulary: Vocabulary, findings: Findings) -> None:
        self.table, self.columns, self.vocabulary, self.findings = table, columns, vocabulary, findings
        self.group = Group(number)
        self.raw: dict[str, Any] = {"format": FORMAT, "synthetic": False, "people": []}

    def row(self, row: Row) -> None:
        """Take over one person, and what the row says of the household."""
        path = f"people[{len(self.raw['people'])}]"
        self.group.cells[path] = self._place(row, self.columns.own["name"])
        self.group.cells.setdefault("", self.group.cells[path])
        self._household(row)
        name = self._own(row, "name")
        self.raw["people"].append({"name": name, **self._facts(row, "person", path), **self._number(row, path)})
        if not name:
            self._error("I8", path, N_("the name is missing"))
        if RELATION not in self.raw["people"][-1]:
            self._error("I8", path, N_("the relation to the head of the household is missing"))

    def _household(self, row: Row) -> None:
        for kind in ("area", "township", "village", "address"):
            if text := self._own(row, kind):
                self._agree(kind, text, self.group.shared, self._place(row, self.columns.own[kind]))
        place = self.columns.own.get("synthetic")
        if place is not None and place < len(row.cells):
            where = self._place(row, place)
            said = raw_value(row.cells[place], _SYNTHETIC, where, self.findings)
            self.raw["synthetic"] = self.raw["synthetic"] or said is True
        for name, value in self._facts(row, "household", "").items():
            self._agree(name, value, self.raw, self.group.cells[name])

    def _agree(self, name: str, value: Any, known: dict[str, Any], where: Place) -> None:
        if known.setdefault(name, value) != value:
            message = N_("this differs from what another row of the household {number} says")
            hint = N_("What is said of a household is the same in all its rows, or stands in one of them only.")
            self.findings.error("I9", where, message, hint, number=private(self.group.number))

    def _facts(self, row: Row, entity: str, path: str) -> dict[str, Any]:
        said = {}
        for place, fact in self.columns.facts.items():
            if fact.entity != entity or place >= len(row.cells):
                continue
            where = self._place(row, place)
            self.group.cells[f"{path}.{fact.name}" if path else fact.name] = where
            value = raw_value(row.cells[place], fact, where, self.findings)
            if value is not None:
                said[fact.name] = value
        return said

    def _number(self, row: Row, path: str) -> dict[str, str]:
        place = self.columns.own.get("id_number")
        cell = row.cells[place] if place is not None and place < len(row.cells) else None
        self.group.id_numbers.append("")
        if place is None or cell in (None, ""):
            return {}
        self.group.cells[f"{path}.id_number"] = self._place(row, place)
        if not isinstance(cell, str):
            message = N_("the ID number is stored as a number, of which Excel keeps fifteen digits only")
            self._error("I7", f"{path}.id_number", message, N_("Format the column as text and enter the number anew."))
            return {}
        self.group.id_numbers[-1] = cell.strip()
        return {"id_number": cell.strip()} if cell.strip() else {}

    def _own(self, row: Row, kind: str) -> str:
        """The text of a cell that is no fact."""
        place = self.columns.own.get(kind)
        if place is None or place >= len(row.cells):
            return ""
        where = self._place(row, place)
        text = str(raw_value(row.cells[place], _TEXT, where, self.findings) or "")
        if not re.sub(r"\s", "", text).isprintable() or len(text) > _LONGEST.get(kind, 80):
            message = N_("at most {count} characters that can be printed are expected here")
            self.findings.error("I8", where, message, count=_LONGEST.get(kind, 80))
        return text

    def finished(self, latest: date) -> Group:
        """The household, checked as a whole."""
        heads = [index for index, person in enumerate(self.raw["people"]) if person.get(RELATION) == "head"]
        if len(heads) != 1:
            message = N_("the household {number} has {count} heads; exactly one is needed")
            number = private(self.group.number)
            self._error("I10", f"people[{heads[1]}]" if heads else "", message, number=number, count=len(heads))
        if "village" in self.vocabulary.facts and "village" in self.group.shared:
            self.raw.setdefault("village", self.group.shared["village"])
        own = Findings()
        self.group.told = HouseholdReader(self.vocabulary, own, self.table.file, latest).household(self.raw)
        for finding in own.items:
            place = self.group.cell(finding.place.path)
            self.findings.items.append(hidden(finding, place, self.group.cells))
        return self.group

    def _place(self, row: Row, column: int) -> Place:
        return self.table.place(row.number, column)

    def _error(self, code: str, path: str, message: str, hint: str = "", **params: object) -> None:
        self.findings.error(code, self.group.cell(path), message, hint, **params)


def read_group(
    number: str,
    rows: Sequence[Row],
    table: Table,
    columns: Columns,
    vocabulary: Vocabulary,
    findings: Findings,
    latest: date,
) -> Group:
    """Read the rows of a household; of use only when there are no errors.

    Args:
        number: its file number.
        rows: one for each of its people.
        table: where they come from.
        columns: what their cells are.
        vocabulary: the facts that may be given.
        findings: takes everything that is wrong, each at its cell.
        latest: the last possible date of a fact.
    """
    reader = _Reader(number, table, columns, vocabulary, findings)
    for row in rows:
        reader.row(row)
    return reader.finished(latest)
