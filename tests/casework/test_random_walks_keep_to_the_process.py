"""Random legal and illegal actions on every process of the packs: what must never happen does not, and nothing is lost."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minsheng.casework import Event, Journey, NotAllowed, clock_runs
from minsheng.casework.event import KINDS
from minsheng.policy.library import Library, default_folder

PACKS = Library.load(default_folder().resolve())
PLACES = [
    (date(2017, 3, 1), "620102"),
    (date(2022, 6, 1), "620102"),
    (date(2017, 3, 1), "500110"),
    (date(2022, 6, 1), "500110"),
]
PROCESSES = [(day, process) for day, area in PLACES for process in PACKS.as_of(day, area).processes.values()]
ROLES = ("applicant", "village", "township", "county", "city", "home", "other_office")
DECIDERS = {"hardship.decider": "county", "dibao.decider": "county"}


def legal(data, journey, day):
    """One of the moves that are offered, with a reason, by somebody of the right role."""
    move = data.draw(st.sampled_from(journey.moves()))
    actor = data.draw(st.sampled_from(["one", "two"]))
    step = move.step if move.kind in ("begun", "did", "step", "planned") else ""
    reason = data.draw(st.sampled_from(["", "原因"]))
    return Event(move.kind, day, move.role, actor, step, move.outcome, move.clock, reason)


def anything(data, journey, day):
    """An event made of words of the process, in any order."""
    steps = [step.name for step in journey.process.steps]
    outcomes = [outcome for step in journey.process.steps for outcome, _ in step.then]
    draw = lambda values: data.draw(st.sampled_from(["", *values]))  # noqa: E731
    kind, role = data.draw(st.sampled_from(sorted(KINDS))), data.draw(st.sampled_from(ROLES))
    return Event(kind, day, role, draw(["one", "two"]), draw(steps), draw(outcomes), draw([]), draw(["原因"]))


def roles_are_right(journey, event, before):
    step = next((step for step in journey.process.steps if step.name == event.step), None)
    if event.kind in ("begun", "did", "step", "planned"):
        assert step is not None
        assert event.role == journey.role_of(step)
        assert step.name == before
    if event.kind in ("accepted", "not_accepted", "correction"):
        assert event.role == journey.process.accepted_by


def decided_rightly(journey):
    """Never a decision without a check where one is required, never by whoever accepted it."""
    last = journey.events[-1]
    step = next((step for step in journey.process.steps if step.name == last.step), None)
    if last.kind != "step" or not journey.decides(step, last.outcome):
        return
    if journey.process.requires_check and any("data_check" in step.does for step in journey.process.steps):
        assert any(event.kind == "did" and event.outcome == "data_check" for event in journey.events)
    assert last.actor == "" or last.actor not in {e.actor for e in journey.events if e.kind == "accepted"}


def days_of(journey, today):
    return {(run.clock.name, run.begun): run.statutory and run.statutory.date for run in clock_runs(journey, today)}


def never_earlier(before, after):
    for run, last in before.items():
        assert run in after
        assert last is None or after[run] is None or after[run] >= last


@pytest.mark.parametrize(("start", "process"), PROCESSES, ids=lambda value: getattr(value, "name", None))
@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_on_every_process(start, process, data):
    journey, day = Journey(process, DECIDERS), start
    for _ in range(data.draw(st.integers(1, 40))):
        if journey.ended:
            break
        day += timedelta(days=data.draw(st.sampled_from([0, 0, 1, 4, 9])))
        event = (legal if data.draw(st.integers(0, 3)) else anything)(data, journey, day)
        before, events, days = journey.state, list(journey.events), days_of(journey, day)
        try:
            journey.record(event)
        except NotAllowed:
            assert (journey.state, journey.events) == (before, events)
            continue
        assert journey.events == [*events, event]
        roles_are_right(journey, event, before)
        decided_rightly(journey)
        never_earlier(days, days_of(journey, day))
    again = Journey.of(process, journey.events, roles=DECIDERS)
    assert (again.state, again.moves()) == (journey.state, journey.moves())


def test_every_end_can_be_reached():
    for start, process in PROCESSES:
        reached, waiting = set(), [(process.steps[0].name,)]
        while waiting:
            (name,) = waiting.pop()
            if name in reached:
                continue
            reached.add(name)
            step = next((step for step in process.steps if step.name == name), None)
            waiting += [(target,) for _, target in step.then] if step else []
        assert {name for name, _ in process.ends} <= reached, (start, process.name)
