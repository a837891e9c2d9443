"""The process that would follow a decision: its steps, and the day each clock would end if it were accepted today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from minsheng.policy.deadline import Due, due, parse_span
from minsheng.policy.law import Law
from minsheng.policy.pack import Clock, Process
from minsheng.policy.types import ValueProblem

__all__ = ["RunningClock", "clocks_from", "process_of"]


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A clock of a process; ``due`` is the last day where the clock starts with the acceptance, else ``None``."""

    clock: Clock
    at_most: str
    due: Due | None


def process_of(law: Law, benefit: str) -> Process | None:
    """The process by which a benefit is applied for here."""
    name = law.benefit(benefit).process
    return law.processes.get(name) if name else next((p for p in law.processes.values() if p.benefit == benefit), None)


def clocks_from(law: Law, process: Process, accepted: date) -> list[RunningClock]:
    """The clocks of a process; those that start with the acceptance get their last day.

    A span may be the name of a parameter of the place; one that is not set has no day.
    """
    result = []
    for clock in process.clocks:
        ends = None
        try:
            if clock.start == "accepted":
                ends = due(accepted, parse_span(clock.at_most))
        except ValueProblem:
            ends = None
        result.append(RunningClock(clock, clock.at_most, ends))
    return result
