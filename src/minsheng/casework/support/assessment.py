"""What somebody can do for themselves: found by whom, where and when, written down as facts, with the level that the packs give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from django.db import transaction

from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Assessment, Award, Case, Task
from minsheng.casework.support.look import Look, look_at
from minsheng.casework.support.may import require_role
from minsheng.casework.support.services import settle_services
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.policy.law import Law
from minsheng.policy.pack import Service
from minsheng.policy.today import today_in_china
from minsheng.policy.vocabulary import Text
from minsheng.registry.models import Fact, Household, Person, User

__all__ = ["Found", "assess", "changes_by", "level_word", "service_of_kind"]


@dataclass(frozen=True)
class Found:
    """Who found what, where and when.

    Attributes:
        answers: by fact, yes or no; what was not looked at is left out.
        assessed_by: the names of those who looked.
        evidence: the form or report by its number.
    """

    answers: Mapping[str, bool]
    on: date
    place: str
    assessed_by: str
    organisation: str = ""
    evidence: str = ""


def service_of_kind(law: Law, kind: str, benefits: set[str]) -> Service | None:
    """The service of a kind that belongs to one of these benefits."""
    own = (service for service in law.services.values() if service.kind == kind and service.benefit in benefits)
    return next(own, None)


@transaction.atomic
def assess(household: Household, person: Person, service: Service, found: Found, user: User) -> Assessment:
    """Write an assessment down: its answers become facts of that day, with who found them as evidence.

    Raises:
        NotAllowed: K3 no role in the area, K7 nothing was looked at, something else was, the day is to come, or the names are missing.
    """
    require_role(household, user)
    asked = set(service.asks)
    if not found.answers or not set(found.answers) <= asked:
        _refuse(household, N_("an assessment answers at least one of its questions, and no others"))
    if found.on > today_in_china():
        _refuse(household, N_("a day to come cannot be written down"))
    if not found.assessed_by.strip() or not found.place.strip():
        _refuse(household, N_("who assessed, and where, is needed"))
    rule = service.shows[0] if service.shows else ""
    before = _level(look_at(household, found.on), rule, person)
    evidence = f"{found.assessed_by} {found.organisation} {found.evidence}".strip()[:200]
    about = {"source": "assessment", "evidence": evidence, "valid_from": found.on, "recorded_by": user}
    Fact.objects.bulk_create(
        [Fact(person=person, name=name, value=value, **about) for name, value in sorted(found.answers.items())]
    )
    after = _level(look_at(household, found.on), rule, person)
    made = Assessment.objects.create(
        household=household,
        person=person,
        service=service.name,
        rule=rule,
        level=after,
        level_before=before,
        answers=dict(sorted(found.answers.items())),
        cites=f"《{service.document}》{'、'.join(service.cites)}"[:300],
        on=found.on,
        place=found.place.strip()[:120],
        assessed_by=found.assessed_by.strip()[:120],
        organisation=found.organisation.strip()[:120],
        evidence=found.evidence.strip()[:200],
        recorded_by=user,
    )
    settle_services(household, today_in_china())
    open_tasks = Task.objects.open().filter(household=household, person=person, service=service.name)
    open_tasks.update(done_on=max(found.on, today_in_china()), outcome="done", done_by=user, evidence=evidence)
    return made


def changes_by(law: Law, benefit: str) -> str:
    """The process by which a benefit in receipt is changed without being applied for anew; empty where the packs have none.

    >>> from minsheng.policy import Library
    >>> changes_by(Library.load().as_of(date(2023, 3, 1), "620102"), "hardship")
    'care.reassessment'
    """
    for name, process in law.processes.items():
        effects = {effect for _, effect in process.effects}
        if process.benefit == benefit and "changes" in effects and not effects & {"grants", "ends"}:
            return name
    return ""


def running_change(household: Household, award: Award, process: str) -> Case | None:
    """The open case of that kind, where there is one."""
    return Case.objects.filter(household=household, process=process, ended=False, benefit=award.benefit).first()


def level_word(law: Law, rule: str, level: str) -> Text:
    """How a level is called."""
    definition = law.trees.get(rule)
    item = definition[2].item if definition is not None and definition[2] is not None else None
    labels: Mapping[str, Text] = getattr(item, "value_labels", {})
    return labels.get(level, Text(level, level))


def _level(look: Look, rule: str, person: Person) -> str:
    value = look.value(rule, person) if rule else None
    return value if isinstance(value, str) else ""


def _refuse(household: Household, message: str, **params: object) -> NoReturn:
    raise NotAllowed(Finding("K7", Place(household.number), message, params=params))
