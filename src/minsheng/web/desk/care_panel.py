"""How somebody who is supported is looked after: one panel with everything, for the person's file and for paper."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from minsheng.casework.models import (
    Assessment,
    AwardAmount,
    Certificate,
    Covered,
    KeptProperty,
    Placement,
    Referral,
    Task,
)
from minsheng.casework.support.assessment import changes_by, level_word, running_change, service_of_kind
from minsheng.casework.support.look import Look, covered_people, last_day_in_file, look_at, parts_of
from minsheng.casework.support.may import may_look_after
from minsheng.policy.explain import Reason
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.letter import amount_words
from minsheng.policy.outcome import Outcome
from minsheng.policy.pack import Service
from minsheng.policy.wording import status_word
from minsheng.registry.models import Household, Person
from minsheng.registry.scope import Scope
from minsheng.registry.words import language, say
from minsheng.web.desk.known_facts import handles
from minsheng.web.desk.panels import PersonLook
from minsheng.web.desk.reasons import branches
from minsheng.web.desk.referrals import shown_referrals
from minsheng.web.desk.tasks import shown_tasks

__all__ = ["KIND_WORDS", "hardship_panel", "of_person"]

#: The contents of support in the order of the documents, and what makes sure that it reaches the person.
KIND_WORDS = {
    "basic_living": N_("basic living"),
    "care": N_("care"),
    "treatment": N_("treatment in illness"),
    "housing": N_("housing assistance"),
    "education": N_("education assistance"),
    "funeral": N_("funeral"),
    "assessment": N_("self-care assessment"),
    "placement": N_("form of support"),
    "agreement": N_("agreement"),
    "property": N_("property"),
    "review": N_("yearly review"),
}
_CONTENTS = tuple(KIND_WORDS)[:6]


def of_person(look: PersonLook) -> dict[str, Any] | None:
    """The same for the file of a person, where the household that they belong to or belonged to last lies in the scope."""
    last = look.person.memberships.select_related("household__area").order_by("-valid_from", "-pk").first()
    if last is None or not look.scope.covers(last.household.area.code):
        return None
    return hardship_panel(look.person, last.household, look.scope, look.day)


def hardship_panel(person: Person, household: Household, scope: Scope, day: date) -> dict[str, Any] | None:
    """Everything on how somebody is looked after; nothing for whom nothing was granted that has services in the packs."""
    covered = covered_people(household, day).get(person.pk, [])
    history = _history(person, scope, day)
    if not handles(scope, household.area.code):
        history["assessments"] = []  # what somebody cannot do is for whoever handles the file
    try:
        look = look_at(household, last_day_in_file(household, person, day))
    except PolicyError:
        return history if history["there"] else None
    benefits = {row.benefit for row in covered}
    benefits |= {name for benefit in benefits for name in parts_of(look.law, benefit)}
    services = [service for service in look.law.services.values() if service.benefit in benefits]
    if not services and not history["there"]:
        return None
    return {
        **history,
        "person": person,
        "household": household,
        "may": may_look_after(scope, household.area.code) and bool(covered),
        "awards": [_award(row, look, day) for row in covered],
        "contents": _contents(person, look, covered, services, history["tasks"], day),
        "tasks_left": [row for row in history["tasks"] if row["task"].kind not in _CONTENTS],
        "key": uuid4().hex,
        "level": _level(person, look, services) if handles(scope, household.area.code) else None,
        "guides": _guides(person, look, services),
        "ends": _endings(person, look, covered) if handles(scope, household.area.code) else [],
        "change": _change(household, look, covered, history["assessments"]),
    }


def _history(person: Person, scope: Scope, today: date) -> dict[str, Any]:
    """What was written down of somebody, whatever holds today."""
    assessments = list(Assessment.objects.filter(person=person).select_related("recorded_by").order_by("-on", "-pk"))
    placements = list(
        Placement.objects.filter(person=person)
        .select_related("home__area", "household")
        .prefetch_related("agreements", "visits")
        .order_by("-valid_from")
    )
    kept = list(KeptProperty.objects.filter(person=person).order_by("since", "pk"))
    tasks = scope.of(Task.objects.filter(person=person)).select_related("area", "household", "person", "taken_by")
    matters = scope.of(Referral.objects.filter(person=person)).select_related("area", "household", "person", "office")
    certificates = Certificate.objects.filter(person=person).prefetch_related("reviews__by")
    return {
        "assessments": assessments,
        "placements": placements,
        "kept": kept,
        "certificates": list(certificates),
        "tasks": shown_tasks(list(tasks.order_by("done_on", "due_on", "pk")[:80]), today),
        "referrals": shown_referrals(list(matters.order_by("-pk")[:40]), today),
        "there": bool(assessments or placements or kept),
    }


def _award(row: Covered, look: Look, day: date) -> dict[str, Any]:
    known = row.benefit in look.law.benefits
    label = look.law.benefit(row.benefit).label.in_(language()) if known else row.benefit
    return {"label": label, "award": row.award, "since": row.valid_from, "state": row.award.state_on(day)}


def _contents(
    person: Person,
    look: Look,
    covered: list[Covered],
    services: list[Service],
    tasks: list[dict[str, Any]],
    day: date,
) -> list[dict[str, Any]]:
    """The contents of support: by kind what the person is entitled to, and what is to be done for it."""
    given: dict[str, list[dict[str, Any]]] = {kind: [] for kind in _CONTENTS}
    kinds = {service.benefit: service.kind for service in services}
    for row in covered:
        for name in (row.benefit, *parts_of(look.law, row.benefit)):
            benefit, outcome = look.law.benefit(name), look.outcome(name, person)
            kind = "basic_living" if name == row.benefit else benefit.kind or kinds.get(name, "")
            approved = _approved(row, day) if name == row.benefit else None
            if approved is not None:
                given[kind].append({**approved, "label": benefit.label.in_(language())})
            elif outcome is not None and outcome.status in ("yes", "needs_local_setting") and kind in given:
                given[kind].append(_entitlement(outcome, look))
    return [
        {
            "word": say(KIND_WORDS[kind]),
            "given": given[kind],
            "tasks": [row for row in tasks if row["task"].kind == kind],
        }
        for kind in _CONTENTS
    ]


def _approved(row: Covered, day: date) -> dict[str, Any] | None:
    """What was approved for an award on a day; never worked out anew."""
    found = AwardAmount.in_force(max(day, row.award.first_day), award=row.award).select_related("case").first()
    if found is None or found.amount is None:
        return None
    money = f"{found.amount // 100:,}.{found.amount % 100:02}"
    amount = say(N_("{money} yuan {period}"), money=money, period=str(found.get_period_display()))
    basis = say(N_("as approved in case {number}"), number=found.case.number) if found.case is not None else ""
    return {"amount": amount, "open": "", "cites": basis, "demonstration": False}


def _entitlement(outcome: Outcome, look: Look) -> dict[str, Any]:
    lang, benefit = language(), look.law.benefit(outcome.benefit)
    certain = outcome.status == "yes"
    return {
        "label": benefit.label.in_(lang),
        "amount": amount_words(outcome, lang) if certain and benefit.amount else "",
        "open": "" if certain else status_word(outcome.status, lang),
        "cites": f"《{benefit.document}》{'、'.join(benefit.cites)}",
        "demonstration": certain and bool(look.decision.demonstration(outcome)),
    }


def _level(person: Person, look: Look, services: list[Service]) -> dict[str, Any] | None:
    """The level of self-care today, as the rule of the packs gives it, with its reasons."""
    service = next((service for service in services if service.kind == "assessment"), None)
    if service is None or not service.shows:
        return None
    value = look.value(service.shows[0], person)
    word = level_word(look.law, service.shows[0], value).in_(language()) if isinstance(value, str) else ""
    return {"word": word, "tree": branches(look.lines(service.shows[0], person, language()))}


def _guides(person: Person, look: Look, services: list[Service]) -> list[str]:
    """What the rules that a document wants looked at say of the placement of somebody."""
    service = next((service for service in services if service.kind == "placement"), None)
    names = service.shows if service is not None else ()
    found = []
    for name in names:
        reason = look.reason(name, person)
        if reason is not None and reason.value is True and reason.label is not None:
            found.append(f"{reason.label.in_(language())}（《{reason.document}》{'、'.join(reason.cites)}）")
    return found


def _endings(person: Person, look: Look, covered: list[Covered]) -> list[dict[str, Any]]:
    return [ending for row in covered if (ending := _ending(person, look, row)) is not None]


def _ending(person: Person, look: Look, row: Covered) -> dict[str, Any] | None:
    """The ground on which support ends, with its article, and the processes that end it; nothing where none holds."""
    rule = look.law.benefit(row.benefit).exit
    if not rule or look.holds(rule, person) is not True:
        return None
    ending = [name for name, p in look.law.processes.items() if p.benefit == row.benefit and _ends(dict(p.effects))]
    running = [case for name in ending if (case := running_change(row.award.household, row.award, name)) is not None]
    return {
        "grounds": _grounds(look.reason(rule, person)),
        "tree": branches(look.lines(rule, person, language())),
        "processes": [{"name": n, "word": look.law.processes[n].label.in_(language())} for n in ending],
        "running": running,
        "benefit": row.benefit,
    }


def _grounds(reason: Reason | None) -> list[str]:
    """The grounds that hold, each in words with its articles: the parts of a rule any of which is enough."""
    found: list[str] = []
    pending = list(reason.children) if reason is not None else []
    while pending:
        part = pending.pop(0)
        if part.value is not True:
            continue
        if part.kind == "any":
            pending = [*part.children, *pending]
            continue
        named = [part] if part.label is not None else [child for child in part.children if child.label is not None]
        words = "、".join(one.label.in_(language()) for one in named if one.label is not None)
        cites = f"（《{part.document}》{'、'.join(part.cites)}）" if part.cites else ""
        found += [f"{words}{cites}"] if words else []
    return found


def _ends(effects: dict[str, str]) -> bool:
    return "ends" in effects.values() and "grants" not in effects.values()


def _change(
    household: Household, look: Look, covered: list[Covered], assessments: list[Assessment]
) -> dict[str, Any] | None:
    """The process by which another level of self-care changes what is paid, when the last assessment found another one."""
    last = assessments[0] if assessments else None
    if last is None or not last.level_before or last.level == last.level_before:
        return None
    for row in covered:
        process = changes_by(look.law, row.benefit)
        service = service_of_kind(look.law, "assessment", {row.benefit})
        if process and service is not None and service.name == last.service:
            running = running_change(household, row.award, process)
            word = look.law.processes[process].label.in_(language())
            return {"process": process, "word": word, "running": running, "benefit": row.benefit, "on": last.on}
    return None
