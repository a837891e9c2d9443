"""The processes of the packs, and a case that moves through one of them."""

from datetime import date

import pytest

from minsheng.casework import Event, Journey
from minsheng.policy.library import Library, default_folder


@pytest.fixture(scope="session")
def packs():
    return Library.load(default_folder().resolve())


@pytest.fixture(scope="session")
def process(packs):
    """A function that gives a process in force on a day in an area."""

    def of(name, day=date(2017, 3, 1), area="620102"):
        return packs.as_of(day, area).processes[name]

    return of


class Case:
    """A case in a test: short words for what happens."""

    def __init__(self, process, **options):
        self.journey = Journey(process, **options)

    def happens(self, kind, on, **more):
        """Something happens by whoever may do it, with a reason where one could be needed."""
        day = date.fromisoformat(on)
        for move in self.journey.moves():
            wanted = {"step": move.step, "outcome": move.outcome, "clock": move.clock}
            named = {key: more.get(key, "" if kind != "step" else value) for key, value in wanted.items()}
            if move.kind == kind and (
                kind in ("withdrawn", "paused", "resumed", "planned", "begun") or named == wanted
            ):
                step = move.step if kind in ("begun", "did", "step", "planned") else ""
                about = {"actor": f"a {move.role}", "reason": "", **more, "step": step}
                self.journey.record(Event(kind, day, **{"role": move.role, **about}))
                return self
        self.journey.record(Event(kind, day, **{"role": "township", **more}))
        return self

    def does(self, on, *activities):
        for activity in activities or self.journey.step.does:
            self.happens("did", on, step=self.journey.step.name, outcome=activity)
        return self

    def ends(self, on, outcome, **more):
        return self.happens("step", on, outcome=outcome, **more)


@pytest.fixture
def case(process):
    def make(name="hardship.application", day=date(2017, 3, 1), area="620102", **options):
        return Case(process(name, day, area), **options)

    return make
