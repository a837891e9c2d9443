"""The days of all open cases worked out anew: when a holiday calendar is published or corrected, every change is written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from minsheng.casework.act import journey_of
from minsheng.casework.case_clock import case_clocks, due_of, worked_out_anew
from minsheng.casework.models import Case
from minsheng.casework.nightly import Said
from minsheng.casework.place_setting import SettingsOverTime
from minsheng.policy.language import N_

__all__ = ["in_chunks", "nightly"]

_AT_A_TIME = 500


def in_chunks(rows: QuerySet[Case]) -> Iterator[list[Case]]:
    """Cases with what happened to them, some hundred at a time, by key: as many queries for each chunk, however long it is."""
    last = 0
    around = rows.select_related("area", "household").prefetch_related("happenings").order_by("pk")
    while chunk := list(around.filter(pk__gt=last)[:_AT_A_TIME]):
        yield chunk
        last = chunk[-1].pk


def nightly(day: date) -> list[Said]:
    """Work out the day of every open case anew, and write down those that are other ones now."""
    settings, seen, changed = SettingsOverTime(), 0, 0
    for chunk in in_chunks(Case.objects.filter(ended=False)):
        seen += len(chunk)
        changed += sum(_look(case, day, settings) for case in chunk)
    message = N_("the days of {seen} open cases were worked out anew; {changed} are other ones now")
    return [Said(message, {"seen": seen, "changed": changed})]


def _look(case: Case, day: date, settings: SettingsOverTime) -> bool:
    journey = journey_of(case)
    due = due_of(journey, case_clocks(case, journey, day, settings.on(case.law_day)))
    if (due.day, due.provisional) == (case.due_on, case.due_provisional):
        return False
    with transaction.atomic():
        held = Case.objects.select_for_update().select_related("area").get(pk=case.pk)
        if held.version != case.version:  # something happened to it meanwhile, and its day was worked out then
            return False
        return worked_out_anew(held, due, day)
