"""Photos, signatures and scanned papers, encrypted, and who looked at them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minsheng.casework.models.case import Case
from minsheng.registry.models import Area, Household
from minsheng.registry.words import L_

__all__ = ["Attachment", "AttachmentView"]


class Attachment(models.Model):
    """A photo or paper that belongs to a case, to a household, or to something else in an area; never changed, never deleted.

    Attributes:
        area: where whoever sees it must have a role.
        right: the right that is needed besides, one of :data:`minsheng.registry.scope.RIGHTS`; empty for everybody who sees the area.
        what: what it is evidence of, as a word of the programme, such as ``home_visit``.
        token: the content, encrypted; read with :func:`minsheng.casework.attachment.content_of`.
        digest: SHA-256 of the content as it is kept.
    """

    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="attachments")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="attachments")
    right = models.CharField(max_length=30, blank=True)
    what = models.CharField(L_("what"), max_length=40)
    name = models.CharField(L_("name"), max_length=120)
    token = models.BinaryField(editable=False)
    size = models.PositiveIntegerField(L_("size"))
    media_type = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=L_("by"))
    at = models.DateTimeField(L_("at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("attachment")
        verbose_name_plural = L_("attachments")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class AttachmentView(models.Model):
    """Somebody looked at an attachment; written down when it happens."""

    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="views")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=L_("member of staff"))
    at = models.DateTimeField(L_("at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("view of an attachment")
        verbose_name_plural = L_("views of attachments")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.user} · {self.attachment}"
