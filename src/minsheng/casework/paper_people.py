"""What papers say of the people of a household, from their facts."""

from __future__ import annotations

from dataclasses import replace

from minsheng.casework.papers.particulars import Member
from minsheng.policy.decision import Decision
from minsheng.policy.language import N_, render
from minsheng.policy.thing import Thing
from minsheng.policy.types import format_money

__all__ = ["income_row", "member_told"]

#: The facts of the vocabulary from which a paper tells how somebody's health is.
_HEALTH = ("disability_category", "disability_grade")
_NONE = "none"
#: Columns of the table of income, and the fact of each.
_INCOME = {
    "wages": "wage_income",
    "business": "business_income",
    "property": "property_income",
    "transfers": "transfer_income",
    "other": "other_income",
}
_COSTS = "work_costs"


def member_told(member: Member, thing: Thing | None, decision: Decision | None, lang: str) -> Member:
    """A member with health, ability to work and income, as far as they are known; what is private is marked so."""
    if thing is None or decision is None:
        return member
    facts = decision.law.vocabulary.facts
    health = [
        facts[name].value_labels[value].in_(lang)
        for name in _HEALTH
        if name in facts and isinstance(value := thing.facts.get(name), str) and value != _NONE
        if value in facts[name].value_labels
    ]
    if thing.facts.get("seriously_ill") is True and "seriously_ill" in facts:
        health.append(facts["seriously_ill"].label.in_(lang))
    work = thing.facts.get("can_work")
    words = (N_("able to work"), N_("not able to work"))
    private = [
        value
        for name, value in thing.facts.items()
        if name in facts and facts[name].sensitive and facts[name].type.kind == "text" and isinstance(value, str)
    ]
    return replace(
        member,
        health=("、" if lang == "zh" else ", ").join(health),
        work=render(lang, words[0] if work else words[1]) if isinstance(work, bool) else "",
        income=_income(thing),
        private=tuple(private),
    )


def _income(thing: Thing) -> str:
    """The income of a month in yuan, without the costs of working; empty where a part of it is not known."""
    parts = [thing.facts.get(name) for name in _INCOME.values()]
    known = [part for part in parts if isinstance(part, int)]
    if len(known) < len(parts):
        return ""
    costs = thing.facts.get(_COSTS)
    return format_money(sum(known) - (costs if isinstance(costs, int) else 0))


def income_row(thing: Thing) -> dict[str, str]:
    """The row of somebody in the table of income, in yuan a month; what is not known stays blank."""
    row = {column: thing.facts.get(name) for column, name in {**_INCOME, "costs": _COSTS}.items()}
    told = {column: format_money(value) for column, value in row.items() if isinstance(value, int)}
    return {"who": thing.name, **told} if told else {}
