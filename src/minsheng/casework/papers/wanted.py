"""Which papers a case asks for, by what happened to it and by the process of its pack."""

from __future__ import annotations

from collections.abc import Mapping

from minsheng.casework.journey import Journey
from minsheng.casework.papers.kind import PaperKind, paper_kinds

__all__ = ["papers_wanted", "papers_wanted_now"]


def papers_wanted(journey: Journey) -> list[PaperKind]:
    """The papers that what happened to a case asks for; registers, kept beside cases, are not among them."""
    return [kind for kind in paper_kinds() if _wants(journey, kind)]


def papers_wanted_now(journey: Journey) -> list[PaperKind]:
    """Of these, the ones that the step asks for in which the case stands, or the end that it has reached."""
    states, walked = [], Journey(journey.process, journey.roles, journey.intake)
    for event in journey.events:
        walked.record(event)
        states.append(walked.state)
    came = len(states)
    while came and states[came - 1] == journey.state:
        came -= 1
    earlier = Journey.of(journey.process, journey.events[:came], roles=journey.roles, intake=journey.intake)
    before = {kind.name for kind in papers_wanted(earlier)}
    doing = set(journey.step.does) if journey.step is not None else set()
    return [
        kind
        for kind in papers_wanted(journey)
        if kind.name not in before or kind.asked_by.get("activity") in doing or _hangs(journey, kind)
    ]


def _hangs(journey: Journey, kind: PaperKind) -> bool:
    """Whether a notice is asked for by the step in which the case stands, also when it hangs for the second time."""
    return kind.asked_by.get("step") == "lasts" and journey.step is not None and bool(journey.step.lasts)


def _wants(journey: Journey, kind: PaperKind) -> bool:
    ((by, what),) = kind.asked_by.items()
    events = journey.events
    if by == "event":
        return any(event.kind == what for event in events)
    if by == "activity":
        done = any(event.kind == "did" and event.outcome == what for event in events)
        # The form is taken along: it is wanted as soon as the step runs, not when it is over.
        return done or (journey.step is not None and what in journey.step.does)
    if by == "step":
        return any(_step_wants(journey, step.name, str(what)) for step in journey.process.steps)
    if by == "effects":
        return isinstance(what, list) and _effect(journey) in what
    if by == "issues":
        return _effect(journey) == "grants" and kind.called in _name_of(journey.process.issues.get(str(what)))
    return False


def _step_wants(journey: Journey, name: str, what: str) -> bool:
    step = next(step for step in journey.process.steps if step.name == name)
    if journey.began(name) is None:
        return False
    return bool(step.lasts) if what == "lasts" else any(journey.decides(step, outcome) for outcome, _ in step.then)


def _effect(journey: Journey) -> str:
    """What the end of a case means for the benefit; ``none`` where somebody asked for it and it was refused."""
    process = journey.process
    if journey.state not in dict(process.ends):
        return ""
    granting = any(effect == "grants" for _, effect in process.effects)
    return process.effect_of(journey.state) or ("none" if granting else "")


def _name_of(issued: object) -> str:
    """The Chinese name of what a document issues; that is how a certificate is known."""
    return str(issued.get("zh", "")) if isinstance(issued, Mapping) else str(getattr(issued, "zh", issued or ""))
