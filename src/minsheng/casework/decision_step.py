"""The decision of an officer beside what the rules say: ranges that the rules leave open, and departures from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from minsheng.casework.fact_sources import reasons_of
from minsheng.casework.journey import NotAllowed
from minsheng.policy.decision import Decision
from minsheng.policy.evaluation import evaluate
from minsheng.policy.explain import Reason
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.policy.outcome import outcomes
from minsheng.policy.pack import Rule
from minsheng.policy.types import Type, ValueProblem, format_money, parse_value
from minsheng.policy.unknown import Unknown, bounds

__all__ = ["Filled", "Range", "amounts_filled", "departs", "entitles", "fill", "officer_ranges", "rules_say"]


@dataclass(frozen=True)
class Range:
    """What an officer fills: a rule with bounds.

    Attributes:
        rule: its name.
        key: the thing that it is about, as in the decision.
        type: the type of the value.
        at_least: the least value, in fen for money; nothing where there is no bound.
        at_most: the greatest value.
        label: how the rule is called.
        cites: its articles.
    """

    rule: str
    key: str
    type: Type
    at_least: int | Fraction | None
    at_most: int | Fraction | None
    label: Any
    document: str
    cites: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of its field in forms."""
        return f"{self.key}/{self.rule}"


@dataclass(frozen=True)
class Filled:
    """A range with the value that an officer chose."""

    range: Range
    value: int | Fraction

    def as_json(self) -> dict[str, object]:
        """How it is kept with the record; money in fen, ratios as a fraction."""
        of = self.range
        bound = [None if b is None else str(b) for b in (of.at_least, of.at_most)]
        about = {"rule": of.rule, "key": of.key, "type": str(of.type), "value": str(self.value)}
        return {**about, "at_least": bound[0], "at_most": bound[1], "cites": list(of.cites), "document": of.document}


def rules_say(decision: Decision, benefit: str) -> str:
    """Whether the rules grant a benefit to somebody: ``yes``, ``no``, or ``open`` where something is not known or not set."""
    statuses = {outcome.status for outcome in decision.outcomes if outcome.benefit == benefit}
    if "yes" in statuses:
        return "yes"
    return "no" if statuses <= {"no"} else "open"


def entitles(effect: str) -> bool:
    """Whether somebody receives the benefit after an end of that effect."""
    return effect in ("grants", "changes", "keeps")


def departs(decision: Decision, benefit: str, effect: str) -> bool:
    """Whether a decision of that effect is another one than the rules give; a *may* leaves it to the officer whether to grant it.

    Where the rules cannot tell, every decision departs from them: they say what is still missing.
    """
    said = rules_say(decision, benefit)
    if said == "open":
        return True
    own = [outcome for outcome in decision.outcomes if outcome.benefit == benefit and outcome.status == "yes"]
    if own and all(outcome.modality == "may" for outcome in own) and not entitles(effect):
        return False
    return entitles(effect) != (said == "yes")


def officer_ranges(decision: Decision, benefit: str) -> list[Range]:
    """The ranges that an officer fills when a benefit is granted, in the order of the reasons; each once."""
    found: dict[tuple[str, str], Range] = {}
    for outcome in decision.outcomes:
        if outcome.benefit != benefit or not outcome.officer:
            continue
        for root in decision.reasons(outcome):
            for reason in reasons_of(root):
                if reason.name in outcome.officer and reason.kind == "rule" and isinstance(reason.value, Unknown):
                    found.setdefault((reason.owner, reason.name), _range(decision, reason))
    return list(found.values())


def _range(decision: Decision, reason: Reason) -> Range:
    low, high = bounds(reason.value)
    definition = decision.law.trees[reason.name][2]
    item = definition.item if definition is not None else None
    kind = item.type if isinstance(item, Rule) else reason.type
    return Range(reason.name, reason.owner, kind, low, high, reason.label, reason.document, reason.cites)


def fill(decision: Decision, benefit: str, given: Mapping[str, str], number: str) -> list[Filled]:
    """What an officer fills where the rules leave a range.

    Args:
        decision: what the rules say.
        benefit: of which benefit.
        given: by :attr:`Range.name`, as it was typed; money in yuan.
        number: of the case, for messages.

    Raises:
        NotAllowed: V23 outside its range, or no value; V24 missing.
    """
    filled = []
    for range_ in officer_ranges(decision, benefit):
        text = given.get(range_.name, "").strip()
        about: dict[str, object] = {
            "low": _words(range_.at_least, range_.type),
            "high": _words(range_.at_most, range_.type),
        }
        about |= {"label": range_.label.zh if range_.label else range_.rule, "cites": "、".join(range_.cites)}
        if not text:
            message = N_("{label}: the officer fills a value from {low} to {high} ({cites})")
            raise NotAllowed(Finding("V24", Place(number), message, params=about))
        try:
            value = parse_value(text.replace(",", "").removesuffix("元"), range_.type)
        except ValueProblem:
            value = None
        fits = isinstance(value, int | Fraction) and not isinstance(value, bool)
        if fits and isinstance(value, int | Fraction):
            above = range_.at_least is None or value >= range_.at_least
            fits = above and (range_.at_most is None or value <= range_.at_most)
        if not fits or not isinstance(value, int | Fraction):
            message = N_("{label}: {given} is not a value from {low} to {high} ({cites})")
            raise NotAllowed(Finding("V23", Place(number), message, params={**about, "given": text[:40]}))
        filled.append(Filled(range_, value))
    return filled


def _words(value: int | Fraction | None, typ: Type) -> str:
    if value is None:
        return "—"
    return format_money(value) if typ.kind == "money" else str(value)


def amounts_filled(decision: Decision, benefit: str, filled: list[Filled]) -> dict[str, int]:
    """The amounts of a benefit in fen, by the thing that receives it, once everything is filled."""
    forced: dict[Any, Any] = {(item.range.key, item.range.rule): item.value for item in filled}
    again = evaluate(decision.law, decision.household, decision.evaluation.facts_day, forced)
    own = [outcome for outcome in outcomes(again) if outcome.benefit == benefit and outcome.status == "yes"]
    return {outcome.key: outcome.amount for outcome in own if outcome.amount is not None}
