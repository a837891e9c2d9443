"""What the file of a household and the page of a case show of what is received."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from minsheng.casework.models import Award, AwardChange, Continuation, LifeEvent
from minsheng.casework.receipt.life import kinds
from minsheng.registry.words import language
from minsheng.web.desk.panels import CaseLook, HouseholdLook
from minsheng.web.desk.receipt.shown import award_shown, benefit_label

__all__ = ["awards_of_case", "awards_of_household", "record_of_household"]

_PREFETCH = ("covered__person", "amounts__case", "changes__case", "changes__by")


def awards_of_household(look: HouseholdLook) -> Mapping[str, Any] | None:
    """What a household receives and received."""
    awards = look.household.awards.select_related("case", "ended_by", "area").prefetch_related(*_PREFETCH)
    shown = [award_shown(award, look.day) for award in awards]
    may = look.scope.may("register", look.household.area.code)
    if not shown and not may:
        return None
    return {"awards": shown, "household": look.household, "may_report": may and look.household.closed_on is None}


def record_of_household(look: HouseholdLook) -> Mapping[str, Any] | None:
    """What happened to what it receives, to its people and to its file (动态记录), the latest first."""
    from minsheng.casework.law import library

    words = kinds(library().vocabulary)
    changes = AwardChange.objects.filter(award__household=look.household).select_related("award", "case", "by")
    rows: list[dict[str, Any]] = [
        {
            "on": change.on,
            "word": change.get_kind_display(),
            "about": benefit_label(change.award.benefit, look.household.area.code),
            "from": change.counts_from,
            "why": change.why,
            "case": change.case,
            "by": change.by,
            "at": change.recorded_at,
        }
        for change in changes
    ]
    for event in LifeEvent.objects.filter(household=look.household).select_related("person", "by"):
        kind = words.get(event.kind)
        label = kind.label.in_(language()) if kind is not None else event.kind
        about = event.person.name if event.person is not None else ""
        said = {"on": event.on, "word": label, "about": about, "why": event.evidence, "by": event.by}
        rows.append({**said, "at": event.recorded_at})
    links = Continuation.objects.filter(old=look.household) | Continuation.objects.filter(new=look.household)
    found = list(links.select_related("old", "new", "head"))
    if not rows and not found:
        return None
    rows.sort(key=lambda row: (row["on"], row["at"]), reverse=True)
    return {"rows": rows, "links": found, "household": look.household}


def awards_of_case(look: CaseLook) -> Mapping[str, Any] | None:
    """What a case granted, or what it is about."""
    found = Award.objects.filter(Q(case=look.case) | Q(about=look.case)).distinct()
    awards = found.select_related("case", "ended_by", "area").prefetch_related(*_PREFETCH)
    shown = [award_shown(award, look.day) for award in awards]
    delegate = getattr(look.case, "delegate", None)
    if not shown and delegate is None and look.case.came_by == "self":
        return None
    return {"awards": shown, "case": look.case, "came_by": look.case.get_came_by_display(), "delegate": delegate}
