"""What somebody must be told, what the nightly work has done, and every day by which something was due that has changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from minsheng.casework.models.case import Case
from minsheng.registry.models import Area
from minsheng.registry.words import L_

__all__ = ["DueChange", "NightlyRun", "Notification", "NotificationRead"]


class Notification(models.Model):
    """Something that somebody, or everybody with a role in an area, must be told; never changed.

    Attributes:
        key: what makes it the same notification: it is made once, however often the work that makes it runs.
        user: whom, when it is one person.
        role: otherwise everybody with this role of the staff whose area holds ``area``.
        level: how late something is (:data:`minsheng.casework.clock_run.LEVELS`); empty where nothing is late.
        text: a code of :data:`minsheng.casework.notification.TEXTS`; with ``params`` it reads in both languages.
        on: the day on which it was made.
    """

    key = models.CharField(max_length=200, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="notifications")
    role = models.CharField(L_("role"), max_length=20, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="notifications", verbose_name=L_("case"))
    level = models.CharField(L_("level"), max_length=12, blank=True)
    text = models.CharField(max_length=40)
    params: Any = models.JSONField(default=dict)
    address = models.CharField(max_length=200, blank=True)
    on = models.DateField(L_("on"))

    class Meta:
        verbose_name = L_("notification")
        verbose_name_plural = L_("notifications")
        ordering = ["-id"]
        indexes = [models.Index(fields=["role", "area"], name="notifications_of_a_role")]

    def __str__(self) -> str:
        return f"{self.text} · {self.case or self.area}"


class NotificationRead(models.Model):
    """Somebody has read a notification."""

    notification = models.ForeignKey(Notification, models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = L_("reading of a notification")
        verbose_name_plural = L_("readings of notifications")
        constraints = [models.UniqueConstraint(fields=["notification", "user"], name="notification_read_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.notification}"


class DueChange(models.Model):
    """The day by which something must happen to a case has been worked out anew, and is another one; never in silence."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="due_changes", verbose_name=L_("case"))
    before = models.DateField(L_("before"), null=True)
    after = models.DateField(L_("after"), null=True)
    provisional = models.BooleanField(L_("provisional"))
    on = models.DateField(L_("on"))
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("change of a due day")
        verbose_name_plural = L_("changes of due days")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case} · {self.before} → {self.after}"


class NightlyRun(models.Model):
    """A part of the nightly work was done for a day; what it said stands in ``said``."""

    part = models.CharField(max_length=100)
    day = models.DateField(L_("day"))
    said: Any = models.JSONField(default=list)
    ended_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = L_("nightly work")
        verbose_name_plural = L_("nightly work")
        ordering = ["-day", "part"]
        constraints = [models.UniqueConstraint(fields=["part", "day"], name="nightly_part_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} · {self.part}"
