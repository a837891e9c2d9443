"""What a paper can be filled in with before anybody types: from the register, the questions that are open, and what happened."""

from __future__ import annotations

from minsheng.casework.act import decision_of
from minsheng.casework.models import Notice
from minsheng.casework.office import office_of
from minsheng.casework.paper_file import PaperFile
from minsheng.casework.paper_people import income_row
from minsheng.casework.paper_receipt import from_receipt
from minsheng.casework.paper_steps import from_steps
from minsheng.casework.papers.fill import from_case
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_, render
from minsheng.policy.letter import ask_words
from minsheng.policy.wording import format_date
from minsheng.registry.file import household_on

__all__ = ["open_points", "suggestions"]

_MOST = 40
#: Which opinion on the approval form is that of which role.
_OPINIONS = {"village_opinion": "village", "township_opinion": "township", "county_opinion": "county"}


def suggestions(file: PaperFile) -> dict[str, object]:
    """By field, what the office may keep or change; only fields of the paper."""
    office, telephone = office_of(file.household.area, file.user)
    found: dict[str, object] = {
        "office_phone": telephone,
        "watch_phone": telephone,
        "address": file.household.address,
        "holder_lives": file.household.address,
        **_from_facts(file),
        **from_receipt(file),
        **_from_what_happened(file),
        **from_steps(file),
    }
    if "papers_missing" in file.kind.fields:
        found["papers_missing"] = open_points(file)
    if "households" in file.kind.fields:
        found["households"] = _rows_of_notice(file)
    return {name: value for name, value in found.items() if name in file.kind.fields and value not in ("", [], None)}


def open_points(file: PaperFile) -> list[str]:
    """Everything that is missing: the questions that are still open for the benefit, and the papers that the document asks for."""
    if file.case is None or file.journey is None:
        return []
    points: list[str] = []
    try:
        decision = decision_of(file.case, file.day)
        points = [
            ask_words(decision, (question.key, question.fact), file.lang)
            for question in decision.questions
            if file.case.benefit in question.benefits
        ][:_MOST]
    except PolicyError:
        pass  # nothing can be said of the household yet; the papers remain
    papers = file.journey.process.apply.get("papers")
    if isinstance(papers, dict) and papers.get(file.lang):
        points.append(str(papers[file.lang]))
    return points


def _from_facts(file: PaperFile) -> dict[str, object]:
    decision = file.decision
    if decision is not None:
        told = decision.household
    else:
        from minsheng.casework.law import law_of

        try:
            vocabulary = law_of(file.household.area.code, file.day).vocabulary
            told = household_on(file.household, file.day, vocabulary)
        except PolicyError:
            return {}
    people = told.lists["people"].items if "people" in told.lists else []
    near = told.facts.get("near_relative_of_official")
    return {
        "setting": told.facts.get("setting"),
        "village": told.facts.get("village"),
        "near_relative": None if near is None else "yes" if near else "no",
        "income": [row for row in (income_row(thing) for thing in people) if row],
    }


def _from_what_happened(file: PaperFile) -> dict[str, object]:
    journey = file.journey
    if journey is None:
        return {}
    found: dict[str, object] = {}
    for field, role in _OPINIONS.items():
        said = [
            event.reason for event in journey.events if event.role == role and event.kind == "step" and event.reason
        ]
        if said:
            found[field] = said[-1]
    reasons = [event.reason for event in journey.events if event.kind == "step" and event.reason]
    if journey.ended and reasons:
        found |= {"event_reason": reasons[-1], "main_reason": reasons[-1]}
    if journey.process.effect_of(journey.state) == "ends":
        found["change"] = ["stop"]
    if (notice := _last_notice(file)) is not None and notice.ended_on is not None:
        first, last = format_date(notice.from_day, file.lang), format_date(notice.ended_on, file.lang)
        found["notice_result"] = render(file.lang, _HUNG, first=first, last=last, end=_ended(notice, file.lang))
    return found


_HUNG = N_("The notice hung from {first} to {last}: {end}.")


def _ended(notice: Notice, lang: str) -> str:
    return render(lang, N_("somebody objected") if notice.ended_as == "objection" else N_("nobody objected"))


def _last_notice(file: PaperFile) -> Notice | None:
    return file.case.notices.exclude(step="").order_by("-pk").first() if file.case is not None else None


def _rows_of_notice(file: PaperFile) -> object:
    """The rows of the notice that hangs, or those of the case itself."""
    notice = _last_notice(file)
    if notice is not None and notice.ended_on is None and notice.rows.get(file.lang):
        return notice.rows[file.lang]
    return from_case(file.particulars({}), file.lang).get("households", [])
