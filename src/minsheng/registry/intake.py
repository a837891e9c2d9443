"""Taking somebody in: a new household with its head, another member, and answers to questions as facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from minsheng.policy.fact_value import read_value, write_value
from minsheng.policy.finding import Findings, Place
from minsheng.policy.language import N_
from minsheng.policy.vocabulary import Fact as Declared
from minsheng.policy.vocabulary import Vocabulary
from minsheng.registry.models import Area, Fact, Household, Membership, Person, User
from minsheng.registry.words import language, say

__all__ = ["Answer", "add_person", "new_household", "next_number", "read_answer", "record_answers"]

#: The words of forms for yes and no.
_YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True)
class Answer:
    """An answer to a question: whom it is about, the fact or list, and the value as household files write it."""

    key: str
    name: str
    value: Any


@transaction.atomic
def new_household(area: Area, address: str, head: Mapping[str, str], *, on: date, synthetic: bool = False) -> Household:
    """A household with its head.

    Raises:
        ValidationError: the name is missing, the ID number cannot be right, or its owner belongs to another household.
    """
    Area.objects.select_for_update().get(pk=area.pk)  # numbers are given one after the other
    household = Household.objects.create(
        number=next_number(area), area=area, address=address.strip(), synthetic=synthetic
    )
    add_person(household, head, "head", on=on)
    return household


def next_number(area: Area) -> str:
    """The number of the next file of an area; whoever asks has locked the area."""
    last = Household.objects.filter(area=area, number__startswith=f"{area.code}-").order_by("-pk").first()
    count = int(last.number.rpartition("-")[2]) + 1 if last and last.number.rpartition("-")[2].isdecimal() else 1
    return f"{area.code}-{count:05}"


@transaction.atomic
def add_person(household: Household, about: Mapping[str, str], relation: str, *, on: date) -> Person:
    """Somebody joins a household.

    Args:
        household: which.
        about: ``name``, ``id_number`` (may be empty: not known).
        relation: to the head, a word of the vocabulary.
        on: the day from which it is so.

    Raises:
        ValidationError: the name is missing, the ID number cannot be right, or its owner belongs to another household.
    """
    name, number = about.get("name", "").strip(), about.get("id_number", "").strip()
    if not name or "\x00" in name or len(name) > 60:
        raise ValidationError({"name": say(N_("a name of at most 60 characters is needed"))})
    if number:
        person, _ = Person.known(number, name=name, synthetic=household.synthetic)
    else:
        person = Person.objects.create(name=name, synthetic=household.synthetic)
    if Membership.objects.filter(person=person, valid_to__isnull=True).exists():
        raise ValidationError({"id_number": say(N_("whoever has this ID number belongs to another household already"))})
    Membership.objects.create(household=household, person=person, relation=relation, valid_from=on)
    return person


def read_answer(text: str, declared: Declared, latest: date) -> Any:
    """What was typed or chosen, as household files write it; ``None`` for an empty answer, which means not known.

    Raises:
        ValidationError: it is no value of the fact; the message says what is expected.
    """
    text = text.strip()
    if not text:
        return None
    raw: object = text
    if declared.type.kind == "bool":
        raw = _YES_NO.get(text, text)
    elif declared.type.numeric and declared.type.kind not in ("money", "ratio"):
        raw = int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdecimal() and len(text) < 12 else text
    findings = Findings()
    value = read_value(raw, declared, Place(declared.label.in_(language())), findings, latest)
    if findings.errors:
        raise ValidationError([finding.render(language()) for finding in findings.errors])
    return write_value(value, declared.type)


@transaction.atomic
def record_answers(
    household: Household, answers: list[Answer], vocabulary: Vocabulary, *, on: date, by: User
) -> list[Fact]:
    """Write answers down as facts that hold from a day on; a list that was answered with *there is none* is complete and empty.

    Raises:
        ValidationError: an answer is about somebody who does not belong to the household.
    """
    members = {f"p{person}": person for person in household.members_on(on).values_list("person_id", flat=True)}
    rows = []
    for answer in answers:
        if answer.key == household.number:
            whose: dict[str, Any] = {"household": household}
        elif answer.key in members:
            whose = {"person_id": members[answer.key]}
        else:
            raise ValidationError(say(N_("this answer is about somebody who does not belong to the household")))
        declared = vocabulary.facts.get(answer.name)
        assessed = declared is not None and declared.source == "assessment"
        source = "assessment" if assessed else "declared"  # told at the window, whoever will confirm it
        name, list_name = (answer.name, "") if declared is not None else ("", answer.name)
        rows.append(
            Fact(
                name=name,
                list_name=list_name,
                value=answer.value,
                source=source,
                valid_from=on,
                recorded_by=by,
                **whose,
            )
        )
    _keep_with_people(rows)
    return Fact.objects.bulk_create(rows)


def _keep_with_people(rows: list[Fact]) -> None:
    """A birth date or sex that was told of somebody of whom the register does not know it."""
    for row in rows:
        if row.person_id is None or row.value is None:
            continue
        if row.name == "birth_date":
            Person.objects.filter(pk=row.person_id, birth_date__isnull=True).update(birth_date=row.value)
        elif row.name == "sex":
            Person.objects.filter(pk=row.person_id, sex="").update(sex=row.value)
