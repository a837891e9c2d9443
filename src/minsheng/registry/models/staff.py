"""Offices, and staff with roles in areas. Who may see and do what is worked out from these in :mod:`minsheng.registry.scope` alone."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from minsheng.registry.models.area import Area
from minsheng.registry.words import L_

__all__ = ["OFFICE_KINDS", "ROLES", "Assignment", "Office", "User"]

#: The roles, and how they are called. What each may do stands in :mod:`minsheng.registry.scope`.
ROLES = {
    "village_assistant": L_("village assistant"),
    "township_clerk": L_("township clerk"),
    "township_head": L_("township head"),
    "county_clerk": L_("county clerk"),
    "county_head": L_("county head"),
    "finance": L_("finance"),
    "check_centre": L_("check centre"),
    "supervisor": L_("supervisor"),
    "city": L_("city"),
    "administrator": L_("administrator"),
    "other_office": L_("other office"),
}
#: The kinds of offices that work together; the words are those of packs (:data:`minsheng.policy.pack.OFFICES`).
OFFICE_KINDS = {
    "medical_insurance": L_("medical insurance"),
    "housing": L_("housing"),
    "education": L_("education"),
    "employment": L_("employment"),
    "disabled_persons": L_("disabled persons' federation"),
    "health": L_("health"),
    "social_insurance": L_("social insurance"),
    "other": L_("another office"),
}


class Office(models.Model):
    """An office: whose staff works there, and which area it answers for.

    ``kind`` is empty for civil affairs and the townships; any other office sees only what is passed on to its kind.
    """

    name = models.CharField(L_("name"), max_length=120)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    telephone = models.CharField(L_("telephone"), max_length=40, blank=True)
    kind = models.CharField(L_("kind of office"), max_length=30, choices=OFFICE_KINDS, blank=True)
    address = models.CharField(L_("address"), max_length=200, blank=True)
    hours = models.CharField(L_("opening hours"), max_length=120, blank=True)
    complaints_telephone = models.CharField(L_("telephone for complaints"), max_length=40, blank=True)
    closed_on = models.DateField(L_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = L_("office")
        verbose_name_plural = L_("offices")
        ordering = ["area__code", "name"]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """Somebody who signs in to the desk. Names are written as in Chinese: family name first, in one field."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(L_("name"), max_length=60)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, verbose_name=L_("office"))

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = L_("member of staff")
        verbose_name_plural = L_("staff")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name as it is written on papers."""
        return self.name

    def get_short_name(self) -> str:
        """The same: Chinese names are short."""
        return self.name


class Assignment(models.Model):
    """A role that somebody has in an area between two days."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments", verbose_name=L_("member of staff"))
    role = models.CharField(L_("role"), max_length=20, choices=ROLES)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    valid_from = models.DateField(L_("valid from"))
    valid_to = models.DateField(L_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = L_("assignment")
        verbose_name_plural = L_("assignments")
        ordering = ["user", "role"]
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "area", "valid_from"], name="assignment_once_from_a_day"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="assignment_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {ROLES[self.role]} · {self.area}"
