"""What a document declares, ready for a page: in words, with its articles, and the form in which the desk computes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from minsheng.policy.language import N_
from minsheng.policy.letter import role_word
from minsheng.policy.library import Library
from minsheng.policy.pack import (
    Benefit,
    Cited,
    Duty,
    Example,
    Pack,
    Parameter,
    Process,
    Reading,
    Row,
    Rule,
    Target,
    Task,
    Unit,
)
from minsheng.policy.types import Type
from minsheng.policy.vocabulary import Text
from minsheng.policy.wording import format_date, format_value
from minsheng.policy.worked import Failure
from minsheng.population.areas import area_name
from minsheng.population.report.text import PAYER
from minsheng.registry.words import language, say
from minsheng.web.desk.words import activity_word, outcome_word

__all__ = ["Shown", "shown_example", "shown_item", "shown_rows"]

#: The kinds of what a document declares.
KINDS = {
    "rule": N_("rule"),
    "parameter": N_("parameter"),
    "benefit": N_("benefit"),
    "unit": N_("assessment unit"),
    "process": N_("process"),
    "areaset": N_("area set"),
    "sample": N_("sample"),
    "ranking": N_("ranking"),
    "aggregate": N_("share over people"),
    "task": N_("task"),
    "target": N_("target"),
    "duty": N_("duty"),
}
_EXPRESSIONS = {
    "enter": N_("comes in when"),
    "stay": N_("stays when"),
    "exit": N_("leaves when"),
    "receiving": N_("receives it when"),
    "elects": N_("chooses it when"),
    "amount": N_("amount"),
    "borne": N_("borne by"),
    "expression": N_("is"),
    "at_least": N_("at least"),
    "at_most": N_("at most"),
    "counts": N_("counts when"),
    "apart": N_("assessed alone when"),
    "score": N_("score"),
    "partition": N_("within"),
    "numerator": N_("numerator"),
    "denominator": N_("denominator"),
    "share": N_("share"),
}


@dataclass
class Shown:
    """Something on the page of a document.

    Attributes:
        kind: what it is, in words.
        name: its name in the packs.
        label: what it is called.
        cites: its articles.
        lines: words and expressions: ``(word, text, whether it is an expression)``.
        reading: the reading that is used, what it is used instead of, and why.
        values: dated values of a parameter.
        steps, clocks, ends: of a process.
        anchor: what links to it by its name lead to.
        anchors: what links to its articles lead to.
        ok: of an example: whether it comes out.
        failures: of an example: what does not.
    """

    kind: str
    name: str
    label: str
    cites: str = ""
    lines: list[tuple[str, str, bool]] = field(default_factory=list)
    reading: dict[str, str] | None = None
    values: list[dict[str, Any]] = field(default_factory=list)
    unset: str = ""
    steps: list[dict[str, Any]] = field(default_factory=list)
    clocks: list[dict[str, str]] = field(default_factory=list)
    ends: list[dict[str, str]] = field(default_factory=list)
    anchor: str = ""
    anchors: list[str] = field(default_factory=list)
    ok: bool = True
    failures: list[Failure] = field(default_factory=list)


def shown_item(item: Cited, pack: Pack, whole: Library) -> Shown:
    """A rule, parameter, benefit, process … of a document."""
    lang = language()
    shown = Shown(
        say(KINDS.get(type(item).__name__.lower(), N_("rule"))), item.name, item.label.in_(lang), "、".join(item.cites)
    )
    shown.lines = [
        (say(word), str(text), True) for name, word in _EXPRESSIONS.items() if (text := getattr(item, name, ""))
    ]
    reading = getattr(item, "reading", None)
    shown.reading = _reading(reading) if isinstance(reading, Reading) else None
    match item:
        case Rule():
            _rule(item, shown)
        case Parameter():
            _parameter(item, shown)
        case Benefit():
            _benefit(item, shown, whole)
        case Process():
            _process(item, shown, whole)
        case Task() | Duty():
            shown.lines.insert(0, (say(N_("who")), item.who.in_(lang), False))
            because = getattr(item, "because", None)
            if because is not None:
                shown.lines.append((say(N_("served by nothing here, because")), because.in_(lang), False))
            if isinstance(item, Task) and item.due:
                shown.lines.append((say(N_("due")), format_date(item.due, lang), False))
        case Target():
            shown.values = [
                {"where": year, "value": f"{sign} {format_value(value, Type('ratio'), lang, {})}"}
                for year, sign, value in item.values
            ]
        case Unit():
            pass
    return shown


def _reading(reading: Reading) -> dict[str, str]:
    lang = language()
    return {
        "used": reading.used.in_(lang),
        "instead_of": reading.instead_of.in_(lang),
        "because": reading.because.in_(lang),
    }


def _rule(rule: Rule, shown: Shown) -> None:
    lang = language()
    if rule.value_labels:
        words = "、".join(f"{text.in_(lang)} ({value})" for value, text in rule.value_labels.items())
        shown.lines.append((say(N_("one of")), words, False))
    if rule.first_day or rule.last_day:
        shown.lines.append((say(N_("holds")), _span(rule.first_day, rule.last_day), False))
    if rule.modality == "may":
        shown.lines.append((say(N_("the office may")), say(N_("an officer fills it within its range")), False))


def _span(first: date | None, last: date | None) -> str:
    lang = language()
    return f"{format_date(first, lang) if first else '…'} – {format_date(last, lang) if last else '…'}"


def _parameter(parameter: Parameter, shown: Shown) -> None:
    shown.values = [_value(row, parameter) for row in parameter.rows]
    if parameter.set_by is not None:
        shown.lines.append((say(N_("set by")), parameter.set_by.in_(language()), False))
    if not parameter.rows:
        shown.unset = say(N_("to be confirmed: nobody has set it yet"))


def shown_rows(parameter: Parameter, rows: Sequence[Row], whole: Library) -> Shown:
    """Values that a document gives to a parameter that another declares."""
    cites = "、".join(dict.fromkeys(cite for row in rows for cite in row.cites))
    shown = Shown(say(N_("values")), parameter.name, parameter.label.in_(language()), cites)
    shown.values = [_value(row, parameter) for row in rows]
    shown.lines = [(say(N_("declared by")), parameter.document, False)]
    return shown


def _value(row: Row, parameter: Parameter) -> dict[str, Any]:
    lang = language()
    typ = parameter.type
    if typ.kind == "shares" and isinstance(row.value, dict):
        value = "、".join(f"{PAYER[payer].in_(lang)} {share * 100}%" for payer, share in row.value.items())
    else:
        value = format_value(row.value, typ, lang, {})
    places = [area_name(row.area) if row.area else "", row.area_set]
    return {
        "where": " · ".join(filter(None, [*places, *(choice for _, choice in row.keys)])),
        "value": value,
        "since": row.first_day,
        "until": row.last_day,
        "document": row.document if row.document != parameter.document else "",
        "cites": "、".join(row.cites),
        "demonstration": row.demonstration,
    }


def _benefit(benefit: Benefit, shown: Shown, whole: Library) -> None:
    lang = language()
    if benefit.paid is not None:
        shown.lines.append((say(N_("paid")), f"{benefit.paid.every}, {benefit.paid.first}", True))
    if benefit.taper is not None:
        told = f"if {benefit.taper.condition}: {benefit.taper.lasts}, {benefit.taper.pays}"
        shown.lines.append((say(N_("runs out")), told, True))
    for word, others in ((N_("excludes"), benefit.excludes), (N_("yields to"), benefit.yields_to)):
        if others:
            shown.lines.append((say(word), "、".join(_benefit_label(o.benefit, whole, lang) for o in others), False))
    if benefit.process:
        shown.lines.append((say(N_("applied for by")), benefit.process, True))


def _benefit_label(name: str, whole: Library, lang: str) -> str:
    known = whole.definition("benefit", name)
    return known[0].item.label.in_(lang) if known else name


def _process(process: Process, shown: Shown, whole: Library) -> None:
    lang = language()
    labels = {step.name: step.label for step in process.steps} | dict(process.ends)
    effects = {"grants": N_("grants it"), "changes": N_("changes it"), "ends": N_("ends it"), "keeps": N_("keeps it")}
    shown.steps = [
        {
            "name": step.name,
            "label": step.label.in_(lang),
            "by": _role(step.by, whole, lang),
            "lasts": step.lasts,
            "does": [activity_word(activity) for activity in step.does],
            "cites": "、".join(step.cites),
            "then": [(outcome_word(outcome), target, _label(labels, target, lang)) for outcome, target in step.then],
        }
        for step in process.steps
    ]
    shown.ends = [
        {
            "name": name,
            "label": label.in_(lang),
            "effect": say(effects[effect]) if (effect := process.effect_of(name)) in effects else "",
        }
        for name, label in process.ends
    ]
    shown.clocks = [
        {
            "label": clock.label.in_(lang),
            "way": f"{_event(clock.start, labels, lang)} → {_event(clock.end, labels, lang)}",
            "at_most": clock.at_most,
            "extension": clock.extension,
            "stops": "、".join(_label(labels, stop, lang) for stop in clock.stops),
            "cites": "、".join(clock.cites),
        }
        for clock in process.clocks
    ]


def _label(labels: dict[str, Text], name: str, lang: str) -> str:
    return labels[name].in_(lang) if name in labels else name


def _event(event: str, labels: dict[str, Text], lang: str) -> str:
    """What a clock starts from or ends at."""
    step, _, edge = event.partition(".")
    words = {"applied": N_("applied"), "accepted": N_("accepted")}
    if step in words:
        return say(words[step])
    told = {"begun": N_("begins"), "ended": N_("is over")}
    return f"{_label(labels, step, lang)} {say(told[edge])}" if edge in told else _label(labels, step, lang)


def _role(by: str, whole: Library, lang: str) -> str:
    known = whole.definition("parameter", by)
    return known[0].item.label.in_(lang) if known else role_word(by, lang)


def shown_example(example: Example, failures: Sequence[Failure], whole: Library) -> Shown:
    """An example or a case: what is given, what must come out, and whether it does."""
    shown = Shown(say(N_("example")), example.id, example.title.in_(language()), example.article)
    shown.ok, shown.failures = not failures, list(failures)
    when = [
        format_date(example.day, language()) if example.day else "",
        area_name(example.area) if example.area else "",
    ]
    if any(when):
        shown.lines.append((say(N_("when and where")), " · ".join(filter(None, when)), False))
    given: list[tuple[str, object]] = [*example.given.items()]
    for number, person in enumerate(example.people, 1):
        given += [(f"{say(N_('person'))} {number}: {name}", value) for name, value in person.items()]
    shown.lines.append((say(N_("given")), _pairs(given, whole), False))
    if example.settings:
        shown.lines.append((say(N_("set")), _pairs(example.settings.items(), whole), False))
    expected: list[tuple[str, object]] = [*example.expect.items()]
    for number, person in enumerate(example.expect_people, 1):
        expected += [(f"{say(N_('person'))} {number}: {name}", value) for name, value in person.items()]
    shown.lines.append((say(N_("comes out")), _pairs(expected, whole), False))
    return shown


def _pairs(pairs: Iterable[tuple[str, object]], whole: Library) -> str:
    """Names and values in a line; names of facts and rules as people call them."""
    return "；".join(f"{_named(name, whole)} = {_written(value)}" for name, value in pairs)


def _named(name: str, whole: Library) -> str:
    person, colon, own = name.rpartition(": ")
    lang = language()
    if own in whole.vocabulary.facts:
        own = whole.vocabulary.facts[own].label.in_(lang)
    else:
        known = next((d for kind in ("rule", "parameter") for d in whole.definition(kind, own)), None)
        kind, _, benefit = own.partition(".")
        if known is not None:
            own = known.item.label.in_(lang)
        elif kind in ("benefit", "amount") and whole.definition("benefit", benefit):
            own = _benefit_label(benefit, whole, lang) + (f" {say(N_('amount'))}" if kind == "amount" else "")
    return f"{person}{colon}{own}"


def _written(value: object) -> str:
    words = {"yes": "✓", "no": "✗"}
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} {_written(own)}" for name, own in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_written(own) for own in value) + "]"
    return words.get(str(value), str(value))
