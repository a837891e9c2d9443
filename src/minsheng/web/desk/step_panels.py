"""The panels of a case about what is done inside its steps, and the decision step with its sources side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minsheng.casework.act import effect_of_event
from minsheng.casework.decision_step import departs, officer_ranges, rules_say
from minsheng.casework.draw import deciding_steps
from minsheng.casework.economic_check import standing_report
from minsheng.casework.event import Event
from minsheng.casework.fact_sources import Beside, beside, facts_of
from minsheng.casework.journey import Move
from minsheng.casework.mandatory_visit import mandatory_reasons
from minsheng.casework.models import DrawnCase, Inquiry, Record, VillagersReview, Visit
from minsheng.casework.safeguards import open_duties
from minsheng.policy.types import format_money
from minsheng.policy.wording import format_value, unit_word, who
from minsheng.registry.models.fact import SOURCES
from minsheng.registry.words import language, say
from minsheng.web.desk.panels import CaseLook
from minsheng.web.desk.words import activity_word

__all__ = ["beside_panel", "check_panel", "done_panel", "duties_panel", "fills_of"]

_GIVES = ("grants", "changes")


def beside_panel(look: CaseLook) -> Mapping[str, Any] | None:
    """Every fact that the outcome rests on, by source; open where the case is decided, in brief elsewhere."""
    decision, step = look.decision, look.journey.step
    if decision is None or step is None:
        return None
    rows = beside(decision, look.case.household, facts_of(decision, look.case.benefit), look.day)
    words = [_row(row, who(row.key, decision.evaluation, language())) for row in rows]
    return {
        "sources": list(SOURCES.values()),
        "rows": words,
        "differ": sum(row["differs"] for row in words),
        "unknown": sum(not row["known"] for row in words),
        "open": step in deciding_steps(look.journey.process),
        "says": rules_say(decision, look.case.benefit),
    }


def _row(row: Beside, about: str) -> dict[str, Any]:
    labels = dict(row.declared.value_labels)
    cells = []
    for source in SOURCES:
        said = row.said.get(source)
        value = format_value(said.value, row.declared.type, language(), labels) if said is not None else ""
        counts = source == row.counts and row.differs
        cells.append({"said": said, "value": value, "counts": counts})
    label = row.declared.label.in_(language())
    return {"label": label, "who": about, "cells": cells, "differs": row.differs, "known": bool(row.said)}


def duties_panel(look: CaseLook) -> Mapping[str, Any] | None:
    """What the county must still do before it decides, and whether the case was drawn."""
    if look.case.ended:
        return None
    duties = open_duties(look.case, look.journey, look.day)
    drawn = DrawnCase.objects.filter(case=look.case).select_related("draw").order_by("-pk").first()
    ahead = mandatory_reasons(look.case, look.day) if not duties else []
    if not duties and drawn is None and not ahead:
        return None
    return {
        "duties": [say(finding.message, **finding.params) for finding in duties],
        "ahead": [say(finding.message, **finding.params) for finding in ahead],
        "drawn": drawn,
        "visited": Visit.objects.filter(case=look.case, role="county").exists(),
        "case": look.case,
        "may_visit": look.scope.may("visit", look.case.area.code),
    }


def done_panel(look: CaseLook) -> Mapping[str, Any] | None:
    """Visits, villagers' reviews and inquiries of a case."""
    visits = list(Visit.objects.filter(case=look.case).prefetch_related("visitors", "attachments"))
    reviews = list(VillagersReview.objects.filter(case=look.case).prefetch_related("attachments"))
    inquiries = list(Inquiry.objects.filter(case=look.case).prefetch_related("attachments"))
    may_visit = not look.case.ended and look.scope.may("visit", look.case.area.code)
    if not (visits or reviews or inquiries or may_visit or look.case.ended):
        return None
    asked = [{"inquiry": inquiry, "word": activity_word(inquiry.activity)} for inquiry in inquiries]
    found = {"visits": visits, "reviews": reviews, "inquiries": asked, "case": look.case, "may_visit": may_visit}
    may_act = look.scope.may("act", look.case.area.code)
    return {**found, "records": may_act and Record.objects.filter(case=look.case).exists()}


def check_panel(look: CaseLook) -> Mapping[str, Any] | None:
    """The check that stands for the household of a case."""
    last = look.case.household.checks.order_by("-pk").first()
    may_act = look.scope.may("act", look.case.area.code)
    if last is None and not may_act:
        return None
    standing = standing_report(look.case.household, look.day)
    return {"last": last, "standing": standing, "case": look.case, "may_act": may_act}


def fills_of(look: CaseLook, move: Move) -> dict[str, Any]:
    """What the officer fills with a decision, and whether it departs from what the rules say."""
    journey, decision = look.journey, look.decision
    step = journey.step
    if move.kind != "step" or step is None or decision is None or not journey.decides(step, move.outcome):
        return {}
    effect = effect_of_event(journey.process, Event("step", look.day, move.role, step=step.name, outcome=move.outcome))
    ranges = officer_ranges(decision, look.case.benefit) if effect in _GIVES else []
    fields = [
        {
            "name": f"fill:{item.name}",
            "label": item.label.in_(language()) if item.label else item.rule,
            "who": who(item.key, decision.evaluation, language()),
            "low": _bound(item.at_least, item.type.kind),
            "high": _bound(item.at_most, item.type.kind),
            "unit": unit_word(item.type, language()),
            "cites": "、".join(item.cites),
        }
        for item in ranges
    ]
    return {"fills": fields, "departs": departs(decision, look.case.benefit, effect)}


def _bound(value: Any, kind: str) -> str:
    if value is None:
        return "—"
    return format_money(value) if kind == "money" else str(value)
