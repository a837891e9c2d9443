"""Cases of a demonstration: some in every state that a process knows, worked through the desk's own doors on days that have passed.

Nothing is written behind the back of casework: every step is what a clerk would do, on its day, by somebody who may.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from minsheng.casework.act import act, journey_of, open_case
from minsheng.casework.event import Event
from minsheng.casework.journey import Journey, Move, NotAllowed
from minsheng.casework.law import law_of
from minsheng.casework.models import Case
from minsheng.policy.deadline import next_working_day, parse_span
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.pack import Process
from minsheng.policy.today import another_day
from minsheng.registry.models import Assignment, Household, User
from minsheng.registry.scope import PROCESS_ROLES
from minsheng.registry.words import say
from minsheng.web.demonstration.office_work import OfficeWork

__all__ = ["Opened", "Story", "make_cases", "stories", "way_to", "work_through"]

_DAY = timedelta(days=1)
#: How long ago stories begin at most, and how long one is left lying that is to be late.
_LONGEST, _LATE = 100, 80
#: By how many days stories that are alike begin at different times.
_SLACK = 6
_REASON = N_("made up for the demonstration")


@dataclass(frozen=True)
class Story:
    """A case that is to be brought somewhere.

    Attributes:
        process: how it is applied for.
        household: who applies.
        state: where it is to stand in the end.
        begun: the day of the application.
        corrected: whether papers were missing first.
    """

    process: Process
    household: Household
    state: str
    begun: date
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """How many cases there are, and in how many different states they stand."""

    cases: int
    states: int


def make_cases(
    candidates: Mapping[tuple[str, str, str], Sequence[int]],
    townships: Sequence[str],
    day: date,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Opened:
    """Cases in every state, in some townships, with staff that is there already.

    Args:
        candidates: households by township, benefit and what the rules say, as the register remembers them.
        townships: where.
        day: today; everything happens before it.
        progress: called with cases done and cases in all.
    """
    told = []
    for township in townships:
        homes = Household.objects.select_related("area").in_bulk([pk for ids in candidates.values() for pk in ids])
        own = {(b, s): [homes[pk] for pk in ids] for (area, b, s), ids in candidates.items() if area == township}
        told += [
            (story, _staff_of(township)) for story in stories(township, day, own, list(law_of(township, day).benefits))
        ]
    done: list[Case] = []
    for place, (story, staff) in enumerate(told, 1):
        case = work_through(story, staff, day)
        done += [case] if case is not None else []
        if progress:
            progress(place, len(told))
    return Opened(len(done), len({(case.process, case.state) for case in done}))


def _staff_of(township: str) -> dict[str, list[User]]:
    """Who may act in a township, by role of a process, and the check centre."""
    found: dict[str, list[User]] = {}
    for held in Assignment.objects.select_related("user", "area").order_by("pk"):
        if township.startswith(held.area.stem):
            for role in {*PROCESS_ROLES.get(held.role, ()), held.role}:
                found.setdefault(role, []).append(held.user)
    return found


def stories(
    township: str, day: date, candidates: Mapping[tuple[str, str], Sequence[Household]], benefits: Sequence[str]
) -> Iterator[Story]:
    """One story for each state of the application of each benefit, and one that is late.

    Args:
        township: its code.
        day: today.
        candidates: households by benefit and by what the rules say of it (``yes``, ``no``).
        benefits: which.
    """
    law, used = law_of(township, day), set[int]()
    for benefit in benefits:
        process = next(
            (p for p in law.processes.values() if p.benefit == benefit and "grants" in dict(p.effects).values()), None
        )
        if process is None:
            continue
        states = ["applied", "correcting", "not_accepted", "withdrawn", "paused"]
        states += [step.name for step in process.steps] + [end for end, _ in process.ends]
        for place, state in enumerate(states):
            fits = "no" if state in dict(process.ends) and not process.effect_of(state) else "yes"
            home = _next_of(candidates, benefit, fits, used)
            if home is not None:
                corrected = place % 3 == 0
                ago = _days_needed(process, state, corrected) + place % _SLACK
                yield Story(process, home, state, day - min(ago, _LONGEST) * _DAY, corrected)
        late = _next_of(candidates, benefit, "yes", used)
        if late is not None:
            yield Story(process, late, process.steps[0].name, day - _LATE * _DAY)


def _days_needed(process: Process, state: str, corrected: bool) -> int:
    """About how many days it takes to bring a case to a state, when something happens on every working day."""
    steps = {step.name: step for step in process.steps}
    way = [steps[name] for name, _ in way_to(process, state)]
    happenings = 3 + 2 * corrected + sum(2 + len(step.does) for step in way)
    hanging = [parse_span(step.lasts) for step in way if step.lasts]
    return happenings * 7 // 5 + sum(span.count for span in hanging) + 2


def _next_of(
    candidates: Mapping[tuple[str, str], Sequence[Household]], benefit: str, fits: str, used: set[int]
) -> Household | None:
    """The next household of which the rules say what fits, or otherwise no; nobody applies twice."""
    for said in (fits, "no"):
        for home in candidates.get((benefit, said), ()):
            if home.pk not in used:
                used.add(home.pk)
                return home
    return None


def work_through(story: Story, staff: dict[str, list[User]], today: date) -> Case | None:
    """Bring a case where its story wants it, or as far as the days and the rules allow.

    Args:
        story: what is to happen.
        staff: who may act, by role of a process; the first one accepts, the last one decides.
        today: nothing happens after it.

    Returns:
        The case; nothing where it could not be opened.
    """
    clock = _Days(story.begun, today)
    try:
        with another_day(clock.day):
            case = open_case(
                story.household, story.process.benefit, staff["township"][0], on=clock.day, process=story.process.name
            )
    except (NotAllowed, PolicyError):
        return None
    with suppress(NotAllowed, PolicyError, _TooLateError):  # it stands where the rules or the days stop it, as cases do
        _bring(case, story, staff, clock)
    return Case.objects.get(pk=case.pk)


class _TooLateError(Exception):
    """The days are over before the case is where it was to be."""


class _Days:
    """The days on which a story happens: working days, one after the other, never after today."""

    def __init__(self, first: date, last: date) -> None:
        self.day, self._last = next_working_day(first).date, last

    def on(self, at_least: date | None = None, after: int = 1) -> date:
        """The next day on which something happens."""
        day = next_working_day(max(self.day + after * _DAY, at_least or self.day)).date
        if day > self._last:
            raise _TooLateError
        self.day = day
        return day


def _bring(case: Case, story: Story, staff: dict[str, list[User]], clock: _Days) -> None:
    if story.state == "applied":
        return
    if story.corrected or story.state == "correcting":
        _do(case, Move("correction", "township"), staff, clock)
        if story.state == "correcting":
            return
        _do(case, Move("completed", "applicant"), staff, clock)
    if story.state in ("not_accepted", "withdrawn"):
        role = "township" if story.state == "not_accepted" else "applicant"
        _do(case, Move(story.state, role), staff, clock)
        return
    _do(case, Move("accepted", "township"), staff, clock)
    if story.state == "paused":
        _do(case, next(m for m in journey_of(case).moves() if m.kind == "paused"), staff, clock)
        return
    for step, outcome in way_to(story.process, story.state):
        _end_step(case, step, outcome, staff, clock)


def way_to(process: Process, state: str) -> list[tuple[str, str]]:
    """The shortest way from the first step to a state: steps and how they end.

    >>> from minsheng.policy import Library
    >>> law = Library.load().as_of(date(2017, 3, 1), "620102")
    >>> way_to(law.processes["hardship.application"], "conclusion")
    [('review', 'opinion'), ('notice', 'quiet')]
    """
    steps = {step.name: step for step in process.steps}
    first = process.steps[0].name
    ways: dict[str, list[tuple[str, str]]] = {first: []}
    waiting = deque([first])
    while waiting:
        name = waiting.popleft()
        if name == state:
            return ways[name]
        for outcome, target in steps[name].then if name in steps else ():
            if target not in ways:
                ways[target] = [*ways[name], (name, outcome)]
                waiting.append(target)
    return []


def _end_step(case: Case, step: str, outcome: str, staff: dict[str, list[User]], clock: _Days) -> None:
    begin = next((m for m in journey_of(case).moves() if m.kind == "begun"), None)
    if begin is not None:
        _do(case, begin, staff, clock)
    journey = journey_of(case)
    work = OfficeWork(staff)
    for activity in _undone(journey):
        day = clock.on()
        with another_day(day):
            work.do(Case.objects.get(pk=case.pk), activity, day)
    move = next(m for m in journey_of(case).moves() if m.kind == "step" and (m.step, m.outcome) == (step, outcome))
    with another_day(clock.day):
        work.before_end(Case.objects.get(pk=case.pk), move, clock.day)
    _do(case, move, staff, clock)


def _undone(journey: Journey) -> list[str]:
    step = journey.step
    return [activity for activity in step.does if activity not in journey.done(step.name)] if step is not None else []


def _do(case: Case, move: Move, staff: dict[str, list[User]], clock: _Days) -> None:
    colleagues = staff.get(move.role)
    if not colleagues:
        raise _TooLateError
    day = clock.on(move.not_before)
    event = Event(move.kind, day, move.role, "", move.step, move.outcome, move.clock, say(_REASON))
    with another_day(day):
        act(case.pk, event, colleagues[-1] if move.kind == "step" else colleagues[0])
