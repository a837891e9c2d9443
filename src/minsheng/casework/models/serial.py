"""Numbers that are given one after the other, without gaps."""

from __future__ import annotations

from django.db import models, transaction

from minsheng.registry.words import L_

__all__ = ["Serial", "next_serial"]


class Serial(models.Model):
    """The last number of a series, such as ``certificate 620171 2021``."""

    series = models.CharField(max_length=80, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = L_("series of numbers")
        verbose_name_plural = L_("series of numbers")

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"


@transaction.atomic
def next_serial(series: str) -> int:
    """The next number of a series, from 1.

    The row stays locked until the transaction around it is over, and goes back with it: no number is given twice, none is left out.
    """
    Serial.objects.get_or_create(series=series)
    row = Serial.objects.select_for_update().get(series=series)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
