"""The same move for several cases: looked at one by one, done one by one, and what was not done is said.

No step is skipped: every case goes through :func:`minsheng.casework.act.act` by itself, with its own version. Decisions, refusals and
withdrawals are not offered; they are made one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from minsheng.casework.act import act, journey_of
from minsheng.casework.event import Event
from minsheng.casework.journey import Journey, Move, NotAllowed
from minsheng.casework.models import Case
from minsheng.casework.wiring import unmet
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.registry.models import User
from minsheng.registry.scope import Scope

__all__ = ["MOST", "OFFERED", "OneByOne", "Prospect", "act_together", "moves_of", "prospects"]

#: So many cases at one time; more could not be looked at before it is confirmed.
MOST = 100
#: What may be done with several cases at once.
OFFERED = ("accepted", "completed", "begun", "did", "step", "planned", "paused", "resumed", "extended")


@dataclass(frozen=True)
class Prospect:
    """What would happen to a case.

    Attributes:
        case: the case.
        journey: where it stands.
        leads_to: where it would stand; empty when it is refused.
        refused: why it cannot be; nothing when it can.
    """

    case: Case
    journey: Journey
    leads_to: str
    refused: Finding | None


@dataclass(frozen=True)
class OneByOne:
    """What was done with a case: nothing refused means that it was done."""

    number: str
    refused: Finding | None


def moves_of(cases: Iterable[Case], scope: Scope) -> dict[tuple[str, str, str, str, str], list[tuple[Move, Journey]]]:
    """Every move that some of the cases allow to the roles of a scope now, by kind, role, step, outcome and clock; for each case once."""
    found: dict[tuple[str, str, str, str, str], list[tuple[Move, Journey]]] = {}
    for case in cases:
        journey = journey_of(case)
        roles = scope.process_roles(case.area.code)
        for move in journey.moves():
            if move.role in roles and _offered(journey, move):
                key = (move.kind, move.role, move.step if _names_step(move) else "", move.outcome, move.clock)
                found.setdefault(key, []).append((move, journey))
    return found


def prospects(cases: Iterable[Case], event: Event, scope: Scope, user: User) -> list[Prospect]:
    """What an event would mean for each of several cases, or why it cannot happen to it."""
    return [_prospect(case, event, scope, user) for case in cases]


def act_together(
    cases: Iterable[Case], event: Event, user: User, *, versions: Mapping[str, int], key: str
) -> list[OneByOne]:
    """Let the same thing happen to several cases, each in a transaction of its own.

    Args:
        cases: which.
        event: what.
        user: who does it.
        versions: how many things had happened to each case, by its number, when the user looked.
        key: from the page, so that pressing the button twice does it once.
    """
    done = []
    for case in cases:
        refused = _not_together(case, event)
        if refused is None:
            try:
                act(case.pk, event, user, version=versions.get(case.number, -1), key=key)
            except NotAllowed as problem:
                refused = problem.finding
        done.append(OneByOne(case.number, refused))
    return done


def _names_step(move: Move) -> bool:
    return move.kind in ("begun", "did", "step", "planned")


def _offered(journey: Journey, move: Move) -> bool:
    """Whether something may be done with several cases at once: nothing that decides."""
    step = next((step for step in journey.process.steps if step.name == move.step), None)
    decides = move.kind == "step" and step is not None and journey.decides(step, move.outcome)
    return move.kind in OFFERED and not decides


def _not_together(case: Case, event: Event) -> Finding | None:
    """A decision is refused here however it was sent."""
    journey = journey_of(case)
    step = next((step for step in journey.process.steps if step.name == event.step), None)
    decides = event.kind == "step" and step is not None and event.outcome in dict(step.then)
    if event.kind in OFFERED and not (decides and step is not None and journey.decides(step, event.outcome)):
        return None
    return Finding("W2", Place(case.number), N_("this is decided for each case by itself, on its own page"))


def _prospect(case: Case, event: Event, scope: Scope, user: User) -> Prospect:
    journey = journey_of(case)
    refused = _not_together(case, event)
    if refused is None and event.role not in scope.process_roles(case.area.code):
        message = N_("you have no role in {area} that may do this as {role}")
        refused = Finding("W2", Place(case.number), message, params={"area": str(case.area), "role": event.role})
    moves = [move for move in journey.moves() if (move.kind, move.outcome) == (event.kind, event.outcome)]
    if refused is None and not moves:
        refused = Finding("W2", Place(case.number), N_("this cannot be done where the case stands now"))
    refused = refused or journey.refusal_of(event) or unmet(case, journey, event)
    leads = [move.leads_to for move in moves]
    return Prospect(case, journey, leads[0] if leads and refused is None else "", refused)
