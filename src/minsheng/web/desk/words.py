"""How the things of a case are called on screens: states, steps, what may be done."""

from __future__ import annotations

from minsheng.casework.event import KINDS
from minsheng.casework.journey import Journey, Move
from minsheng.policy.language import N_
from minsheng.policy.letter import role_word
from minsheng.policy.pack import Process
from minsheng.registry.words import language, say

__all__ = [
    "ACTIVITIES",
    "CASE_STATES",
    "LEVEL_WORDS",
    "activity_word",
    "benefit_word",
    "move_word",
    "outcome_word",
    "role_name",
    "state_word",
]

#: Where a case stands outside the steps of its process.
CASE_STATES = {
    "before": N_("not applied yet"),
    "applied": N_("applied, to be accepted"),
    "correcting": N_("waits for what is missing"),
    "paused": N_("paused"),
    "not_accepted": N_("not accepted"),
    "withdrawn": N_("withdrawn by the applicant"),
}
#: What may be done in a step, by the word of the packs.
ACTIVITIES = {
    "home_visit": N_("home visit"),
    "neighbours": N_("asking the neighbours"),
    "letters": N_("letters for proof"),
    "villagers_review": N_("villagers' review"),
    "data_check": N_("economic-status check"),
}
_MOVES = {
    "accepted": N_("accept"),
    "not_accepted": N_("do not accept"),
    "correction": N_("ask for what is missing"),
    "completed": N_("what was missing is here"),
    "begun": N_("begin the step"),
    "paused": N_("pause"),
    "resumed": N_("go on"),
    "extended": N_("extend the time"),
    "planned": N_("plan a day"),
    "withdrawn": N_("applicant withdraws"),
}
_OUTCOMES = {
    "agree": N_("agree"),
    "refuse": N_("refuse"),
    "approve": N_("approve"),
    "opinion": N_("first opinion is there"),
    "quiet": N_("nobody objected"),
    "objection": N_("somebody objected"),
    "done": N_("done"),
    "fits": N_("it fits"),
    "does_not_fit": N_("it does not fit"),
    "ask_for_data": N_("ask for a check of the registers"),
    "stop": N_("stop: applicant does not cooperate"),
    "reported": N_("reported"),
    "published": N_("published"),
    "end": N_("end it"),
    "keep": N_("keep it"),
    "changed": N_("changed"),
    "unchanged": N_("unchanged"),
    "dispute": N_("disputed"),
}
#: How late something is, in words; colour and sign come with it.
LEVEL_WORDS = {
    "in_time": N_("in time"),
    "reminder": N_("soon due"),
    "yellow": N_("late"),
    "red": N_("very late"),
    "supervisor": N_("supervisor told"),
}


def state_word(process: Process, state: str) -> str:
    """Where a case stands."""
    for step in process.steps:
        if step.name == state:
            return step.label.in_(language())
    ends = dict(process.ends)
    return ends[state].in_(language()) if state in ends else say(CASE_STATES[state])


def outcome_word(outcome: str) -> str:
    """How a step ends; a word of a pack that is not known here is shown as it is."""
    return say(_OUTCOMES[outcome]) if outcome in _OUTCOMES else outcome


def activity_word(activity: str) -> str:
    """What is done in a step."""
    return say(ACTIVITIES[activity]) if activity in ACTIVITIES else activity


def move_word(move: Move, journey: Journey) -> str:
    """What may be done now, as a button says it."""
    if move.kind == "did":
        return activity_word(move.outcome)
    if move.kind == "step":
        return f"{outcome_word(move.outcome)} → {state_word(journey.process, move.leads_to)}"
    return say(_MOVES.get(move.kind, KINDS[move.kind]))


def role_name(role: str) -> str:
    """A role of a process."""
    return role_word(role, language())


def benefit_word(process: Process) -> str:
    """What a process is called."""
    return process.label.in_(language())
