"""The register of a demonstration: two townships of the synthetic county in full, and the recipients of all the others.

The synthetic county stands at the end of 2017. So that its people have the same ages today, every date of theirs is moved on by the same
number of days, those in their made-up ID numbers included. Only facts that the law of the place reads are taken over.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction

from minsheng.policy.fact_value import write_value
from minsheng.policy.idnumber import check_digit
from minsheng.policy.law import Law
from minsheng.policy.thing import Household as Told
from minsheng.policy.thing import Thing
from minsheng.policy.types import Type
from minsheng.population.merge import Part
from minsheng.population.selection import selected
from minsheng.population.synthetic.demography import FACTS_DAY
from minsheng.population.table import Population
from minsheng.population.things import households_of
from minsheng.registry.models import Area, Fact, Household, Membership, Person
from minsheng.web.demonstration.awards import take_over_awards

__all__ = ["Taken", "smallest_townships", "take_county"]

_AT_A_TIME = 2000
_BATCH = 5000
#: So many days before today everything is known, so that cases can have begun weeks ago.
_KNOWN_SINCE = 120
#: So many households are remembered for each township, benefit and status.
_CANDIDATES = 200
#: What stands on the person or the membership and needs no fact of its own.
_ELSEWHERE = frozenset({"birth_date", "sex", "relation_to_head"})
_COLUMNS = (
    "household_id", "person_id", "list_name", "item", "name", "value", "source", "evidence", "valid_from", "recorded_at",
)  # fmt: skip


@dataclass(slots=True)
class Taken:
    """What the register of a demonstration holds.

    ``candidates``: by township, benefit and what the rules say of it, the numbers of some households that receive nothing.
    """

    households: int = 0
    people: int = 0
    facts: int = 0
    awards: int = 0
    candidates: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Move:
    """By how many days everything is moved on, and what is taken."""

    days: timedelta
    day: date
    known_on: date
    facts: Mapping[str, frozenset[str]]
    types: Mapping[str, Type]
    sources: Mapping[str, str]

    def move(self, household: Told) -> None:
        """Move every date of a household on."""
        for thing in household.walk():
            for name, value in thing.facts.items():
                if isinstance(value, date):
                    thing.facts[name] = value + self.days


def take_county(
    population: Population,
    law: Law,
    day: date,
    townships: Sequence[str],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Taken:
    """Take a synthetic county into the register.

    Args:
        population: the synthetic county.
        law: the law of the place; facts that it does not read are left out.
        day: on which everybody has the age that they have in the population at its own day.
        townships: taken in full; of the others only households with somebody who receives dibao or hardship support.
        progress: called with how many households of the population were looked at, and how many there are.

    Raises:
        ValueError: the population is not a made-up one.
    """
    if not population.synthetic:
        raise ValueError("only made-up people are taken into a demonstration")
    declared = law.vocabulary.facts
    move = _Move(
        day - FACTS_DAY,
        day,
        day - timedelta(days=_KNOWN_SINCE),
        {entity: frozenset(names) - _ELSEWHERE for entity, names in law.narrowed(law.benefits).facts.items()},
        {name: fact.type for name, fact in declared.items()},
        {name: fact.source for name, fact in declared.items()},
    )
    areas = {area.code: area for area in Area.objects.all()}
    counts: dict[str, int] = {}
    taken, done, everybody = Taken(), 0, sum(_households_by_area(population).values())
    for part in population.parts(20_000):
        chosen = selected(part, population.specs, _rows(part, townships))
        for households, numbers in _portions(chosen, population):
            with transaction.atomic():
                homes = _write(households, numbers, areas, move, counts, taken)
                taken.awards += take_over_awards(homes, households, law, day)
                _remember(homes, households, townships, law, day, taken)
        done += len(part.tables["households"])
        if progress:
            progress(done, everybody)
    return taken


def smallest_townships(population: Population, count: int) -> list[str]:
    """The codes of the townships with the fewest households, in the order of the codes."""
    by_area = _households_by_area(population)
    return sorted(sorted(by_area, key=lambda code: (by_area[code], code))[:count])


def _households_by_area(population: Population) -> Counter[str]:
    found: Counter[str] = Counter()
    for batch in population.tables["households"].batches(["area"]):
        found.update(batch.column("area").to_pylist())
    return found


def _remember(
    homes: Sequence[Household], households: Sequence[Told], townships: Sequence[str], law: Law, day: date, taken: Taken
) -> None:
    """Keep some households that receive nothing as those who may apply; those with the fewest people first to look at."""
    for home, told in zip(homes, households, strict=True):
        if told.area not in townships or _receives(told):
            continue
        said: dict[str, str] = {}
        for outcome in law.outcomes(told, facts_day=day):
            if outcome.status in ("yes", "no") and said.get(outcome.benefit) != "yes":
                said[outcome.benefit] = outcome.status
        for benefit, status in said.items():
            kept = taken.candidates.setdefault((told.area, benefit, status), [])
            if len(kept) < _CANDIDATES:
                kept.append(home.pk)


def _receives(told: Told) -> bool:
    people = told.lists["people"].items
    return told.facts.get("dibao_now") is True or any(person.facts.get("hardship_now") is True for person in people)


def _rows(part: Part, townships: Sequence[str]) -> Any:
    """Which households of a part are taken: those of the townships, and those in which somebody receives something."""
    homes, people = part.tables["households"], part.tables["people"]
    wanted = pc.is_in(homes.column("area"), value_set=pa.array(townships)).to_numpy(zero_copy_only=False)
    wanted = wanted | _true(homes, "dibao_now")
    receives = np.zeros(len(homes), bool)
    receives[part.owners["people"].to_numpy(zero_copy_only=False)[_true(people, "hardship_now")]] = True
    return np.flatnonzero(wanted | receives)


def _true(batch: pa.RecordBatch, name: str) -> Any:
    return pc.fill_null(batch.column(name), False).to_numpy(zero_copy_only=False)


def _portions(part: Part, population: Population) -> Iterator[tuple[list[Told], list[list[str]]]]:
    """The households of a part, with the ID numbers of their people."""
    households = households_of(part, population.specs)
    numbers: list[list[str]] = [[] for _ in households]
    owners = part.owners["people"].to_pylist() if "people" in part.owners else []
    for at, number in zip(owners, part.tables["people"].column("id_number").to_pylist(), strict=True):
        numbers[at].append(number)
    for begin in range(0, len(households), _AT_A_TIME):
        end = begin + _AT_A_TIME
        yield households[begin:end], numbers[begin:end]


def _write(
    households: list[Told],
    numbers: list[list[str]],
    areas: Mapping[str, Area],
    move: _Move,
    counts: dict[str, int],
    taken: Taken,
) -> list[Household]:
    homes = []
    for household in households:
        move.move(household)
        counts[household.area] = count = counts.get(household.area, 0) + 1
        number = f"{household.area}-{count:05}"
        address = str(household.facts.get("village", ""))
        homes.append(Household(number=number, area=areas[household.area], address=address, synthetic=True))
    homes = Household.objects.bulk_create(homes, _BATCH)
    things = [(home, thing) for home, household in zip(homes, households, strict=True) for thing in _people(household)]
    people = [_person(thing, number, move) for (_, thing), number in zip(things, sum(numbers, []), strict=True)]
    people = Person.objects.bulk_create(people, _BATCH)
    Membership.objects.bulk_create(
        [_membership(home, person, thing, move) for (home, thing), person in zip(things, people, strict=True)], _BATCH
    )
    rows = _facts_of_households(homes, households, move)
    rows += _facts_of_people(people, things, move)
    _insert(rows)
    taken.households += len(homes)
    taken.people += len(people)
    taken.facts += len(rows)
    for person, (_, thing) in zip(people, things, strict=True):
        thing.id = f"p{person.pk}"
    return homes


def _people(household: Told) -> list[Thing]:
    return household.lists["people"].items


def _person(thing: Thing, number: str, move: _Move) -> Person:
    person = Person(name=thing.name, synthetic=True)
    person.set_id_number(_moved(number, move.days), on=move.day)
    return person


def _moved(number: str, days: timedelta) -> str:
    """A made-up ID number whose birth date is moved on."""
    born = datetime.strptime(number[6:14], "%Y%m%d").date() + days
    first = f"{number[:6]}{born:%Y%m%d}{number[14:17]}"
    return first + check_digit(first)


def _membership(home: Household, person: Person, thing: Thing, move: _Move) -> Membership:
    relation = str(thing.facts.get("relation_to_head", "other"))
    return Membership(household=home, person=person, relation=relation, valid_from=_since(person, move))


def _since(person: Person, move: _Move) -> date:
    """Since when somebody is known: not before they were born."""
    return max(move.known_on, person.birth_date or move.known_on)


def _facts_of_households(homes: list[Household], households: list[Told], move: _Move) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for home, household in zip(homes, households, strict=True):
        rows += _facts(household, move, home.pk, None)
        rows += _lists(household, move, home.pk, None)
    return rows


def _facts_of_people(people: list[Person], things: list[tuple[Household, Thing]], move: _Move) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for person, (_, thing) in zip(people, things, strict=True):
        own = replace(move, known_on=_since(person, move))
        rows += _facts(thing, own, None, person.pk)
        rows += _lists(thing, own, None, person.pk)
    return rows


def _facts(
    thing: Thing, move: _Move, home: int | None, person: int | None, inside: tuple[str, str] = ("", "")
) -> Iterable[tuple[Any, ...]]:
    read = move.facts.get(thing.entity, frozenset())
    for name, value in thing.facts.items():
        if name in read and value is not None:
            said = json.dumps(write_value(value, move.types[name]), ensure_ascii=False)
            yield (home, person, *inside, name, said, move.sources[name], "", move.known_on)


def _lists(thing: Thing, move: _Move, home: int | None, person: int | None) -> Iterable[tuple[Any, ...]]:
    owner = f"p{person}" if person else f"h{home}"
    for name, listed in thing.lists.items():
        if name == "people":
            continue
        yield (home, person, name, "", "", json.dumps(listed.complete), "declared", "", move.known_on)
        for place, item in enumerate(listed.items, start=1):
            inside = (name, f"{owner}.{name}.{place}"[:40])
            yield (home, person, *inside, "", "true", "declared", "", move.known_on)
            yield from _facts(item, move, home, person, inside)


def _insert(rows: list[tuple[Any, ...]]) -> None:
    """Write facts without making an object of each: there are millions."""
    table = connection.ops.quote_name(Fact._meta.db_table)
    names = ", ".join(connection.ops.quote_name(name) for name in _COLUMNS)
    now = connection.ops.adapt_datetimefield_value(datetime.now(timezone.utc))  # noqa: UP017 - as the rest of the module names it
    signs = ", ".join(["%s"] * len(_COLUMNS))
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), _BATCH):
            some = [
                (*row[:8], connection.ops.adapt_datefield_value(row[8]), now) for row in rows[begin : begin + _BATCH]
            ]
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({signs})", some)  # noqa: S608 - names of our own table
