"""A case, and the list of what happened to it. The status of a case follows from that list; nothing here sets it by hand.

What can be worked out from the list is kept beside it so that lists are quick; :func:`minsheng.casework.act.act` alone writes it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minsheng.casework.event import Event
from minsheng.registry.models import Area, Household
from minsheng.registry.words import L_

__all__ = ["CAME_BY", "Case", "Delegate", "Happening"]

#: How an application came. ``found``: nobody asked; an office or the register found it.
CAME_BY = {
    "self": L_("by themselves"),
    "delegate": L_("by a delegate"),
    "assisted": L_("with the help of the office"),
    "found": L_("found by the office"),
}


class Case(models.Model):
    """An application for a benefit, or a change of one, on its way through a process of the packs.

    Attributes:
        number: what papers and people call it by.
        process: the process of the packs, such as ``hardship.application``.
        benefit: what it is about.
        law_day: the day whose law governs it.
        state: where it stands: a step, an end, or a state of :mod:`minsheng.casework.journey`.
        waits_for: the role that acts next; empty when it has ended.
        office_kind: which other office settles it or a part of it; empty where none does.
        due_on: the last day of the clock that ends first, the promised one where one was promised; null where none runs.
        due_provisional: a holiday calendar that is not published yet may move that day.
        version: how many things happened; whoever acts on an older one is told.
        award: what it is to review, change or end; null for an application.
        came_by: who asked, a word of :data:`CAME_BY`.
    """

    number = models.CharField(L_("case number"), max_length=30, unique=True)
    household = models.ForeignKey(Household, models.PROTECT, related_name="cases", verbose_name=L_("household"))
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    process = models.CharField(L_("process"), max_length=60)
    benefit = models.CharField(L_("benefit"), max_length=60)
    law_day = models.DateField(L_("day of the law"))
    state = models.CharField(L_("status"), max_length=60, default="before", editable=False)
    ended = models.BooleanField(L_("ended"), default=False, editable=False)
    waits_for = models.CharField(L_("waits for"), max_length=20, blank=True, editable=False)
    office_kind = models.CharField(L_("kind of office"), max_length=30, blank=True, editable=False)
    due_on = models.DateField(L_("due on"), null=True, editable=False)
    due_provisional = models.BooleanField(L_("provisional"), default=False, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    synthetic = models.BooleanField(L_("made up"), default=False)
    award = models.ForeignKey(
        "casework.Award", models.PROTECT, null=True, blank=True, related_name="about", verbose_name=L_("award")
    )
    came_by = models.CharField(L_("how it came"), max_length=10, choices=CAME_BY, default="self")

    class Meta:
        verbose_name = L_("case")
        verbose_name_plural = L_("cases")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["ended", "due_on", "id"], name="cases_by_deadline"),
            models.Index(fields=["area", "ended", "due_on"], name="cases_of_an_area"),
        ]

    def __str__(self) -> str:
        return self.number


class Delegate(models.Model):
    """Who applies for somebody (代理人), by what right. The ID number is encrypted and shown masked."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="delegate", verbose_name=L_("case"))
    name = models.CharField(L_("name"), max_length=60)
    relation = models.CharField(L_("relation to the applicant"), max_length=60)
    id_token = models.TextField(blank=True, editable=False)
    id_masked = models.CharField(L_("ID number"), max_length=18, blank=True, editable=False)
    proof = models.CharField(L_("authority on paper"), max_length=200)

    class Meta:
        verbose_name = L_("delegate")
        verbose_name_plural = L_("delegates")

    def __str__(self) -> str:
        return self.name


class Happening(models.Model):
    """Something that happened to a case; never changed, never deleted.

    ``key`` is made by the page from which it came, so that a button that is pressed twice does a thing once.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="happenings", verbose_name=L_("case"))
    place = models.PositiveIntegerField()
    kind = models.CharField(L_("what"), max_length=20)
    on = models.DateField(L_("on"))
    role = models.CharField(L_("role"), max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=L_("by"))
    step = models.CharField(L_("step"), max_length=60, blank=True)
    outcome = models.CharField(L_("outcome"), max_length=60, blank=True)
    clock = models.CharField(L_("clock"), max_length=60, blank=True)
    reason = models.CharField(L_("reason"), max_length=1000, blank=True)
    until = models.DateField(L_("until"), null=True)
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)
    key = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        verbose_name = L_("happening")
        verbose_name_plural = L_("happenings")
        ordering = ["case", "place"]
        constraints = [models.UniqueConstraint(fields=["case", "place"], name="happening_has_one_place_in_a_case")]

    def __str__(self) -> str:
        return f"{self.case} · {self.kind} {self.step} {self.outcome}".strip()

    def event(self) -> Event:
        """The same as the journey takes it; whoever did it is known by their number."""
        actor = str(self.by_id) if self.by_id else ""
        about = (self.step, self.outcome, self.clock, self.reason, self.until)
        return Event(self.kind, self.on, self.role, actor, *about)
