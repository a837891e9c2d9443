"""What time brings: birthdays, tapers that end, and reviews, notices and certificates that are due. Only looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from minsheng.casework.models import Award, Certificate, CertificateReview, Covered, Notice
from minsheng.policy.calendar_math import add_years
from minsheng.policy.language import N_
from minsheng.registry.models import Membership
from minsheng.registry.models.household import held_on

__all__ = ["AHEAD", "BIRTHDAYS", "DUE", "Due", "birthdays", "due_events", "reviews_due", "tapers_ending"]

#: How many days ahead something is told.
AHEAD = 30
#: Ages at which the desk wants to know, by what is told: whether only of those who receive something, and how it is called.
BIRTHDAYS = {
    16: (True, N_("turns 16")),
    18: (True, N_("turns 18")),
    80: (False, N_("turns 80")),
}


@dataclass(frozen=True)
class Due:
    """Something that a day brings.

    Attributes:
        kind: ``birthday_16`` …, ``taper``, ``review``, ``notice`` or ``certificate``.
        on: the day.
        area: the code of the area.
        household: the number of the file.
        who: whom it is about, by name, where it is about one person.
        case: the number of the case that it is about.
    """

    kind: str
    on: date
    area: str
    household: str
    who: str = ""
    case: str = ""


def birthdays(age: int, day: date, ahead: int = AHEAD) -> QuerySet[Membership]:
    """Who turns an age between a day and so many days later; of the ages that only matter to recipients, those alone."""
    first, last = add_years(day, -age), add_years(day + timedelta(days=ahead), -age)
    found = Membership.objects.filter(held_on(day), person__birth_date__gte=first, person__birth_date__lte=last)
    found = found.filter(person__died_on__isnull=True).select_related("person", "household__area")
    if BIRTHDAYS[age][0]:
        found = found.filter(Exists(Covered.objects.filter(person=OuterRef("person")).exclude(valid_to__lt=day)))
    return found.order_by("person__birth_date", "id")


def tapers_ending(day: date, ahead: int = AHEAD) -> QuerySet[Award]:
    """What tapers off and ends between a day and so many days later."""
    until = day + timedelta(days=ahead)
    found = Award.objects.filter(tapers=True, ended_by__isnull=True, last_day__gte=day, last_day__lte=until)
    return found.select_related("household", "area").order_by("last_day", "id")


def reviews_due(day: date, ahead: int = 0) -> QuerySet[Award]:
    """What must be looked at again by a day, or by so many days later, and is still received."""
    found = Award.objects.running(day).filter(review_due_on__lte=day + timedelta(days=ahead))
    return found.select_related("household", "area").order_by("review_due_on", "id")


def notices_over(day: date) -> QuerySet[Notice]:
    """Public notices that have hung their days and were not taken down yet."""
    found = Notice.objects.filter(ended_on__isnull=True, to_day__lt=day)
    return found.select_related("case__household", "area").order_by("to_day", "id")


def certificates_to_review(day: date) -> QuerySet[Certificate]:
    """Certificates of an earlier year without the review of this year (年审)."""
    done = Exists(CertificateReview.objects.filter(certificate=OuterRef("pk"), year=day.year))
    good = Q(cancelled_on__isnull=True) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    found = Certificate.objects.filter(good, ~done, issued_on__lt=date(day.year, 1, 1))
    return found.select_related("household", "area").order_by("issued_on", "id")


def _of_birthdays(age: int, day: date) -> Iterable[Due]:
    for row in birthdays(age, day):
        born = row.person.birth_date
        assert born is not None  # noqa: S101 - asked for
        turns = add_years(born, age)
        yield Due(f"birthday_{age}", turns, row.household.area.code, row.household.number, row.person.name)


def _of_awards(kind: str, awards: Iterable[Award], when: Callable[[Award], date | None]) -> Iterable[Due]:
    for award in awards:
        yield Due(kind, when(award) or date.max, award.area.code, award.household.number)


#: By kind, what finds it for a day.
DUE: dict[str, Callable[[date], Iterable[Due]]] = {
    **{f"birthday_{age}": lambda day, age=age: _of_birthdays(age, day) for age in BIRTHDAYS},  # type: ignore[misc]
    "taper": lambda day: _of_awards("taper", tapers_ending(day), lambda award: award.last_day),
    "review": lambda day: _of_awards("review", reviews_due(day), lambda award: award.review_due_on),
    "notice": lambda day: (
        Due("notice", n.to_day or day, n.area.code, n.case.household.number, case=n.case.number)
        for n in notices_over(day)
    ),
    "certificate": lambda day: (
        Due("certificate", date(day.year, 12, 31), c.area.code, c.household.number) for c in certificates_to_review(day)
    ),
}


def due_events(day: date) -> list[Due]:
    """Everything that a day brings, over the whole register; written nowhere."""
    return [due for find in DUE.values() for due in find(day)]
