"""The clocks of a case: by when a step must be over, with the days on which a clock stood still, and how late it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from minsheng.casework.journey import Journey
from minsheng.policy.calendar_math import add_months, add_years
from minsheng.policy.deadline import Due, Span, is_provisional, is_working_day, next_working_day, parse_span
from minsheng.policy.pack import Clock

__all__ = ["LEVELS", "ClockRun", "Ladder", "clock_runs", "level_of"]

_DAY = timedelta(days=1)
#: How late something is, from not at all to what a supervisor is told.
LEVELS = ("in_time", "reminder", "yellow", "red", "supervisor")
Stop = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Ladder:
    """What happens as a day comes near and passes, in working days; a place sets it.

    Attributes:
        reminder: so many days before the last day somebody is reminded.
        red: so many days after it yellow becomes red.
        supervisor: so many days after it a supervisor is told.
    """

    reminder: int
    red: int
    supervisor: int


@dataclass(frozen=True, slots=True)
class ClockRun:
    """One run of a clock: begun, ended, and its four dates.

    Attributes:
        clock: the clock of the pack.
        begun: the day on which it started; that day is not counted.
        ended: the day on which it ended, if it has (the actual day).
        statutory: the last day that the document allows; ``None`` while the clock stands still, or where the place must set the span.
        promised: the last day that the place has promised, where it has promised a shorter one.
        planned: the day that somebody has planned for.
        stands_still: whether it is stopped now.
    """

    clock: Clock
    begun: date
    ended: date | None
    statutory: Due | None
    promised: Due | None
    planned: date | None
    stands_still: bool

    @property
    def last_day(self) -> date | None:
        """The day that counts: the promised one where there is one, otherwise the statutory one."""
        first = self.promised or self.statutory
        return first.date if first is not None else None

    def level(self, today: date, ladder: Ladder) -> str:
        """How late it is, one of :data:`LEVELS`; a run that has ended is judged by the day on which it ended."""
        level = level_of(self.last_day, self.ended or today, ladder)
        return "in_time" if self.ended is not None and level == "reminder" else level


def level_of(last: date | None, day: date, ladder: Ladder) -> str:
    """How late something is on a day, one of :data:`LEVELS`.

    Args:
        last: the last day on which it is in time; without one nothing is late.
        day: today.
        ladder: that of the place.

    >>> level_of(date(2021, 11, 19), date(2021, 11, 24), Ladder(2, 3, 10))
    'red'
    """
    if last is None:
        return "in_time"
    if day <= last:
        return "reminder" if _working_days(day, last) <= ladder.reminder else "in_time"
    late = _working_days(last, day)
    return "supervisor" if late >= ladder.supervisor else "red" if late >= ladder.red else "yellow"


def clock_runs(
    journey: Journey, today: date, *, spans: Mapping[str, str] | None = None, promised: Mapping[str, str] | None = None
) -> list[ClockRun]:
    """All runs of all clocks of a case, in the order in which they began.

    Args:
        journey: the case.
        today: what is stopped stands still up to this day.
        spans: spans of the place for clocks whose span the document leaves open, by the name in ``at_most`` or ``extension``.
        promised: shorter spans that the place has promised, by clock.
    """
    runs: list[ClockRun] = []
    for clock in journey.process.clocks:
        stops = [*_steps_that_stop(journey, clock), *_pauses(journey)]
        for begun, ended in _spans_of(journey, clock):
            runs.append(_run(journey, clock, begun, ended, stops, today, spans or {}, promised or {}))
    return sorted(runs, key=lambda run: (run.begun, run.clock.name))


def _run(
    journey: Journey,
    clock: Clock,
    begun: date,
    ended: date | None,
    stops: Sequence[Stop],
    today: date,
    spans: Mapping[str, str],
    promised: Mapping[str, str],
) -> ClockRun:
    own = [
        _until(stop, ended)
        for stop in stops
        if (stop[1] is None or stop[1] > begun) and (ended is None or stop[0] < ended)
    ]
    still = any(end is None for _, end in own)
    lengths = [_span(clock.at_most, spans)]
    if any(event.kind == "extended" and event.clock == clock.name and event.on >= begun for event in journey.events):
        lengths.append(_span(clock.extension, spans))
    last = None if still else _last_day(begun, lengths, own)
    shorter = promised.get(clock.name)
    early = None if still or shorter is None else _last_day(begun, [parse_span(shorter), *lengths[1:]], own)
    planned = [e.until for e in journey.events if e.kind == "planned" and clock.end.startswith(f"{e.step}.")]
    return ClockRun(clock, begun, ended, last, early, planned[-1] if planned else None, still)


def _until(stop: Stop, ended: date | None) -> Stop:
    """A stop as far as it touches a run that has ended: what stands still later is no longer its affair."""
    start, end = stop
    return stop if ended is None else (start, ended if end is None else min(end, ended))


def _span(text: str, spans: Mapping[str, str]) -> Span | None:
    """A span as it is written, or that of the place when it is the name of a parameter."""
    written = spans.get(text, text)
    return parse_span(written) if written[:1].isdigit() else None


def _spans_of(journey: Journey, clock: Clock) -> list[tuple[date, date | None]]:
    """From when to when a clock ran; it may run several times, and ends with the case at the latest."""
    over = {"not_accepted", "withdrawn", *(name for name, _ in journey.process.ends)}
    runs: list[tuple[date, date | None]] = []
    for name, day in journey.timeline():
        open_ = bool(runs) and runs[-1][1] is None
        if open_ and (name == clock.end or name in over):
            runs[-1] = (runs[-1][0], day)
        elif name == clock.start and not open_:
            runs.append((day, None))
    return runs


def _steps_that_stop(journey: Journey, clock: Clock) -> list[Stop]:
    stops: list[Stop] = []
    for name, day in journey.timeline():
        step, _, what = name.partition(".")
        if step in clock.stops and what == "begun":
            stops.append((day, None))
        elif step in clock.stops and what == "ended" and stops:
            stops[-1] = (stops[-1][0], day)
    return stops


def _pauses(journey: Journey) -> list[Stop]:
    stops: list[Stop] = []
    for event in journey.events:
        if event.kind == "paused":
            stops.append((event.on, None))
        elif event.kind in ("resumed", "withdrawn") and stops and stops[-1][1] is None:
            stops[-1] = (stops[-1][0], event.on)
    return stops


def _last_day(begun: date, lengths: Sequence[Span | None], stops: Sequence[Stop]) -> Due | None:
    """The last day of spans one after the other; days on which the clock stood still are added."""
    day, provisional = begun, False
    for length in lengths:
        if length is None:
            return None
        ends = _after(day, length, stops)
        day, provisional = ends.date, provisional or ends.provisional
    return Due(day, provisional)


def _after(begun: date, span: Span, stops: Sequence[Stop]) -> Due:
    """The day on which a span ends. A stop from one day to another takes out the days after the first, up to the last."""
    if span.unit == "working days":
        return _count(begun, span.count, stops, working=True)
    if span.unit == "days":
        counted = _count(begun, span.count, stops, working=False)
    else:
        whole = (add_months if span.unit == "months" else add_years)(begun, span.count)
        counted = _count(begun, (whole - begun).days, stops, working=False)
    rolled = next_working_day(counted.date)
    return Due(rolled.date, counted.provisional or rolled.provisional)


def _count(begun: date, count: int, stops: Sequence[Stop], *, working: bool) -> Due:
    day, provisional = begun, False
    while count:
        day += _DAY
        if any(start < day and (end is None or day <= end) for start, end in stops):
            continue
        if working:
            provisional = provisional or is_provisional(day)
            count -= is_working_day(day)
        else:
            count -= 1
    return Due(day, provisional)


def _working_days(first: date, last: date) -> int:
    """Working days after the first day, up to the last."""
    return sum(is_working_day(first + n * _DAY) for n in range(1, (last - first).days + 1))
