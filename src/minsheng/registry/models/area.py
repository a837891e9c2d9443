"""Areas by GB/T 2260, from the country down to the village, each with the days between which its code holds."""

from __future__ import annotations

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from minsheng.policy.parameters import stem_length
from minsheng.registry.words import L_

__all__ = ["Area", "LEVELS"]

#: How many digits of a code say something, and what it is the code of.
LEVELS = {
    0: L_("country"),
    2: L_("province"),
    4: L_("city"),
    6: L_("county"),
    9: L_("township"),
    12: L_("village"),
}


class AreaQuerySet(models.QuerySet["Area"]):
    """Areas, narrowed."""

    def valid_on(self, day: date) -> AreaQuerySet:
        """The areas whose codes hold on a day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )

    def within(self, area: Area) -> AreaQuerySet:
        """An area and everything in it."""
        return self.filter(stem__startswith=area.stem)


class Area(models.Model):
    """A place with a division code.

    Attributes:
        code: six digits down to the county, nine for a township, twelve for a village.
        stem: the digits that say something; an area lies in another when its stem begins with that of the other.
        level: how many digits the stem has, 0 for the country.
    """

    code = models.CharField(L_("code"), max_length=12, validators=[RegexValidator(r"^[0-9]{6}([0-9]{3}){0,2}$")])
    stem = models.CharField(max_length=12, db_index=True, editable=False)
    name = models.CharField(L_("name"), max_length=80)
    level = models.PositiveSmallIntegerField(L_("level"), choices=LEVELS, editable=False)
    valid_from = models.DateField(L_("valid from"), null=True, blank=True)
    valid_to = models.DateField(L_("valid to"), null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = L_("area")
        verbose_name_plural = L_("areas")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="area_once_from_a_day"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_from__isnull=True), name="area_once_from_ever"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **options: object) -> None:
        """Keep the stem and the level with the code."""
        self.stem, self.level = stem_of(self.code), len(stem_of(self.code))
        super().save(*args, **options)  # type: ignore[arg-type]


def stem_of(code: str) -> str:
    """The digits of a code that say something.

    >>> stem_of("100000"), stem_of("620000"), stem_of("620171"), stem_of("500110107")
    ('', '62', '620171', '500110107')
    """
    return code[: stem_length(code)]
