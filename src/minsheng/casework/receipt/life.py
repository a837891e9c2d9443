"""Life events: what was reported is written down as dated facts. What follows from them the library says and people decide."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from minsheng.casework.models import LifeEvent
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.policy.vocabulary import Text, Vocabulary
from minsheng.registry.models import Fact, Household, Membership, Person, User
from minsheng.registry.words import say

__all__ = ["Kind", "kinds", "record", "unfit"]

_TABLE = Path(__file__).with_name("life_events.yaml")


@dataclass(frozen=True)
class Kind:
    """A kind of life event, as in ``life_events.yaml``."""

    name: str
    label: Text
    evidence: Text
    about: str
    sets: Mapping[str, bool]
    asks: tuple[str, ...]
    list_name: str = ""
    leaves: bool = False
    dies: bool = False

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact that it may write."""
        return (*self.sets, *self.asks)


@lru_cache(maxsize=1)
def _table() -> dict[str, Kind]:
    written = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return {
        name: Kind(
            name,
            Text(**row["label"]),
            Text(**row["evidence"]),
            row["about"],
            row.get("sets", {}),
            tuple(row.get("asks", ())),
            row.get("list", ""),
            bool(row.get("leaves")),
            bool(row.get("dies")),
        )
        for name, row in written.items()
    }


def unfit(vocabulary: Vocabulary) -> list[Finding]:
    """What the table says of facts that a vocabulary does not have, or has of something else."""
    found = []
    for kind in _table().values():
        entity = _entity(kind, vocabulary)
        for name in kind.facts:
            fact = vocabulary.facts.get(name)
            if fact is None or fact.entity != entity:
                message = N_("life event {event}: there is no fact {name} of {entity}")
                params: dict[str, object] = {"event": kind.name, "name": name, "entity": entity}
                found.append(Finding("U7", Place(_TABLE.name), message, params=params))
            elif name in kind.sets and fact.type.kind != "bool":
                message = N_("life event {event}: {name} is not yes or no, so it must be asked for")
                found.append(Finding("U7", Place(_TABLE.name), message, params={"event": kind.name, "name": name}))
    return found


def _entity(kind: Kind, vocabulary: Vocabulary) -> str:
    if not kind.list_name:
        return kind.about
    listed = vocabulary.lists_of(kind.about).get(kind.list_name)
    return listed.name if listed is not None else kind.list_name


def kinds(vocabulary: Vocabulary) -> dict[str, Kind]:
    """The life events whose facts a vocabulary has all; the others are left out."""
    bad = {finding.params["event"] for finding in unfit(vocabulary)}
    return {name: kind for name, kind in _table().items() if name not in bad}


@transaction.atomic
def record(
    household: Household,
    kind: Kind,
    person: Person | None,
    *,
    on: date,
    evidence: str,
    answers: Mapping[str, Any],
    vocabulary: Vocabulary,
    by: User,
) -> LifeEvent:
    """Write a life event down, with its facts from that day on. Nothing is decided by it.

    Args:
        household: in whose file.
        kind: one of :func:`kinds`.
        person: whom it happened to; ``None`` for a household.
        on: the day on which it happened.
        evidence: on what it rests.
        answers: values of the facts that are asked for, as household files write them; who is not named is left as it was.
        vocabulary: whose facts.
        by: who writes it down.

    Raises:
        ValidationError: the person does not belong to the household on that day, or the kind is about somebody else.
    """
    member = None
    if kind.about == "person":
        member = (
            Membership.objects.select_for_update().filter(household=household, person=person, valid_to=None).first()
        )
        if member is None or person is None:
            raise ValidationError({"person": say(N_("this person does not belong to the household"))})
        if member.valid_from > on:
            message = N_("this person belongs to the household since {day} only")
            raise ValidationError({"on": say(message, day=member.valid_from.isoformat())})
    said = {**kind.sets, **{name: value for name, value in answers.items() if name in kind.asks}}
    whose: dict[str, Any] = {"person": person} if person is not None else {"household": household}
    item = f"e{LifeEvent.objects.count() + 1}" if kind.list_name else ""
    common = {"valid_from": on, "recorded_by": by, "evidence": evidence, "list_name": kind.list_name, "item": item}
    rows = [Fact(name="", value=True, source="declared", **common, **whose)] if item else []
    rows += [
        Fact(name=name, value=value, source=vocabulary.facts[name].source, **common, **whose)
        for name, value in said.items()
    ]
    Fact.objects.bulk_create(rows)
    if member is not None and kind.leaves:
        member.valid_to = on
        member.save(update_fields=["valid_to"])
    if person is not None and kind.dies:
        person.died_on = on
        person.save(update_fields=["died_on"])
    _settle(household, on)
    return LifeEvent.objects.create(
        household=household, person=person, kind=kind.name, on=on, evidence=evidence, facts=sorted(said), by=by
    )


def _settle(household: Household, on: date) -> None:
    """What is to be done for the people changes with it; where no law says anything, the work of the night tries again."""
    from minsheng.casework.support.services import settle_services  # it stands on what is received

    with suppress(PolicyError):
        settle_services(household, max(on, today_in_china()))
