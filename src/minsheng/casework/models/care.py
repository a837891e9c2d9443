"""How somebody is looked after: what they can do for themselves, where they live, who cares for them, and what is kept for them."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from minsheng.casework.models.case import Case
from minsheng.registry.models import Area, Household, Person
from minsheng.registry.words import L_

__all__ = [
    "CARER_KINDS",
    "PLACEMENT_FORMS",
    "Assessment",
    "CareAgreement",
    "CareHome",
    "CareVisit",
    "KeptProperty",
    "Placement",
]

#: The two forms of support, as the fact of the vocabulary says them.
PLACEMENT_FORMS = {"at_home": L_("at home"), "residential": L_("in a home")}
#: Who may be entrusted with somebody.
CARER_KINDS = {
    "relative": L_("relative or friend"),
    "village": L_("village or residents' committee"),
    "home": L_("care home"),
    "organisation": L_("social organisation"),
    "social_work": L_("social-work agency"),
}


class CareHome(models.Model):
    """A home in which people are looked after: its name, and where it stands."""

    name = models.CharField(L_("name"), max_length=120)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    for_children = models.BooleanField(L_("a home for children"), default=False)
    can_treat = models.BooleanField(L_("can treat mental and infectious illness"), default=False)
    closed_on = models.DateField(L_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = L_("care home")
        verbose_name_plural = L_("care homes")
        ordering = ["area__code", "name"]

    def __str__(self) -> str:
        return self.name


class Assessment(models.Model):
    """What somebody can do for themselves, as it was found on a day; the answers are facts of the register too.

    Attributes:
        service: the service of the packs that asks for it.
        rule: the rule that gives the level, and ``level`` what it gave.
        answers: by fact, as household files write it; what was not assessed is not there.
        cites: document and articles of the rule.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=L_("household"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="assessments", verbose_name=L_("person"))
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="assessments", verbose_name=L_("case"))
    service = models.CharField(max_length=60)
    rule = models.CharField(max_length=60)
    level = models.CharField(L_("level"), max_length=40, blank=True)
    level_before = models.CharField(max_length=40, blank=True)
    answers = models.JSONField()
    cites = models.CharField(L_("articles"), max_length=300)
    on = models.DateField(L_("assessed on"))
    place = models.CharField(L_("place"), max_length=120)
    assessed_by = models.CharField(L_("assessed by"), max_length=120)
    organisation = models.CharField(L_("office or organisation"), max_length=120, blank=True)
    evidence = models.CharField(L_("evidence"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("self-care assessment")
        verbose_name_plural = L_("self-care assessments")
        ordering = ["person", "on", "id"]

    def __str__(self) -> str:
        return f"{self.person} · {self.on}"


class Placement(models.Model):
    """Where somebody is looked after between two days: at home or in a home."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=L_("household"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="placements", verbose_name=L_("person"))
    form = models.CharField(L_("form of support"), max_length=20, choices=PLACEMENT_FORMS)
    wishes_residential = models.BooleanField(L_("wishes to live in a home"), null=True)
    home = models.ForeignKey(CareHome, models.PROTECT, null=True, related_name="placements", verbose_name=L_("home"))
    valid_from = models.DateField(L_("since"))
    valid_to = models.DateField(L_("until"), null=True)
    reason = models.CharField(L_("reason"), max_length=300, blank=True)
    evidence = models.CharField(L_("evidence"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("placement")
        verbose_name_plural = L_("placements")
        ordering = ["person", "valid_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(valid_to__isnull=True), name="person_in_one_placement_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="placement_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(form="residential", home__isnull=False) | Q(form="at_home", home__isnull=True),
                name="placement_in_a_home_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.form}"


class CareAgreement(models.Model):
    """An agreement on guardianship and care: between whom, what is to be done, from when to when (监护监管、委托照料协议)."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="agreements", verbose_name=L_("placement"))
    carer = models.CharField(L_("who is entrusted"), max_length=120)
    carer_kind = models.CharField(L_("who that is"), max_length=20, choices=CARER_KINDS)
    township = models.CharField(L_("for the township"), max_length=120)
    signed_for = models.CharField(L_("for the person, if not the person"), max_length=60, blank=True)
    duties = models.TextField(L_("what is to be done"), max_length=3000)
    valid_from = models.DateField(L_("since"))
    valid_to = models.DateField(L_("until"), null=True)
    signed_on = models.DateField(L_("signed on"), null=True)
    evidence = models.CharField(L_("evidence"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("care agreement")
        verbose_name_plural = L_("care agreements")
        ordering = ["placement", "valid_from", "id"]

    def __str__(self) -> str:
        return f"{self.placement} · {self.carer}"

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


class CareVisit(models.Model):
    """Somebody looked how a person is cared for."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="visits", verbose_name=L_("placement"))
    on = models.DateField(L_("on"))
    by_names = models.CharField(L_("who went"), max_length=120)
    found = models.CharField(L_("what was found"), max_length=1000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("care visit")
        verbose_name_plural = L_("care visits")
        ordering = ["placement", "on", "id"]

    def __str__(self) -> str:
        return f"{self.placement} · {self.on}"


class KeptProperty(models.Model):
    """Something that belongs to a person and that others keep, until it is given back (代管财产)."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=L_("household"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="kept_property", verbose_name=L_("owner"))
    what = models.CharField(L_("what"), max_length=300)
    where = models.CharField(L_("where it is"), max_length=200)
    keeper = models.CharField(L_("who keeps it"), max_length=120)
    agreement = models.CharField(L_("by which agreement"), max_length=200, blank=True)
    since = models.DateField(L_("since"))
    returned_on = models.DateField(L_("given back on"), null=True)
    returned_to = models.CharField(L_("given back to"), max_length=120, blank=True)
    evidence = models.CharField(L_("evidence"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = L_("property kept for somebody")
        verbose_name_plural = L_("property kept for people")
        ordering = ["person", "since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | Q(returned_on__gte=models.F("since")),
                name="property_returned_after_it_was_kept",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.what}"
