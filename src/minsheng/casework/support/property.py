"""What belongs to somebody and is kept by others: what it is, where, by whom, and when it was given back."""

from __future__ import annotations

from datetime import date
from typing import NoReturn

from django.db import transaction

from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import KeptProperty, Task
from minsheng.casework.support.may import require_role
from minsheng.casework.support.services import settle_services
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Fact, Household, Person, User

__all__ = ["give_back", "keep_for"]

#: The fact of the vocabulary that says whether anything is kept for somebody.
KEPT = "property_in_keeping"


@transaction.atomic
def keep_for(
    household: Household,
    person: Person,
    user: User,
    *,
    what: str,
    where: str,
    keeper: str,
    since: date,
    agreement: str = "",
) -> KeptProperty:
    """Write down that somebody keeps something for a person.

    Raises:
        NotAllowed: K3 no role in the area, K9 something is missing or the day is to come.
    """
    require_role(household, user)
    if not (what.strip() and where.strip() and keeper.strip()) or since > today_in_china():
        _refuse(household, N_("what it is, where it is, who keeps it, and since when, not a day to come, are needed"))
    kept = KeptProperty.objects.create(
        household=household,
        person=person,
        what=what.strip()[:300],
        where=where.strip()[:200],
        keeper=keeper.strip()[:120],
        agreement=agreement.strip()[:200],
        since=since,
        recorded_by=user,
    )
    _say(person, True, since, user, kept.agreement)
    settle_services(household, today_in_china())
    return kept


@transaction.atomic
def give_back(kept: KeptProperty, user: User, *, on: date, to: str, evidence: str) -> KeptProperty:
    """Write down that something was given back; when it was the last, the task is done.

    Raises:
        NotAllowed: K3 no role in the area, K9 it was given back already, the day cannot be, or the receipt is missing.
    """
    require_role(kept.household, user)
    kept = (
        KeptProperty.objects.select_for_update(of=("self",)).select_related("household__area", "person").get(pk=kept.pk)
    )
    if kept.returned_on is not None:
        _refuse(kept.household, N_("it was given back on {day} already"), day=kept.returned_on.isoformat())
    if on > today_in_china() or on < kept.since or not to.strip() or not evidence.strip():
        _refuse(kept.household, N_("to whom, the receipt, and a day after it was taken into keeping are needed"))
    kept.returned_on, kept.returned_to, kept.evidence = on, to.strip()[:120], evidence.strip()[:200]
    kept.save(update_fields=["returned_on", "returned_to", "evidence"])
    if not KeptProperty.objects.filter(person=kept.person, returned_on__isnull=True).exists():
        _say(kept.person, False, on, user, kept.evidence)
        tasks = Task.objects.open().filter(household=kept.household, person=kept.person, kind="property")
        tasks.update(done_on=max(on, today_in_china()), outcome="done", done_by=user, evidence=kept.evidence)
    return kept


def _say(person: Person, value: bool, on: date, user: User, evidence: str) -> None:
    about = {"source": "ledger", "valid_from": on, "recorded_by": user, "evidence": evidence}
    Fact.objects.create(person=person, name=KEPT, value=value, **about)


def _refuse(household: Household, message: str, **params: object) -> NoReturn:
    raise NotAllowed(Finding("K9", Place(household.number), message, params=params))
