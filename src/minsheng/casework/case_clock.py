"""The clocks of one case with what its place has settled: the only place where both come together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from minsheng.casework.clock_run import ClockRun, clock_runs
from minsheng.casework.journey import Journey
from minsheng.casework.models.case import Case
from minsheng.casework.models.notification import DueChange
from minsheng.casework.notification import notify
from minsheng.casework.place_setting import PlaceSettings, settings_on
from minsheng.casework.who_is_told import acting
from minsheng.policy.wording import format_date

__all__ = ["DueOn", "case_clocks", "due_of", "worked_out_anew"]


@dataclass(frozen=True, slots=True)
class DueOn:
    """The day by which something must happen to a case, and whether a calendar that is not published may move it."""

    day: date | None = None
    provisional: bool = False


def case_clocks(case: Case, journey: Journey, day: date, settings: PlaceSettings | None = None) -> list[ClockRun]:
    """All runs of the clocks of a case, with the spans and promises that its place had set on the day of the application.

    A promise that is made later is for later applications: a day that an applicant was told is not moved by it.

    Args:
        case: which.
        journey: where it stands.
        day: today.
        settings: those of the day whose law governs the case, where they are at hand already.
    """
    held = settings if settings is not None else settings_on(case.law_day)
    code = case.area.code
    return clock_runs(
        journey, day, spans=held.spans(journey.process, code), promised=held.promised(journey.process, code)
    )


def due_of(journey: Journey, runs: list[ClockRun]) -> DueOn:
    """The first last day of the clocks that run, or the day on which a public notice has hung its days."""
    if journey.ended:
        return DueOn()
    ends = [run.promised or run.statutory for run in runs if run.ended is None]
    days = [DueOn(last.date, last.provisional) for last in ends if last is not None]
    days += [DueOn(move.not_before) for move in journey.moves() if move.not_before is not None]
    return min(days, key=lambda due: due.day or date.max, default=DueOn())


def worked_out_anew(case: Case, due: DueOn, on: date) -> bool:
    """Write down that the day of a case is another one now, though nothing has happened to it, and tell who acts next.

    To be called in a transaction that holds the case. Only a calendar that was published or corrected can do this.

    Args:
        case: as it is kept; it gets the new day.
        due: what comes out today.
        on: today.

    Returns:
        Whether the day has changed; that it is not provisional any more is taken over without a word.
    """
    before = DueOn(case.due_on, case.due_provisional)
    if due == before:
        return False
    case.due_on, case.due_provisional = due.day, due.provisional
    case.save(update_fields=["due_on", "due_provisional"])
    if due.day == before.day:
        return False
    change = DueChange.objects.create(case=case, before=before.day, after=due.day, provisional=due.provisional, on=on)
    words = {"before": _both(before.day), "after": _both(due.day), "case_number": case.number}
    role = acting(case.waits_for)
    notify(f"due/{change.pk}", "due.changed", area=case.area, on=on, role=role, case=case, words=words)
    return True


def _both(day: date | None) -> dict[str, str]:
    """A day in both languages."""
    return {lang: format_date(day, lang) if day else "—" for lang in ("zh", "en")}
