"""Doing once what a form asks for, however often its button is pressed."""

from __future__ import annotations

from hashlib import sha256

from django.db import IntegrityError, transaction

from minsheng.registry.models import SentForm, User

__all__ = ["first_time"]


def first_time(key: str, user: User) -> bool:
    """Whether a form is sent for the first time; to be asked in the transaction that does what it is for.

    Args:
        key: made by the page; an empty one is never known.
        user: who sends it; two people never share a key.
    """
    if not key:
        return True
    own = sha256(f"{user.pk} {key}".encode()).hexdigest()
    try:
        with transaction.atomic():
            SentForm.objects.create(key=own, user=user)
    except IntegrityError:
        return False
    return True
