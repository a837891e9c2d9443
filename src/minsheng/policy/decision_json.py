"""The published form of a decision: ``minsheng/decision/1`` (schema in :func:`decision_schema`)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from minsheng.policy.explain import Reason
from minsheng.policy.letter import ask_words, payer_word, role_word, turn_words
from minsheng.policy.outcome import STATUSES, Outcome
from minsheng.policy.procedure import clocks_from, process_of
from minsheng.policy.types import format_money
from minsheng.policy.unknown import Unknown
from minsheng.policy.wording import sentence, status_word

if TYPE_CHECKING:
    from minsheng.policy.decision import Decision

__all__ = ["FORMAT", "decision_json", "decision_schema"]

FORMAT = "minsheng/decision/1"
Json = dict[str, object]


def decision_json(decision: Decision, lang: str = "zh") -> Json:
    """The decision as plain data; words in ``lang``, figures in fen and in yuan."""
    law = decision.law
    return {
        "format": FORMAT,
        "language": lang,
        "law_day": law.day.isoformat(),
        "facts_day": decision.evaluation.facts_day.isoformat(),
        "area": decision.household.area or law.area,
        "household": decision.household.id,
        "synthetic": decision.household.synthetic,
        "packs": [
            {"document": p.document, "title": p.title.in_(lang), "file": p.source.file, "digest": p.digest}
            for p in law.packs()
        ],
        "outcomes": [_outcome(decision, outcome, lang) for outcome in decision.outcomes],
        "questions": [
            {
                "of": _id(decision, q.key),
                "fact": q.fact,
                "ask": ask_words(decision, (q.key, q.fact), lang),
                "benefits": list(q.benefits),
            }
            for q in decision.questions
        ],
        "rankings": [
            {"ranking": name, "label": label.in_(lang), "score": plain(score), "place": None, "needs_the_list": True}
            for name, label, score in decision.rankings()
        ],
        "to_confirm": [
            {"parameter": name, "since": row.first_day.isoformat() if row.first_day else None}
            for name, row in decision.old_values()
        ],
    }


def _id(decision: Decision, key: str) -> str:
    thing = decision.evaluation.things[key].thing if key in decision.evaluation.things else None
    return thing.id if thing is not None else key


def _outcome(decision: Decision, outcome: Outcome, lang: str) -> Json:
    benefit = decision.law.benefit(outcome.benefit)
    return {
        "benefit": outcome.benefit,
        "label": benefit.label.in_(lang),
        "of": outcome.entity,
        "people": list(outcome.members) if outcome.entity == "family" else [outcome.thing_id],
        "status": outcome.status,
        "status_label": status_word(outcome.status, lang),
        "modality": outcome.modality,
        "amount": _amount(outcome),
        "tapers": outcome.tapers,
        "schedule": [
            {"from": row.first_day.isoformat(), "fen": row.amount, "yuan": _yuan(row.amount)}
            for row in decision.schedule(outcome)
        ],
        "paid_every": benefit.paid.every if benefit.paid else None,
        "borne": None
        if outcome.shares is None
        else [
            {"payer": p, "label": payer_word(p, lang), "fen": fen, "yuan": _yuan(fen)}
            for p, fen in outcome.shares.items()
        ],
        "borne_not_set": outcome.shares_not_set,
        "because": outcome.because,
        "document": decision.law.benefits[outcome.benefit].pack.document,
        "cites": list(benefit.cites),
        "reasons": _reasons(decision, outcome, lang),
        "needs": [{"of": _id(decision, key), "fact": fact} for key, fact in sorted(outcome.needs)],
        "not_set": [_not_set(decision, name, lang) for name in sorted(outcome.unset)],
        "would_change": [[turn_words(turn, decision, lang) for turn in way] for way in decision.turns(outcome)],
        "process": _process(decision, outcome, lang),
        "demonstration": list(decision.demonstration(outcome)) if outcome.status != "no" else [],
    }


def _amount(outcome: Outcome) -> Json | None:
    if outcome.amount is None and outcome.amount_at_most is None:
        return None
    return {
        "fen": outcome.amount,
        "yuan": None if outcome.amount is None else _yuan(outcome.amount),
        "period": outcome.period,
        "at_most_fen": outcome.amount_at_most,
    }


def _yuan(fen: int) -> str:
    return format_money(fen).replace(",", "")


def _not_set(decision: Decision, name: str, lang: str) -> Json:
    bound = decision.law.bound.get(name)
    parameter = bound.parameter if bound is not None else None
    return {
        "parameter": name,
        "label": parameter.label.in_(lang) if parameter else name,
        "set_by": parameter.set_by.in_(lang) if parameter and parameter.set_by else None,
    }


def plain(value: object) -> object:
    """A value as JSON: money in fen, exact fractions as text, what is not known as an object that says why."""
    if isinstance(value, Unknown):
        low, high = (None if x is None else plain(x) for x in (value.low, value.high))
        return {
            "unknown": True,
            "low": low,
            "high": high,
            "needs": sorted(fact for _, fact in value.needs),
            "not_set": sorted(value.unset),
        }
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    return value


def _reasons(decision: Decision, outcome: Outcome, lang: str) -> list[Json]:
    told: set[int] = set()
    return [_reason(decision, reason, lang, told) for reason in decision.reasons(outcome)]


def _reason(decision: Decision, reason: Reason, lang: str, told: set[int]) -> Json:
    """One reason; a rule that was told within the same outcome has ``above`` in place of its children."""
    result: Json = {
        "kind": reason.kind,
        "text": sentence(reason, lang, decision.evaluation),
        "value": plain(reason.value),
    }
    if reason.name and reason.kind != "item":
        result["name"] = reason.name
    if reason.owner:
        result["of"] = _id(decision, reason.owner)
    if reason.cites:
        result |= {"document": reason.document, "cites": list(reason.cites)}
    if reason.origin is not None:
        result["source"] = reason.origin.source
    if reason.reading is not None:
        result["reading"] = {key: getattr(reason.reading, key).in_(lang) for key in ("used", "instead_of", "because")}
    if reason.row is not None:
        result |= {
            "since": reason.row.first_day.isoformat() if reason.row.first_day else None,
            "printed": reason.row.printed,
            "demonstration": reason.row.demonstration,
        }
    if reason.children and id(reason) in told:
        result["above"] = True
    elif reason.children:
        told.add(id(reason))
        result["children"] = [_reason(decision, child, lang, told) for child in reason.children]
    return result


def _process(decision: Decision, outcome: Outcome, lang: str) -> Json | None:
    process = process_of(decision.law, outcome.benefit) if outcome.status != "no" else None
    if process is None:
        return None
    day = decision.evaluation.facts_day
    return {
        "name": process.name,
        "label": process.label.in_(lang),
        "requires_check": process.requires_check,
        "steps": [
            {
                "step": s.name,
                "label": s.label.in_(lang),
                "by": s.by,
                "by_label": role_word(s.by, lang, decision),
                "lasts": s.lasts or None,
                "does": list(s.does),
                "then": dict(s.then),
                "cites": list(s.cites),
            }
            for s in process.steps
        ],
        "clocks": [
            {
                "clock": r.clock.name,
                "label": r.clock.label.in_(lang),
                "from": r.clock.start,
                "to": r.clock.end,
                "at_most": r.at_most,
                "extension": r.clock.extension or None,
                "stops": list(r.clock.stops),
                "cites": list(r.clock.cites),
                "if_accepted_today": r.due.date.isoformat() if r.due else None,
                "provisional": r.due.provisional if r.due else None,
            }
            for r in clocks_from(decision.law, process, day)
        ],
    }


def decision_schema() -> Json:
    """JSON Schema (draft 2020-12) of a decision.

    >>> decision_schema()["properties"]["format"]
    {'const': 'minsheng/decision/1'}
    """
    text, number, whole = {"type": "string"}, {"type": ["integer", "null"]}, {"type": "integer"}
    texts = {"type": "array", "items": text}
    optional_text = {"type": ["string", "null"]}
    reason = {
        "type": "object",
        "required": ["kind", "text", "value"],
        "properties": {
            "kind": text,
            "text": text,
            "name": text,
            "of": text,
            "document": text,
            "cites": texts,
            "source": text,
            "above": {"const": True},
            "children": {"type": "array", "items": {"$ref": "#/$defs/reason"}},
        },
    }
    outcome = {
        "type": "object",
        "required": [
            "benefit",
            "label",
            "of",
            "people",
            "status",
            "modality",
            "amount",
            "schedule",
            "borne",
            "reasons",
            "needs",
            "not_set",
            "would_change",
            "process",
            "demonstration",
        ],
        "properties": {
            "benefit": text,
            "label": text,
            "of": {"enum": ["person", "family"]},
            "people": texts,
            "status": {"enum": list(STATUSES)},
            "modality": {"enum": ["must", "may", "in_principle"]},
            "amount": {
                "type": ["object", "null"],
                "properties": {"fen": number, "yuan": optional_text, "period": text, "at_most_fen": number},
            },
            "schedule": {"type": "array", "items": {"type": "object", "required": ["from", "fen", "yuan"]}},
            "borne": {
                "type": ["array", "null"],
                "items": {"type": "object", "required": ["payer", "fen"], "properties": {"fen": whole}},
            },
            "reasons": {"type": "array", "items": {"$ref": "#/$defs/reason"}},
            "needs": {"type": "array", "items": {"type": "object", "required": ["of", "fact"]}},
            "not_set": {"type": "array", "items": {"type": "object", "required": ["parameter", "label", "set_by"]}},
            "would_change": {"type": "array", "items": texts},
            "process": {"type": ["object", "null"]},
            "demonstration": texts,
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A decision of Minsheng",
        "type": "object",
        "required": [
            "format",
            "language",
            "law_day",
            "facts_day",
            "area",
            "household",
            "synthetic",
            "packs",
            "outcomes",
            "questions",
        ],
        "properties": {
            "format": {"const": FORMAT},
            "language": {"enum": ["zh", "en"]},
            "law_day": text,
            "facts_day": text,
            "area": text,
            "household": text,
            "synthetic": {"type": "boolean"},
            "packs": {
                "type": "array",
                "items": {"type": "object", "required": ["document", "digest"], "properties": {"digest": text}},
            },
            "outcomes": {"type": "array", "items": outcome},
            "questions": {"type": "array", "items": {"type": "object", "required": ["of", "fact", "ask"]}},
        },
        "$defs": {"reason": reason},
    }
