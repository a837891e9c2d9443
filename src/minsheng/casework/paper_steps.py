"""What papers say of what was written down elsewhere: visits, reviews, the check, near relatives, how somebody is cared for."""

from __future__ import annotations

from typing import Any

from minsheng.casework.law import law_of, library
from minsheng.casework.models import (
    Assessment,
    CheckReport,
    Inquiry,
    OfficialRelative,
    Placement,
    VillagersReview,
    Visit,
)
from minsheng.casework.paper_file import PaperFile
from minsheng.casework.support.assessment import level_word
from minsheng.policy.language import N_, render
from minsheng.policy.wording import format_date

__all__ = ["from_steps"]

_VISITED = N_("{day}, by {people}. {remark}")
_REVIEWED = N_("{day}: {present} present, {votes_for} for, {votes_against} against, {abstained} abstained. {opinion}")


def from_steps(file: PaperFile) -> dict[str, object]:
    """By field, what was written down when it was done; only what a field of the paper asks for is looked up."""
    fields = set(file.kind.fields)
    found: dict[str, object] = {}
    if file.case is not None and fields & {"visited_on", "visit_result"}:
        found |= _visit(file)
    if file.case is not None and fields & {"meeting_on", "review_result"}:
        found |= _review(file)
    if "check_number" in fields:
        found |= _check(file)
    if "official_name" in fields:
        found |= _relative(file)
    if "care_levels" in fields:
        found |= _care(file)
    return found


def _care(file: PaperFile) -> dict[str, object]:
    """How somebody is cared for, as their certificate has it: every assessment and every placement since the first."""
    issued = file.certificate
    if issued is None or issued.person_id is None:
        return {}
    assessments = Assessment.objects.filter(person=issued.person_id).order_by("on", "pk")
    placements = Placement.objects.filter(person=issued.person_id).select_related("home").order_by("valid_from", "pk")
    law = law_of(file.household.area.code, file.day)
    return {
        "care_levels": [
            {
                "day": format_date(one.on, file.lang),
                "level": level_word(law, one.rule, one.level).in_(file.lang) if one.level else "",
                "by": one.organisation or one.assessed_by,
            }
            for one in assessments
        ],
        "placements": [
            {
                "day": format_date(one.valid_from, file.lang),
                "form": str(one.get_form_display()),
                "where": one.home.name if one.home is not None else "",
            }
            for one in placements
        ],
    }


def _visit(file: PaperFile) -> dict[str, object]:
    visit = Visit.objects.filter(case=file.case).order_by("-on", "-pk").first()
    inquiries = list(Inquiry.objects.filter(case=file.case))
    asked = "；".join(f"{one.asked}：{one.answer}" for one in inquiries if one.activity == "neighbours")
    ways = [way for way in ("neighbours", "letters") if any(one.activity == way for one in inquiries)]
    if visit is None:
        return {"visit_ways": ways, "neighbours_say": asked}
    people = ("、" if file.lang == "zh" else ", ").join(visitor.name for visitor in visit.visitors.all())
    day = format_date(visit.on, file.lang)
    count = visit.attachments.count()
    return {
        "visited_on": f"{day} {visit.at:%H:%M}",
        "investigators": people,
        "address": visit.place,
        "visit_ways": ["home_visit", *ways],
        "living": visit.remark,
        "neighbours_say": asked,
        "photos": str(count) if count else "",
        "visit_result": render(file.lang, _VISITED, day=day, people=people, remark=visit.remark),
    }


def _review(file: PaperFile) -> dict[str, object]:
    review = VillagersReview.objects.filter(case=file.case).order_by("-on", "-pk").first()
    if review is None:
        return {}
    numbers = {name: str(getattr(review, name)) for name in ("present", "votes_for", "votes_against", "abstained")}
    day = format_date(review.on, file.lang)
    return {
        "meeting_on": day,
        "meeting_place": review.place,
        "chair": review.chair,
        "recorder": review.recorder,
        **numbers,
        "minutes": review.opinion,
        "review_result": render(file.lang, _REVIEWED, day=day, opinion=review.opinion, **numbers),
    }


def _check(file: PaperFile) -> dict[str, object]:
    """The last report on the household: a check serves every case of it."""
    reports = CheckReport.objects.filter(request__household=file.household).select_related("request")
    report = reports.order_by("-on", "-pk").first()
    if report is None:
        return {}
    return {
        "check_number": report.request.number,
        "checked_on": format_date(report.on, file.lang),
        "valid_until": format_date(report.valid_to, file.lang) if report.valid_to else "",
        "check_findings": [_finding(row, file) for row in report.found],
    }


def _finding(row: dict[str, Any], file: PaperFile) -> dict[str, str]:
    """A row of the report: who, which register, what it says."""
    fact = library().vocabulary.facts.get(str(row.get("fact", "")))
    label = fact.label.in_(file.lang) if fact is not None else str(row.get("fact", ""))
    value = row.get("value")
    if fact is not None and isinstance(value, str) and value in fact.value_labels:
        value = fact.value_labels[value].in_(file.lang)
    if isinstance(value, bool):
        value = render(file.lang, N_("yes") if value else N_("no"))
    who = file.people.get(f"p{row.get('person')}")
    return {
        "who": who.name if who is not None else "",
        "register": str(row.get("evidence", "")),
        "found": f"{label}：{value}" if file.lang == "zh" else f"{label}: {value}",
    }


def _relative(file: PaperFile) -> dict[str, object]:
    filed = OfficialRelative.objects.filter(household=file.household).order_by("-pk").first()
    if filed is None:
        return {}
    return {
        "official_name": filed.official,
        "official_post": filed.post,
        "kinship": filed.relation,
        "near_relative": ["yes"],
    }
