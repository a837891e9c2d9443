"""What the page of a case shows: the file, the decision, the clock, and what may be done now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from minsheng.casework.act import journey_of
from minsheng.casework.case_clock import case_clocks
from minsheng.casework.clock_run import ClockRun, Ladder
from minsheng.casework.journey import Journey, Move
from minsheng.casework.models import Case, Happening
from minsheng.casework.place_setting import settings_on
from minsheng.policy.decision import Decision
from minsheng.policy.letter import amount_words, ask_words, turn_words
from minsheng.policy.outcome import Outcome
from minsheng.policy.today import today_in_china
from minsheng.policy.wording import status_word, who
from minsheng.registry.models import User
from minsheng.registry.scope import Scope
from minsheng.registry.words import language
from minsheng.web.desk.household_page import people_of
from minsheng.web.desk.inquiring import FORMS
from minsheng.web.desk.lateness import lateness_of_run
from minsheng.web.desk.panels import CASE_PANELS, CaseLook, panels_of
from minsheng.web.desk.paper_panel import LETTER_OF_MOVE
from minsheng.web.desk.reasons import branches
from minsheng.web.desk.step_panels import fills_of
from minsheng.web.desk.words import activity_word, benefit_word, move_word, outcome_word, role_name, state_word

__all__ = ["case_panels"]

#: Moves that stand apart: they do not bring the case forward.
_ASIDES = ("planned", "paused", "extended", "withdrawn")
_WITH_REASON = ("not_accepted", "correction", "extended", "paused", "step")


def case_panels(case: Case, scope: Scope, user: User) -> dict[str, Any]:
    """Everything that the page of a case shows."""
    prefetch_related_objects([case], Prefetch("happenings", Happening.objects.select_related("by")))
    day, journey = today_in_china(), journey_of(case)
    look, ladder = CaseLook(case, journey, user, scope, day), settings_on(day).ladder(case.area.code)
    mine = scope.process_roles(case.area.code, case.office_kind)
    moves = [{**_button(move, journey, day), **fills_of(look, move)} for move in journey.moves() if move.role in mine]
    for move in moves:
        move["form"] = _form_of(case, move)
    return {
        "panels": panels_of(look, CASE_PANELS),
        "case": case,
        "what": benefit_word(journey.process),
        "state": state_word(journey.process, case.state),
        "waits_for": role_name(case.waits_for) if case.waits_for else "",
        "steps": _steps(journey),
        "clocks": [_clock(run, day, ladder) for run in case_clocks(case, journey, day)],
        "no_ladder": ladder is None,
        "moves": [move for move in moves if move["kind"] not in _ASIDES],
        "asides": [move for move in moves if move["kind"] in _ASIDES],
        "history": [_told(happening, journey) for happening in case.happenings.all()],
        "people": people_of(case.household, day),
        "decided": _decided(look),
        "today": day,
        "key": uuid4().hex,
    }


def _button(move: Move, journey: Journey, day: date) -> dict[str, Any]:
    waits = move.not_before is not None and day < move.not_before
    return {
        "kind": move.kind,
        "step": move.step if move.kind in ("begun", "did", "step", "planned") else "",
        "outcome": move.outcome,
        "clock": move.clock,
        "role": move.role,
        "word": move_word(move, journey),
        "with_reason": move.kind in _WITH_REASON,
        "with_day": move.kind == "planned",
        "not_before": move.not_before if waits else None,
        "letter": LETTER_OF_MOVE.get(move.kind, ""),
        "main": move.kind == "accepted" or _leads_on(move, journey),
        "done": move.kind == "did" and move.outcome in journey.done(move.step),
    }


def _leads_on(move: Move, journey: Journey) -> bool:
    """Whether a move ends its step as the document writes first: one button of a page stands out, not all."""
    step = journey.step
    return move.kind == "step" and step is not None and step.then[0][0] == move.outcome


def _form_of(case: Case, move: Mapping[str, Any]) -> str:
    """The address of the form on which something is written down; empty for what has only a button."""
    if move["kind"] != "did" or move["outcome"] not in FORMS:
        return ""
    name, arguments = FORMS[move["outcome"]](case.number)
    return reverse(name, args=arguments)


def _steps(journey: Journey) -> list[dict[str, Any]]:
    """The steps of the process in the order of the document, with who acts and where the case is."""
    ended = {name.partition(".")[0] for name, _ in journey.timeline() if name.endswith(".ended")}
    return [
        {
            "label": step.label.in_(language()),
            "role": role_name(journey.role_of(step)),
            "cites": "、".join(step.cites),
            "state": "now" if journey.step is step else "over" if step.name in ended else "ahead",
        }
        for step in journey.process.steps
    ]


def _clock(run: ClockRun, day: date, ladder: Ladder | None) -> dict[str, Any]:
    return {
        "label": run.clock.label.in_(language()),
        "cites": "、".join(run.clock.cites),
        "begun": run.begun,
        "statutory": run.statutory.date if run.statutory else None,
        "provisional": bool(run.statutory and run.statutory.provisional),
        "promised": run.promised.date if run.promised else None,
        "planned": run.planned,
        "ended": run.ended,
        "stands_still": run.stands_still,
        "over": run.ended is not None,
        "level": lateness_of_run(run, day, ladder),
    }


def _told(happening: Any, journey: Journey) -> dict[str, Any]:
    move = Move(happening.kind, happening.role, happening.step, happening.outcome, "")
    if happening.kind == "step":
        word = f"{state_word(journey.process, happening.step)}: {outcome_word(happening.outcome)}"
    elif happening.kind == "did":
        word = activity_word(happening.outcome)
    else:
        word = move_word(move, journey)
    about = {"on": happening.on, "by": happening.by, "role": role_name(happening.role), "reason": happening.reason}
    return {"word": word, "until": happening.until, **about}


def _decided(look: CaseLook) -> dict[str, Any]:
    """What the library says of the benefit of a case today, or why it cannot say anything."""
    decision, lang = look.decision, language()
    if decision is None:
        return {"findings": [finding.render(lang) for finding in look.refusals]}
    own = [outcome for outcome in decision.outcomes if outcome.benefit == look.case.benefit]
    told: set[tuple[str, str]] = set()
    return {
        "outcomes": [_outcome(decision, outcome, lang, told) for outcome in own],
        "questions": [ask_words(decision, need, lang) for outcome in own for need in sorted(outcome.needs)][:12],
    }


def _outcome(decision: Decision, outcome: Outcome, lang: str, told: set[tuple[str, str]]) -> dict[str, Any]:
    ways = decision.turns(outcome)
    return {
        "who": who(outcome.key, decision.evaluation, lang),
        "status": outcome.status,
        "word": status_word(outcome.status, lang),
        "amount": amount_words(outcome, lang) if outcome.status == "yes" else "",
        "demonstration": bool(decision.demonstration(outcome)) and outcome.status != "no",
        "tree": branches(decision.lines(outcome, lang, told=told)),
        "ways": ["；".join(turn_words(turn, decision, lang) for turn in way) for way in ways],
    }
