"""What is known of people and households, ready for a page: each fact with its source, its evidence and what was said before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from minsheng.policy.calendar_math import add_years
from minsheng.policy.language import N_
from minsheng.policy.types import ValueProblem, parse_value
from minsheng.policy.vocabulary import Fact as Declared
from minsheng.policy.vocabulary import Vocabulary
from minsheng.policy.wording import format_value
from minsheng.registry.models import Fact, Person
from minsheng.registry.scope import Scope
from minsheng.registry.words import language, say

__all__ = ["HANDLES", "Known", "handles", "known_of", "whole_file"]

#: Whoever has one of these rights in an area handles files there and sees sensitive facts.
HANDLES = ("register", "act", "visit", "check")
_CHILD = 14
#: Kinds of facts that stand together, by what their types say.
_MONEY = "money"
_WORDS = {"": N_("circumstances"), _MONEY: N_("income, spending and property")}
_ALL_NAMED, _NOT_ALL = N_("all are named"), N_("perhaps there are more")
_UNKNOWN = N_("not known any more")


@dataclass
class Known:
    """A fact with everything that was said of it, the latest first."""

    label: str
    value: str
    source: str
    evidence: str
    since: date
    by: str
    sensitive: bool
    before: list[Known] = field(default_factory=list)


@dataclass
class Group:
    """Facts that stand together: circumstances, income and property, an item of a list."""

    word: str
    facts: list[Known] = field(default_factory=list)
    note: str = ""


def handles(scope: Scope, code: str) -> bool:
    """Whether somebody handles files in an area."""
    return any(scope.may(right, code) for right in HANDLES)


def is_child(person: Person, day: date) -> bool:
    """Whether everything about somebody is sensitive because of their age."""
    return person.birth_date is not None and add_years(person.birth_date, _CHILD) > day


def whole_file(
    facts: Iterable[Fact], vocabulary: Vocabulary, day: date, *, sensitive: bool, child: bool = False
) -> tuple[list[Group], int]:
    """Facts in groups, and how many are not shown because they are sensitive.

    Args:
        facts: of one person or household, with who recorded them.
        vocabulary: their words.
        day: today; facts that are to begin later are left out.
        sensitive: whether sensitive facts are shown.
        child: whether all of them are.
    """
    told: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for fact in sorted(facts, key=lambda fact: (fact.valid_from, fact.recorded_at, fact.pk), reverse=True):
        if fact.valid_from <= day:
            told[fact.list_name, fact.item, fact.name].append(fact)
    groups: dict[tuple[str, str], Group] = {}
    hidden = 0
    for (list_name, item, name), said in told.items():
        declared = vocabulary.facts.get(name)
        if declared is None:
            if list_name and not item:
                word = _list_word(list_name, vocabulary)
                groups.setdefault((list_name, ""), Group(word)).note = _complete(said[0])
            continue
        if (declared.sensitive or child) and not sensitive:
            hidden += 1
            continue
        key = (list_name, item) if list_name else ("", _MONEY if declared.type.kind == "money" else "")
        groups.setdefault(key, Group(_word(key, vocabulary))).facts.append(known_of(said, declared))
    order = sorted(groups, key=lambda key: (key[0] != "", key[0], key[1] != "", key[1]))
    return [groups[key] for key in order], hidden


def _word(key: tuple[str, str], vocabulary: Vocabulary) -> str:
    list_name, item = key
    if not list_name:
        return say(_WORDS[item])
    return f"{_list_word(list_name, vocabulary)} {item}".strip()


def _list_word(list_name: str, vocabulary: Vocabulary) -> str:
    entity = next((entity for entity in vocabulary.entities.values() if entity.list_name == list_name), None)
    return entity.label.in_(language()) if entity is not None else list_name


def _complete(fact: Fact) -> str:
    return say(_ALL_NAMED if fact.value is True else _NOT_ALL)


def known_of(said: list[Fact], declared: Declared) -> Known:
    """A fact with what was said before."""
    first, *rest = [
        Known(
            declared.label.in_(language()),
            value_words(fact.value, declared),
            fact.get_source_display(),
            fact.evidence,
            fact.valid_from,
            str(fact.recorded_by or ""),
            declared.sensitive,
        )
        for fact in said
    ]
    first.before = rest
    return first


def value_words(value: Any, declared: Declared) -> str:
    """A value as it is kept, as people write it; what does not fit the vocabulary any more is shown as it is kept."""
    if value is None:
        return say(_UNKNOWN)
    written = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    try:
        typed = parse_value(written, declared.type)
    except ValueProblem:
        return written
    return format_value(typed, declared.type, language(), dict(declared.value_labels))
