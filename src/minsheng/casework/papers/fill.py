"""What a case itself says on a paper: names, days, the decision with its reasons word for word, the way of the case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from minsheng.casework.event import KINDS
from minsheng.casework.journey import Journey
from minsheng.casework.papers.kind import catalogue, paper_kinds
from minsheng.casework.papers.particulars import Member, Particulars, covered_by
from minsheng.casework.papers.words import public_name
from minsheng.policy.deadline import due, parse_span
from minsheng.policy.decision import Decision
from minsheng.policy.language import N_, render
from minsheng.policy.letter import amount_words, because_words, role_word
from minsheng.policy.outcome import Outcome
from minsheng.policy.wording import cite, format_date, status_word

__all__ = ["from_case", "notice_row", "reason_lines"]


def from_case(given: Particulars, lang: str) -> dict[str, object]:
    """Every field that follows from the case; what is not known is left out."""
    found: dict[str, object] = {
        "office": given.office,
        "number": given.number,
        "day": given.day,
        "benefit": given.benefit,
        "area_name": given.area_name,
        "last_day": given.last_day,
        "household_size": len(given.members) or None,
        "members": [_row(member, lang) for member in given.members],
        **(_applicant(given.who, lang) if given.who is not None else {}),
        **(_journey(given.journey, lang) if given.journey is not None else {}),
    }
    if given.decision is not None and given.outcome is not None:
        found |= _decision(given.decision, given.outcome, lang)
        if given.who is not None:
            found["households"] = [notice_row(given, given.outcome, lang)]
        found["appeal"] = found.get("appeal") or _appeal(given, lang)
    if given.journey is not None:
        found["proposal"] = _proposal(given.journey, found["benefit"], lang)
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _applicant(member: Member, lang: str) -> dict[str, object]:
    return {
        "applicant_name": member.name,
        "addressee": member.name,
        "applicant_id_number": member.id_number,
        "holder_name": member.name,
        "holder_id_number": member.id_number,
        "holder_sex": member.sex,
        "holder_birth": _month(member.birth_date, lang),
    }


def _month(day: date | None, lang: str) -> str:
    """The month in which somebody was born, as certificates have it."""
    if day is None:
        return ""
    return f"{day.year}年{day.month}月" if lang == "zh" else format_date(day, lang).partition(" ")[2]


def _row(member: Member, lang: str) -> dict[str, object]:
    covered = "" if member.covered is None else "☑" if member.covered else "□"
    row = {name: getattr(member, name) for name in ("name", "relation", "sex", "id_number", "health", "work", "income")}
    return {**row, "covered": covered}


def notice_row(given: Particulars, outcome: Outcome, lang: str) -> dict[str, object]:
    """The row of a public notice: who it is for or the head of the family, a child by the first sign of the name only."""
    head = given.who if outcome.entity == "person" or not given.members else given.members[0]
    assert head is not None  # noqa: S101 - the caller has looked
    return {
        "head": public_name(head),
        "people": len(given.members) or len(covered_by(outcome)),
        "covered": len(covered_by(outcome)),
        "income_per_head": given.values.get("income_per_head", ""),
        "amount": amount_words(outcome, lang),
    }


def _decision(decision: Decision, outcome: Outcome, lang: str) -> dict[str, object]:
    benefit = decision.law.benefit(outcome.benefit)
    rows = decision.schedule(outcome) if outcome.status == "yes" else []
    return {
        "benefit": benefit.label.in_(lang),
        "outcome": status_word(outcome.status, lang),
        "main_reason": because_words(decision, outcome, lang) if outcome.status == "no" else None,
        "reasons": reason_lines(decision, outcome, lang),
        "basis": cite(decision.reasons(outcome)[0], lang),
        "amount": amount_words(outcome, lang) if outcome.status == "yes" else None,
        "since": rows[0].first_day if rows else None,
        "covered_people": len(covered_by(outcome)) if outcome.status == "yes" else None,
        "covered_names": decision.name(outcome, lang) if outcome.status == "yes" else None,
    }


def reason_lines(decision: Decision, outcome: Outcome, lang: str) -> list[str]:
    """The words of the decision on one outcome, exactly as ``decision.explain`` has them, each line with its depth in spaces."""
    alone = Decision(decision.law, decision.household, decision.evaluation, [outcome])
    lines = alone.explain(lang, benefit=outcome.benefit).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("■"))
    own: list[str] = []
    for line in lines[start:]:
        if not line.strip():
            break
        own.append(line)
    return [lines[0], *(line for line in own if not _tells_what_follows(line, lang))]


def _tells_what_follows(line: str, lang: str) -> bool:
    """Whether a line is about the steps of an application: on a paper, what it tells of has been done."""
    return line.strip().startswith((render(lang, N_("What follows")), "⏱"))


def _journey(journey: Journey, lang: str) -> dict[str, object]:
    events = journey.events
    reasons = [event.reason for event in events if event.reason]
    corrections = [event.reason for event in events if event.kind == "correction"]
    decided = [e.on for e in events if e.kind == "step" and _decides(journey, e.step, e.outcome)]
    return {
        "applied_on": next((event.on for event in events if event.kind == "applied"), None),
        "accepted_on": next((event.on for event in events if event.kind == "accepted"), None),
        "decided_on": decided[-1] if decided else None,
        "event_reason": reasons[-1] if reasons else None,
        "papers_missing": corrections,
        "events": list(_events(journey, lang)),
        "appeal": catalogue().appeal.in_(lang) if _names_appeal(journey) else None,
        **_notice(journey),
    }


def _decides(journey: Journey, name: str, outcome: str) -> bool:
    return any(step.name == name and journey.decides(step, outcome) for step in journey.process.steps)


def _appeal(given: Particulars, lang: str) -> str | None:
    """The line on appeals where a law in force gives everybody the right, with its article."""
    if given.journey is None or given.decision is None:
        return None
    right = given.decision.law.appeal(given.journey.process.document)
    brackets = "（{}）" if lang == "zh" else " ({})"
    return catalogue().appeal.in_(lang) + brackets.format(cite(right, lang)) if right is not None else None


def _names_appeal(journey: Journey) -> bool:
    """Whether the document wants a refusal to say where to appeal."""
    carried = journey.process.refusal.get("with")
    return "appeal" in (carried if isinstance(carried, list | tuple) else [carried])


def _notice(journey: Journey) -> dict[str, date]:
    """The first and the last day of the public notice that hung last."""
    found: dict[str, date] = {}
    for step in journey.process.steps:
        began = journey.began(step.name)
        if step.lasts and began is not None:
            found = {"notice_from": began, "notice_to": due(began, parse_span(step.lasts)).date}
    return found


_PROPOSALS = {
    "grants": N_("After application, investigation and review, the following are proposed for {benefit}"),
    "ends": N_("After investigation and review, it is intended to end {benefit} of the following"),
    "changes": N_("After investigation and review, it is intended to change {benefit} of the following"),
}


def _proposal(journey: Journey, benefit: object, lang: str) -> str:
    """What a notice says is intended, by what the ends of the process mean for the benefit."""
    effects = {effect for _, effect in journey.process.effects}
    kind = next((kind for kind in ("grants", "ends") if kind in effects), "changes" if effects else "grants")
    return render(lang, _PROPOSALS[kind], benefit=str(benefit))


def _events(journey: Journey, lang: str) -> Iterator[dict[str, object]]:
    steps = {step.name: step.label.in_(lang) for step in journey.process.steps}
    for event in journey.events:
        what = [render(lang, KINDS[event.kind]), steps.get(event.step, "")]
        if event.kind == "did":
            what = [_activity(event.outcome, lang), steps.get(event.step, "")]
        yield {
            "day": format_date(event.on, lang),
            "what": "，".join(filter(None, what)) if lang == "zh" else ", ".join(filter(None, what)),
            "who": role_word(event.role, lang),
            "reason": event.reason,
        }


def _activity(name: str, lang: str) -> str:
    """What was done in a step, by the name of its paper or of its box."""
    ways = catalogue().fields["visit_ways"].options
    if name in ways:
        return ways[name].in_(lang)
    return next((kind.title.in_(lang) for kind in paper_kinds() if kind.asked_by.get("activity") == name), name)
