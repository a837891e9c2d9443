"""What each source says of the facts that an outcome rests on: declared, ledger, visit, assessment, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from minsheng.policy.decision import Decision
from minsheng.policy.explain import Reason
from minsheng.policy.fact_value import read_value
from minsheng.policy.finding import Findings, Place
from minsheng.policy.instance import Instance
from minsheng.policy.vocabulary import Fact as Declared
from minsheng.registry.models import Fact, Household
from minsheng.registry.models.fact import SOURCES
from minsheng.registry.models.household import held_on

__all__ = ["Beside", "Said", "Whose", "beside", "facts_of", "reasons_of"]

#: Whom a fact is about: the person (nothing for the household), the list and the item in it (empty for facts of the thing itself).
Whose = tuple[int | None, str, str]


@dataclass(frozen=True)
class Said:
    """What a source says: the value as household files write it and as the rules read it, the day, the evidence."""

    written: Any
    value: object
    on: date
    evidence: str


@dataclass(frozen=True)
class Beside:
    """A fact with what each source says of it.

    Attributes:
        key: the thing in the decision that it is about.
        whose: whom it is about, in the register.
        declared: the fact of the vocabulary.
        said: by source; a source that says nothing is missing.
        counts: the source that the rules go by; empty where nothing is known.
    """

    key: str
    whose: Whose
    declared: Declared
    said: Mapping[str, Said]
    counts: str

    @property
    def differs(self) -> bool:
        """Whether two sources say different things."""
        return len({repr(said.value) for said in self.said.values()}) > 1


def facts_of(decision: Decision, benefit: str) -> list[tuple[str, str]]:
    """The facts that the outcomes of a benefit rest on, known or not: the thing and the name; in the order of the reasons."""
    found: dict[tuple[str, str], None] = {}
    for outcome in decision.outcomes:
        if outcome.benefit != benefit:
            continue
        for root in decision.reasons(outcome):
            for reason in reasons_of(root):
                if reason.kind == "fact" and reason.owner:
                    found[reason.owner, reason.name] = None
        found |= dict.fromkeys(sorted(outcome.needs))
    return list(found)


def reasons_of(root: Reason) -> Iterable[Reason]:
    """A reason and all that it rests on; one that counts in several places is given once."""
    seen: set[int] = set()
    pending = [root]
    while pending:
        reason = pending.pop()
        if id(reason) not in seen:
            seen.add(id(reason))
            yield reason
            pending += reversed(reason.children)


def beside(decision: Decision, household: Household, wanted: Iterable[tuple[str, str]], day: date) -> list[Beside]:
    """Facts with what every source says of them up to a day; two queries, however many facts.

    Args:
        decision: made of the household on that day.
        household: whose file is read.
        wanted: the things and facts, as :func:`facts_of` gives them.
        day: what was known on it.
    """
    vocabulary = decision.law.vocabulary
    asked = [(key, name) for key, name in wanted if name in vocabulary.facts]
    rows = _rows(household, {name for _, name in asked}, day)
    result = []
    for key, name in asked:
        whose = _whose(decision.evaluation.things.get(key))
        if whose is None:
            continue
        declared = vocabulary.facts[name]
        said, counts = _said(rows.get((*whose, name), []), declared, day)
        result.append(Beside(key, whose, declared, said, counts))
    return result


def _rows(household: Household, names: set[str], day: date) -> dict[tuple[int | None, str, str, str], list[Fact]]:
    people = household.members_on(day).values_list("person_id", flat=True)
    of = Q(household=household) | Q(person__in=list(people))
    found: dict[tuple[int | None, str, str, str], list[Fact]] = {}
    for fact in Fact.objects.filter(of, held_on(day), name__in=names).order_by("valid_from", "recorded_at", "id"):
        found.setdefault((fact.person_id, fact.list_name, fact.item, fact.name), []).append(fact)
    return found


def _whose(instance: Instance | None) -> Whose | None:
    """Whom a thing of a decision is, in the register; nothing for families, which are worked out."""
    if instance is None or instance.thing is None:
        return None
    if instance.entity == "household":
        return None, "", ""
    if instance.entity == "person":
        return int(instance.thing.id.removeprefix("p")), "", ""
    owner = _whose(instance.owner)
    if owner is None or owner[1]:
        return None
    held = instance.owner.thing.lists if instance.owner is not None and instance.owner.thing is not None else {}
    name = next((name for name, listed in held.items() if instance.thing in listed.items), "")
    return owner[0], name, instance.thing.id


def _said(rows: Iterable[Fact], declared: Declared, day: date) -> tuple[dict[str, Said], str]:
    """By source the newest that it says, in the order of sources, and the source that counts: the newest of all."""
    found: dict[str, Said] = {}
    counts = ""
    for row in rows:
        value = None if row.value is None else read_value(row.value, declared, Place(row.name), Findings(), day)
        found[row.source] = Said(row.value, value, row.valid_from, row.evidence)
        counts = row.source if row.value is not None else ""
    return {
        source: found[source] for source in SOURCES if source in found and found[source].written is not None
    }, counts
