"""What somebody typed into a form and has not sent yet, or sent when their session had ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minsheng.registry.words import L_

__all__ = ["Draft"]


class Draft(models.Model):
    """A form that is not sent yet.

    Attributes:
        user: whose it is; nobody else ever sees it.
        page: the path of the page on which it stands.
        form: which form it is: a digest of where it is sent and of what it is for.
        token: the fields as pairs of name and value, encrypted.
        until: it is thrown away then.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    page = models.CharField(max_length=300)
    form = models.CharField(max_length=64)
    token = models.TextField()
    at = models.DateTimeField(auto_now=True)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = L_("draft of a form")
        verbose_name_plural = L_("drafts of forms")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="draft_once_of_a_form")]
        indexes = [models.Index(fields=["user", "page"], name="drafts_of_a_page")]

    def __str__(self) -> str:
        return self.page
