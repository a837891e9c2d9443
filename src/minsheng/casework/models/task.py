"""What somebody must do for a person or household besides the steps of a case, and by when."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from minsheng.casework.models.case import Case, Happening
from minsheng.registry.models import OFFICE_KINDS, Area, Household, Person
from minsheng.registry.words import L_, language

__all__ = ["TASK_OUTCOMES", "Task"]

#: How a task ends.
TASK_OUTCOMES = {
    "done": L_("done"),
    "refused": L_("the person does not want it"),
    "not_possible": L_("could not be done"),
    "not_needed": L_("not needed any more"),
}


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks, narrowed."""

    def open(self) -> TaskQuerySet:
        """Those still to be done."""
        return self.filter(done_on__isnull=True)

    def late(self, day: date) -> TaskQuerySet:
        """Those still to be done although their last day is over."""
        return self.open().filter(due_on__lt=day)


class Task(models.Model):
    """Something that one office does for a household or one of its people.

    Attributes:
        kind: what sort of thing it is: the kind of a service of the packs, or a word of whoever made it.
        service: the service of the packs from which it follows; empty where somebody made it by hand or another part did.
        benefit: the benefit that the service belongs to.
        period: which turn of a service that comes again, such as ``2026`` or ``2026-2``.
        words_zh, words_en: what is to be done.
        role: the role of processes that does it, such as ``township``.
        office_kind: which other office, where the role is ``other_office``.
        due_on: the last day; null where neither a document nor the place says one.
        cites: document and article that it rests on.
        statutory: whether a document sets the last day; otherwise the place does.
        taken_by: who has it in hand; nobody in particular when null.
        made_by: what happened to a case so that it is to be done.
    """

    area = models.ForeignKey(Area, models.PROTECT, verbose_name=L_("area"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="tasks", verbose_name=L_("household"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="tasks", verbose_name=L_("person"))
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="tasks", verbose_name=L_("case"))
    made_by = models.ForeignKey(Happening, models.PROTECT, null=True, related_name="tasks")
    kind = models.CharField(L_("kind"), max_length=30)
    service = models.CharField(max_length=60, blank=True)
    benefit = models.CharField(L_("benefit"), max_length=60, blank=True)
    period = models.CharField(max_length=10, blank=True)
    words_zh = models.CharField(max_length=300)
    words_en = models.CharField(max_length=300)
    role = models.CharField(L_("role"), max_length=20)
    office_kind = models.CharField(L_("kind of office"), max_length=30, choices=OFFICE_KINDS, blank=True)
    begun_on = models.DateField(L_("since"))
    due_on = models.DateField(L_("due on"), null=True)
    cites = models.CharField(L_("articles"), max_length=300, blank=True)
    statutory = models.BooleanField(L_("by law"), default=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=L_("in hand of")
    )
    done_on = models.DateField(L_("done on"), null=True)
    outcome = models.CharField(L_("outcome"), max_length=20, choices=TASK_OUTCOMES, blank=True)
    reason = models.CharField(L_("reason"), max_length=1000, blank=True)
    evidence = models.CharField(L_("evidence"), max_length=200, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = L_("task")
        verbose_name_plural = L_("tasks")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["done_on", "due_on", "id"], name="tasks_by_deadline"),
            models.Index(fields=["area", "done_on", "due_on"], name="tasks_of_an_area"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "person", "service", "period"],
                condition=~models.Q(service="") & models.Q(person__isnull=False),
                name="service_once_for_a_person_and_period",
            ),
            models.UniqueConstraint(
                fields=["household", "service", "period"],
                condition=~models.Q(service="") & models.Q(person__isnull=True),
                name="service_once_for_a_household_and_period",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What is to be done, in the language of the page."""
        return self.words_zh if language() == "zh" else self.words_en

    def level(self, day: date) -> str:
        """How it stands on a day: ``done``, ``late``, ``today``, ``soon`` (within a week), ``in_time``, or ``open`` without a last day."""
        if self.done_on is not None:
            return "done"
        if self.due_on is None:
            return "open"
        left = (self.due_on - day).days
        return "late" if left < 0 else "today" if left == 0 else "soon" if left <= 7 else "in_time"
