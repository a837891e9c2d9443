"""Changing a setting of a place: one proposes, another confirms, and it holds from a day that has not passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from django.db import IntegrityError, transaction
from django.utils import timezone

from minsheng.casework.journey import NotAllowed
from minsheng.casework.law import law_of
from minsheng.casework.models.place_setting import PlaceSetting
from minsheng.casework.place_setting import (
    KINDS,
    PlaceSettings,
    kind_of,
    not_longer,
    promise_name,
    settings_on,
    span_name,
    span_names,
)
from minsheng.policy.deadline import parse_span
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.json_text import clean
from minsheng.policy.language import N_
from minsheng.policy.pack import Clock, Process
from minsheng.policy.types import ValueProblem
from minsheng.registry.models import Area, User
from minsheng.registry.scope import scope_of

__all__ = ["Settable", "answer", "propose", "settable"]

_RIGHT = "settings"


@dataclass(frozen=True, slots=True)
class Settable:
    """Something that a place may settle.

    Attributes:
        name: the name of the setting.
        process: the process to whose clock it belongs; none where it stands for itself.
        clock: the clock for which it promises a shorter span.
        statutory: the longest span that may be promised.
    """

    name: str
    process: Process | None = None
    clock: Clock | None = None
    statutory: str = ""


def settable(area: Area, day: date) -> list[Settable]:
    """Everything that may be set in an area: what stands for itself, the spans left open by the documents in force there, and promises."""
    return [*(Settable(kind.name) for kind in KINDS), *_of_processes(area, day, settings_on(day))]


def _of_processes(area: Area, day: date, held: PlaceSettings) -> Iterator[Settable]:
    try:
        processes = law_of(area.code, day).processes.values()
    except PolicyError:
        return
    for process in processes:
        spans = held.spans(process, area.code)
        yield from (Settable(span_name(name), process) for name in span_names(process))
        for clock in process.clocks:
            name, most = promise_name(process.name, clock.name), spans.get(clock.at_most, clock.at_most)
            yield Settable(name, process, clock, most)


@transaction.atomic
def propose(
    area: Area, name: str, value: str, user: User, *, basis: str, valid_from: date, today: date
) -> PlaceSetting:
    """Propose a new version of a setting; an empty value takes the area's own one back.

    Raises:
        NotAllowed: no right there, no such setting, a value that cannot be, a day that has passed, or one is proposed already.
    """
    if not scope_of(user, today).may(_RIGHT, area.code):
        _refuse("M1", name, N_("you may not settle anything in {area}"), area=str(area))
    if valid_from < today:
        _refuse("M2", name, N_("a setting holds from today at the earliest: what has passed is not changed"))
    value = value.strip()
    _check(area, name, value, valid_from)
    row = PlaceSetting(area=area, name=name, value=value, basis=basis.strip(), valid_from=valid_from, proposed_by=user)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        _refuse("M3", name, N_("another version is proposed already; it must be confirmed or turned down first"))
    return row


@transaction.atomic
def answer(row_id: int, user: User, *, confirm: bool, today: date) -> PlaceSetting:
    """Confirm what somebody else has proposed, or turn it down; what is confirmed late holds from today.

    Raises:
        NotAllowed: no right there, answered already, one's own proposal, or it cannot be any more.
    """
    row = PlaceSetting.objects.select_for_update().select_related("area").get(pk=row_id)
    if not scope_of(user, today).may(_RIGHT, row.area.code):
        _refuse("M1", row.name, N_("you may not settle anything in {area}"), area=str(row.area))
    if row.state != "proposed":
        _refuse("M4", row.name, N_("this proposal was answered already"))
    if row.proposed_by_id == user.pk and confirm:
        _refuse("M5", row.name, N_("whoever proposes a setting cannot confirm it; somebody else must"))
    if confirm:
        row.valid_from = max(row.valid_from, today)
        _check(row.area, row.name, row.value, row.valid_from)
    row.state = "confirmed" if confirm else "rejected"
    row.answered_by = user if row.proposed_by_id != user.pk else None
    row.answered_at = timezone.now()
    row.save()
    return row


def _check(area: Area, name: str, value: str, day: date) -> None:
    """Refuse what cannot be a value of a setting in an area from a day on."""
    possible = next((one for one in settable(area, day) if one.name == name), None)
    kind = kind_of(name)
    if possible is None or kind is None:
        _refuse("M6", name, N_("there is no such setting here: {what}"), what=clean(name))
    if not value:
        return
    if kind.form == "working_days":
        if not (value.isascii() and value.isdecimal() and 1 <= int(value[:6]) <= kind.most):
            _refuse("M7", name, N_("a number of working days from 1 to {most} is expected"), most=kind.most)
        _check_ladder(area, name, int(value), day)
        return
    try:
        parse_span(value)
    except ValueProblem:
        _refuse("M7", name, N_("a span is expected, such as 7 days, 20 working days, 3 months or 1 year"))
    if possible.clock is not None and not not_longer(value, possible.statutory):
        message = N_("a promise is in the unit of the document and not longer than it allows: {most}")
        _refuse("M8", name, message, most=possible.statutory)


def _check_ladder(area: Area, name: str, count: int, day: date) -> None:
    """The supervisor is not told before it is red."""
    held = settings_on(day)
    red, supervisor = held.value("ladder.red", area.code), held.value("ladder.supervisor", area.code)
    if (name == "ladder.red" and supervisor and count > int(supervisor)) or (
        name == "ladder.supervisor" and red and count < int(red)
    ):
        _refuse("M7", name, N_("the supervisor is told on the day it becomes red at the earliest"))


def _refuse(code: str, about: str, message: str, **params: object) -> NoReturn:
    raise NotAllowed(Finding(code, Place(clean(about)), message, params=params))
