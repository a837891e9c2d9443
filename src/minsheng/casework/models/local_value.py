"""Values that the place sets, proposed by one person and confirmed by another; and the law that every confirmation makes a version of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from minsheng.registry.models import Area
from minsheng.registry.words import L_

__all__ = ["CHANGE_STATES", "LawVersion", "PREVIEW_STATES", "ValueChange"]

#: Where a proposal stands.
CHANGE_STATES = {
    "proposed": L_("proposed"),
    "confirmed": L_("confirmed"),
    "refused": L_("refused"),
    "withdrawn": L_("withdrawn"),
}
#: How far its preview is.
PREVIEW_STATES = {
    "waiting": L_("waits"),
    "running": L_("is being worked out"),
    "done": L_("done"),
    "failed": L_("failed"),
}


class ValueChange(models.Model):
    """New values for one parameter in an area from a day on, with what they rest on.

    Attributes:
        parameter: the parameter of the packs, such as ``dibao.standard``.
        values: a list of ``{"keys": {axis: choice}, "value": as packs write it}``.
        document: the number of the document that sets them.
        article: where in it.
        base: the digest of the local values that its preview was made with.
        preview: what it would mean; null until it was worked out.
        households: how many households were to be decided for the preview, and ``decided`` how many are.
        beat: when the work on the preview last said that it goes on.
    """

    parameter = models.CharField(L_("parameter"), max_length=80)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    first_day = models.DateField(L_("from"))
    values = models.JSONField(L_("values"))
    document = models.CharField(L_("document number"), max_length=80)
    title = models.CharField(L_("title"), max_length=120, blank=True)
    issuer = models.CharField(L_("issuer"), max_length=80)
    article = models.CharField(L_("article"), max_length=40)
    reason = models.CharField(L_("reason"), max_length=500, blank=True)
    state = models.CharField(L_("status"), max_length=10, choices=CHANGE_STATES, default="proposed")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=L_("proposed by")
    )
    proposed_at = models.DateTimeField(L_("proposed at"), auto_now_add=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=L_("settled by")
    )
    settled_at = models.DateTimeField(L_("settled at"), null=True)
    opinion = models.CharField(L_("opinion"), max_length=500, blank=True)
    base = models.CharField(max_length=64, blank=True)
    preview_state = models.CharField(max_length=10, choices=PREVIEW_STATES, default="waiting")
    preview = models.JSONField(null=True)
    households = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(default=0)
    beat = models.DateTimeField(null=True)

    class Meta:
        verbose_name = L_("change of a local value")
        verbose_name_plural = L_("changes of local values")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(state="confirmed") | ~Q(settled_by=F("proposed_by")),
                name="value_confirmed_by_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.parameter} · {self.area} · {self.first_day}"


class LawVersion(models.Model):
    """The local values after a confirmation, as texts of packs; the latest one holds. Never changed, never deleted.

    Attributes:
        number: one after the other, so that of two confirmations at one moment only one succeeds.
        digest: of all texts together; the library is kept in memory by it.
        texts: by the name of each pack, the SHA-256 of its text, which :class:`StoredText` keeps.
    """

    number = models.PositiveIntegerField(unique=True)
    change = models.OneToOneField(ValueChange, models.PROTECT, related_name="version")
    digest = models.CharField(max_length=64)
    texts = models.JSONField()
    at = models.DateTimeField(L_("at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("version of the local values")
        verbose_name_plural = L_("versions of the local values")
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)
