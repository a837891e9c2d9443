"""Acting on a case: the only place where anything happens to one.

Everything in one transaction: the case is locked, its journey is built from what happened, role and area are looked at, the journey
allows or refuses, and what can be worked out is kept beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.db.models import Q

from minsheng.casework.case_clock import case_clocks, due_of, worked_out_anew
from minsheng.casework.decision_step import departs, fill, rules_say
from minsheng.casework.event import Event
from minsheng.casework.journey import Journey, NotAllowed
from minsheng.casework.law import deciding_roles, law_of, library
from minsheng.casework.models import Award, Case, Covered, Delegate, Happening, Record, StoredText
from minsheng.casework.wiring import follow, not_opened, unmet
from minsheng.policy.decision import Decision
from minsheng.policy.finding import Finding, Place
from minsheng.policy.idnumber import masked, normal
from minsheng.policy.language import N_
from minsheng.policy.pack import Process
from minsheng.policy.record import record_of
from minsheng.policy.today import today_in_china
from minsheng.registry.file import household_on
from minsheng.registry.models import Area, Household, Membership, User
from minsheng.registry.scope import scope_of
from minsheng.registry.secrets import encrypted

#: What an officer fills where the rules leave nothing open.
NOTHING: Mapping[str, str] = {}

__all__ = [
    "Opening",
    "act",
    "decision_of",
    "effect_of_event",
    "facts_day_of",
    "journey_of",
    "open_case",
    "process_of_case",
]


def process_of_case(case: Case) -> Process:
    """The process that governs a case."""
    return law_of(case.area.code, case.law_day).processes[case.process]


def journey_of(case: Case) -> Journey:
    """Where a case stands, from everything that happened to it."""
    law = law_of(case.area.code, case.law_day)
    process = law.processes[case.process]
    events = [happening.event() for happening in case.happenings.all()]
    return Journey.of(process, events, roles=deciding_roles(law, process))


def decision_of(case: Case, day: date | None = None) -> Decision:
    """What the library says of the household of a case, on what is known on a day (today when left out)."""
    law = law_of(case.area.code, case.law_day)
    facts_day = facts_day_of(case, day or today_in_china())
    return law.decide(household_on(case.household, facts_day, law.vocabulary), facts_day=facts_day)


def facts_day_of(case: Case, day: date) -> date:
    """The day whose facts decide: where everybody whom an award covers has left the file (by death, say), their last day in it."""
    if case.award_id is None:
        return day
    people = Covered.objects.filter(award=case.award_id).values("person")
    stays = Membership.objects.filter(household=case.household_id, person__in=people).values_list("valid_to", flat=True)
    ends = [end for end in stays if end is not None]
    return min(day, max(ends)) if ends and len(ends) == len(stays) else day


@dataclass(frozen=True)
class Opening:
    """A case that somebody wants to open.

    Attributes:
        award: what it is to review, change or end; ``None`` for an application.
        came_by: who asked, one of :data:`minsheng.casework.models.case.CAME_BY`.
        delegate: ``name``, ``relation``, ``id_number`` (may be empty) and ``proof`` of whoever applies for somebody.
    """

    household: Household
    process: Process
    on: date
    award: Award | None = None
    came_by: str = "self"
    delegate: Mapping[str, str] | None = None


@transaction.atomic
def open_case(
    household: Household,
    benefit: str,
    user: User,
    *,
    on: date,
    process: str = "",
    key: str | None = None,
    award: Award | None = None,
    came_by: str = "self",
    delegate: Mapping[str, str] | None = None,
    reason: str = "",
) -> Case:
    """Open a case and let it be applied for.

    Args:
        household: who applies.
        benefit: for what.
        user: who is at the window.
        on: the day of the application, whose law governs the case.
        process: a process of the packs; the one for the benefit when left out.
        key: from the page, so that pressing a button twice opens one case.
        award: what it is to review, change or end; the only one of the benefit when left out.
        came_by: who asked, a word of :data:`minsheng.casework.models.case.CAME_BY`.
        delegate: see :class:`Opening`.
        reason: what is written down with the application, such as what was found.

    Raises:
        NotAllowed: the user has no right to take applications there, there is no process, it may not come this way, a case
            of this kind is open, or what it is about is not received (or is already).
    """
    key = _own_key(key, household.number)
    if key and (before := Happening.objects.filter(key=key).select_related("case").first()):
        return before.case
    area = household.area
    if not scope_of(user, on).may("apply", area.code):
        raise NotAllowed(_finding(N_("you may not take applications in {area}"), household.number, area=str(area)))
    law = law_of(area.code, on)
    name = process or law.benefit(benefit).process or _first_process(law.processes, benefit)
    if name not in law.processes:
        raise NotAllowed(
            _finding(N_("no document in force says how {benefit} is applied for"), household.number, benefit=benefit)
        )
    Area.objects.select_for_update().get(pk=area.pk)  # numbers are given one after the other
    open_now = Case.objects.filter(household=household, process=name, ended=False)
    if open_now.filter(Q(award=award) | Q(award=None)).exists():
        raise NotAllowed(_finding(N_("a case for {benefit} is open already"), household.number, benefit=benefit))
    refused = not_opened(Opening(household, law.processes[name], on, award, came_by, delegate))
    if refused is not None:
        raise NotAllowed(refused)
    count = Case.objects.filter(area=area, law_day=on).count() + 1
    case = Case.objects.create(
        number=f"{area.code}-{on:%Y%m%d}-{count:03}",
        household=household,
        area=area,
        process=name,
        benefit=benefit,
        law_day=on,
        office_kind=law.benefit(benefit).office if benefit in law.benefits else "",
        synthetic=household.synthetic,
        award=award,
        came_by=came_by,
    )
    if came_by == "delegate" and delegate is not None:
        _keep_delegate(case, delegate)
    return _record(case, journey_of(case), Event("applied", on, "applicant", str(user.pk), reason=reason), user, key)


def _keep_delegate(case: Case, about: Mapping[str, str]) -> None:
    number = normal(about.get("id_number", ""))
    Delegate.objects.create(
        case=case,
        name=about["name"].strip(),
        relation=about["relation"].strip(),
        proof=about["proof"].strip(),
        id_token=encrypted(number) if number else "",
        id_masked=masked(number) if number else "",
    )


def _own_key(key: str | None, number: str) -> str | None:
    """The key of a form as it is kept: of one length, and never that of another case."""
    return sha256(f"{number} {key}".encode()).hexdigest() if key else None


def _first_process(processes: dict[str, Process], benefit: str) -> str:
    return next((name for name, process in processes.items() if process.benefit == benefit), "")


@transaction.atomic
def act(
    case_id: int,
    event: Event,
    user: User,
    *,
    version: int | None = None,
    key: str | None = None,
    filled: Mapping[str, str] | None = None,
) -> Case:
    """Let something happen to a case.

    Args:
        case_id: which case.
        event: what; its actor is taken from ``user``.
        user: who does it.
        version: how many things had happened when the user looked; ``None`` does not look.
        key: from the page, so that pressing a button twice does it once.
        filled: for a decision that gives something, what the officer fills where the rules leave a range, as it was typed.

    Raises:
        NotAllowed: another was quicker, the role or the area does not allow it, or the process does not.
    """
    case = Case.objects.select_for_update().select_related("area", "household__area").get(pk=case_id)
    key = _own_key(key, case.number)
    if key and Happening.objects.filter(key=key).exists():
        return case
    if version is not None and version != case.version:
        message = N_("somebody else has acted on this case since you opened it; look at it again before you go on")
        raise NotAllowed(_finding(message, case.number))
    journey = journey_of(case)
    if event.role not in scope_of(user).process_roles(case.area.code, case.office_kind):
        message = N_("you have no role in {area} that may do this as {role}")
        raise NotAllowed(_finding(message, case.number, area=str(case.area), role=event.role))
    return _record(case, journey, replace(event, actor=str(user.pk)), user, key, filled or {})


def _record(
    case: Case, journey: Journey, event: Event, user: User, key: str | None, filled: Mapping[str, str] = NOTHING
) -> Case:
    """Write down what happened, and what follows from it."""
    step = next((s for s in journey.process.steps if s.name == event.step), None)
    decides = (
        event.kind == "step"
        and step is not None
        and event.outcome in dict(step.then)
        and journey.decides(step, event.outcome)
    )
    refused = journey.refusal_of(event) or unmet(case, journey, event)
    if refused is not None:
        raise NotAllowed(refused)
    worked_out_anew(case, due_of(journey, case_clocks(case, journey, event.on)), event.on)
    journey.record(event)
    happening = Happening.objects.create(
        case=case,
        place=len(journey.events),
        kind=event.kind,
        on=event.on,
        role=event.role,
        by=user,
        step=event.step,
        outcome=event.outcome,
        clock=event.clock,
        reason=event.reason,
        until=event.until,
        key=key,
    )
    if decides:
        _keep_record(case, happening, event, filled)
    due = due_of(journey, case_clocks(case, journey, event.on))
    case.state, case.ended, case.version = journey.state, journey.ended, len(journey.events)
    case.waits_for = "" if journey.ended else journey.moves()[0].role
    case.due_on, case.due_provisional = due.day, due.provisional
    case.save(update_fields=["state", "ended", "version", "waits_for", "due_on", "due_provisional"])
    follow(case, journey, happening, user)
    return case


def _keep_record(case: Case, happening: Happening, event: Event, given: Mapping[str, str]) -> None:
    """Keep what the library said on the day of a decision, with the texts it rests on."""
    decision = decision_of(case, event.on)
    texts = [text for name, text in library().contents.items() if not name.endswith(".cases.yaml")]
    by_digest = {sha256(text.encode()).hexdigest(): text for text in texts}
    known = set(StoredText.objects.filter(digest__in=by_digest).values_list("digest", flat=True))
    new = [StoredText(digest=digest, text=text) for digest, text in by_digest.items() if digest not in known]
    StoredText.objects.bulk_create(new, ignore_conflicts=True)
    effect = effect_of_event(process_of_case(case), event)
    content = json.loads(json.dumps(record_of(decision), ensure_ascii=False, default=str))
    filled = fill(decision, case.benefit, given, case.number) if effect in ("grants", "changes") else []
    Record.objects.create(
        case=case,
        happening=happening,
        content=content,
        rules_say=rules_say(decision, case.benefit),
        departs=departs(decision, case.benefit, effect),
        filled=[item.as_json() for item in filled],
    )


def effect_of_event(process: Process, event: Event) -> str:
    """What an event means for the benefit, one of the effects of the process; empty where it changes nothing."""
    step = next((step for step in process.steps if step.name == event.step), None)
    if event.kind != "step" or step is None:
        return ""
    return process.effect_of(dict(step.then).get(event.outcome, ""))


def _finding(message: str, number: str, **params: object) -> Finding:
    return Finding("W2", Place(number), message, params=params)
