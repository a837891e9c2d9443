"""What a decision means in days and money: who would receive how much, from which day, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from minsheng.policy import tree as t
from minsheng.policy.calendar_math import add_months
from minsheng.policy.decision import Decision
from minsheng.policy.law import Law
from minsheng.policy.outcome import Outcome
from minsheng.policy.pack import Benefit

__all__ = ["Planned", "first_day", "goes_on", "last_day", "outcome_for", "planned", "processes_that", "same_ground"]

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Planned:
    """What somebody would receive.

    Attributes:
        people: the persons covered, by their number on the register.
        first_day: from which day; what ``outcome`` pays is paid from then.
        amount: fen a ``period``; ``None`` where it is not settled or nothing is paid.
        parts: what the amount is made of, see :class:`minsheng.casework.models.AwardAmount`.
        taper_ends: the last day of a taper; ``None`` where it does not taper off.
    """

    outcome: Outcome
    people: frozenset[int]
    first_day: date
    amount: int | None
    period: str
    parts: list[dict[str, Any]]
    taper_ends: date | None


def planned(decision: Decision, benefit: str, day: date) -> list[Planned]:
    """Who would receive a benefit by a decision of a day.

    Whom the library says yes to; where it says yes to nobody (the officer departs from it), those whom it does not refuse; otherwise the
    first.
    """
    own = [outcome for outcome in decision.outcomes if outcome.benefit == benefit]
    chosen = [o for o in own if o.status == "yes"] or [o for o in own if o.status != "no"] or own[:1]
    return [_planned(decision, outcome, day) for outcome in chosen]


def outcome_for(decision: Decision, benefit: str, people: Iterable[int], day: date) -> Planned | None:
    """What a decision says for those who are covered already; ``None`` where it knows none of them any more."""
    wanted = set(people)
    own = [_planned(decision, outcome, day) for outcome in decision.outcomes if outcome.benefit == benefit]
    shared = [(len(plan.people & wanted), plan.outcome.status == "yes", -i, plan) for i, plan in enumerate(own)]
    best = max((entry for entry in shared if entry[0]), key=lambda entry: entry[:3], default=None)
    return best[3] if best else None


def _planned(decision: Decision, outcome: Outcome, day: date) -> Planned:
    benefit = decision.law.benefit(outcome.benefit)
    ids = outcome.members if outcome.entity == "family" else (outcome.thing_id,)
    people = frozenset(int(name[1:]) for name in ids if name[:1] == "p" and name[1:].isdecimal())
    settled = outcome.status == "yes"
    parts = _parts(decision, outcome) if settled and outcome.amount is not None else []
    zero = next((row.first_day for row in decision.schedule(outcome) if row.amount == 0), None)
    ends = zero - _DAY if outcome.tapers and zero is not None else None
    amount = outcome.amount if settled else None
    return Planned(outcome, people, first_day(benefit, day), amount, outcome.period, parts, ends)


def first_day(benefit: Benefit, decided: date) -> date:
    """The day from which a benefit is received that was decided on a day: as its payment says; the same day where nothing is paid."""
    if benefit.paid is None:
        return decided
    month = decided.replace(day=1)
    return month if benefit.paid.first == "month_of_decision" else add_months(month, 1)


def last_day(benefit: Benefit, decided: date) -> date:
    """The last day on which a benefit is received whose end was decided on a day.

    As its payment says; where the documents do not say it, what is paid by the month is paid for the month of the decision.
    """
    if benefit.paid is None:
        return decided
    month = decided.replace(day=1)
    return (month if benefit.paid.last == "month_before_decision" else add_months(month, 1)) - _DAY


def goes_on(law: Law, benefit: str) -> bool:
    """Whether somebody stays in receipt of a benefit, rather than getting it once."""
    paid = law.benefit(benefit).paid
    return (paid is not None and paid.every != "once") or bool(processes_that(law, benefit, "changes", "ends"))


def processes_that(law: Law, benefit: str, *effects: str) -> list[str]:
    """The processes of a benefit in receipt (they grant nothing) one end of which has one of these effects."""
    found = []
    for name, process in law.processes.items():
        own = {effect for _, effect in process.effects}
        if process.benefit == benefit and "grants" not in own and own & set(effects):
            found.append(name)
    return found


def same_ground(law: Law, one: str, other: str) -> tuple[str, ...] | None:
    """The articles by which nobody receives two benefits at once; ``None`` where both may be received."""
    for first, second in ((one, other), (other, one)):
        if first not in law.benefits:
            continue
        benefit = law.benefit(first)
        for exclusion in (*benefit.excludes, *benefit.yields_to):
            if exclusion.benefit == second:
                return exclusion.cites
    return None


def _parts(decision: Decision, outcome: Outcome) -> list[dict[str, Any]]:
    """What an amount is made of, opened until it has more than one part; empty where it is of one piece."""
    instance = decision.evaluation.things[outcome.key]
    tree = decision.law.benefits[outcome.benefit].trees.get("amount")
    terms = _terms(tree) if tree is not None and not outcome.tapers else []
    while len(terms) == 1 and isinstance(terms[0][1], t.RuleRef) and terms[0][1].name in decision.law.trees:
        inner = decision.law.trees[terms[0][1].name][1].get("is")
        if inner is None or not _terms(inner):
            break
        terms = _terms(inner)
    rows = []
    for sign, term in terms:
        value = decision.evaluation.reasoner.value(term, {"self": instance})
        if not isinstance(value, int | Fraction) or Fraction(value).denominator != 1:
            return []
        rows.append({**_words(term, decision.law), "fen": sign * int(value)})
    return rows if len(rows) > 1 and sum(row["fen"] for row in rows) == outcome.amount else []


def _terms(tree: t.Tree) -> list[tuple[int, t.Tree]]:
    """The terms of a sum of rules, facts and parameters with their signs; nothing where it is no such sum."""
    match tree:
        case t.Arithmetic(sign="+" | "-" as sign, left=left, right=right):
            first, second = _terms(left), _terms(right)
            if not first or not second:
                return []
            return [*first, *((-s if sign == "-" else s, term) for s, term in second)]
        case t.RuleRef(variable="self", path=()) | t.FactRef(variable="self", path=()) | t.ParameterRef():
            return [(1, tree)]
    return []


def _words(term: t.Tree, law: Law) -> dict[str, Any]:
    item: Any = None
    if isinstance(term, t.RuleRef) and term.name in law.trees and law.trees[term.name][2] is not None:
        item = law.trees[term.name][2].item  # type: ignore[union-attr]
    elif isinstance(term, t.FactRef):
        label = law.vocabulary.facts[term.name].label
        return {"zh": label.zh, "en": label.en, "cites": []}
    elif isinstance(term, t.ParameterRef) and term.name in law.bound:
        item = law.bound[term.name].parameter
    if item is None:
        return {"zh": getattr(term, "name", ""), "en": getattr(term, "name", ""), "cites": []}
    return {"zh": item.label.zh, "en": item.label.en, "cites": list(item.cites)}
