"""The day on which a demonstration stands."""

from __future__ import annotations

from django.db import models

from minsheng.registry.words import L_

__all__ = ["DemonstrationDay"]


class DemonstrationDay(models.Model):
    """The day that is today in a demonstration; one row at most, and only ever moved on."""

    day = models.DateField(L_("day"))

    class Meta:
        verbose_name = L_("day of the demonstration")
        verbose_name_plural = L_("day of the demonstration")

    def __str__(self) -> str:
        return self.day.isoformat()
