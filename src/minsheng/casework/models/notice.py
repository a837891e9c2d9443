"""Public notices: what hangs in the village, from when to when."""

from __future__ import annotations

from django.db import models

from minsheng.casework.models.case import Case
from minsheng.registry.models import Area
from minsheng.registry.words import L_

__all__ = ["NOTICE_KINDS", "Notice"]

#: What a notice says is intended, or has been decided.
NOTICE_KINDS = {
    "grants": L_("intended: benefit granted"),
    "changes": L_("intended: benefit changed"),
    "ends": L_("intended: benefit ended"),
    "result": L_("decided: benefit granted"),
}


class Notice(models.Model):
    """A public notice of one case.

    Attributes:
        number: what people call it by, and what its public address holds.
        kind: one of :data:`NOTICE_KINDS`.
        step: the step during which it hangs; empty for a result.
        rows: by language, the rows of its table as the paper has them: nothing in them is private.
        heads: the names again, as they may stand on a page of the web that everybody can find.
        from_day: the first day on which it hangs.
        to_day: the last day on which somebody may object; null for a result, which hangs as long as the benefit is received.
        published_in_zh: where the document has it published, in its words, with ``published_in_en``.
        ended_on: the day on which it was taken down; null while it hangs.
        ended_as: the outcome of the step, or what else ended it.
    """

    number = models.CharField(L_("number of the notice"), max_length=24, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="notices", verbose_name=L_("case"))
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    kind = models.CharField(L_("what"), max_length=8, choices=NOTICE_KINDS)
    step = models.CharField(L_("step"), max_length=60, blank=True)
    benefit_zh = models.CharField(max_length=120)
    benefit_en = models.CharField(max_length=120)
    rows = models.JSONField(default=dict)
    heads = models.JSONField(default=list)
    office = models.CharField(L_("office"), max_length=120)
    telephone = models.CharField(L_("telephone"), max_length=40, blank=True)
    published_in_zh = models.CharField(max_length=300, blank=True)
    published_in_en = models.CharField(max_length=300, blank=True)
    from_day = models.DateField(L_("from"))
    to_day = models.DateField(L_("until"), null=True)
    ended_on = models.DateField(L_("ended on"), null=True)
    ended_as = models.CharField(max_length=60, blank=True)
    synthetic = models.BooleanField(L_("made up"), default=False)

    class Meta:
        verbose_name = L_("public notice")
        verbose_name_plural = L_("public notices")
        ordering = ["-id"]
        indexes = [models.Index(fields=["area", "ended_on"], name="notices_of_an_area")]

    def __str__(self) -> str:
        return self.number
