"""Whom the county must visit itself before it decides: by the rule that the pack names, and what casework knows that the file may not.

What casework knows comes from :data:`REASONS`, ``module:function`` each: ``(case) -> {fact of the vocabulary: why it is so}``. The facts
are laid over the file; the rule of the pack alone says whether a visit follows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from importlib import import_module

from django.db import transaction

from minsheng.casework.journey import NotAllowed
from minsheng.casework.law import law_of, version_in_force
from minsheng.casework.models import Case, OfficialRelative
from minsheng.policy import tree as t
from minsheng.policy.evaluation import evaluate
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.policy.law import Law
from minsheng.policy.today import today_in_china
from minsheng.registry.file import household_on
from minsheng.registry.models import Household, Person, User
from minsheng.registry.scope import scope_of

__all__ = ["REASONS", "file_relative", "mandatory_reasons", "relatives_of_officials"]

#: Who knows something that makes a visit mandatory; every part of casework adds its own.
REASONS: tuple[str, ...] = (
    "minsheng.casework.mandatory_visit:relatives_of_officials",
    "minsheng.casework.complaint:visit_reasons",
)
_NEAR_RELATIVE = "near_relative_of_official"


def mandatory_reasons(case: Case, day: date | None = None) -> list[Finding]:
    """Why the county must visit the household of a case before it decides; nothing where the document does not ask for it.

    Args:
        case: the case.
        day: what was known on it; today when left out.
    """
    day = day or today_in_china()
    law = law_of(case.area.code, case.law_day)
    rule = law.processes[case.process].safeguard("county_visits")
    if not rule or rule not in law.trees:
        return []
    known = _known(case)
    told = household_on(case.household, day, law.vocabulary)
    for fact in known:
        if fact in law.vocabulary.facts:
            told.facts[fact] = True
    evaluation = evaluate(_law_with(case.area.code, case.law_day, rule, version_in_force()), told, day)
    if evaluation.value(rule, evaluation.instances["household"][0]) is not True:
        return []
    looked_at = _facts_of(law, rule)
    found = [finding for fact, finding in known.items() if fact in looked_at]
    definition = law.trees[rule][2]
    cites = "、".join(definition.item.cites) if definition is not None else rule
    message = N_("the file says so: {cites}")
    return found or [Finding("V21", Place(case.number), message, params={"cites": cites})]


@lru_cache(maxsize=64)
def _law_with(area: str, day: date, rule: str, version: str) -> Law:
    """The law of a place with one rule that no benefit rests on; kept by the version of what the place has set."""
    law = law_of(area, day)
    return law.with_rules({rule: law.trees[rule]})


def _known(case: Case) -> dict[str, Finding]:
    found: dict[str, Finding] = {}
    for entry in REASONS:
        module, _, name = entry.partition(":")
        look: Callable[[Case], Mapping[str, Finding]] = getattr(import_module(module), name)
        found |= look(case)
    return found


def _facts_of(law: Law, rule: str) -> set[str]:
    """The facts that a rule looks at, also through other rules."""
    facts: set[str] = set()
    seen: set[str] = set()
    pending = [rule]
    while pending:
        name = pending.pop()
        if name in seen or name not in law.trees:
            continue
        seen.add(name)
        for tree in law.trees[name][1].values():
            for node in t.walk(tree):
                if isinstance(node, t.FactRef):
                    facts.add(node.name)
                elif isinstance(node, t.RuleRef):
                    pending.append(node.name)
    return facts


def relatives_of_officials(case: Case) -> dict[str, Finding]:
    """Near relatives of officials that are on file for the household of a case."""
    filed = OfficialRelative.objects.filter(household_id=case.household_id).first()
    if filed is None:
        return {}
    message = N_("near relative of an official, filed on {day}")
    return {_NEAR_RELATIVE: Finding("V21", Place(case.number), message, params={"day": filed.filed_on.isoformat()})}


@transaction.atomic
def file_relative(
    household: Household,
    user: User,
    *,
    official: str,
    post: str,
    relation: str,
    on: date,
    person: Person | None = None,
) -> OfficialRelative:
    """File that somebody of a household is a near relative of an official (近亲属备案).

    Raises:
        NotAllowed: V19: no right, or something is missing.
    """
    said = [text.strip() for text in (official, post, relation)]
    if not scope_of(user).may("act", household.area.code) or not all(said):
        message = N_("you may not file relatives here, or the official, the post or the relation is missing")
        raise NotAllowed(Finding("V19", Place(household.number), message))
    return OfficialRelative.objects.create(
        household=household,
        person=person,
        official=said[0][:60],
        post=said[1][:120],
        relation=said[2][:60],
        filed_on=on,
        filed_by=user,
    )
