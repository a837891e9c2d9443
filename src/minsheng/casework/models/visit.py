"""Home visits, villagers' reviews, and what neighbours and other offices were asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minsheng.casework.models.attachment import Attachment
from minsheng.casework.models.case import Case, Happening
from minsheng.registry.models import Area, Household
from minsheng.registry.words import L_

__all__ = ["Inquiry", "VillagersReview", "Visit", "Visitor"]


class DoneInStep(models.Model):
    """Something that was done for a case; ``happening`` is what it stands behind, null where no step asks for it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="%(class)ss", verbose_name=L_("case"))
    happening = models.OneToOneField(Happening, models.PROTECT, null=True, related_name="%(class)s")
    on = models.DateField(L_("on"))
    place = models.CharField(L_("place"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=L_("recorded by"))
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)
    attachments = models.ManyToManyField(Attachment, related_name="+")

    class Meta:
        abstract = True


class Visit(DoneInStep):
    """A visit to the home of a household.

    Attributes:
        household: who was visited; that of the case.
        role: as whom: ``township`` or ``county``; a visit by the county is what draws and mandatory visits ask for.
        at: the time of the day.
        met: who was at home.
        seen: what was seen: ``person`` (null for the household), ``fact``, ``declared`` and ``seen`` as in household files.
        signature: the signature of whoever was met, drawn or as a photo of the signed form.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="visits", verbose_name=L_("household"))
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    role = models.CharField(L_("role"), max_length=20)
    at = models.TimeField(L_("time"))
    latitude = models.DecimalField(L_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(L_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    met = models.CharField(L_("who was met"), max_length=200)
    remark = models.CharField(L_("what was found"), max_length=2000, blank=True)
    seen = models.JSONField(default=list)
    signature = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = L_("home visit")
        verbose_name_plural = L_("home visits")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case} · {self.on}"


class Visitor(models.Model):
    """Somebody who made a visit: a member of staff, or somebody named."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="visitors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(L_("name"), max_length=60)

    class Meta:
        verbose_name = L_("visitor")
        verbose_name_plural = L_("visitors")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class VillagersReview(DoneInStep):
    """A villagers' review (民主评议): who was there, how they voted, what they think."""

    present = models.PositiveIntegerField(L_("people present"))
    chair = models.CharField(L_("chair"), max_length=60)
    recorder = models.CharField(L_("recorder"), max_length=60)
    votes_for = models.PositiveIntegerField(L_("in favour"))
    votes_against = models.PositiveIntegerField(L_("against"))
    abstained = models.PositiveIntegerField(L_("abstained"))
    opinion = models.CharField(L_("opinion"), max_length=2000)

    class Meta:
        verbose_name = L_("villagers' review")
        verbose_name_plural = L_("villagers' reviews")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    present__gte=models.F("votes_for") + models.F("votes_against") + models.F("abstained")
                ),
                name="no_more_votes_than_people",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.on}"


class Inquiry(DoneInStep):
    """Neighbours or an office were asked; ``activity`` is the word of the pack, ``neighbours`` or ``letters``."""

    activity = models.CharField(max_length=40)
    asked = models.CharField(L_("who was asked"), max_length=200)
    answer = models.CharField(L_("answer"), max_length=2000)

    class Meta:
        verbose_name = L_("inquiry")
        verbose_name_plural = L_("inquiries")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case} · {self.activity} · {self.on}"
