"""Matters of other offices that came in at the one window (一门受理), and what became of them."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from minsheng.registry.models import OFFICE_KINDS, Area, Household, Office, Person
from minsheng.registry.words import L_

__all__ = ["REFERRAL_ANSWERS", "REFERRAL_STATES", "REFERRAL_STEPS", "Referral", "ReferralStep"]

#: Where a matter stands: taken in, passed on, followed up, answered, filed.
REFERRAL_STATES = {
    "taken_in": L_("taken in"),
    "passed_on": L_("passed on"),
    "followed_up": L_("followed up"),
    "answered": L_("answered"),
    "filed": L_("filed"),
}
#: What can happen to a matter that was passed on.
REFERRAL_STEPS = {
    "taken_in": L_("taken in at the window"),
    "passed_on": L_("passed on to the office"),
    "received": L_("received by the office"),
    "reminded": L_("the office was reminded"),
    "answered": L_("answered by the office"),
    "supplied": L_("what the office asked for was sent"),
    "filed": L_("put on file"),
}
REFERRAL_ANSWERS = {
    "granted": L_("granted"),
    "refused": L_("refused"),
    "more": L_("more is needed"),
}


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Referrals, narrowed."""

    def open(self) -> ReferralQuerySet:
        """Those that are not on file."""
        return self.exclude(state="filed")

    def late(self, day: date) -> ReferralQuerySet:
        """Those whose answer is overdue."""
        return self.filter(state__in=("passed_on", "followed_up"), due_on__lt=day)


class Referral(models.Model):
    """A matter that another office settles (转办).

    What happened to it is the list of its steps; what follows from them stands beside it for quick lists, and
    :mod:`minsheng.casework.referral` alone writes it.

    Attributes:
        number: what letters call it by.
        service: the service of the packs from which it follows, and ``period`` which turn of it; empty where the window took it in.
        benefit: the benefit of the packs that it is about; empty for a matter that no pack speaks of.
        words: what it is about, in the words of the window.
        office_kind: which kind of office settles it.
        office: the office of the register, where it is there.
        due_on: the last day for the answer; null while nothing says one.
        statutory: whether a document sets that day; otherwise the place does.
    """

    number = models.CharField(L_("number"), max_length=30, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="referrals", verbose_name=L_("household"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="referrals", verbose_name=L_("person"))
    service = models.CharField(max_length=60, blank=True)
    period = models.CharField(max_length=10, blank=True)
    benefit = models.CharField(L_("benefit"), max_length=60, blank=True)
    words = models.CharField(L_("matter"), max_length=300)
    office_kind = models.CharField(L_("kind of office"), max_length=30, choices=OFFICE_KINDS)
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", verbose_name=L_("office"))
    cites = models.CharField(L_("articles"), max_length=300, blank=True)
    state = models.CharField(L_("status"), max_length=20, choices=REFERRAL_STATES, default="taken_in", editable=False)
    answer = models.CharField(L_("answer"), max_length=10, choices=REFERRAL_ANSWERS, blank=True, editable=False)
    opened_on = models.DateField(L_("taken in on"))
    due_on = models.DateField(L_("due on"), null=True, editable=False)
    statutory = models.BooleanField(L_("by law"), default=False, editable=False)
    reminders = models.PositiveSmallIntegerField(L_("reminders"), default=0, editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = L_("referral")
        verbose_name_plural = L_("referrals")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="referrals_by_deadline"),
            models.Index(fields=["area", "office_kind", "state"], name="referrals_of_an_office"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "person", "service", "period"],
                condition=~models.Q(service=""),
                name="service_passed_on_once_for_a_person_and_period",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def level(self, day: date) -> str:
        """How late the answer is on a day: ``over``, ``late``, ``today``, ``soon``, ``in_time``, or ``open`` without a last day."""
        if self.state in ("answered", "filed"):
            return "over"
        if self.due_on is None:
            return "open"
        left = (self.due_on - day).days
        return "late" if left < 0 else "today" if left == 0 else "soon" if left <= 3 else "in_time"


class ReferralStep(models.Model):
    """Something that happened to a referral; never changed, never deleted.

    Attributes:
        by_letter: whether the office answered on paper, written down by the window.
        signed: who signed for the office, where it answered on paper.
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="steps", verbose_name=L_("referral"))
    kind = models.CharField(L_("what"), max_length=20, choices=REFERRAL_STEPS)
    on = models.DateField(L_("on"))
    answer = models.CharField(L_("answer"), max_length=10, choices=REFERRAL_ANSWERS, blank=True)
    words = models.CharField(L_("text"), max_length=1000, blank=True)
    evidence = models.CharField(L_("evidence"), max_length=200, blank=True)
    by_letter = models.BooleanField(L_("by letter"), default=False)
    signed = models.CharField(L_("signed by"), max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=L_("by"))
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("step of a referral")
        verbose_name_plural = L_("steps of referrals")
        ordering = ["referral", "id"]

    def __str__(self) -> str:
        return f"{self.referral} · {self.kind}"
