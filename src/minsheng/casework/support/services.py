"""Tasks and referrals that follow from what is granted, by the services of the packs; worked out anew whenever something changes.

Nothing is done twice: a service is there once for a person and turn. What does not apply any more is closed as not needed; what was
not done in an earlier turn stays open and late.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from minsheng.casework.journey import Journey
from minsheng.casework.models import Award, Case, Covered, Happening, Referral, Task
from minsheng.casework.nightly import Said
from minsheng.casework.place_setting import PlaceSettings, settings_on
from minsheng.casework.referral import next_number
from minsheng.casework.support.due import deadline, turn_begins
from minsheng.casework.support.look import Look, covered_people, last_day_in_file, look_at, parts_of
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.pack import Service
from minsheng.registry.models import Household, Person, User

__all__ = ["after", "nightly", "settle_services"]

#: Kinds of services that are still to be done when somebody has died or support has ended.
LAST_KINDS = frozenset({"funeral", "property"})
_DEATHS = ("died", "declared_dead")
Key = tuple[int | None, str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A service that is to be done for somebody now."""

    service: Service
    person: Person
    award: Award
    begins: date
    period: str


def after(case: Case, journey: Journey, happening: Happening, user: User) -> None:
    """A consequence: what was granted, changed or ended changes what is to be done."""
    from minsheng.casework.act import effect_of_event

    if effect_of_event(journey.process, happening.event()):
        settle_services(case.household, happening.on, made_by=happening)


def nightly(day: date) -> Said | None:
    """A part of the work of the night: tasks for every household that receives something."""
    made = failed = 0
    homes = Award.objects.running(day).order_by("household").values_list("household", flat=True).distinct()
    settings = settings_on(day)
    for number in list(homes):
        household = Household.objects.select_related("area").get(pk=number)
        try:
            made += settle_services(household, day, settings=settings)
        except PolicyError:
            failed += 1
    message = N_("{made} tasks and matters for other offices were made; {failed} households could not be worked out")
    return Said(message, {"made": made, "failed": failed}) if made or failed else None


@transaction.atomic
def settle_services(
    household: Household, day: date, *, made_by: Happening | None = None, settings: PlaceSettings | None = None
) -> int:
    """Bring what is to be done for a household in line with what the packs say.

    Args:
        household: which.
        day: on what is known then.
        made_by: what happened to a case so that something changed.
        settings: the settings of the places, where they are known already.

    Returns:
        How many tasks and referrals are new.

    Raises:
        PolicyError: no pack holds there, or what is stored does not fit the vocabulary.
    """
    Household.objects.select_for_update().get(pk=household.pk)
    settings = settings or settings_on(day)
    covered = covered_people(household, day)
    wanted: dict[Key, Wanted] = {}
    doubtful: set[tuple[int, str]] = set()
    looks: dict[date, Look] = {}
    for rows in covered.values():
        seen = last_day_in_file(household, rows[0].person, day)
        look = looks.setdefault(seen, look_at(household, seen))
        for found in _wanted(rows, look, day, doubtful):
            wanted[found.person.pk, found.service.name, found.period] = found
    tasks = {
        (t.person_id, t.service, t.period): t for t in Task.objects.filter(household=household).exclude(service="")
    }
    referrals = Referral.objects.filter(household=household).exclude(service="")
    there = {*tasks, *((r.person_id, r.service, r.period) for r in referrals)}
    law = look_at(household, day).law if not looks else next(iter(looks.values())).law
    new = [found for key, found in wanted.items() if key not in there]
    for found in new:
        _make(found, household, law, settings, day, made_by)
    _open_and_close(tasks, wanted, doubtful, covered, day)
    return len(new)


def _wanted(rows: list[Covered], look: Look, day: date, doubtful: set[tuple[int, str]]) -> Iterator[Wanted]:
    """The services for one person; what is open goes to ``doubtful``."""
    person, law = rows[0].person, look.law
    gone = person.died_on is not None or any(look.holds(fact, person) for fact in _DEATHS)
    given = {row.benefit: row.award for row in rows}
    for row in rows:
        for name in parts_of(law, row.benefit):
            receives = look.holds(f"receives.{name}", person)  # what is not settled of its amount does not hold it up
            if receives:
                given.setdefault(name, row.award)
            elif receives is None:
                doubtful |= {(person.pk, s.name) for s in law.services.values() if s.benefit == name}
    for service in law.services.values():
        if service.benefit not in given or (gone and service.kind not in LAST_KINDS):
            continue
        holds = look.holds(service.when, person) if service.when else True
        if holds is None:
            doubtful.add((person.pk, service.name))
        if holds:
            award = given[service.benefit]
            begins = turn_begins(service, award.first_day, day)
            yield Wanted(service, person, award, begins, begins.isoformat() if service.every else "")


def _make(
    found: Wanted, household: Household, law: object, settings: PlaceSettings, day: date, made_by: Happening | None
) -> None:
    service = found.service
    document = f"《{service.document}》" if service.document else ""
    cites = (document + "、".join(service.cites))[:300]
    about = {"household": household, "area": household.area, "person": found.person, "benefit": service.benefit}
    if service.by == "other_office":
        Referral.objects.create(
            number=next_number(household.area, day),
            service=service.name,
            period=found.period,
            words=service.label.zh[:300],
            office_kind=service.office,
            cites=cites,
            opened_on=day,
            **about,
        )
        return
    last = deadline(service, max(found.begins, day) if not service.every else found.begins, law, settings,  # type: ignore[arg-type]
                    household.area.code, born=found.person.birth_date)  # fmt: skip
    Task.objects.create(
        case=made_by.case if made_by is not None else found.award.case,
        made_by=made_by,
        kind=service.kind,
        service=service.name,
        period=found.period,
        words_zh=service.label.zh[:300],
        words_en=service.label.en[:300],
        role=service.by,
        begun_on=min(found.begins, day),
        due_on=last.last,
        statutory=last.statutory and last.last is not None,
        cites=cites,
        **about,
    )


def _open_and_close(
    tasks: dict[Key, Task],
    wanted: dict[Key, Wanted],
    doubtful: set[tuple[int, str]],
    covered: dict[int, list[Covered]],
    day: date,
) -> None:
    """Close what does not apply any more, and open again what was closed so and does."""
    services = {(person, service) for person, service, _ in wanted}
    for key, task in tasks.items():
        closed_here = task.outcome == "not_needed" and task.done_by_id is None
        if task.done_on is None:
            needed = task.kind in LAST_KINDS or (task.person_id, task.service) in services | doubtful
            if not needed:
                task.done_on, task.outcome = max(day, task.begun_on), "not_needed"
                task.save(update_fields=["done_on", "outcome"])
        elif closed_here and key in wanted:
            task.done_on, task.outcome = None, ""
            task.save(update_fields=["done_on", "outcome"])
