"""The file of a household (一户一档) as the policy library reads it: what was known to be true on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from minsheng.policy.household import read_household, write_household
from minsheng.policy.thing import Household as Told
from minsheng.policy.thing import Thing
from minsheng.policy.vocabulary import Vocabulary
from minsheng.registry.models import Fact, Household, Membership, Person, User
from minsheng.registry.models.household import held_on, members_of

__all__ = ["KNOWS", "as_told", "facts_on", "facts_to_write", "household_on", "households_on", "take_over", "told_on"]

Key = tuple[str, str, str]
Said = dict[str, Any]
#: What others know of a household and its people: takes the numbers of households and of people, a day and the vocabulary; gives by number
#: and name of the fact what household files say. A fact of a later day than theirs stands; casework adds itself when it is ready.
Knows = Callable[
    [Iterable[int], Iterable[int], date, Vocabulary], tuple[dict[int, dict[str, Said]], dict[int, dict[str, Said]]]
]
KNOWS: list[Knows] = []


def facts_on(day: date, **of: Any) -> dict[int, dict[Key, Fact]]:
    """The facts that count on a day, by whom they are about and what they say: the latest day, and of a day the latest written.

    Args:
        day: what was true on it.
        of: a filter for facts, such as ``person__in=…`` or ``household=…``.
    """
    found: dict[int, dict[Key, Fact]] = defaultdict(dict)
    for fact in Fact.objects.filter(held_on(day), **of).order_by("valid_from", "recorded_at", "id"):
        owner = fact.person_id or fact.household_id
        assert owner is not None  # noqa: S101 - the database holds that one of them is there
        found[owner][fact.list_name, fact.item, fact.name] = fact
    return found


def household_on(household: Household, day: date, vocabulary: Vocabulary) -> Told:
    """A household with its members and everything known of them on a day; what is not known is left out.

    Raises:
        PolicyError: what is stored does not fit the vocabulary.
    """
    return read_household(as_told(household, day, vocabulary), vocabulary, latest=day)


def households_on(households: Sequence[Household], day: date, vocabulary: Vocabulary) -> dict[int, Told]:
    """The same for many households by their number, with as many queries as for one.

    Raises:
        PolicyError: what is stored of one of them does not fit the vocabulary.
    """
    told = told_on(households, day, vocabulary)
    return {number: read_household(source, vocabulary, latest=day) for number, source in told.items()}


def as_told(household: Household, day: date, vocabulary: Vocabulary) -> dict[str, Any]:
    """The same in the form of a household file, without ID numbers. A fixed number of queries, however many people there are."""
    return told_on([household], day, vocabulary)[household.pk]


def told_on(households: Sequence[Household], day: date, vocabulary: Vocabulary) -> dict[int, dict[str, Any]]:
    """Households in the form of household files, by their number; a fixed number of queries."""
    members: dict[int, list[Membership]] = defaultdict(list)
    for member in members_of(households, day):
        members[member.household_id].append(member)
    own = facts_on(day, household__in=households)
    people = {member.person_id for listed in members.values() for member in listed}
    of_people = facts_on(day, person__in=people)
    known = [know([home.pk for home in households], people, day, vocabulary) for know in KNOWS]
    told = {}
    for home in households:
        facts = own.get(home.pk, {})
        source: dict[str, Any] = {
            "format": "minsheng/household/1",
            "synthetic": home.synthetic,
            "id": home.number,
            "area": home.area.code,
            **_filled(facts, "household", vocabulary),
        }
        _add(source, [homes.get(home.pk, {}) for homes, _ in known])
        source["people"] = []
        for member in members[home.pk]:
            person = _person(member, of_people.get(member.person_id, {}), vocabulary)
            _add(person, [persons.get(member.person_id, {}) for _, persons in known])
            source["people"].append(person)
        told[home.pk] = source
    return told


def _add(source: dict[str, Any], known: Iterable[Mapping[str, Said]]) -> None:
    """What others know, where the register says nothing later itself."""
    for facts in known:
        for name, said in facts.items():
            own = source.get(name)
            if said["value"] is False and isinstance(own, dict) and own.get("on", "") > said["on"]:
                continue
            source[name] = said


def _person(member: Membership, facts: Mapping[Key, Fact], vocabulary: Vocabulary) -> dict[str, Any]:
    person = member.person
    told: dict[str, Any] = {"id": f"p{person.pk}", "name": person.name}
    known = {"birth_date": person.birth_date and person.birth_date.isoformat(), "sex": person.sex or None}
    known["relation_to_head"] = member.relation
    told |= {name: value for name, value in known.items() if value is not None and name in vocabulary.facts}
    return told | _filled(facts, "person", vocabulary)


def _filled(facts: Mapping[Key, Fact], entity: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """Facts and lists of a thing in the form of a household file."""
    told: dict[str, Any] = {}
    lists: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    whole: dict[str, bool] = {}
    gone: set[tuple[str, str]] = set()
    for (list_name, item, name), fact in facts.items():
        if not list_name:
            told |= _said(fact, vocabulary)
        elif not item:
            whole[list_name] = fact.value is True
        elif not name:
            lists[list_name].setdefault(item, {"id": item})
            if fact.value is False:
                gone.add((list_name, item))
        else:
            lists[list_name].setdefault(item, {"id": item}).update(_said(fact, vocabulary))
    for list_name in vocabulary.lists_of(entity):
        if list_name == "people" or list_name not in {*lists, *whole}:
            continue
        items = [told for item, told in lists[list_name].items() if (list_name, item) not in gone]
        told[list_name] = items if whole.get(list_name, True) else {"complete": False, "items": items}
    return told


def _said(fact: Fact, vocabulary: Vocabulary) -> dict[str, Any]:
    """A fact as a household file says it; nothing where it is not known any more, or not a word of the vocabulary any more."""
    declared = vocabulary.facts.get(fact.name)
    if declared is None or fact.value is None:
        return {}
    said: dict[str, Any] = {"value": fact.value, "source": fact.source, "on": fact.valid_from.isoformat()}
    return {fact.name: said | ({"evidence": fact.evidence} if fact.evidence else {})}


@transaction.atomic
def take_over(
    told: Told,
    household: Household,
    people: Iterable[Person],
    vocabulary: Vocabulary,
    *,
    on: date,
    by: User | None = None,
) -> list[Fact]:
    """Write down everything that a household says as facts that hold from a day on; all of it or nothing.

    Args:
        told: as :func:`minsheng.policy.household.read_household` gave it.
        household: whom it is about.
        people: its people, in the order of ``told``.
        vocabulary: the vocabulary it was read with.
        on: the day from which it is true, where the household does not say another.
        by: who writes it down.
    """
    return Fact.objects.bulk_create(facts_to_write(told, household, people, vocabulary, on=on, by=by))


def facts_to_write(
    told: Told,
    household: Household,
    people: Iterable[Person],
    vocabulary: Vocabulary,
    *,
    on: date,
    by: User | None = None,
) -> list[Fact]:
    """The facts that :func:`take_over` writes, not written yet."""
    written = write_household(told, vocabulary)
    rows = _rows(written, told, vocabulary, on, by, {"household": household})
    items: Any = written["people"]
    for person, thing, item in zip(people, told.lists["people"].items, items, strict=True):
        rows += _rows(item, thing, vocabulary, on, by, {"person": person})
    return rows


def _rows(
    written: Mapping[str, Any],
    thing: Thing,
    vocabulary: Vocabulary,
    on: date,
    by: User | None,
    whose: Mapping[str, Any],
    inside: Key = ("", "", ""),
) -> list[Fact]:
    common = {"recorded_by": by, "list_name": inside[0], "item": inside[1], **whose}
    rows = []
    for name in thing.facts:
        said = written[name]
        said = said if isinstance(said, dict) and "value" in said else {"value": said}
        rows.append(
            Fact(
                name=name,
                value=said["value"],
                source=said.get("source", vocabulary.facts[name].source),
                evidence=said.get("evidence", ""),
                valid_from=date.fromisoformat(said["on"]) if "on" in said else on,
                **common,
            )
        )
    for list_name, listed in thing.lists.items():
        if list_name == "people":
            continue
        own = written[list_name]
        items = own["items"] if isinstance(own, dict) else own
        about = {"recorded_by": by, "source": "declared", "valid_from": on, "list_name": list_name, **whose}
        rows.append(Fact(value=listed.complete, **about))
        for item, content in zip(listed.items, items, strict=True):
            rows.append(Fact(item=item.id, value=True, **about))
            rows += _rows(content, item, vocabulary, on, by, whose, (list_name, item.id, ""))
    return rows
