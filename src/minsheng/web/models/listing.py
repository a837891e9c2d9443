"""Views of lists that somebody keeps, and the files that were taken from lists."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minsheng.registry.words import L_

__all__ = ["SavedView", "TakenFile"]


class SavedView(models.Model):
    """What somebody asks of a list, under a name.

    Attributes:
        listing: the name of the list.
        query: as in its address; names of people are encrypted in it.
        shared: whether everybody of the same office has it too.
        default: whether the list begins with it, for its owner.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=L_("member of staff"))
    listing = models.CharField(L_("list"), max_length=40)
    name = models.CharField(L_("name"), max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    shared = models.BooleanField(L_("shared with the office"), default=False)
    default = models.BooleanField(L_("the list begins with it"), default=False)

    class Meta:
        verbose_name = L_("saved view")
        verbose_name_plural = L_("saved views")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "listing", "name"], name="view_has_one_name"),
            models.UniqueConstraint(
                fields=["user", "listing"], condition=models.Q(default=True), name="list_begins_with_one_view"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TakenFile(models.Model):
    """Somebody took a list away as a file; never changed, never deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=L_("member of staff"))
    listing = models.CharField(L_("list"), max_length=40)
    query = models.CharField(max_length=2000, blank=True)
    kind = models.CharField(L_("what"), max_length=8)
    rows = models.PositiveIntegerField(L_("rows"))
    at = models.DateTimeField(L_("at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("file that was taken")
        verbose_name_plural = L_("files that were taken")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.listing}.{self.kind} · {self.user} · {self.at}"
