"""A roster that was uploaded: kept encrypted between the look at it and the import, and no longer."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minsheng.registry.words import L_

__all__ = ["RosterUpload"]

_STATES = {
    "refused": L_("something is wrong with it"),
    "checked": L_("nothing is wrong with it"),
    "imported": L_("imported"),
}


class RosterUpload(models.Model):
    """A roster with what was found in it.

    Attributes:
        token: its content, encrypted; emptied when it was imported, and of old ones.
        update: whether files that are on the register are updated.
        on: the day from which everything in it is true.
        report: what an import would do or has done: numbers, findings, changes.
    """

    name = models.CharField(L_("file"), max_length=120)
    token = models.TextField(blank=True)
    update = models.BooleanField(L_("update"), default=False)
    on = models.DateField(L_("true from"))
    state = models.CharField(L_("status"), max_length=10, choices=_STATES)
    report = models.JSONField(default=dict)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=L_("member of staff"))
    at = models.DateTimeField(L_("at"), auto_now_add=True)
    imported_at = models.DateTimeField(L_("imported at"), null=True)

    class Meta:
        verbose_name = L_("uploaded roster")
        verbose_name_plural = L_("uploaded rosters")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
