"""What a report says beside the numbers: names of benefits, rules and facts, the documents used, the demonstration values they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from minsheng.policy.law import Law
from minsheng.policy.outcome import demonstration_parameters
from minsheng.policy.types import Type
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
    """A made-up value that decisions rest on: of which parameter, for which choices, of which type, and which benefits use it."""

    parameter: str
    keys: tuple[str, ...]
    value: object
    type: Type
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
    scale: str = "1.0"
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
    values: dict[tuple[str, tuple[str, ...], str], DemonstrationValue] = {}
    for law in laws:
        _put_names(context.names, law)
        for name in law.benefits:
            benefit = law.benefit(name)
            benefits.setdefault(name, BenefitInfo(name, benefit.label, benefit.entity, bool(benefit.amount)))
            for parameter in demonstration_parameters(law, name):
                bound = law.bound[parameter]
                for keys, row in bound.rows.items():
                    if row.demonstration:
                        key = (parameter, keys, str(row.value))
                        used = values[key].benefits if key in values else ()
                        users = tuple(sorted({*used, name}))
                        values[key] = DemonstrationValue(parameter, keys, row.value, bound.parameter.type, users)
        applied = {pack.document for pack in law.packs()}
        applied |= {row.document for bound in law.bound.values() for row in bound.rows.values()}
        for pack in law.library.packs:
            if pack.document in applied:
                documents.setdefault(pack.document, Document(pack.document, pack.title, pack.rank == "demonstration"))
    context.benefits = tuple(benefits.values())
    context.documents = tuple(documents.values())
    context.demonstration = tuple(values[key] for key in sorted(values))
    return context


def _put_names(names: dict[str, Text], law: Law) -> None:
    """What facts, their values, lists, rules, parameters and benefits are called."""
    for name, fact in law.vocabulary.facts.items():
        names.update(fact.value_labels)
        names[name] = fact.label
    for entity in law.vocabulary.entities.values():
        if entity.list_name:
            names[entity.list_name] = entity.label
    for (kind, name), definition in law.in_force.items():
        if kind in ("rule", "parameter", "benefit"):
            names[name] = definition.item.label
