"""Reading personal data in full: only who may, and never without writing it down."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from minsheng.policy.today import today_in_china
from minsheng.registry.models import Access, Membership, Person, User
from minsheng.registry.models.household import held_on
from minsheng.registry.scope import scope_of

__all__ = ["read_in_full"]


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
