"""The ladder when a case is late: a reminder, yellow, red, the supervisor; each step is told once for each run of a clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction

from minsheng.casework.act import journey_of
from minsheng.casework.case_clock import case_clocks
from minsheng.casework.clock_run import LEVELS, ClockRun, Ladder
from minsheng.casework.due_dates import in_chunks
from minsheng.casework.models import Case, Notification
from minsheng.casework.nightly import Said
from minsheng.casework.notification import notify
from minsheng.casework.place_setting import SettingsOverTime
from minsheng.casework.who_is_told import told_at
from minsheng.policy.language import N_
from minsheng.policy.letter import role_word
from minsheng.policy.wording import format_date

__all__ = ["nightly"]

#: A reminder comes at most so long before the last day: a working year of reminder is the most that a place may set.
_LONGEST_REMINDER = timedelta(days=400)
_LANGUAGES = ("zh", "en")


def nightly(day: date) -> list[Said]:
    """Climb the ladder for every open case with a clock that runs, where the place has set one."""
    settings, told, without = SettingsOverTime(), dict.fromkeys(LEVELS[1:], 0), 0
    for chunk in in_chunks(Case.objects.filter(ended=False, due_on__lte=day + _LONGEST_REMINDER)):
        before = _told_before(chunk)
        for case in chunk:
            ladder = settings.on(day).ladder(case.area.code)
            if ladder is None:
                without += 1
                continue
            for level in _climb(case, ladder, day, settings, before):
                told[level] += 1
    message = N_("told: {reminder} reminders, {yellow} yellow, {red} red, {supervisor} to the supervisor")
    said = [Said(message, told)]
    if without:
        said.append(
            Said(N_("{count} cases lie where nobody has set a ladder; nobody was told of them"), {"count": without})
        )
    return said


def _told_before(chunk: list[Case]) -> set[str]:
    """The steps that were told for these cases, without who was told."""
    keys = Notification.objects.filter(case__in=chunk, key__startswith="ladder/").values_list("key", flat=True)
    return {key.rpartition("/")[0] for key in keys}


def _climb(case: Case, ladder: Ladder, day: date, settings: SettingsOverTime, before: set[str]) -> Iterator[str]:
    """Tell every step that is reached and was not told; a reminder only while it is one."""
    runs = case_clocks(case, journey_of(case), day, settings.on(case.law_day))
    for place, run in enumerate(runs):
        if run.ended is not None:
            continue
        reached = run.level(day, ladder)
        climbed = LEVELS[2 : LEVELS.index(reached) + 1] if reached != "reminder" else ("reminder",)
        for level in climbed:
            key = f"ladder/{case.pk}/{run.clock.name}/{run.begun}/{_which(runs, place)}/{level}"
            if key not in before:
                _tell(case, run, level, key, day)
                yield level


def _which(runs: list[ClockRun], place: int) -> int:
    """Which run of its clock it is."""
    return sum(run.clock.name == runs[place].clock.name for run in runs[:place])


@transaction.atomic
def _tell(case: Case, run: ClockRun, level: str, key: str, day: date) -> None:
    """Tell everybody of a step, or nobody."""
    last = run.last_day
    words: dict[str, object] = {
        "case_number": case.number,
        "clock": {lang: run.clock.label.in_(lang) for lang in _LANGUAGES},
        "last": {lang: format_date(last, lang) if last else "—" for lang in _LANGUAGES},
        "role": {lang: role_word(case.waits_for, lang) if case.waits_for else "—" for lang in _LANGUAGES},
    }
    for role in told_at(level, case.waits_for):
        notify(key, f"clock.{level}", area=case.area, on=day, role=role, level=level, case=case, words=words)
