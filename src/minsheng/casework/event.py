"""What can happen to a case. A case is nothing but the list of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from minsheng.policy.language import N_

__all__ = ["KINDS", "Event"]

#: What can happen, and how it is called on screens.
KINDS = {
    "applied": N_("applied"),
    "correction": N_("asked for what is missing"),
    "completed": N_("brought what was missing"),
    "accepted": N_("accepted"),
    "not_accepted": N_("not accepted"),
    "begun": N_("step begun"),
    "did": N_("done in a step"),
    "step": N_("step ended"),
    "planned": N_("planned for a day"),
    "extended": N_("time extended"),
    "paused": N_("paused"),
    "resumed": N_("resumed"),
    "withdrawn": N_("withdrawn by the applicant"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a case.

    Attributes:
        kind: one of :data:`KINDS`.
        on: the day in China on which it happened.
        role: the role that did it, as in packs: ``township``, ``county``, ``applicant`` …
        actor: who did it; the same text is the same person.
        step: the step that a ``step`` event ends, or to which ``begun``, ``did`` and ``planned`` belong.
        outcome: how a step ended; for ``did`` what was done.
        clock: the clock that is extended.
        reason: why; needed where the journey says so.
        until: the day that is planned.
    """

    kind: str
    on: date
    role: str
    actor: str = ""
    step: str = ""
    outcome: str = ""
    clock: str = ""
    reason: str = ""
    until: date | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"there is no event {self.kind}; there is: {', '.join(KINDS)}")
