"""Papers that were given out, drafts of papers, and the templates of offices."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from minsheng.casework.models.case import Case
from minsheng.registry.models import Area, Household, Person
from minsheng.registry.secrets import decrypted, encrypted
from minsheng.registry.words import L_

__all__ = ["GivenPaper", "OfficeTemplate", "PaperDraft"]


class OfficeTemplate(models.Model):
    """A Word template with which an office replaces the one that comes with the program; every version is kept.

    The newest that was not taken back is in use, that of the smallest area first.
    """

    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    name = models.CharField(L_("paper"), max_length=40)
    lang = models.CharField(L_("language"), max_length=2)
    version = models.PositiveIntegerField(L_("version"))
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(L_("uploaded at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=L_("by"))
    removed_at = models.DateTimeField(L_("taken back at"), null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = L_("template of an office")
        verbose_name_plural = L_("templates of offices")
        ordering = ["area", "name", "lang", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["area", "name", "lang", "version"], name="template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.area} · {self.name} · {self.version}"


class _Sealed(models.Model):
    """Something whose content only who has the keys can read: papers hold ID numbers, accounts and illnesses."""

    sealed = models.TextField(editable=False)

    class Meta:
        abstract = True

    @property
    def content(self) -> dict[str, Any]:
        """What was kept."""
        kept: dict[str, Any] = json.loads(decrypted(self.sealed))
        return kept

    @content.setter
    def content(self, kept: dict[str, Any]) -> None:
        self.sealed = encrypted(json.dumps(kept, ensure_ascii=False, sort_keys=True))


class PaperDraft(_Sealed):
    """What somebody has filled in for a paper that is not given out yet; one for each paper of a case or household."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="paper_drafts")
    name = models.CharField(L_("paper"), max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = L_("draft of a paper")
        verbose_name_plural = L_("drafts of papers")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "name"], condition=Q(case__isnull=False), name="one_draft_a_paper_of_a_case"
            ),
            models.UniqueConstraint(
                fields=["household", "name"], condition=Q(case__isnull=True), name="one_draft_a_paper_of_a_household"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case or self.household} · {self.name}"


class GivenPaper(_Sealed):
    """A paper as it was given out, so that exactly this can be printed again; never changed, only followed or withdrawn.

    Attributes:
        number: the number printed on it.
        name: which paper, as in ``docs/reference/papers.md``.
        case: null where it belongs to the file of the household alone.
        step: the step of the case during which it was given out, where one ran.
        about: which outcome of the decision it tells of, where there are several.
        people: whose ID numbers stand on it in full.
        digest: of the content before it was encrypted.
        template: the office's own Word template that was in use; null for that of the program.
        replaced_by: a later paper of the same kind that counts instead.
    """

    number = models.CharField(L_("number"), max_length=48, unique=True)
    name = models.CharField(L_("paper"), max_length=40)
    lang = models.CharField(L_("language"), max_length=2)
    household = models.ForeignKey(Household, models.PROTECT, related_name="papers", verbose_name=L_("household"))
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="papers", verbose_name=L_("case"))
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    step = models.CharField(max_length=60, blank=True)
    about = models.CharField(max_length=80, blank=True)
    day = models.DateField(L_("day"))
    people = models.ManyToManyField(Person, related_name="+")
    digest = models.CharField(max_length=64)
    template = models.ForeignKey(OfficeTemplate, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(L_("given out at"), auto_now_add=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=L_("by"))
    replaced_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaces")
    withdrawn_on = models.DateField(L_("withdrawn on"), null=True)
    withdrawn_why = models.CharField(L_("reason"), max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    synthetic = models.BooleanField(L_("made up"), default=False)

    class Meta:
        verbose_name = L_("paper given out")
        verbose_name_plural = L_("papers given out")
        ordering = ["-id"]
        indexes = [models.Index(fields=["household", "name"], name="papers_of_a_household")]

    def __str__(self) -> str:
        return self.number
