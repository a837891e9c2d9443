"""Facts in the words of the policy vocabulary, dated, with their source and evidence. A fact is never changed, only followed by another."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from minsheng.registry.models.household import Household
from minsheng.registry.models.person import Person
from minsheng.registry.words import L_

__all__ = ["Fact", "SOURCES"]

#: Where a fact comes from, as in the vocabulary.
SOURCES = {
    "declared": L_("declared"),
    "ledger": L_("ledger of an office"),
    "visit": L_("seen on a home visit"),
    "assessment": L_("assessed by an officer"),
}


class Fact(models.Model):
    """What is known of a household or of a person from a day on.

    Attributes:
        name: the fact of the vocabulary, such as ``wage_income``; empty for a row that says that an item of a list is there.
        list_name: the list of the household or person that it belongs to, such as ``supporters``; empty for facts of the thing itself.
        item: which item of that list, such as ``s1``; empty for a row that says whether the list is complete.
        value: as household files write it, money in yuan as text; null says that it is not known any more.
        valid_from: the day from which it is true.
        recorded_at: when it was written down; the later one counts where two say something of the same day.
    """

    # The indexes of this table are named below; the one that a key to another table brings with it would be a second one of
    # millions of rows.
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="facts", db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="facts", db_index=False)
    list_name = models.CharField(max_length=40, blank=True)
    item = models.CharField(max_length=40, blank=True)
    name = models.CharField(L_("fact"), max_length=60, blank=True)
    value = models.JSONField(L_("value"), null=True)
    source = models.CharField(L_("source"), max_length=12, choices=SOURCES)
    evidence = models.CharField(L_("evidence"), max_length=200, blank=True)
    valid_from = models.DateField(L_("valid from"))
    valid_to = models.DateField(L_("valid to"), null=True, blank=True)
    recorded_at = models.DateTimeField(L_("recorded at"), auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False)

    class Meta:
        verbose_name = L_("fact")
        verbose_name_plural = L_("facts")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["household", "name"], name="facts_of_a_household"),
            models.Index(fields=["person", "name"], name="facts_of_a_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="fact_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(household__isnull=True) ^ Q(person__isnull=True), name="fact_of_a_household_or_a_person"
            ),
        ]

    def __str__(self) -> str:
        return self.name
