"""Draws of cases that the county visits before it decides, and applicants who are near relatives of officials."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minsheng.casework.models.case import Case
from minsheng.registry.models import Area, Household, Person
from minsheng.registry.words import L_

__all__ = ["Draw", "DrawnCase", "OfficialRelative"]


class Draw(models.Model):
    """A draw among the cases of a batch. The seed is published before it is drawn; anybody can draw again and find the same.

    Attributes:
        sample: the ``sample`` of the pack, such as ``hardship.county_re_check``.
        share: the share as it is written, such as ``3/10``; ``rounding`` is ``up`` or ``down``.
        seed: published at ``published_at``; drawn at ``draw_at`` at the earliest.
        size: how many cases the batch had; null until it was drawn.
    """

    number = models.CharField(L_("number of the draw"), max_length=40, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    process = models.CharField(L_("process"), max_length=60)
    sample = models.CharField(max_length=60)
    cites = models.CharField(L_("article"), max_length=200, blank=True)
    share = models.CharField(L_("share"), max_length=20)
    rounding = models.CharField(max_length=4)
    seed = models.CharField(L_("seed"), max_length=80)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=L_("by"))
    published_at = models.DateTimeField(L_("published at"))
    draw_at = models.DateTimeField(L_("drawn at the earliest"))
    drawn_at = models.DateTimeField(L_("drawn at"), null=True)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    size = models.PositiveIntegerField(L_("cases in the batch"), null=True)

    class Meta:
        verbose_name = L_("draw")
        verbose_name_plural = L_("draws")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "process", "sample"],
                condition=models.Q(drawn_at__isnull=True),
                name="one_open_draw_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return self.number


class DrawnCase(models.Model):
    """A case of a batch: the number by which it is ordered, and whether it was drawn.

    ``arrival`` is how many things had happened when the case came to the step that decides: a case that comes there again, after an
    objection, is of another batch.
    """

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="cases")
    case = models.ForeignKey(Case, models.PROTECT, related_name="draws")
    arrival = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    drawn = models.BooleanField(L_("drawn"))

    class Meta:
        verbose_name = L_("case in a draw")
        verbose_name_plural = L_("cases in draws")
        ordering = ["draw", "place"]
        constraints = [models.UniqueConstraint(fields=["case", "arrival"], name="case_in_one_draw_each_time")]

    def __str__(self) -> str:
        return f"{self.draw} · {self.case}"


class OfficialRelative(models.Model):
    """An applicant is a near relative of somebody who works on such matters (近亲属备案)."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="official_relatives")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name=L_("member of the household")
    )
    official = models.CharField(L_("official"), max_length=60)
    post = models.CharField(L_("office and post"), max_length=120)
    relation = models.CharField(L_("relation"), max_length=60)
    filed_on = models.DateField(L_("filed on"))
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=L_("filed by")
    )
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("near relative of an official")
        verbose_name_plural = L_("near relatives of officials")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.official} · {self.relation}"
