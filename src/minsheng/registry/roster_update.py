"""A roster that updates files: what differs from the register is added as dated facts; nothing is overwritten, nobody is left out.

Households that are not on the register yet are made as an import makes them. In one that is there, people are known by their ID number,
or, where none is given, by their name; somebody who is not there joins. Who is missing from the roster stays as they are.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from minsheng.policy.finding import Place
from minsheng.policy.language import N_
from minsheng.policy.thing import Thing
from minsheng.policy.vocabulary import Vocabulary
from minsheng.registry.file import facts_on, facts_to_write
from minsheng.registry.models import Area, Fact, Household, Membership, Person
from minsheng.registry.models.person import fingerprint
from minsheng.registry.roster import Change, Import, Report, import_roster, new_person
from minsheng.registry.roster_columns import RELATION, private
from minsheng.registry.roster_household import Group

__all__ = ["Update", "update_roster"]

#: What is said of people besides facts, and never changed by a roster.
_OWN = (RELATION, "birth_date", "sex")


def update_roster(path: Path, vocabulary: Vocabulary, *, on: date, **options: Any) -> Report:
    """As :func:`minsheng.registry.roster.import_roster`, for files that are on the register already too.

    Raises:
        PolicyError: something is wrong; nothing was written then.
    """
    return import_roster(path, vocabulary, on=on, how=Update, **options)


class Update(Import):
    """Adds what differs."""

    home: Household | None = None

    def check_number(self, number: str, place: Place) -> None:
        """Find the file, or look at the number of a new one."""
        self.home = None
        if number in self.numbers or len(number) > 30:
            super().check_number(number, place)
            return
        home = Household.objects.select_related("area").filter(number=number).first()
        if home is None:
            super().check_number(number, place)
            return
        self.numbers.add(number)
        if home.closed_on is not None or not self.places.may(home.area.code):
            message = N_("the file of the household {number} is closed, or lies outside what may be imported")
            self.findings.error("I15", place, message, number=private(number))
        self.home = home

    def known(self, index: int, group: Group) -> Person | None:
        """Whoever of the household is meant; somebody else of the register is looked at as an import does."""
        if self.home is None:
            return super().known(index, group)
        thing = group.told.lists["people"].items[index]
        number = group.id_numbers[index]
        place = group.cell(f"people[{index}]")
        members = [member for member in self.home.memberships.select_related("person") if member.valid_to is None]
        if number:
            print_ = fingerprint(number)
            same = [member for member in members if member.person.id_fingerprint == print_]
            if not same:
                return self._by_name(thing, members, place, without_number=True) or super().known(index, group)
            self._look_at(thing, same[0], place)
            if print_ in self.people:
                message = N_("the same ID number is already given at {other}")
                self.findings.error("I13", place, message, other=self.people[print_].path)
            self.people[print_] = place
            return same[0].person
        return self._by_name(thing, members, place)

    def _by_name(
        self, thing: Thing, members: list[Membership], place: Place, *, without_number: bool = False
    ) -> Person | None:
        named = [m for m in members if m.person.name == thing.name and not (without_number and m.person.id_fingerprint)]
        if len(named) > 1:
            message = N_("several people of this household have this name")
            self.findings.error("I15", place, message, N_("Give the ID number."))
        if not named:
            return None
        self._look_at(thing, named[0], place)
        return named[0].person

    def _look_at(self, thing: Thing, member: Membership, place: Place) -> None:
        """What a roster does not change must be as the register has it."""
        person = member.person
        told = {"name": thing.name, **{name: thing.facts.get(name) for name in _OWN}}
        kept = {
            "name": person.name,
            RELATION: member.relation,
            "birth_date": person.birth_date,
            "sex": person.sex or None,
        }
        for name, value in told.items():
            if value is not None and kept[name] is not None and value != kept[name]:
                message = N_("{what} differs from the register; a roster does not change it")
                hint = N_("Look at the papers, and change it at the desk.")
                self.findings.error("I15", place, message, hint, what=name)

    def write(self, group: Group, area: Area, known: list[Person | None]) -> None:
        """Add what differs to a file that is there, or make a new one."""
        home = self.home
        if home is None:
            super().write(group, area, known)
            return
        things = group.told.lists["people"].items
        people = []
        for person, thing, number in zip(known, things, group.id_numbers, strict=True):
            people.append(person or self._joins(home, thing, number))
            if person is not None:
                self._complete(person, thing, number)
        rows = self._fresh(
            facts_to_write(group.told, home, people, self.vocabulary, on=self.on, by=self.by), home, people
        )
        Fact.objects.bulk_create(rows)
        self.report.updated += 1
        self.report.facts += len(rows)

    def _complete(self, person: Person, thing: Thing, number: str) -> None:
        """Fill in what the register does not know of somebody; what it knows was looked at."""
        born, sex = thing.facts.get("birth_date"), thing.facts.get("sex")
        fresh = [number and not person.id_fingerprint, born and person.birth_date is None, sex and not person.sex]
        if not any(fresh):
            return
        if isinstance(born, date) and person.birth_date is None:
            person.birth_date = born
        person.sex = person.sex or str(sex or "")
        if number and not person.id_fingerprint:
            person.set_id_number(number, on=self.on)
        person.save()

    def _joins(self, home: Household, thing: Thing, number: str) -> Person:
        person = new_person(thing, number, self.on, home.synthetic)
        Membership.objects.create(
            household=home, person=person, relation=str(thing.facts[RELATION]), valid_from=self.on
        )
        self.report.people += 1
        self.report.changes.append(Change(home.number, person.name, RELATION, None, str(thing.facts[RELATION])))
        return person

    def _fresh(self, rows: list[Fact], home: Household, people: list[Person]) -> list[Fact]:
        """The facts that the register does not say already, each noted."""
        own = facts_on(self.on, household=home).get(home.pk, {})
        of_people = facts_on(self.on, person__in=people)
        names = {person.pk: person.name for person in people}
        fresh = []
        for row in rows:
            said = (own if row.person_id is None else of_people.get(row.person_id, {})).get(
                (row.list_name, row.item, row.name)
            )
            if row.name in _OWN or (said is not None and said.value == row.value):
                continue
            fresh.append(row)
            name = row.name or row.list_name
            before = said.value if said is not None else None
            self.report.changes.append(Change(home.number, names.get(row.person_id or 0, ""), name, before, row.value))
        return fresh
