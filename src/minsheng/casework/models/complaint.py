"""Complaints and reports (举报投诉), and the ratings of cases that have ended (好差评)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from minsheng.casework.models.case import Case
from minsheng.registry.models import Area, Household, Office
from minsheng.registry.words import L_

__all__ = ["CHANNELS", "Complaint", "ComplaintStep", "Rating"]

#: How a complaint came in.
CHANNELS = {
    "window": L_("at the window"),
    "phone": L_("by telephone"),
    "letter": L_("by letter"),
    "public": L_("public page"),
}
_KINDS = {"complaint": L_("complaint"), "report": L_("report")}
_ABOUT = {
    "household": L_("a household"),
    "case": L_("a case"),
    "office": L_("an office"),
    "other": L_("something else"),
}
#: Where a complaint stands.
COMPLAINT_STATES = {
    "received": L_("received"),
    "accepted": L_("accepted"),
    "investigated": L_("investigated"),
    "answered": L_("answered"),
    "not_accepted": L_("not accepted"),
    "closed": L_("closed"),
}


class Complaint(models.Model):
    """A complaint or report. Who complains, and the text, are encrypted; only who handles complaints there reads them.

    Attributes:
        number: the receipt number, with check digits.
        secret: a fingerprint of the word with which whoever complained sees how it stands.
        identity: who complains and how they are reached, encrypted; empty when it is anonymous.
        text: what they say, encrypted.
        accused: staff who are complained of by name; they never handle it, nor does whoever acted on what it is about.
        accept_by, due_on: by when it must be accepted or not, and answered; null where the place has set nothing.
    """

    number = models.CharField(L_("receipt number"), max_length=30, unique=True)
    secret = models.CharField(max_length=64, editable=False)
    kind = models.CharField(L_("kind"), max_length=10, choices=_KINDS, default="report")
    channel = models.CharField(L_("how it came"), max_length=10, choices=CHANNELS)
    named = models.BooleanField(L_("named"), default=False)
    identity = models.TextField(blank=True, editable=False)
    text = models.TextField(editable=False)
    about = models.CharField(L_("about"), max_length=10, choices=_ABOUT)
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="complaints")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="complaints")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="complaints")
    accused: Any = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    received_on = models.DateField(L_("received on"))
    accept_by = models.DateField(L_("accept by"), null=True)
    due_on = models.DateField(L_("due on"), null=True)
    assigned = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", verbose_name=L_("assigned to"))
    state = models.CharField(L_("status"), max_length=12, choices=COMPLAINT_STATES, default="received")
    answer = models.TextField(L_("answer"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    synthetic = models.BooleanField(L_("made up"), default=False)

    class Meta:
        verbose_name = L_("complaint")
        verbose_name_plural = L_("complaints")
        ordering = ["-id"]
        indexes = [models.Index(fields=["area", "state", "due_on"], name="complaints_of_an_area")]

    def __str__(self) -> str:
        return self.number

    @property
    def open(self) -> bool:
        """Whether it still waits for something."""
        return self.state not in ("closed", "not_accepted")


class ComplaintStep(models.Model):
    """Something that happened to a complaint; never changed, never deleted. What is written in it is encrypted."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="steps", verbose_name=L_("complaint"))
    place = models.PositiveIntegerField()
    kind = models.CharField(L_("what"), max_length=12)
    on = models.DateField(L_("on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=L_("by"))
    text = models.TextField(blank=True)
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("step of a complaint")
        verbose_name_plural = L_("steps of complaints")
        ordering = ["complaint", "place"]
        constraints = [models.UniqueConstraint(fields=["complaint", "place"], name="complaint_step_has_one_place")]

    def __str__(self) -> str:
        return f"{self.complaint} · {self.kind}"


class Rating(models.Model):
    """How somebody rates how their case was handled: once for each case, and never changed by whoever is rated.

    Attributes:
        level: 1 (very dissatisfied) to 5 (very satisfied).
        reasons: words of :data:`minsheng.casework.rating.REASONS`.
        text: in their own words, encrypted; may be empty.
        channel: ``window`` or ``public``.
        office: the office that is rated.
        call_back_by: by when a bad rating must be called back; null where the place has set nothing.
        called_back_by: who called back; never somebody who acted on the case.
        outcome: what came of calling back.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="rating", verbose_name=L_("case"))
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="ratings", verbose_name=L_("office"))
    level = models.PositiveSmallIntegerField(L_("rating"))
    reasons: Any = models.JSONField(default=list)
    text = models.TextField(blank=True, editable=False)
    channel = models.CharField(L_("how it came"), max_length=10, choices=CHANNELS)
    on = models.DateField(L_("on"))
    call_back_by = models.DateField(L_("call back by"), null=True)
    called_back_on = models.DateField(L_("called back on"), null=True)
    called_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(L_("what came of it"), max_length=1000, blank=True)

    class Meta:
        verbose_name = L_("rating")
        verbose_name_plural = L_("ratings")
        ordering = ["-id"]
        indexes = [models.Index(fields=["area", "on"], name="ratings_of_an_area")]
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="rating_from_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.level}"
