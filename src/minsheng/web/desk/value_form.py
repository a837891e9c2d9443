"""The form in which somebody proposes other values for a parameter: one field for each choice, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from minsheng.casework.local_values import Proposal
from minsheng.policy.language import N_
from minsheng.policy.law import Law
from minsheng.policy.pack import Parameter, Row
from minsheng.policy.types import PAYERS, Type, ValueProblem, parse_value
from minsheng.policy.wording import format_value
from minsheng.population.report.text import PAYER
from minsheng.registry.models import Area
from minsheng.registry.words import language, say

__all__ = ["ValueForm", "choice_words", "row_words"]

Keys = tuple[tuple[str, str], ...]
_UNITS = {"month": N_("yuan a month"), "year": N_("yuan a year"), "once": N_("yuan")}
_KINDS = {
    "ratio": N_("a ratio such as 0.73, 3/2 or 60%"),
    "years": N_("years"),
    "months": N_("months"),
    "days": N_("days"),
    "int": N_("a whole number"),
    "area": N_("an area code"),
}


def choice_words(keys: Mapping[str, str], law: Law) -> str:
    """Some choices in words: 城镇、全护理."""
    labels = _labels(law)
    facts = law.vocabulary.facts
    return "、".join(
        facts[axis].value_labels[value].in_(language())
        if axis in facts and value in facts[axis].value_labels
        else labels.get(value, value)
        for axis, value in keys.items()
    )


def _labels(law: Law) -> dict[str, str]:
    found: dict[str, str] = {}
    for fact in law.vocabulary.facts.values():
        found |= {value: text.in_(language()) for value, text in fact.value_labels.items()}
    for pack in law.packs():
        for rule in pack.rules:
            found |= {value: text.in_(language()) for value, text in rule.value_labels.items()}
    return found


def row_words(row: Row, parameter: Parameter, law: Law) -> dict[str, Any]:
    """A value that holds, with its choice, its day and where it stands."""
    return {
        "choice": choice_words(dict(row.keys), law),
        "value": _shown(row.value, parameter.type),
        "since": row.first_day,
        "document": row.document,
        "cites": "、".join(row.cites),
        "demonstration": row.demonstration,
    }


def _shown(value: Any, typ: Type) -> str:
    if typ.kind == "shares":
        return "、".join(f"{PAYER[payer].in_(language())} {share * 100}%" for payer, share in value.items())
    return format_value(value, typ, language(), {})


def _printable(text: str) -> str:
    if not text.isprintable():
        raise forms.ValidationError(say(N_("only characters that can be printed, on one line")))
    return text.strip()


class ValueForm(forms.Form):
    """New values, from when, and the document that sets them. Empty values stay as they are."""

    first_day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    document = forms.CharField(max_length=80)
    title = forms.CharField(max_length=120, required=False)
    issuer = forms.CharField(max_length=80)
    article = forms.CharField(max_length=40)
    reason = forms.CharField(max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any, *, parameter: Parameter, law: Law, combinations: Sequence[Keys]) -> None:
        super().__init__(data)
        self.parameter = parameter
        self.asked: dict[str, tuple[Keys, str]] = {}
        typ = parameter.type
        for place, keys in enumerate(combinations):
            named = choice_words(dict(keys), law)
            for payer in PAYERS if typ.kind == "shares" else ("",):
                name = f"value{place}{payer}"
                self.asked[name] = (keys, payer)
                self.fields[name] = _field(
                    typ, " · ".join(filter(None, (named, payer and PAYER[payer].in_(language()))))
                )
        words = {
            "first_day": N_("from (first day)"),
            "document": N_("number of the document that sets it"),
            "title": N_("its title"),
            "issuer": N_("who has issued it"),
            "article": N_("article"),
            "reason": N_("reason or note"),
        }
        for name, word in words.items():
            self.fields[name].label = say(word)
        self.order_fields([*self.asked, *words])

    def clean(self) -> dict[str, Any]:
        """At least one value, and each one that its type can have."""
        cleaned = super().clean() or {}
        for name in ("document", "title", "issuer", "article"):
            if cleaned.get(name):
                try:
                    cleaned[name] = _printable(cleaned[name])
                except forms.ValidationError as problem:
                    self.add_error(name, problem)
        for name, (_, payer) in self.asked.items():
            text = (cleaned.get(name) or "").strip()
            if text:
                try:
                    parse_value(text, Type("ratio") if payer else self.parameter.type)
                except ValueProblem as problem:
                    self.add_error(name, say(N_("{expected} is expected here"), expected=say(str(problem))))
        if not self.errors and not any(cleaned.get(name) for name in self.asked):
            raise forms.ValidationError(say(N_("give at least one value")))
        return cleaned

    def proposal(self, area: Area) -> Proposal:
        """What was proposed; only after :meth:`is_valid`."""
        values: dict[Keys, Any] = {}
        for name, (keys, payer) in self.asked.items():
            text = (self.cleaned_data.get(name) or "").strip()
            if text and payer:
                values.setdefault(keys, {})[payer] = text
            elif text:
                values[keys] = text
        told = {name: self.cleaned_data[name] for name in ("document", "title", "issuer", "article", "reason")}
        first: date = self.cleaned_data["first_day"]
        return Proposal(self.parameter.name, area, first, values, **told)


def _field(typ: Type, named: str) -> forms.Field:
    """The field for a value of a type."""
    label = named or say(N_("value"))
    if typ.kind in ("choice", "bool"):
        values = typ.values if typ.kind == "choice" else ("yes", "no")
        words = {"yes": say(N_("yes")), "no": say(N_("no"))}
        choices = [("", "—"), *((value, words.get(value, value)) for value in values)]
        return forms.ChoiceField(choices=choices, label=label, required=False)
    hint = (
        _UNITS.get(typ.period, "")
        if typ.kind == "money"
        else _KINDS.get("ratio" if typ.kind == "shares" else typ.kind, "")
    )
    attrs = {"inputmode": "decimal", "class": "amount", "autocomplete": "off"}
    if typ.kind == "date":
        attrs = {"type": "date"}
    return forms.CharField(
        max_length=40,
        label=label,
        required=False,
        help_text=say(hint) if hint else "",
        widget=forms.TextInput(attrs=attrs),
    )
