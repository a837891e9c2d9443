"""The clocks of one case with what its place has settled: the only place where both come together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from minsheng.casework.clock_run import ClockRun, clock_runs
from minsheng.casework.journey import Journey
from minsheng.casework.models.case import Case
from minsheng.casework.place_setting import PlaceSettings, settings_on

__all__ = ["DueOn", "case_clocks", "due_of"]


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
