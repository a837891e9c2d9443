"""The records of decisions, and the texts of the packs that they rest on, kept by digest."""

from __future__ import annotations

from django.db import models

from minsheng.casework.models.case import Case, Happening
from minsheng.registry.words import L_

__all__ = ["Record", "StoredText"]


class StoredText(models.Model):
    """The text of a pack or vocabulary by its SHA-256."""

    digest = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()

    class Meta:
        verbose_name = L_("text of a pack")
        verbose_name_plural = L_("texts of packs")

    def __str__(self) -> str:
        return self.digest[:12]


class Record(models.Model):
    """What the library said when a case was decided, in the form of ``minsheng/record/1``, and what the officer made of it.

    Attributes:
        content: the record as :func:`minsheng.policy.record.record_of` gives it; ``minsheng replay`` recomputes it.
        rules_say: ``yes``, ``no``, or ``open`` where something was not known that day.
        departs: whether the officer decided otherwise than the library said; the reason stands in the happening.
        filled: what the officer filled where the rules leave a range: ``rule``, ``key`` of the thing, ``value``, ``at_least``,
            ``at_most`` (money in fen) and ``cites``.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="records", verbose_name=L_("case"))
    happening = models.OneToOneField(Happening, models.PROTECT, related_name="record")
    content = models.JSONField()
    rules_say = models.CharField(max_length=4, default="open")
    filled = models.JSONField(default=list)
    departs = models.BooleanField(L_("departs from the rules"), default=False)

    class Meta:
        verbose_name = L_("record of a decision")
        verbose_name_plural = L_("records of decisions")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.case)
