"""Offices, and staff with roles in areas. Who may see and do what is worked out from these in :mod:`minsheng.registry.scope` alone."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from minsheng.registry.models.area import Area

__all__ = ["ROLES", "Assignment", "Office", "User"]

#: The roles, and how they are called. What each may do stands in :mod:`minsheng.registry.scope`.
ROLES = {
    "village_assistant": _("village assistant"),
    "township_clerk": _("township clerk"),
    "township_head": _("township head"),
    "county_clerk": _("county clerk"),
    "county_head": _("county head"),
    "finance": _("finance"),
    "check_centre": _("check centre"),
    "supervisor": _("supervisor"),
    "city": _("city"),
    "administrator": _("administrator"),
}


class Office(models.Model):
    """An office: whose staff works there, and which area it answers for."""

    name = models.CharField(_("name"), max_length=120)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("area"))
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["area__code", "name"]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """Somebody who signs in to the desk. Names are written as in Chinese: family name first, in one field."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=60)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, verbose_name=_("office"))

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")

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

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments", verbose_name=_("member of staff"))
    role = models.CharField(_("role"), max_length=20, choices=ROLES)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("area"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
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
