"""The columns of a population: which file holds which facts, and how each type of the vocabulary is kept.

A population is a folder with one table for households, one for people, and one for each further list of the vocabulary (supporters, …).
The same columns stand in Parquet (typed) and in CSV (text); ``docs/reference/population-files.md`` is the description for users.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from minsheng.policy.types import DURATIONS, Type
from minsheng.policy.vocabulary import Vocabulary

__all__ = ["Column", "TableSpec", "table_specs"]


_TEXT = Type("text")
_BOOL = Type("bool")
_DATE = Type("date")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``role``: ``key`` (required), ``about`` (known to the reader, no fact) or ``fact``."""

    name: str
    type: Type
    role: str = "fact"
    required: bool = False
    may_be_negative: bool = False

    @property
    def arrow(self) -> pa.DataType:
        """The Arrow type that is written; choices are text with a dictionary.

        >>> Column("wage_income", Type("money", period="month")).arrow
        DataType(int64)
        """
        kind = self.type.kind
        if kind == "bool":
            return pa.bool_()
        if kind == "money":
            return pa.int64()
        if kind in ("int", *DURATIONS):
            return pa.int32()
        if kind == "date":
            return pa.date32()
        if kind == "choice":
            return pa.dictionary(pa.int8(), pa.string())
        return pa.string()

    @property
    def field(self) -> pa.Field:
        """The Arrow field: money carries its unit and period, other facts their type."""
        about = {"type": str(self.type)}
        if self.type.kind == "money":
            about |= {"unit": "fen", "period": self.type.period}
        return pa.field(self.name, self.arrow, nullable=not self.required, metadata=about)


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: its file name without ending, the entity of its rows, the key of the owner, its columns."""

    name: str
    entity: str
    owner_key: str
    id_key: str
    columns: Mapping[str, Column]

    @property
    def facts(self) -> list[Column]:
        """The columns that are facts."""
        return [column for column in self.columns.values() if column.role == "fact"]


def _facts(vocabulary: Vocabulary, entity: str) -> list[Column]:
    facts = vocabulary.facts_of(entity).items()
    return [Column(name, fact.type, may_be_negative=fact.may_be_negative) for name, fact in facts]


def _complete(vocabulary: Vocabulary, entity: str) -> list[Column]:
    return [Column(f"{name}_complete", _BOOL, "about") for name in vocabulary.lists_of(entity)]


def _spec(name: str, entity: str, owner_key: str, id_key: str, columns: list[Column]) -> TableSpec:
    return TableSpec(name, entity, owner_key, id_key, {column.name: column for column in columns})


def table_specs(vocabulary: Vocabulary) -> dict[str, TableSpec]:
    """The tables of a population by name: ``households``, ``people``, and one for each further list.

    Lists of a household have the key ``household_id``; lists of a person also ``person_id``. Lists inside those are not kept in files.
    """
    household_key = Column("household_id", _TEXT, "key", required=True)
    person_key = Column("person_id", _TEXT, "key", required=True)
    households = [
        household_key,
        Column("area", Type("area"), "about", required=True),
        Column("synthetic", _BOOL, "about"),
        Column("applied_on", _DATE, "about"),
        *_complete(vocabulary, "household"),
        *_facts(vocabulary, "household"),
    ]
    people = [
        household_key,
        person_key,
        Column("id_number", _TEXT, "about"),
        Column("name", _TEXT, "about"),
        Column("synthetic", _BOOL, "about"),
        *_complete(vocabulary, "person"),
        *_facts(vocabulary, "person"),
    ]
    specs = {
        "households": _spec("households", "household", "", "household_id", households),
        "people": _spec("people", "person", "household_id", "person_id", people),
    }
    for owner, keys, owner_key in (
        ("household", [household_key], "household_id"),
        ("person", [household_key, person_key], "person_id"),
    ):
        for name, entity in vocabulary.lists_of(owner).items():
            if name != "people":
                columns = [*keys, Column("synthetic", _BOOL, "about"), *_facts(vocabulary, entity.name)]
                specs[name] = _spec(name, entity.name, owner_key, "", columns)
    return specs
