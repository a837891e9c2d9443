"""What somebody receives (保障): from when, who is covered, how much from when to when, and every change with the case that made it.

:mod:`minsheng.casework.receipt` alone writes these. An amount that was approved is never worked out again in silence: only the end of a
case writes another, and the one before stays.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from minsheng.casework.models.case import Case, Happening
from minsheng.casework.models.record import Record
from minsheng.registry.models import Area, Household, Person
from minsheng.registry.models.household import held_on
from minsheng.registry.words import L_

__all__ = ["CHANGES", "PERIODS", "Award", "AwardAmount", "AwardChange", "Covered"]

#: What may have happened to what somebody receives.
CHANGES = {
    "granted": L_("begins"),
    "taken_over": L_("taken over from an earlier register"),
    "changed": L_("changed"),
    "settled": L_("amount settled by the officer"),
    "kept": L_("reviewed, goes on unchanged"),
    "tapers": L_("tapers off"),
    "ended": L_("comes to an end"),
    "continued": L_("goes on in a new file"),
}
#: What an amount is for, as in packs.
PERIODS = {"month": L_("a month"), "year": L_("a year"), "once": L_("once")}


class AwardQuerySet(models.QuerySet["Award"]):
    """Awards, narrowed."""

    def active_on(self, day: date) -> AwardQuerySet:
        """Those that are received on a day."""
        return self.filter(Q(first_day__lte=day), Q(last_day__isnull=True) | Q(last_day__gte=day))

    def running(self, day: date) -> AwardQuerySet:
        """Those that are received on a day or begin after it, and are not over."""
        return self.filter(Q(last_day__isnull=True) | Q(last_day__gte=day) & Q(last_day__gte=models.F("first_day")))


class Award(models.Model):
    """A benefit that a person or family receives.

    Attributes:
        household: in whose file it stands; another one after the file was continued.
        benefit: the benefit of the packs.
        case: the case that granted it; null for what was taken over from an earlier register, with ``evidence``.
        first_day: the day from which it is received, as the pack's payment says.
        last_day: the last day on which it is received; before ``first_day`` where it ended before it began; null while none is settled.
        ended_by: the case that ended it; null while it is received and while it tapers off.
        tapers: whether it tapers off until ``last_day``.
        reviewed_on: when the circumstances were last looked at: the decision, or the last review.
        review_due_on: when they must be looked at again; null where that cannot be told or nothing says it.
        open_review: why ``review_due_on`` is not known, in words of the packs; empty where it is.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="awards", verbose_name=L_("household"))
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    benefit = models.CharField(L_("benefit"), max_length=60)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="awards", verbose_name=L_("case"))
    evidence = models.CharField(L_("evidence"), max_length=200, blank=True)
    first_day = models.DateField(L_("from"))
    last_day = models.DateField(L_("last day"), null=True)
    ended_by = models.ForeignKey(Case, models.PROTECT, null=True, related_name="ended_awards", verbose_name=L_("case"))
    tapers = models.BooleanField(L_("tapers off"), default=False)
    reviewed_on = models.DateField(L_("last reviewed on"))
    review_due_on = models.DateField(L_("review due on"), null=True)
    open_review = models.JSONField(default=list)
    synthetic = models.BooleanField(L_("made up"), default=False)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = L_("award")
        verbose_name_plural = L_("awards")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["household", "benefit"], name="awards_of_a_household"),
            models.Index(fields=["area", "review_due_on"], name="awards_by_review"),
            models.Index(fields=["area", "last_day"], name="awards_by_last_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False) | ~Q(evidence=""), name="award_rests_on_a_case_or_evidence"
            ),
            models.CheckConstraint(
                condition=Q(tapers=False) | Q(last_day__isnull=False), name="award_tapers_until_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household} · {self.benefit}"

    def state_on(self, day: date) -> str:
        """``ended``, ``tapering``, ``ending`` (the last day is settled), ``confirmed`` (begins later) or ``in_receipt``."""
        if self.last_day is not None and (self.last_day < day or self.last_day < self.first_day):
            return "ended"
        if self.tapers and self.ended_by_id is None:
            return "tapering"
        if self.last_day is not None:
            return "ending"
        return "confirmed" if day < self.first_day else "in_receipt"


class Covered(models.Model):
    """Somebody whom an award covers, between two days; ``benefit`` is that of the award."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="covered", verbose_name=L_("award"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="covered", verbose_name=L_("person"))
    benefit = models.CharField(max_length=60)
    valid_from = models.DateField(L_("valid from"))
    valid_to = models.DateField(L_("valid to"), null=True)

    class Meta:
        verbose_name = L_("covered person")
        verbose_name_plural = L_("covered people")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "benefit"],
                condition=Q(valid_to__isnull=True),
                name="person_covered_once_by_a_benefit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.benefit}"


class AwardAmount(models.Model):
    """How much of an award from when to when.

    Attributes:
        amount: fen a ``period``; null while the officer has not settled it.
        parts: what it is made of, as ``{"zh", "en", "fen", "cites"}``; empty where it is of one piece.
        valid_to: the last day; null while none is settled.
        case: the case whose end settled it; null for what was taken over.
        record: what the library said then.
        void: whether a later decision took its place before any day of it had come; it stays as what was approved then.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="amounts", verbose_name=L_("award"))
    amount = models.BigIntegerField(L_("amount"), null=True)
    period = models.CharField(L_("for"), max_length=10, choices=PERIODS)
    parts = models.JSONField(default=list)
    valid_from = models.DateField(L_("from"))
    valid_to = models.DateField(L_("until"), null=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="amounts", verbose_name=L_("case"))
    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="amounts")
    void = models.BooleanField(default=False)

    class Meta:
        verbose_name = L_("amount")
        verbose_name_plural = L_("amounts")
        ordering = ["award", "valid_from", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="amount_is_not_negative"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="amount_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["award", "valid_from"], condition=Q(void=False), name="one_amount_from_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} · {self.valid_from}"

    @classmethod
    def in_force(cls, day: date, **of: Any) -> models.QuerySet[AwardAmount]:
        """The amounts of a day, such as ``award__in=…``; at most one for each award."""
        return cls.objects.filter(held_on(day), void=False, **of)


class AwardChange(models.Model):
    """Something that happened to an award (动态记录): what, when, from when it counts, why, by which case."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="changes", verbose_name=L_("award"))
    kind = models.CharField(L_("what"), max_length=12, choices=CHANGES)
    on = models.DateField(L_("on"))
    counts_from = models.DateField(L_("counts from"))
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="award_changes", verbose_name=L_("case"))
    happening = models.ForeignKey(Happening, models.PROTECT, null=True, related_name="award_changes")
    why = models.CharField(L_("why"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=L_("by"))
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("change of an award")
        verbose_name_plural = L_("changes of awards")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.award} · {self.kind} · {self.on}"
