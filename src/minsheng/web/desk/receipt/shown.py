"""How what is received is shown: states, amounts that open to their parts, whom it covers, what happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from minsheng.casework.law import law_of, library
from minsheng.casework.models import Award, AwardAmount
from minsheng.policy.language import N_
from minsheng.policy.pack import Benefit
from minsheng.policy.today import today_in_china
from minsheng.policy.types import Type, format_money
from minsheng.policy.wording import format_value
from minsheng.registry.words import language, say

__all__ = ["award_shown", "benefit_label", "money_words", "open_words", "process_label", "state_words"]

_STATES = {
    "in_receipt": (N_("in receipt"), "✓"),
    "confirmed": (N_("confirmed, begins later"), "…"),
    "tapering": (N_("tapers off"), "◐"),
    "ending": (N_("end is settled"), "◑"),
    "ended": (N_("no longer received"), "✗"),
}
_OPEN = {
    "no_interval": N_("no document in force says how often it is looked at"),
    "out_of_file": N_("nobody whom it covers is in the file any more"),
}


def benefit_label(name: str, area: str = "") -> str:
    """What a benefit is called, in an area where documents differ; its name where no pack knows it any more."""
    known = library().definition("benefit", name)
    if area and len(known) > 1:
        law = law_of(area, today_in_china())
        if name in law.benefits:
            return law.benefit(name).label.in_(language())
    item = known[-1].item if known else None
    return item.label.in_(language()) if isinstance(item, Benefit) else name


def process_label(area: str, name: str, day: date) -> str:
    """What a process of the packs is called in an area on a day."""
    return law_of(area, day).processes[name].label.in_(language())


def money_words(amount: int | None, period: str) -> str:
    """An amount with its unit; that it is not settled where there is none."""
    if amount is None:
        return say(N_("the amount is not settled yet"))
    return format_value(amount, Type("money", period=period or "month"), language())


def state_words(award: Award, day: date) -> dict[str, Any]:
    """Its state in a word and a sign, with the day until which it holds."""
    state = award.state_on(day)
    word, sign = _STATES[state]
    return {"state": state, "word": say(word), "sign": sign, "until": award.last_day}


def open_words(award: Award) -> str:
    """Why it cannot be told when something must be reviewed."""
    if not award.open_review:
        return ""
    known = [say(_OPEN[name]) for name in award.open_review if name in _OPEN]
    if known:
        return known[0]
    vocabulary = library().vocabulary
    names = []
    for name in award.open_review:
        fact, parameter = vocabulary.facts.get(name), library().definition("parameter", name)
        label = fact.label if fact is not None else parameter[-1].item.label if parameter else None
        names.append(label.in_(language()) if label is not None else name)
    return say(N_("cannot be told without: {names}"), names=("、" if language() == "zh" else ", ").join(names))


def award_shown(award: Award, day: date, *, whole: bool = False) -> dict[str, Any]:
    """An award for a panel or its page.

    Args:
        award: with ``covered``, ``amounts`` and ``changes`` read.
        day: today.
        whole: also what was void before it came, and everything that happened.
    """
    people = [row for row in award.covered.all() if whole or row.valid_to is None or row.valid_to == award.last_day]
    return {
        "award": award,
        "label": benefit_label(award.benefit, award.area.code),
        **state_words(award, day),
        "people": [{"name": row.person.name, "from": row.valid_from, "until": row.valid_to} for row in people],
        "amounts": [_amount(row, day) for row in award.amounts.all() if not row.void],
        "void": [_amount(row, day) for row in award.amounts.all() if row.void] if whole else [],
        "review_due": award.review_due_on,
        "late": award.review_due_on is not None and award.review_due_on < day,
        "open_review": open_words(award),
        "changes": changes_shown(award) if whole else [],
    }


def changes_shown(award: Award) -> Iterable[dict[str, Any]]:
    """What happened to an award, the latest first."""
    return [
        {"word": change.get_kind_display(), "change": change}
        for change in sorted(award.changes.all(), key=lambda change: -change.pk)
    ]


def _amount(row: AwardAmount, day: date) -> dict[str, Any]:
    lang = language()
    return {
        "row": row,
        "words": money_words(row.amount, row.period),
        "now": row.valid_from <= day and (row.valid_to is None or row.valid_to >= day),
        "parts": [
            {"label": part[lang], "money": format_money(part["fen"]), "cites": "、".join(part["cites"])}
            for part in row.parts
        ],
    }
