"""Forms that were sent, so that a button that is pressed twice does a thing once."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minsheng.registry.words import L_

__all__ = ["SentForm"]


class SentForm(models.Model):
    """A form that was sent and did what it was for; ``key`` was made by its page."""

    key = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = L_("form that was sent")
        verbose_name_plural = L_("forms that were sent")

    def __str__(self) -> str:
        return self.key
