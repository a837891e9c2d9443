"""Doing once what a form asks for, however often its button is pressed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils import timezone

from minsheng.registry.models import SentForm, User

__all__ = ["forget_sent_forms", "first_time"]

_KEPT = timedelta(days=31)


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


def forget_sent_forms(day: date) -> int:
    """Forget the keys of forms that were sent a month before a day or earlier: no page stays open so long. Returns how many."""
    first_kept = timezone.make_aware(datetime(day.year, day.month, day.day)) - _KEPT
    return SentForm.objects.filter(at__lt=first_kept).delete()[0]
