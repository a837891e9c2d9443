"""A file is closed and goes on as a new one under a new head (停旧建新). What is received goes on in it and is no new case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from minsheng.casework.models import Award, Case, Continuation
from minsheng.casework.receipt.write import Cause, note
from minsheng.policy.language import N_
from minsheng.registry.intake import next_number
from minsheng.registry.models import Area, Fact, Household, Membership, User
from minsheng.registry.words import say

__all__ = ["ADULT", "go_on_as", "of_age"]

_DAY = timedelta(days=1)
#: The age from which somebody acts for themselves (民法典 第十七条); a younger head needs a guardian.
ADULT = 18


@transaction.atomic
def go_on_as(
    household: Household,
    head: int,
    relations: Mapping[int, str],
    *,
    on: date,
    why: str,
    by: User,
    guardian: tuple[str, str] = ("", ""),
) -> Continuation:
    """Close a file and open the one that continues it.

    The people who are left go over with their new relations to the head; what is known of the household goes with its days; what
    they receive and their running cases go on in the new file.

    Args:
        household: the file to be closed.
        head: the new head, by the number of the person.
        relations: the relation of everybody else to the new head.
        on: the day on which the new file begins; the old one is closed on it.
        why: such as the death of the head.
        by: who does it.
        guardian: name and relation of who acts for a head who is a minor.

    Raises:
        ValidationError: the file is closed already, the head does not belong to it, is a minor without a guardian, or somebody has no
            relation.
    """
    Area.objects.select_for_update().get(pk=household.area_id)
    household = Household.objects.select_for_update().select_related("area").get(pk=household.pk)
    if household.closed_on is not None:
        raise ValidationError(say(N_("this file was closed already and goes on in another one")))
    stays = list(household.memberships.filter(valid_to=None).select_related("person"))
    _look_at(stays, head, relations, on, guardian)
    new = Household.objects.create(
        number=next_number(household.area),
        area=household.area,
        address=household.address,
        continues=household,
        synthetic=household.synthetic,
    )
    for member in stays:
        member.valid_to = max(on - _DAY, member.valid_from)
    Membership.objects.bulk_update(stays, ["valid_to"])
    Membership.objects.bulk_create(
        Membership(
            household=new,
            person=member.person,
            relation="head" if member.person_id == head else relations[member.person_id],
            valid_from=on,
        )
        for member in stays
    )
    _carry_facts(household, new)
    people = {member.person_id for member in stays}
    moved = _carry_awards(household, new, people, Cause(on, by, why=why), on)
    _carry_cases(household, new, moved)
    household.closed_on = on
    household.save(update_fields=["closed_on"])
    return Continuation.objects.create(
        old=household,
        new=new,
        on=on,
        head_id=head,
        guardian_name=guardian[0].strip(),
        guardian_relation=guardian[1].strip(),
        why=why,
        by=by,
    )


def of_age(born: date | None, day: date) -> bool:
    """Whether somebody is of age on a day; whose birth date is not known is taken to be, and the clerk sees that it is not known."""
    return born is None or (day.year - born.year - ((day.month, day.day) < (born.month, born.day))) >= ADULT


def _look_at(
    stays: list[Membership], head: int, relations: Mapping[int, str], on: date, guardian: tuple[str, str]
) -> None:
    people = {member.person_id: member.person for member in stays}
    if head not in people:
        raise ValidationError({"head": say(N_("the new head belongs to the household"))})
    if not of_age(people[head].birth_date, on) and not all(part.strip() for part in guardian):
        raise ValidationError({"guardian_name": say(N_("the new head is a minor; name the guardian and the relation"))})
    for person in set(people) - {head}:
        if not relations.get(person):
            message = N_("say how {person} is related to the new head")
            raise ValidationError({f"relation_{person}": say(message, person=people[person].name)})
    if any(member.valid_from > on for member in stays):
        raise ValidationError({"on": say(N_("somebody joined the household after this day"))})


def _carry_facts(old: Household, new: Household) -> None:
    """What is known of a household, with its days, sources and who wrote it down."""
    rows = list(old.facts.all())
    for row in rows:
        row.pk, row.household, row._state.adding = None, new, True
    Fact.objects.bulk_create(rows)


def _carry_awards(old: Household, new: Household, people: set[int], cause: Cause, on: date) -> list[Award]:
    moved = []
    for award in Award.objects.running(on).filter(household=old).prefetch_related("covered"):
        if not people & {row.person_id for row in award.covered.all()}:
            continue
        award.household = new
        award.save(update_fields=["household"])
        note(award, "continued", on, cause)
        moved.append(award)
    return moved


def _carry_cases(old: Household, new: Household, moved: list[Award]) -> None:
    """Running cases go on in the new file, but for those about what stays with the old one."""
    running = Case.objects.filter(household=old, ended=False)
    running.filter(award=None).update(household=new)
    running.filter(award__in=moved).update(household=new)
