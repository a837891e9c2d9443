"""What a report says beside the numbers: names of benefits, rules and facts, the documents used, the demonstration values they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from minsheng.policy.law import Law
from minsheng.policy.outcome import demonstration_parameters
from minsheng.policy.pack import Benefit, Row
from minsheng.policy.types import Type, format_money
from minsheng.policy.vocabulary import Text

__all__ = ["BenefitInfo", "Context", "DemonstrationValue", "Document", "context_of"]


@dataclass(frozen=True, slots=True)
class BenefitInfo:
    """A benefit as the report names it. ``entity``: ``person`` or ``family``; ``paid``: whether it is money."""

    name: str
    label: Text
    entity: str
    paid: bool


@dataclass(frozen=True, slots=True)
class DemonstrationValue:
    """A made-up value that decisions rest on, and which benefits do."""

    label: Text
    keys: str
    value: str
    benefits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was applied."""

    number: str
    title: Text
    demonstration: bool


@dataclass
class Context:
    """Everything a report needs that is not a total."""

    on: date
    areas: tuple[str, ...] = ()
    benefits: tuple[BenefitInfo, ...] = ()
    documents: tuple[Document, ...] = ()
    demonstration: tuple[DemonstrationValue, ...] = ()
    names: dict[str, Text] = field(default_factory=dict)
    synthetic: bool = False
    seconds: float = 0.0

    def name_of(self, name: str, lang: str) -> str:
        """The label of a benefit, rule, parameter or fact; its name when it has none."""
        text = self.names.get(name) or self.names.get(name.partition(".")[2])
        return text.in_(lang) if text else name


def context_of(laws: Iterable[Law], on: date, areas: Iterable[str]) -> Context:
    """Gather what the laws of some areas have to say about names, documents and demonstration values."""
    context = Context(on, tuple(sorted(areas)))
    benefits: dict[str, BenefitInfo] = {}
    documents: dict[str, Document] = {}
    values: dict[tuple[str, str, str], set[str]] = {}
    labels: dict[str, Text] = {}
    for law in laws:
        context.names |= {name: fact.label for name, fact in law.vocabulary.facts.items()}
        for (kind, name), definition in law.in_force.items():
            if kind in ("rule", "parameter", "benefit"):
                context.names[name] = definition.item.label
        for name in law.benefits:
            benefit = law.benefit(name)
            assert isinstance(benefit, Benefit)  # noqa: S101 - kept by kind
            benefits.setdefault(name, BenefitInfo(name, benefit.label, benefit.entity, bool(benefit.amount)))
            for parameter in demonstration_parameters(law, name):
                bound = law.bound[parameter]
                labels[parameter] = bound.parameter.label
                for keys, row in bound.rows.items():
                    if row.demonstration:
                        shown = ", ".join(str(key) for key in keys)
                        values.setdefault((parameter, shown, _shown(row, bound.parameter.type)), set()).add(name)
        for pack in law.packs():
            documents.setdefault(pack.document, Document(pack.document, pack.title, pack.rank == "demonstration"))
    context.benefits = tuple(benefits.values())
    context.documents = tuple(documents.values())
    context.demonstration = tuple(
        DemonstrationValue(labels[parameter], keys, value, tuple(sorted(used))) for (parameter, keys, value), used in sorted(values.items())
    )
    return context


def _shown(row: Row, type_: Type) -> str:
    """A value as people write it: money in yuan with its period, shares by payer."""
    value = row.value
    if row.printed and not isinstance(value, dict):
        return f"{row.printed}/{type_.period}" if type_.kind == "money" and "/" not in row.printed else row.printed
    if isinstance(value, dict):
        return ", ".join(f"{payer} {share * 100}%" for payer, share in value.items())
    if type_.kind == "money" and isinstance(value, int):
        return f"{format_money(value)}/{type_.period}"
    return str(value)
