"""Households and people from a roster (花名册) in Excel or CSV into the register: all of it, or nothing with everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from minsheng.policy.finding import Finding, Findings, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.thing import Thing
from minsheng.policy.vocabulary import Vocabulary
from minsheng.registry.file import take_over
from minsheng.registry.models import Area, Household, Membership, Person, User
from minsheng.registry.models.person import fingerprint
from minsheng.registry.roster_columns import Columns, private, read_columns
from minsheng.registry.roster_household import Group, read_group
from minsheng.registry.roster_places import Places
from minsheng.registry.roster_table import Row, Table, open_table

__all__ = ["EXAMPLE", "Change", "Import", "Report", "import_roster"]

#: How file numbers of example rows of the template begin; such rows are left out.
EXAMPLE = "示例"
#: How many findings are named; the others are counted.
_MOST_FINDINGS = 500
#: How many people one household may have; more is a file number that was copied down by mistake.
_MOST_PEOPLE = 100


@dataclass(frozen=True)
class Change:
    """Something that an update would say otherwise: of whom, which fact, and what the register says now (``None``: nothing)."""

    household: str
    person: str
    name: str
    before: Any
    after: Any


@dataclass
class Report:
    """What an import wrote, or, on a dry run, would write."""

    households: int = 0
    people: int = 0
    facts: int = 0
    examples: int = 0
    updated: int = 0
    changes: list[Change] = field(default_factory=list)


def import_roster(
    path: Path,
    vocabulary: Vocabulary,
    *,
    on: date,
    by: User | None = None,
    within: str = "",
    may: Callable[[str], bool] = lambda code: True,
    dry_run: bool = False,
    file: str = "",
    how: type[Import] | None = None,
) -> Report:
    """Take over a roster: one row a person, the rows of a household one below the other.

    Args:
        path: an Excel or CSV file.
        vocabulary: the facts that its columns may be.
        on: the day from which everything in it is true.
        by: who imports it.
        within: only areas in this one; all when left out.
        may: whether rows of the area with a code may be taken over.
        dry_run: check everything, against the register too, and keep nothing.
        file: how findings call the file.
        how: what is done with the rows; :class:`Import` makes new files only.

    Raises:
        PolicyError: something is wrong; its findings name every cell. Nothing was taken over then.
    """
    try:
        with open_table(path, file) as table, transaction.atomic():
            report = (how or Import)(table, vocabulary, on, by, Places(on, within, may)).run()
            if dry_run:
                transaction.set_rollback(True)
    except IntegrityError:  # everything else was looked at before it was written
        message = N_("somebody else has registered one of these households or people at the same moment")
        hint = N_("Import the file again; the cell will be named.")
        raise PolicyError([Finding("I12", Place(file or path.name), message, hint)]) from None
    return report


class Import:
    """Reads the rows of a roster and makes a new file for each household."""

    def __init__(self, table: Table, vocabulary: Vocabulary, on: date, by: User | None, places: Places) -> None:
        self.table, self.vocabulary, self.on, self.by, self.places = table, vocabulary, on, by, places
        self.findings = Findings()
        self.report = Report()
        self.numbers: set[str] = set()
        self.people: dict[str, Place] = {}
        self.more = 0

    def run(self) -> Report:
        """Everything; whatever was written before a finding is rolled back by who called."""
        columns = read_columns(self.table, self.vocabulary, self.findings)
        self.findings.raise_errors()
        assert columns is not None  # noqa: S101 - a missing heading is an error
        for number, rows in self._groups(columns):
            self._one(number, rows, columns)
            self._cut()
        if not self.report.households and not self.report.updated and not self.findings.items:
            message = N_("there is no row with a household below the headings")
            self.findings.error("I8", self.table.place(columns.row, 0), message)
        if self.more:
            place = Place(self.table.file)
            self.findings.error("I14", place, N_("{count} more findings are only counted"), count=self.more)
        if self.findings.items:
            raise PolicyError(self.findings.items)
        return self.report

    def _cut(self) -> None:
        surplus = len(self.findings.items) - _MOST_FINDINGS
        if surplus > 0:
            del self.findings.items[_MOST_FINDINGS:]
            self.more += surplus

    def _groups(self, columns: Columns) -> Iterator[tuple[str, list[Row]]]:
        """The rows of one household after the other; a row without a number belongs to the one above, as merged cells are read."""
        number = ""
        rows: list[Row] = []
        for row in self.table.rows:
            own = _text(row, columns.own["number"]) or number
            if not own:
                message = N_("the file number of the household is missing")
                self.findings.error("I8", self.table.place(row.number, columns.own["number"]), message)
                continue
            if own != number:
                if rows:
                    yield number, rows
                number, rows = own, []
            rows.append(row)
            if len(rows) > _MOST_PEOPLE:
                place = self.table.place(row.number, columns.own["number"])
                message = N_("more than {count} rows have the same file number one below the other")
                raise PolicyError([*self.findings.items, Finding("I8", place, message, "", {"count": _MOST_PEOPLE})])
        if rows:
            yield number, rows

    def _one(self, number: str, rows: list[Row], columns: Columns) -> None:
        if number.startswith(EXAMPLE):
            self.report.examples += len(rows)
            return
        place = self.table.place(rows[0].number, columns.own["number"])
        self.check_number(number, place)
        group = read_group(number, rows, self.table, columns, self.vocabulary, self.findings, self.on)
        where = columns.own.get("area", columns.own.get("township", 0))
        told = [group.shared.get(kind, "") for kind in ("area", "township", "village")]
        place = self.table.place(rows[0].number, where)
        area = self.places.area(told[0], told[1], told[2], place, self.findings)
        known = [self.known(index, group) for index in range(len(group.id_numbers))]
        if not self.findings.items and not self.more and area is not None:
            self.write(group, area, known)

    def check_number(self, number: str, place: Place) -> None:
        """Refuse a file number that cannot be, stands twice, or is taken."""
        if len(number) > 30 or not number.isprintable():
            self.findings.error(
                "I8", place, N_("at most {count} characters that can be printed are expected here"), count=30
            )
        elif number in self.numbers:
            message, hint = (
                N_("the household {number} stands further up already"),
                N_("Put the rows of a household one below the other."),
            )
            self.findings.error("I8", place, message, hint, number=private(number))
        elif Household.objects.filter(number=number).exists():
            message = N_("the household {number} is on the register already")
            hint = N_("An import makes new files only; change what is there at the desk.")
            self.findings.error("I12", place, message, hint, number=private(number))
        self.numbers.add(number)

    def known(self, index: int, group: Group) -> Person | None:
        """Whoever is on the register with an ID number, looked at; no message says anything of somebody else's."""
        number, place = group.id_numbers[index], group.cell(f"people[{index}].id_number")
        if not number:
            return None
        print_ = fingerprint(number)
        if print_ in self.people:
            message = N_("the same ID number is already given at {other}")
            self.findings.error("I13", place, message, other=self.people[print_].path)
        self.people.setdefault(print_, place)
        person = Person.objects.filter(id_fingerprint=print_).first()
        if person is None:
            return None
        if person.name != group.told.lists["people"].items[index].name:
            message = N_("this ID number is on the register with another name")
            self.findings.error("I13", place, message, N_("Look at the ID card."))
        if Membership.objects.filter(person=person, valid_to=None).exists():
            message = N_("who has this ID number belongs to a household on the register already")
            self.findings.error("I13", place, message, N_("End the membership there first, at the desk."))
        return person

    def write(self, group: Group, area: Area, known: list[Person | None]) -> None:
        """Make the file of a household."""
        synthetic = group.told.synthetic
        address = group.shared.get("address", "")
        household = Household.objects.create(number=group.number, area=area, address=address, synthetic=synthetic)
        people = []
        for person, thing, number in zip(known, group.told.lists["people"].items, group.id_numbers, strict=True):
            people.append(person or new_person(thing, number, self.on, synthetic))
            relation = str(thing.facts["relation_to_head"])
            Membership.objects.create(household=household, person=people[-1], relation=relation, valid_from=self.on)
        facts = take_over(group.told, household, people, self.vocabulary, on=self.on, by=self.by)
        self.report.households += 1
        self.report.people += len(people)
        self.report.facts += len(facts)


def new_person(thing: Thing, number: str, on: date, synthetic: bool) -> Person:
    """Somebody of a roster who is not on the register yet."""
    birth, sex = thing.facts.get("birth_date"), thing.facts.get("sex")
    born = birth if isinstance(birth, date) else None
    person = Person(name=thing.name, birth_date=born, sex=str(sex or ""), synthetic=synthetic)
    if number:
        person.set_id_number(number, on=on)
    person.save()
    return person


def _text(row: Row, place: int) -> str:
    """The file number of a row; a number in Excel is written without a fraction."""
    cell = row.cells[place] if place < len(row.cells) else None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()
