"""Values and reasons in words: Chinese first, English complete, the same on screen, in letters and in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from minsheng.policy.explain import Reason
from minsheng.policy.language import N_, render
from minsheng.policy.types import Type, format_money
from minsheng.policy.unknown import Unknown
from minsheng.policy.vocabulary import Text

if TYPE_CHECKING:
    from minsheng.policy.evaluation import Evaluation
    from minsheng.policy.pack import Cited

_AGE = Type("age")

__all__ = ["cite", "format_date", "format_value", "lines", "sentence", "status_word", "unit_word"]

_PERIODS = {"month": N_("yuan a month"), "year": N_("yuan a year"), "once": N_("yuan, once")}
_DURATIONS = {"age": N_("{n} years old"), "years": N_("{n} years"), "months": N_("{n} months"), "days": N_("{n} days")}
_SOURCES = {
    "declared": N_("declared"),
    "ledger": N_("ledger"),
    "visit": N_("home visit"),
    "assessment": N_("officer's assessment"),
}
_STATUS = {
    "yes": N_("yes"),
    "no": N_("no"),
    "cannot_tell_yet": N_("cannot tell yet"),
    "needs_local_setting": N_("needs a local setting"),
}
_SIGNS = {
    "==": "=",
    "!=": "≠",
    "<": "<",
    "<=": "≤",
    ">": ">",
    ">=": "≥",
    "in": "∈",
    "*": "×",
    "/": "÷",
    "+": "+",
    "-": "−",
}
_DAYS = {
    "law_day": N_("day of the law"),
    "facts_day": N_("day of the facts"),
    "applied_on": N_("day of the application"),
    "area": N_("area"),
}
_LISTS = {
    "any": N_("any {what}"),
    "all": N_("every {what}"),
    "count": N_("count of every {what}"),
    "sum": N_("sum over every {what}"),
    "most": N_("largest {what}"),
    "least": N_("smallest {what}"),
}
_FUNCTIONS = {
    "age_on": N_("age"),
    "add_months": N_("months later"),
    "add_years": N_("years later"),
    "months_between": N_("months between"),
    "days_between": N_("days between"),
    "year_of": N_("year"),
    "min": N_("the lesser"),
    "max": N_("the greater"),
    "round_fen": N_("rounded half up to the fen"),
    "round_yuan_up": N_("rounded up to the yuan"),
    "round_up": N_("rounded up"),
    "round_down": N_("rounded down"),
    "per_month": N_("a month"),
    "per_year": N_("a year"),
    "for_months": N_("over the months"),
    "registered_in": N_("registered in the area"),
    "in_area_set": N_("in the area set"),
}


def status_word(status: str, lang: str) -> str:
    """The word for an outcome.

    >>> status_word("cannot_tell_yet", "en")
    'cannot tell yet'
    """
    return render(lang, _STATUS[status])


def format_date(day: date, lang: str) -> str:
    """A date as people write it.

    >>> format_date(date(2026, 11, 21), "zh"), format_date(date(2026, 11, 21), "en")
    ('2026年11月21日', '21 Nov 2026')
    """
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{day.day} {months[day.month - 1]} {day.year}"


def format_value(value: object, typ: Type, lang: str, labels: dict[str, Text] | None = None) -> str:
    """A value with its unit.

    >>> format_value(58900, Type("money", period="month"), "en")
    '589.00 yuan a month'
    """
    if isinstance(value, Unknown):
        return _format_unknown(value, typ, lang)
    if isinstance(value, bool):
        return render(lang, N_("yes") if value else N_("no"))
    if isinstance(value, date):
        return format_date(value, lang)
    if typ.kind == "money" and isinstance(value, int | Fraction):
        return f"{format_money(value)} {render(lang, _PERIODS[typ.period])}"
    if typ.kind in _DURATIONS:
        return render(lang, _DURATIONS[typ.kind], n=value)
    if typ.kind == "ratio" and isinstance(value, int | Fraction):
        return _format_ratio(Fraction(value))
    if isinstance(value, dict):
        return ", ".join(f"{payer} {_format_ratio(share)}" for payer, share in value.items())
    if isinstance(value, str) and labels and value in labels:
        return labels[value].in_(lang)
    return str(value)


def unit_word(typ: Type, lang: str) -> str:
    """The unit of an amount, as it stands beside a field; empty for what is no money.

    >>> unit_word(Type("money", "month"), "en"), unit_word(Type("bool"), "en")
    ('yuan a month', '')
    """
    if typ.kind != "money":
        return ""
    return render(lang, _PERIODS[typ.period]) if typ.period in _PERIODS else render(lang, N_("yuan"))


def _format_ratio(value: Fraction) -> str:
    percent = value * 100
    if percent.denominator == 1:
        return f"{percent.numerator}%"
    hundredths = percent * 100
    if hundredths.denominator == 1:
        return f"{hundredths.numerator / 100:g}%"
    return str(value)


def _format_unknown(value: Unknown, typ: Type, lang: str) -> str:
    word = render(
        lang,
        N_("not set")
        if value.unset and not value.needs
        else N_("for the officer to fill")
        if value.officer and not value.needs
        else N_("not applicable")
        if not value.needs and not value.unset
        else N_("not known"),
    )
    if typ.numeric and (value.low or value.high is not None):
        low = format_value(value.low, typ, lang) if value.low is not None else ""
        high = format_value(value.high, typ, lang) if value.high is not None else ""
        if low and high:
            return f"{word} ({low} – {high})"
        return f"{word} (≥ {low})" if low else f"{word} (≤ {high})"
    return word


def cite(reason: Reason | Cited, lang: str) -> str:
    """Where a reason is said: document and articles."""
    if not reason.cites:
        return ""
    return (
        f"《{reason.document}》{'、'.join(reason.cites)}"
        if lang == "zh"
        else f"{reason.document}, {', '.join(reason.cites)}"
    )


def who(owner: str, evaluation: Evaluation | None, lang: str) -> str:
    """The name of a thing in a reason: its given name, or what it is and its number."""
    if evaluation is None or owner not in evaluation.things:
        return owner
    thing = evaluation.things[owner].thing
    if thing is None:
        return render(lang, N_("the family"))
    if thing.name:
        return thing.name
    label = evaluation.law.vocabulary.entities[thing.entity].label.in_(lang)
    return label if thing.entity == "household" else f"{label} {thing.id}"


def sentence(reason: Reason, lang: str, evaluation: Evaluation | None = None) -> str:
    """One reason in one line, without what it rests on."""
    shown = format_value(reason.value, reason.type, lang, reason.value_labels)
    if reason.kind in ("rule", "fact", "parameter"):
        return f"{_label(reason, lang)}：{shown}" if lang == "zh" else f"{_label(reason, lang)}: {shown}"
    if reason.kind == "arithmetic" and reason.children:
        signs = reason.signs or (reason.sign,) * len(reason.children)
        first = "−" if signs[0] == "-" else ""
        rest = "".join(
            f" {_SIGNS[sign]} {_operand(child, lang)}"
            for sign, child in zip(signs[1:], reason.children[1:], strict=True)
        )
        return f"{first}{_operand(reason.children[0], lang)}{rest} = {shown}"
    if reason.kind == "compare" and reason.sign != "in" and len(reason.children) == 2:
        left, right = reason.children
        labels = left.value_labels or right.value_labels
        if "age_on" in (left.name, right.name):
            left, right = (replace(side, type=_AGE) if side.type.kind == "years" else side for side in (left, right))
        return f"{_operand(left, lang, labels)} {_SIGNS[reason.sign]} {_operand(right, lang, labels)}"
    if reason.kind == "compare":
        options = ", ".join(_bare(child, reason.children[0], lang) for child in reason.children[1:])
        return f"{_operand(reason.children[0], lang)} ∈ {{{options}}}"
    if reason.kind == "value":
        return f"{render(lang, _DAYS[reason.name])} {shown}" if reason.name in _DAYS else shown
    if reason.kind == "item":
        return (
            f"{who(reason.owner, evaluation, lang)}：{shown}"
            if lang == "zh"
            else f"{who(reason.owner, evaluation, lang)}: {shown}"
        )
    words = {
        "all": N_("all of these"),
        "any": N_("one of these"),
        "not": N_("not so"),
        "count": N_("how many of these hold"),
        "if": N_("by this condition"),
    }
    if reason.kind == "list":
        return _list_sentence(reason, shown, lang, evaluation)
    word = words.get(reason.kind) or _FUNCTIONS.get(reason.name, reason.name)
    return f"{render(lang, word)}：{shown}" if lang == "zh" else f"{render(lang, word)}: {shown}"


def _list_sentence(reason: Reason, shown: str, lang: str, evaluation: Evaluation | None) -> str:
    entities = evaluation.law.vocabulary.entities.values() if evaluation is not None else ()
    listed = next((e.label.in_(lang) for e in entities if e.list_name == reason.name), "")
    if reason.name in ("members", "people", "persons"):
        listed = render(lang, N_("member"))
    text = render(lang, _LISTS[reason.sign], what=listed)
    return f"{text}：{shown}" if lang == "zh" else f"{text}: {shown}"


def _label(reason: Reason, lang: str) -> str:
    return reason.label.in_(lang) if reason.label is not None else reason.name


def _operand(reason: Reason, lang: str, labels: dict[str, Text] | None = None) -> str:
    shown = format_value(reason.value, reason.type, lang, reason.value_labels or labels)
    if reason.label is not None:
        return f"{_label(reason, lang)} {shown}"
    if reason.kind == "function":
        return f"{render(lang, _FUNCTIONS.get(reason.name, reason.name))} {shown}"
    if reason.kind == "list":
        return shown
    return shown


def _bare(option: Reason, subject: Reason, lang: str) -> str:
    return format_value(option.value, option.type, lang, subject.value_labels)


def mark(reason: Reason) -> str:
    """A sign before a line: holds, does not hold, open, or just a value."""
    if isinstance(reason.value, Unknown):
        return "?"
    if reason.type.kind == "bool":
        return "✓" if bool(reason.value) != reason.inverted else "✗"
    return "·"


def lines(
    reason: Reason, lang: str, evaluation: Evaluation | None, told: set[tuple[str, str]], *, indent: int = 0
) -> Iterator[str]:
    """A reason as indented lines, with the article of every rule and the source of every fact.

    ``told`` has the rules, by name and owner, that were opened before: they are named again, not opened again.
    """
    below = reason.children if reason.below is None else reason.below
    again = reason.kind == "rule" and bool(below) and (reason.name, reason.owner) in told
    if reason.kind == "rule" and below:
        told.add((reason.name, reason.owner))
    parts = [
        cite(reason, lang) if reason.kind in ("rule", "parameter") else "",
        _extra(reason, lang),
        *_source_words(reason, lang),
    ]
    above = render(lang, N_(" (see above)")) if again else ""
    yield f"{'  ' * indent}{mark(reason)} {sentence(reason, lang, evaluation)}{above}" + "".join(
        f"  〔{part}〕" for part in parts if part
    )
    if again:
        return
    if reason.reading is not None:
        words = {key: getattr(reason.reading, key).in_(lang) for key in ("used", "instead_of")}
        text = render(lang, N_("reading used: {used} (not: {instead_of})"), **words)
        yield f"{'  ' * (indent + 1)}☞ {text}"
    for child in below:
        if not (child.kind == "value" and child.name == ""):
            yield from lines(child, lang, evaluation, told, indent=indent + 1)


def _source_words(reason: Reason, lang: str) -> list[str]:
    words = []
    for source in reason.sources:
        detail = ", ".join(part for part in (cite(source, lang), _extra(source, lang)) if part)
        if source.label is not None and detail:
            shown = (
                f" {format_value(source.value, source.type, lang, source.value_labels)}"
                if source.type.kind == "date"
                else ""
            )
            words.append(f"{source.label.in_(lang)}{shown}: {detail}")
    return words


def _extra(reason: Reason, lang: str) -> str:
    parts = []
    if reason.origin is not None:
        parts.append(render(lang, _SOURCES[reason.origin.source]))
        if reason.origin.on:
            parts.append(format_date(reason.origin.on, lang))
    if reason.row is not None:
        if reason.row.first_day:
            parts.append(render(lang, N_("since {day}"), day=format_date(reason.row.first_day, lang)))
        if reason.row.demonstration:
            parts.append(render(lang, N_("demonstration value")))
    return ", ".join(parts)
