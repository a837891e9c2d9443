"""The life of a household: events that were reported, files that go on under a new head, benefits nobody applied for."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minsheng.casework.models.case import Case
from minsheng.registry.models import Area, Household, Person
from minsheng.registry.words import L_

__all__ = ["Continuation", "LifeEvent", "Unclaimed"]


class LifeEvent(models.Model):
    """Something that happened to a person or household, with the facts that were written down for it.

    Attributes:
        kind: a word of the table of life events (:mod:`minsheng.casework.receipt.life`).
        person: whom it happened to; null where it is about the household.
        on: the day on which it happened.
        facts: the names of the facts that were written.
        cases: the cases that were opened because of it.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="life_events", verbose_name=L_("household"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="life_events", verbose_name=L_("person"))
    kind = models.CharField(L_("what"), max_length=40)
    on = models.DateField(L_("on"))
    evidence = models.CharField(L_("evidence"), max_length=200)
    facts = models.JSONField(default=list)
    cases = models.ManyToManyField(Case, related_name="life_events")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=L_("by"))
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("life event")
        verbose_name_plural = L_("life events")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.household} · {self.kind} · {self.on}"


class Continuation(models.Model):
    """A file that was closed and goes on as a new one (停旧建新), because its head died or left. It is undone by another one only.

    Attributes:
        head: the head of the new file.
        guardian_name: who acts for the head where the head is a minor; with ``guardian_relation``.
    """

    old = models.OneToOneField(Household, models.PROTECT, related_name="continued_by", verbose_name=L_("old file"))
    new = models.OneToOneField(Household, models.PROTECT, related_name="continuation", verbose_name=L_("new file"))
    on = models.DateField(L_("on"))
    head = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=L_("head of household"))
    guardian_name = models.CharField(L_("guardian"), max_length=60, blank=True)
    guardian_relation = models.CharField(L_("relation to the head"), max_length=60, blank=True)
    why = models.CharField(L_("why"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=L_("by"))
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("continuation of a file")
        verbose_name_plural = L_("continuations of files")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Unclaimed(models.Model):
    """A benefit to which the rules entitle a household of the register and for which nobody applied (应享未享), as found at night.

    Attributes:
        amount: fen a ``period``; null where nothing is paid or it is not settled.
        found_on: since when it is known.
        looked_on: the last night on which it was still so.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="unclaimed", verbose_name=L_("household"))
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    benefit = models.CharField(L_("benefit"), max_length=60)
    people = models.PositiveSmallIntegerField(L_("people"))
    amount = models.BigIntegerField(L_("amount"), null=True)
    period = models.CharField(max_length=10, blank=True)
    found_on = models.DateField(L_("found on"))
    looked_on = models.DateField(L_("looked at on"))

    class Meta:
        verbose_name = L_("benefit that nobody applied for")
        verbose_name_plural = L_("benefits that nobody applied for")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["household", "benefit"], name="unclaimed_once")]

    def __str__(self) -> str:
        return f"{self.household} · {self.benefit}"
