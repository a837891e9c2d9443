"""Casework: how an application moves from the first question to its end, by the process of a pack and nothing else.

No document stands in the code: steps, roles, outcomes, clocks and what a refusal carries come from the ``process`` block
(see ``docs/reference/packs.md``). A case is the list of what happened to it (:mod:`minsheng.casework.event`); where it stands,
who may do what next, and by when, follow from that list (:mod:`minsheng.casework.journey`, :mod:`minsheng.casework.clock_run`).
"""

from minsheng.casework.clock_run import ClockRun, Ladder, clock_runs
from minsheng.casework.event import Event
from minsheng.casework.journey import Journey, Move, NotAllowed

__all__ = ["ClockRun", "Event", "Journey", "Ladder", "Move", "NotAllowed", "clock_runs"]
