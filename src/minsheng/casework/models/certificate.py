"""Certificates that were issued, and what was written on them year by year."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from minsheng.casework.models.case import Case
from minsheng.registry.models import Area, Household, Person
from minsheng.registry.words import L_

__all__ = ["Certificate", "CertificateReview"]


class Certificate(models.Model):
    """A certificate, as the document of a case has it issued.

    Attributes:
        number: with its check digits, as people write it.
        digits: the same without signs between; what the QR code holds.
        case: the case that granted the benefit.
        person: whose it is; null where it is the household's.
        name_zh: how the document calls it, with ``name_en``.
        valid_to: the last day on which it is good; null where the document sets none.
        cancelled_by: the case that ended the benefit, where one did.
    """

    number = models.CharField(L_("certificate number"), max_length=24, unique=True)
    digits = models.CharField(max_length=17, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="certificates", verbose_name=L_("case"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="certificates", verbose_name=L_("household"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="certificates", verbose_name=L_("person")
    )
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    benefit = models.CharField(L_("benefit"), max_length=60)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    office = models.CharField(L_("office"), max_length=120)
    issued_on = models.DateField(L_("issued on"))
    valid_to = models.DateField(L_("valid to"), null=True)
    cancelled_on = models.DateField(L_("cancelled on"), null=True)
    cancelled_why = models.CharField(L_("reason"), max_length=1000, blank=True)
    cancelled_by = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    synthetic = models.BooleanField(L_("made up"), default=False)

    class Meta:
        verbose_name = L_("certificate")
        verbose_name_plural = L_("certificates")
        ordering = ["id"]
        indexes = [models.Index(fields=["household", "benefit"], name="certificates_of_a_household")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(person__isnull=False), name="one_certificate_a_person_and_case"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(person__isnull=True), name="one_certificate_a_household_and_case"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def state_on(self, day: date) -> str:
        """``valid``, ``cancelled`` or ``expired`` on a day."""
        if self.cancelled_on is not None and self.cancelled_on <= day:
            return "cancelled"
        return "expired" if self.valid_to is not None and self.valid_to < day else "valid"


class CertificateReview(models.Model):
    """The yearly review that is written on a certificate (年审)."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="reviews", verbose_name=L_("certificate"))
    year = models.PositiveSmallIntegerField(L_("year"))
    on = models.DateField(L_("on"))
    result = models.CharField(L_("result"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=L_("by"))

    class Meta:
        verbose_name = L_("yearly review")
        verbose_name_plural = L_("yearly reviews")
        ordering = ["certificate", "year"]
        constraints = [models.UniqueConstraint(fields=["certificate", "year"], name="one_review_a_year")]

    def __str__(self) -> str:
        return f"{self.certificate} · {self.year}"
