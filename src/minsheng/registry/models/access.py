"""Who has seen personal data in full, and why: written down when it happens, and never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minsheng.registry.models.person import Person
from minsheng.registry.words import L_

__all__ = ["Access", "KeySeen"]


class Access(models.Model):
    """Somebody has seen something of a person in full."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=L_("member of staff"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="accesses", verbose_name=L_("person"))
    what = models.CharField(L_("what"), max_length=40)
    why = models.CharField(L_("why"), max_length=200)
    at = models.DateTimeField(L_("at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("access")
        verbose_name_plural = L_("accesses")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.user} · {self.what} · {self.at}"


class KeySeen(models.Model):
    """A key that encrypts, and when it was first seen in use; nothing by which it could be known."""

    fingerprint = models.CharField(max_length=16, unique=True)
    first_seen = models.DateField(L_("first seen"))

    class Meta:
        verbose_name = L_("key in use")
        verbose_name_plural = L_("keys in use")

    def __str__(self) -> str:
        return self.fingerprint
