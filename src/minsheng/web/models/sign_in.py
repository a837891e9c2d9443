"""Log-ins that failed, so that guessing becomes slow."""

from __future__ import annotations

from django.db import models

from minsheng.registry.words import L_

__all__ = ["FailedSignIn"]


class FailedSignIn(models.Model):
    """How often signing in failed of late, by user name or by address.

    Attributes:
        of: a fingerprint of the user name or the address; neither can be read from it.
        count: how often in a row.
        last: when it failed last.
        until: nothing is tried before this.
    """

    of = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    last = models.DateTimeField(auto_now=True, db_index=True)
    until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = L_("log-in that failed")
        verbose_name_plural = L_("log-ins that failed")

    def __str__(self) -> str:
        return self.of[:8]
