"""The economic-status check: who has allowed it, who asked for it, and what came out."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minsheng.casework.models.attachment import Attachment
from minsheng.casework.models.case import Case
from minsheng.registry.models import Area, Household, Person
from minsheng.registry.words import L_

__all__ = ["CHECK_STATES", "Authorisation", "CheckReport", "CheckRequest"]

#: Where a request stands: asked for, the data are being fetched, reported, objected to, replaced by a new check, stopped because
#: somebody took back what they had signed.
CHECK_STATES = {
    "asked": L_("asked for"),
    "data": L_("data are being fetched"),
    "reported": L_("reported"),
    "objected": L_("objected to, checked again"),
    "replaced": L_("replaced by a new check"),
    "stopped": L_("stopped: the authorisation was taken back"),
}


class Authorisation(models.Model):
    """Somebody of a household allows that their economic status is checked; never changed but by being taken back."""

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="authorisations", verbose_name=L_("household")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="authorisations", verbose_name=L_("person"))
    signed_on = models.DateField(L_("signed on"))
    evidence = models.CharField(L_("evidence"), max_length=200)
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField(L_("taken back on"), null=True, blank=True)
    withdrawn_because = models.CharField(L_("why it was taken back"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=L_("by"))
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("authorisation of a check")
        verbose_name_plural = L_("authorisations of checks")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "person"],
                condition=models.Q(withdrawn_on__isnull=True),
                name="authorised_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.signed_on}"


class CheckRequest(models.Model):
    """A check of a household that was asked for.

    Attributes:
        number: what it is called by.
        case: the case for which it was asked; the result serves every case of the household.
        repeats: the check that it repeats, after an objection; ``because`` says what was objected.
        source: the name of the source that looks it up.
    """

    number = models.CharField(L_("number of the check"), max_length=40, unique=True)
    household = models.ForeignKey(Household, models.PROTECT, related_name="checks", verbose_name=L_("household"))
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="checks", verbose_name=L_("case")
    )
    state = models.CharField(L_("status"), max_length=10, choices=CHECK_STATES, default="asked")
    source = models.CharField(L_("source"), max_length=40)
    repeats = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="repeated_by")
    because = models.CharField(L_("objection"), max_length=1000, blank=True)
    asked_on = models.DateField(L_("asked on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=L_("asked by")
    )
    taken_on = models.DateField(L_("taken up on"), null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = L_("economic-status check")
        verbose_name_plural = L_("economic-status checks")
        ordering = ["id"]
        indexes = [models.Index(fields=["area", "state", "id"], name="checks_of_an_area")]

    def __str__(self) -> str:
        return self.number


class CheckReport(models.Model):
    """The result of a check; the facts that it found are written in the file of the household as well.

    Attributes:
        valid_to: the last day on which it may be relied on; null where the place has not set how long.
        found: what was found: ``person`` (null for the household), ``fact``, ``value`` as in household files, ``evidence``.
    """

    request = models.OneToOneField(CheckRequest, models.PROTECT, related_name="report")
    on = models.DateField(L_("reported on"))
    valid_to = models.DateField(L_("valid to"), null=True, blank=True)
    found = models.JSONField(default=list)
    remark = models.CharField(L_("remark"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=L_("by"))
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("report of a check")
        verbose_name_plural = L_("reports of checks")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.request)
