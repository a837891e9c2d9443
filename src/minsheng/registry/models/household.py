"""Households, and who belonged to them from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from minsheng.registry.models.area import Area
from minsheng.registry.models.person import Person
from minsheng.registry.words import L_

__all__ = ["Household", "Membership", "held_on", "members_of"]


def held_on(day: date) -> Q:
    """What holds on a day: begun by then, and not over before it."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class Household(models.Model):
    """People who live together; one file for each (一户一档). ``number`` is the number of the file."""

    number = models.CharField(L_("file number"), max_length=30, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    address = models.CharField(L_("address"), max_length=200, blank=True)
    continues = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name=L_("continues the file"))
    closed_on = models.DateField(L_("closed on"), null=True, blank=True)
    synthetic = models.BooleanField(L_("made up"), default=False)

    class Meta:
        verbose_name = L_("household")
        verbose_name_plural = L_("households")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.number

    def members_on(self, day: date) -> models.QuerySet[Membership]:
        """Who belongs to it on a day, the head first."""
        return members_of([self], day)


def members_of(households: Sequence[Household], day: date) -> models.QuerySet[Membership]:
    """Who belongs to households on a day, of each the head first."""
    order: Any = models.Case(models.When(relation="head", then=0), default=1)
    found = Membership.objects.filter(held_on(day), household__in=households)
    return found.select_related("person").order_by("household", order, "id")


class Membership(models.Model):
    """Somebody in a household between two days, with their relation to the head (a word of the vocabulary)."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="memberships", verbose_name=L_("household"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=L_("person"))
    relation = models.CharField(L_("relation to the head"), max_length=40)
    valid_from = models.DateField(L_("valid from"))
    valid_to = models.DateField(L_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = L_("member")
        verbose_name_plural = L_("members")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(valid_to__isnull=True), name="person_in_one_household_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(valid_to__isnull=True, relation="head"),
                name="household_has_one_head_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.household}"
