"""Who of a household has allowed the economic-status check; without every adult it may not be asked for."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from minsheng.casework.journey import NotAllowed
from minsheng.casework.law import library
from minsheng.casework.models import Attachment, Authorisation, CheckRequest
from minsheng.policy.calendar_math import add_years
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.registry.file import household_on
from minsheng.registry.models import Household, Person, User
from minsheng.registry.scope import scope_of

__all__ = ["OF_AGE", "adults_on", "authorise", "authorised_on", "unauthorised", "withdraw"]

#: From this birthday somebody signs for themselves: the Civil Code of the whole country, article 17. Whoever is younger is signed for.
OF_AGE = 18


def adults_on(household: Household, day: date) -> list[Person]:
    """Who must sign: the members who are of age on a day, and those whose birth date nobody knows."""
    told = household_on(household, day, library().vocabulary)
    born = {thing.id: thing.facts.get("birth_date") for thing in told.lists["people"].items}
    people = [member.person for member in household.members_on(day)]
    return [person for person in people if _of_age(born.get(f"p{person.pk}"), day)]


def _of_age(born: object, day: date) -> bool:
    return not isinstance(born, date) or add_years(born, OF_AGE) <= day


def authorised_on(household: Household, day: date) -> dict[int, Authorisation]:
    """The authorisations that hold on a day, by the number of the person."""
    standing = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day)
    rows = Authorisation.objects.filter(standing, household=household, signed_on__lte=day).select_related("person")
    return {row.person_id: row for row in rows}


def unauthorised(household: Household, day: date) -> list[Person]:
    """The adults of a household who have not signed, or have taken it back, on a day."""
    signed = authorised_on(household, day)
    return [person for person in adults_on(household, day) if person.pk not in signed]


@transaction.atomic
def authorise(
    household: Household,
    person: Person,
    user: User,
    *,
    signed_on: date,
    evidence: str,
    on: date,
    attachment: Attachment | None = None,
) -> Authorisation:
    """Write down that somebody has signed.

    Args:
        household: whose check it is for.
        person: who signed.
        user: who writes it down.
        signed_on: the day on the paper.
        evidence: where the paper is, such as its number.
        on: today.
        attachment: a photo of it.

    Raises:
        NotAllowed: V13: no right, not a member, a day to come, no evidence, or signed already.
    """
    Household.objects.select_for_update().get(pk=household.pk)
    member = household.members_on(on).filter(person=person).exists()
    if not scope_of(user).may("act", household.area.code):
        raise _refused(household, N_("you may not write down authorisations here"))
    if not member:
        raise _refused(household, N_("{name} does not belong to the household"), name=person.name)
    if signed_on > on or not evidence.strip():
        raise _refused(household, N_("the day of the signature is past or today, and where the paper is must be said"))
    if person.pk in authorised_on(household, on):
        raise _refused(household, N_("{name} has signed already"), name=person.name)
    about = {"signed_on": signed_on, "evidence": evidence.strip()[:200], "attachment": attachment, "recorded_by": user}
    return Authorisation.objects.create(household=household, person=person, **about)


@transaction.atomic
def withdraw(authorisation: Authorisation, user: User, *, on: date, because: str) -> Authorisation:
    """Somebody takes back what they have signed; checks that are under way stop, and a report is not relied on any more.

    Raises:
        NotAllowed: V13: no right, no reason, a day before the signature or to come, or it was taken back already.
    """
    household = authorisation.household
    authorisation = Authorisation.objects.select_for_update().get(pk=authorisation.pk)
    if not scope_of(user).may("act", household.area.code):
        raise _refused(household, N_("you may not write down authorisations here"))
    if authorisation.withdrawn_on is not None or on < authorisation.signed_on or not because.strip():
        raise _refused(household, N_("it was taken back already, or the reason is missing"))
    authorisation.withdrawn_on, authorisation.withdrawn_because = on, because.strip()[:500]
    authorisation.save(update_fields=["withdrawn_on", "withdrawn_because"])
    CheckRequest.objects.filter(household=household, state__in=("asked", "data")).update(state="stopped")
    return authorisation


def _refused(household: Household, message: str, **params: object) -> NotAllowed:
    return NotAllowed(Finding("V13", Place(household.number), message, params=params))
