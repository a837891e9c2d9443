"""By when a service of the packs is to be done for somebody, and from when it is due again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from minsheng.casework.place_setting import PlaceSettings, span_name
from minsheng.policy.calendar_math import add_months, add_years
from minsheng.policy.deadline import Span, due, parse_span
from minsheng.policy.law import Law
from minsheng.policy.pack import Service

__all__ = ["Deadline", "deadline", "turn_begins"]

_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a service; null where neither the document nor the place says one; ``statutory`` where a document does."""

    last: date | None
    statutory: bool = False


def turn_begins(service: Service, since: date, day: date) -> date:
    """The first day of the turn of a service that a day lies in; turns are counted from the first day of the award.

    >>> from types import SimpleNamespace
    >>> str(turn_begins(SimpleNamespace(every="year"), date(2020, 3, 1), date(2022, 2, 28)))
    '2021-03-01'
    """
    if not service.every or day <= since:
        return since
    months = _MONTHS[service.every]
    turns = ((day.year - since.year) * 12 + day.month - since.month) // months
    while add_months(since, turns * months) > day:
        turns -= 1
    return add_months(since, turns * months)


def deadline(
    service: Service, begins: date, law: Law, settings: PlaceSettings, code: str, *, born: date | None = None
) -> Deadline:
    """The last day of a service.

    Args:
        service: which.
        begins: the day on which it is first due; that day is not counted.
        law: of that place and day.
        settings: what the places have settled.
        code: the area of the household.
        born: the birth date, for what is due on a birthday.
    """
    if service.at_age is not None:
        return Deadline(None if born is None else add_years(born, service.at_age), statutory=True)
    if service.on:
        value = law.parameter(service.on, ())
        return Deadline(value if isinstance(value, date) else None)
    if service.within[:1].isdigit():
        return Deadline(due(begins, parse_span(service.within)).date, statutory=True)
    span = _of_the_place(service, law, settings, code)
    if span is not None:
        return Deadline(due(begins, span).date)
    if service.every and not service.within:
        return Deadline(add_months(begins, _MONTHS[service.every]) - _DAY, statutory=True)
    return Deadline(None)


def _of_the_place(service: Service, law: Law, settings: PlaceSettings, code: str) -> Span | None:
    """The span that the place has set for a service: as a parameter of the packs, or as a setting."""
    bound = law.bound.get(service.within)
    value = bound.value(()) if bound is not None else None
    if bound is not None and isinstance(value, int) and not isinstance(value, bool):
        return Span(value, bound.parameter.type.kind)
    return settings.span(span_name(service.within or service.name), code)
