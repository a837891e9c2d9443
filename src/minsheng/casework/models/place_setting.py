"""What a place has settled for its casework, version by version: nothing is changed or deleted, a newer version takes its place."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from minsheng.registry.models import Area
from minsheng.registry.words import L_

__all__ = ["PlaceSetting"]

_STATES = {
    "proposed": L_("proposed, to be confirmed by somebody else"),
    "confirmed": L_("confirmed"),
    "rejected": L_("turned down"),
}


class PlaceSettingQuerySet(models.QuerySet["PlaceSetting"]):
    """Settings, narrowed."""

    def in_force(self, day: date) -> PlaceSettingQuerySet:
        """The confirmed ones that have begun by a day, the newest last."""
        return self.filter(state="confirmed", valid_from__lte=day).order_by("valid_from", "id")


class PlaceSetting(models.Model):
    """One version of one setting of a place; it holds in everything inside the area that has none of its own.

    Attributes:
        name: what is settled, one of the names of :mod:`minsheng.casework.place_setting`.
        value: as it is written there; empty: from that day on the area has none of its own.
        basis: the document and article it rests on; empty: to be confirmed.
        valid_from: the first day; never before the day on which it was proposed.
    """

    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    name = models.CharField(L_("setting"), max_length=150)
    value = models.CharField(L_("value"), max_length=60, blank=True)
    basis = models.CharField(L_("document and article"), max_length=300, blank=True)
    valid_from = models.DateField(L_("valid from"))
    state = models.CharField(L_("status"), max_length=10, choices=_STATES, default="proposed")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=L_("proposed by")
    )
    proposed_at = models.DateTimeField(L_("proposed at"), auto_now_add=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=L_("confirmed by")
    )
    answered_at = models.DateTimeField(L_("confirmed at"), null=True)

    objects = PlaceSettingQuerySet.as_manager()

    class Meta:
        verbose_name = L_("setting of a place")
        verbose_name_plural = L_("settings of places")
        ordering = ["area", "name", "valid_from", "id"]
        indexes = [models.Index(fields=["state", "valid_from"], name="settings_in_force")]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"], condition=Q(state="proposed"), name="setting_proposed_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("proposed_by")),
                name="setting_answered_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} · {self.name} · {self.value}"
