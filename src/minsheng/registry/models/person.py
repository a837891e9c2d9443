"""People: the ID number is encrypted, found by its fingerprint, and shown masked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from minsheng.policy.idnumber import birth_date_of, masked, normal, problems_of, sex_of
from minsheng.policy.today import today_in_china
from minsheng.registry.secrets import blind_index, decrypted, encrypted
from minsheng.registry.words import L_

__all__ = ["Person", "fingerprint"]

_SEXES = {"male": L_("male"), "female": L_("female")}


def fingerprint(id_number: str) -> str:
    """What an ID number is found by."""
    return blind_index(normal(id_number), of="id number")


class PersonQuerySet(models.QuerySet["Person"]):
    """People, narrowed."""

    def with_id_number(self, id_number: str) -> PersonQuerySet:
        """Whoever has an ID number; at most one."""
        return self.filter(id_fingerprint=fingerprint(id_number))


class Person(models.Model):
    """Somebody on the register.

    The ID number is set with :meth:`set_id_number` and read with :meth:`id_number`; whoever reads it in full writes that down
    (:func:`minsheng.registry.access.read_in_full`).
    """

    name = models.CharField(L_("name"), max_length=60, db_index=True)
    birth_date = models.DateField(L_("birth date"), null=True, blank=True, db_index=True)
    sex = models.CharField(L_("sex"), max_length=6, choices=_SEXES, blank=True)
    id_token = models.TextField(blank=True, editable=False)
    id_fingerprint = models.CharField(max_length=64, null=True, unique=True, editable=False)
    id_masked = models.CharField(L_("ID number"), max_length=18, blank=True, editable=False)
    died_on = models.DateField(L_("died on"), null=True, blank=True)
    synthetic = models.BooleanField(L_("made up"), default=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = L_("person")
        verbose_name_plural = L_("people")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    def set_id_number(self, text: str, *, on: date | None = None) -> None:
        """Take over an ID number; birth date and sex follow from it where they are not known.

        Raises:
            ValidationError: the number cannot be right, or says another birth date or sex; it does not repeat the number.
        """
        number = normal(text)
        problems = problems_of(number, on or today_in_china())
        if problems:
            raise ValidationError({"id_number": [str(problem) for problem in problems]})
        born, sex = birth_date_of(number), sex_of(number)
        if self.birth_date not in (None, born):
            raise ValidationError({"id_number": L_("the ID number says another birth date")})
        if self.sex not in ("", sex):
            raise ValidationError({"id_number": L_("the ID number says the other sex")})
        self.birth_date, self.sex = born, sex
        self.id_token, self.id_fingerprint, self.id_masked = encrypted(number), fingerprint(number), masked(number)

    def id_number(self) -> str:
        """The ID number in full; empty where it is not known."""
        return decrypted(self.id_token) if self.id_token else ""

    @classmethod
    def known(cls, id_number: str, **about: Any) -> tuple[Person, bool]:
        """Whoever has this ID number, registered now if need be; and whether they were new."""
        found = cls.objects.with_id_number(id_number).first()
        if found is not None:
            return found, False
        person = cls(**about)
        person.set_id_number(id_number)
        person.save()
        return person, True
