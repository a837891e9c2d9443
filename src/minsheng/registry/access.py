"""Reading personal data in full: only who may, and never without writing it down."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from minsheng.policy.today import today_in_china
from minsheng.registry.models import Access, Membership, Person, User
from minsheng.registry.models.household import held_on
from minsheng.registry.scope import scope_of

__all__ = ["read_all_in_full", "read_in_full"]


@transaction.atomic
def read_in_full(person: Person, user: User, why: str) -> str:
    """The ID number of somebody in full.

    Raises:
        PermissionDenied: the reader has no such right in the area where the person's household lives.
        ValueError: no reason is given.
    """
    if not why.strip():
        raise ValueError("a reason is needed")
    today = today_in_china()
    homes = Membership.objects.filter(held_on(today), person=person).values_list("household__area__code", flat=True)
    scope = scope_of(user, today)
    if not any(scope.may("see_id_number", code) for code in homes):
        raise PermissionDenied
    Access.objects.create(user=user, person=person, what="id_number", why=why.strip()[:200])
    return person.id_number()


@transaction.atomic
def read_all_in_full(people: Iterable[Person], user: User, code: str, why: str) -> dict[int, str]:
    """The ID numbers of people who stand in one file, in full, by the key of the person; every view is written down.

    Args:
        people: who.
        user: who reads.
        code: the area of the file or case in which they stand.
        why: the paper or work that needs it.

    Raises:
        PermissionDenied: the reader has no such right in that area.
        ValueError: no reason is given.
    """
    if not why.strip():
        raise ValueError("a reason is needed")
    if not scope_of(user, today_in_china()).may("see_id_number", code):
        raise PermissionDenied
    listed = [person for person in people if person.id_token]
    about = {"user": user, "what": "id_number", "why": why.strip()[:200]}
    Access.objects.bulk_create([Access(person=person, **about) for person in listed])
    return {person.pk: person.id_number() for person in listed}
