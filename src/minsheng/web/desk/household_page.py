"""What the file of a household shows."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from minsheng.casework.law import law_of, processes_for
from minsheng.casework.models import Case
from minsheng.policy.finding import PolicyError
from minsheng.policy.letter import amount_words
from minsheng.policy.today import today_in_china
from minsheng.policy.wording import format_value, status_word
from minsheng.registry.file import facts_on, household_on
from minsheng.registry.models import Household, User
from minsheng.registry.models.fact import SOURCES
from minsheng.registry.scope import Scope
from minsheng.registry.words import language
from minsheng.web.desk.panels import HOUSEHOLD_PANELS, HouseholdLook, panels_of
from minsheng.web.desk.rows import case_rows

__all__ = ["household_panels", "people_of", "relations"]

_ORDER = {"yes": 0, "cannot_tell_yet": 1, "needs_local_setting": 2, "no": 3}


def people_of(household: Household, day: date) -> list[dict[str, Any]]:
    """The members of a household, the head first, with masked ID numbers."""
    words = relations()
    return [
        {
            "pk": member.person_id,
            "name": member.person.name,
            "relation": words.get(member.relation, member.relation),
            "id_masked": member.person.id_masked or "—",
            "birth_date": member.person.birth_date,
            "since": member.valid_from,
        }
        for member in household.members_on(day)
    ]


def relations() -> dict[str, str]:
    """The words for the relation to the head of household."""
    from minsheng.casework.law import library

    fact = library().vocabulary.facts.get("relation_to_head")
    return {word: text.in_(language()) for word, text in fact.value_labels.items()} if fact else {}


def household_panels(household: Household, scope: Scope, user: User) -> dict[str, Any]:
    """Everything that the file of a household shows."""
    today = today_in_china()
    day = _last_day_of(household, today)
    cases = Case.objects.filter(household=household).select_related("area", "household__area").order_by("-pk")
    look = HouseholdLook(household, user, scope, today)
    return {
        "panels": panels_of(look, HOUSEHOLD_PANELS),
        "household": household,
        "people": people_of(household, day),
        "facts": _facts(household, day),
        "cases": case_rows(cases, today),
        "may_apply": scope.may("apply", household.area.code) and household.closed_on is None,
        "may_register": scope.may("register", household.area.code) and household.closed_on is None,
        "today": today,
        "key": uuid4().hex,
        **_benefits(household, day),
    }


def _last_day_of(household: Household, today: date) -> date:
    """Today, or the last day on which anybody belonged to a file that has nobody any more."""
    days = list(household.memberships.filter(valid_from__lte=today).values_list("valid_to", flat=True))
    last = [day for day in days if day is not None]
    return min(today, max(last)) if last and len(last) == len(days) else today


def _facts(household: Household, day: date) -> list[dict[str, Any]]:
    """What is known of the household itself and since when; money and health of its people stand on their own pages."""
    law = law_of(household.area.code, day)
    told = household_on(household, day, law.vocabulary)
    rows = []
    for (list_name, _, name), fact in sorted(facts_on(day, household=household).get(household.pk, {}).items()):
        declared = law.vocabulary.facts.get(name)
        if list_name or declared is None or name not in told.facts:
            continue
        value = format_value(told.facts[name], declared.type, language(), dict(declared.value_labels))
        origin = told.origins[name]  # what is received here may say more than what was written down
        source, since = dict(SOURCES).get(origin.source, origin.source), origin.on or fact.valid_from
        about = {"source": source, "since": since, "evidence": origin.evidence}
        rows.append({"label": declared.label.in_(language()), "value": value, **about})
    return rows


def _benefits(household: Household, day: date) -> dict[str, Any]:
    """Every benefit that the packs see for somebody of the household, the granted ones first, and where it is applied for."""
    lang = language()
    try:
        law = law_of(household.area.code, day)
        decision = law.decide(household_on(household, day, law.vocabulary), facts_day=day)
    except PolicyError as problem:
        return {"findings": [finding.render(lang) for finding in problem.findings], "benefits": []}
    processes, rows = processes_for(law), {}
    for outcome in sorted(decision.outcomes, key=lambda o: _ORDER[o.status]):
        if outcome.benefit not in rows:
            rows[outcome.benefit] = {
                "name": outcome.benefit,
                "label": law.benefit(outcome.benefit).label.in_(lang),
                "status": outcome.status,
                "word": status_word(outcome.status, lang),
                "amount": amount_words(outcome, lang) if outcome.status == "yes" else "",
                "can_be_applied_for": outcome.benefit in processes,
            }
    return {
        "benefits": [row for row in rows.values() if row["status"] != "no"],
        "refused": [r for r in rows.values() if r["status"] == "no"],
    }
