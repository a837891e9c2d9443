"""Who handed a task over to whom: a list that only grows."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minsheng.casework.models.task import Task
from minsheng.registry.words import L_

__all__ = ["HandingOver"]


class HandingOver(models.Model):
    """Somebody gave a task to a colleague, with the reason."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="handings_over", verbose_name=L_("task"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=L_("by"))
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=L_("to"))
    reason = models.CharField(L_("reason"), max_length=300, blank=True)
    at = models.DateTimeField(L_("at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("handing over")
        verbose_name_plural = L_("handings over")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.task} · {self.to}"
