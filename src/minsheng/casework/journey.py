"""Where a case stands, who may do what next, and nothing else: the only place where the status of a case comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from minsheng.casework.event import KINDS, Event
from minsheng.policy.deadline import due, parse_span
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.policy.pack import Process, Step

__all__ = ["Journey", "Move", "NotAllowed"]

#: Where a case stands outside the steps of its process.
BEFORE, APPLIED, CORRECTING, PAUSED, NOT_ACCEPTED, WITHDRAWN = (
    "before",
    "applied",
    "correcting",
    "paused",
    "not_accepted",
    "withdrawn",
)
#: What is asked of an application before it is accepted, and where the case stands after it: (state, kind of event, next state).
_INTAKE = (
    (BEFORE, "applied", APPLIED),
    (APPLIED, "correction", CORRECTING),
    (CORRECTING, "completed", APPLIED),
    (APPLIED, "not_accepted", NOT_ACCEPTED),
)
_DATA_CHECK = "data_check"
#: Whoever makes the economic-status check reports it in any step that asks for one.
_CHECK_CENTRE = "check_centre"
_REASONS = ("not_accepted", "correction", "extended", "paused")


class NotAllowed(Exception):  # noqa: N818 - it is an answer, not a fault of the program
    """Something that the process does not allow now. ``finding`` says what, where the case stands, and what is possible."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.render("en"))


@dataclass(frozen=True, slots=True)
class Move:
    """Something that may happen now.

    Attributes:
        kind: the kind of event.
        role: who may do it.
        step: the step that it ends or belongs to.
        outcome: how the step would end, or what would be done in it.
        leads_to: where the case would stand.
        not_before: the first day on which it may happen; a public notice must have hung its days.
        clock: the clock that may be extended.
    """

    kind: str
    role: str
    step: str = ""
    outcome: str = ""
    leads_to: str = ""
    not_before: date | None = None
    clock: str = ""


@dataclass
class Journey:
    """A case on its way through a process.

    Args:
        process: the process of the pack.
        roles: for each step the role that acts, where the pack names a parameter of the place in ``by``.
        intake: the role that accepts applications; the one that the document says when left out.

    >>> from minsheng.policy import Library
    >>> law = Library.load().as_of(date(2017, 3, 1), "620102")
    >>> journey = Journey(law.processes["hardship.application"])
    >>> journey.record(Event("applied", date(2017, 3, 1), "applicant"))
    >>> sorted({move.kind for move in journey.moves()})
    ['accepted', 'correction', 'not_accepted', 'withdrawn']
    """

    process: Process
    roles: Mapping[str, str] = field(default_factory=dict)
    intake: str = ""
    events: list[Event] = field(default_factory=list, init=False)
    state: str = field(default=BEFORE, init=False)
    _before_pause: str = field(default="", init=False)
    _corrected: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.intake = self.intake or self.process.accepted_by
        self._steps = {step.name: step for step in self.process.steps}
        self._ends = {name for name, _ in self.process.ends}
        ends = (clock.end.partition(".") for clock in self.process.clocks)
        self._begun_by_hand = {step for step, _, what in ends if what == "begun"}

    @classmethod
    def of(cls, process: Process, events: Iterable[Event], **options: object) -> Journey:
        """The journey of a case whose events are known.

        Raises:
            NotAllowed: the events are not a way through the process.
        """
        journey = cls(process, **options)  # type: ignore[arg-type]
        for event in events:
            journey.record(event)
        return journey

    # what is asked of it ---------------------------------------------------------------------------------------------------------

    @property
    def ended(self) -> bool:
        """Whether nothing can happen any more."""
        return self.state in self._ends or self.state in (NOT_ACCEPTED, WITHDRAWN)

    @property
    def step(self) -> Step | None:
        """The step that runs, also while the case is paused."""
        return self._steps.get(self._before_pause if self.state == PAUSED else self.state)

    def role_of(self, step: Step) -> str:
        """Who acts in a step."""
        return self.roles.get(step.name) or self.roles.get(step.by) or step.by

    def decides(self, step: Step, outcome: str) -> bool:
        """Whether a step, ended so, decides the application.

        A pack says in ``refusal: {at: …}`` where it is decided; otherwise every step that ends the case decides it.
        """
        at = self.process.refusal.get("at")
        deciding = at if isinstance(at, list) else [at] if at else list(self._steps)
        return step.name in deciding and dict(step.then)[outcome] in self._ends

    def began(self, step: str) -> date | None:
        """The day on which a step last began."""
        days = [day for name, day in self.timeline() if name == f"{step}.begun"]
        return days[-1] if days else None

    def timeline(self) -> list[tuple[str, date]]:
        """Everything that clocks may start from or end at, in order: ``accepted``, ``review.begun``, ``review.ended``, the ends."""
        found: list[tuple[str, date]] = []
        for event in self.events:
            if event.kind in ("applied", "not_accepted", "withdrawn"):
                found.append((event.kind, event.on))
            elif event.kind == "accepted":
                found += [("accepted", event.on), *self._arrival(self.process.steps[0].name, event.on)]
            elif event.kind == "step":
                found += [(f"{event.step}.ended", event.on), *self._arrival(self._target(event), event.on)]
            elif event.kind == "begun":
                found.append((f"{event.step}.begun", event.on))
        return found

    def _arrival(self, target: str, day: date) -> list[tuple[str, date]]:
        """What reaching a step or an end means for clocks; a step whose beginning is measured begins when somebody says so."""
        if target in self._ends:
            return [(target, day)]
        return [] if target in self._begun_by_hand else [(f"{target}.begun", day)]

    def _target(self, event: Event) -> str:
        """Where the step of an event led."""
        return dict(self._steps[event.step].then)[event.outcome]

    def _waits_to_begin(self, step: Step) -> bool:
        """Whether a step was reached whose beginning is measured, and has not begun."""
        waits = False
        for event in self.events:
            if event.kind == "accepted" or (event.kind == "step" and self._target(event) == step.name):
                waits = step.name in self._begun_by_hand
            elif event.kind == "begun" and event.step == step.name:
                waits = False
        return waits

    def done(self, step: str) -> set[str]:
        """What was done in a step since it last began."""
        found: set[str] = set()
        for event in self.events:
            if event.kind == "step" and self._target(event) == step:
                found = set()
            elif event.kind == "did" and event.step == step:
                found.add(event.outcome)
        return found

    def moves(self) -> list[Move]:
        """Everything that may happen now, by whomever."""
        if self.ended:
            return []
        if self.state == PAUSED:
            return [Move("resumed", self._role_now(), leads_to=self._before_pause), self._withdrawal()]
        found = [
            Move(kind, "applicant" if kind in ("applied", "completed") else self.intake, leads_to=target)
            for state, kind, target in _INTAKE
            if state == self.state and not (kind == "correction" and self._corrected)
        ]
        if self.state == APPLIED:
            found.append(Move("accepted", self.intake, leads_to=self.process.steps[0].name))
        if self.step is not None:
            found += self._moves_in(self.step)
        if self.state != BEFORE:
            found.append(self._withdrawal())
        return found

    def _withdrawal(self) -> Move:
        return Move("withdrawn", "applicant", leads_to=WITHDRAWN)

    def _role_now(self) -> str:
        step = self.step
        return self.role_of(step) if step is not None else self.intake

    def _moves_in(self, step: Step) -> list[Move]:
        role = self.role_of(step)
        if self._waits_to_begin(step):
            return [Move("begun", role, step.name, leads_to=step.name), *self._asides(step)]
        found = [Move("did", role, step.name, activity, step.name) for activity in step.does]
        for place, (outcome, target) in enumerate(step.then):
            first_day = self._not_before(step) if place == 0 else None
            found.append(Move("step", role, step.name, outcome, target, first_day))
        return [*found, *self._asides(step)]

    def _asides(self, step: Step) -> list[Move]:
        """What does not move the case: planning a day, a pause, more time."""
        role = self.role_of(step)
        found = [Move("planned", role, step.name, leads_to=step.name), Move("paused", role, step.name, leads_to=PAUSED)]
        found += [
            Move("extended", role, step.name, leads_to=step.name, clock=clock.name)
            for clock in self.process.clocks
            if clock.extension and self._runs(clock.start, clock.end) and not self._extended(clock.name)
        ]
        return found

    def _not_before(self, step: Step) -> date | None:
        """A step that lasts, such as a public notice, ends quietly on the day after its last day at the earliest."""
        began = self.began(step.name)
        if not step.lasts or began is None:
            return None
        last = due(began, parse_span(step.lasts)).date
        return date.fromordinal(last.toordinal() + 1)

    def _runs(self, start: str, end: str) -> bool:
        running = False
        for name, _ in self.timeline():
            running = True if name == start else False if name == end else running
        return running

    def _extended(self, clock: str) -> bool:
        return any(event.kind == "extended" and event.clock == clock for event in self.events)

    # what happens to it ------------------------------------------------------------------------------------------------------------

    def refusal_of(self, event: Event) -> Finding | None:
        """Why an event is not allowed now; nothing when it is."""
        move = self._move_for(event)
        if move is None:
            return self._finding(N_("this cannot be done while the case stands at {state}: {what}"), event)
        if event.role != move.role and not (
            event.role == _CHECK_CENTRE and event.kind == "did" and event.outcome == _DATA_CHECK
        ):
            return self._finding(N_("{what} is for the role {right}, not for {role}"), event, right=move.role)
        if self.events and event.on < self.events[-1].on:
            return self._finding(N_("{what} on {day} would come before what happened last, on {last}"), event)
        if move.not_before is not None and event.on < move.not_before:
            first = move.not_before.isoformat()
            return self._finding(N_("{what} may happen on {first} at the earliest"), event, first=first)
        if event.kind in _REASONS and not event.reason.strip():
            return self._finding(N_("{what} needs a reason"), event)
        return self._refusal_of_step(event) if event.kind == "step" else None

    def _refusal_of_step(self, event: Event) -> Finding | None:
        step = self._steps[event.step]
        missing = [activity for activity in step.does if activity not in self.done(step.name)]
        if missing and not event.reason.strip():
            names = ", ".join(missing)
            return self._finding(
                N_("{what} needs a reason, because this was not done: {missing}"), event, missing=names
            )
        if not self.decides(step, event.outcome):
            return None
        if self.process.requires_check and not self._checked():
            return self._finding(N_("{what} needs the result of an economic-status check first"), event)
        if event.actor and event.actor in {e.actor for e in self.events if e.kind == "accepted"}:
            return self._finding(N_("{what}: whoever accepted the application has no part in deciding it"), event)
        return None

    def _checked(self) -> bool:
        """Whether the economic status was checked, where any step of the process does that."""
        if not any(_DATA_CHECK in step.does for step in self.process.steps):
            return True
        return any(event.kind == "did" and event.outcome == _DATA_CHECK for event in self.events)

    def _move_for(self, event: Event) -> Move | None:
        named = (event.kind, event.step, event.outcome, event.clock)
        for move in self.moves():
            step = move.step if move.kind in ("begun", "did", "step", "planned") or event.step else ""
            if (move.kind, step, move.outcome, move.clock) == named:
                return move
        return None

    def _finding(self, message: str, event: Event, **params: str) -> Finding:
        possible = sorted({" ".join(filter(None, (m.kind, m.step, m.outcome))) for m in self.moves()})
        about: dict[str, object] = {
            "state": self.state,
            "what": " ".join(filter(None, (KINDS[event.kind], event.step, event.outcome))),
            "role": event.role,
            "day": event.on.isoformat(),
            "last": self.events[-1].on.isoformat() if self.events else "",
            "possible": ", ".join(possible) or "—",
            **params,
        }
        return Finding("W1", Place(self.process.name), message, N_("What may happen now: {possible}."), about)

    def record(self, event: Event) -> None:
        """Let something happen.

        Raises:
            NotAllowed: the process, the role, the day or what is missing does not allow it; nothing has changed.
        """
        refused = self.refusal_of(event)
        if refused is not None:
            raise NotAllowed(refused)
        move = self._move_for(event)
        assert move is not None  # noqa: S101 - refused otherwise
        if event.kind == "paused":
            self._before_pause = self.state
        self._corrected = self._corrected or event.kind == "correction"
        self.state = move.leads_to
        self.events.append(event)
