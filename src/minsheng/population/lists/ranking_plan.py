"""How the expressions of a ranking are worked out, and the units of one part with their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from minsheng.policy import tree as t
from minsheng.policy.language import N_
from minsheng.policy.law import Entry
from minsheng.policy.pack import Ranking
from minsheng.policy.precedence import Definition
from minsheng.policy.types import BOOL, Type
from minsheng.population.determine import determine_part
from minsheng.population.lists.definition import refuse
from minsheng.population.lists.portion import Portion, Portions, key_columns, synthetic_homes
from minsheng.population.lists.values import Values, Whole, as_words, values_of_column, values_of_found
from minsheng.population.merge import Part
from minsheng.population.schema import TableSpec

__all__ = ["RankingPlan", "Rows", "rows_of"]

Array = npt.NDArray[Any]
_UNITS = ("person", "family", "household")


@dataclass(frozen=True)
class RankingPlan:
    """For each expression (``partition``, ``score``, ``tie0`` …) its type, and how it is worked out.

    ``facts``: read from a column; ``entries``: rules for the kernel, named by the expression with the ranking in front.
    """

    ranking: Ranking
    types: dict[str, Type]
    facts: dict[str, t.FactRef | t.Day]
    entries: dict[str, Entry]

    @classmethod
    def of(cls, definition: Definition) -> RankingPlan:
        """The plan for a ranking.

        Raises:
            PolicyError: what it ranks or by what cannot be worked out over a population.
        """
        ranking = definition.item
        assert isinstance(ranking, Ranking)  # noqa: S101 - kept by kind
        if ranking.entity not in _UNITS:
            message = N_("{name} ranks things of the kind {entity}, which is not possible over a population yet")
            refuse(definition, message, N_("Persons, families and households can be ranked."), entity=ranking.entity)
        facts: dict[str, t.FactRef | t.Day] = {}
        entries: dict[str, Entry] = {}
        keys = ["partition", "score", *(f"tie{number}" for number in range(len(ranking.ties)))]
        for key in keys:
            tree = definition.trees[key]
            if (isinstance(tree, t.FactRef) and set(tree.path) <= {"owner"}) or (
                isinstance(tree, t.Day) and tree.name == "area"
            ):
                facts[key] = tree
            elif tree.type.kind == "text":
                message = N_("{name} goes by an expression of the type {type}")
                hint = N_("Name a fact or a rule.")
                refuse(definition, message, hint, type=tree.type)
            else:
                entries[f"ranking {definition.name} {key}"] = (ranking.entity, {"is": tree}, definition)
        if ranking.entity == "family" and not entries:  # something must make the families be formed
            entries[f"ranking {definition.name} families"] = ("family", {"is": t.Constant(BOOL, True)}, definition)
        return cls(ranking, {key: definition.trees[key].type for key in keys}, facts, entries)

    @property
    def fact_names(self) -> set[str]:
        """The facts that are read from columns."""
        return {source.name for source in self.facts.values() if isinstance(source, t.FactRef)}


@dataclass(frozen=True)
class Rows:
    """The units of a part in the order of its households: how many of those, the ids of the units, the values of each expression."""

    households: int
    ids: dict[str, pa.Array]
    values: dict[str, Values]


def rows_of(plan: RankingPlan, portions: Portions, part: Part) -> Rows:
    """The units of a part that live in the area asked about."""
    found = [(portion, *_of_portion(plan, portions, portion)) for portion in portions.of(part)]
    if len(found) == 1:
        portion, _, ids, values = found[0]
        return Rows(len(portion.homes), ids, values)
    homes = [portion.homes[units] for portion, units, _, _ in found]
    order = np.argsort(np.concatenate(homes), kind="stable") if homes else np.zeros(0, np.int64)
    kinds = {"household_id": pa.string(), "person_id": pa.string(), "synthetic": pa.bool_()}
    names = [name for name in kinds if name != "person_id" or plan.ranking.entity != "household"]
    ids = {
        name: pa.concat_arrays([own[name] for _, _, own, _ in found] or [pa.array([], kinds[name])]).take(
            pa.array(order)
        )
        for name in names
    }
    values = {key: _joined([own[key] for *_, own in found], typ).taken(order) for key, typ in plan.types.items()}
    return Rows(sum(len(portion.homes) for portion, *_ in found), ids, values)


def _joined(parts: Sequence[Values], typ: Type) -> Values:
    """The values of several portions as one column."""
    whole = Whole(typ)
    for values in parts:
        whole.add(values)
    return whole.values


def _of_portion(
    plan: RankingPlan, portions: Portions, portion: Portion
) -> tuple[Array, dict[str, pa.Array], dict[str, Values]]:
    """For each unit of a portion: the row of its household, its ids, and the value of each expression."""
    part, entity = portion.part, plan.ranking.entity
    found, families = determine_part(portion.law, part, list(plan.entries)) if plan.entries else ({}, None)
    values = {name.rpartition(" ")[2]: values_of_found(column) for name, column in found.items()}
    units = np.arange(len(part.tables["households"]))
    ids = {}
    if entity != "household":
        people, owners = key_columns(part)
        if entity == "person":
            units, ids = owners, {"person_id": people}
        else:
            assert families is not None  # noqa: S101 - a rule of families was asked for
            first = families.members[families.first[:-1]]
            units, ids = families.owner, {"person_id": people.take(pa.array(first))}
    ids = {"household_id": part.tables["households"].column("household_id").take(pa.array(units)), **ids}
    ids["synthetic"] = pa.array(synthetic_homes(part, everywhere=portions.synthetic)[units])
    for key, source in plan.facts.items():
        values[key] = _read(source, portions.specs, part, units)
    values["partition"] = as_words(values["partition"], plan.types["partition"])
    return units, ids, {key: values[key] for key in plan.types}


def _read(source: t.FactRef | t.Day, specs: Mapping[str, TableSpec], part: Part, units: Array) -> Values:
    """A fact of each unit, or of its household."""
    of_person = isinstance(source, t.FactRef) and source.entity == "person"
    table = "people" if of_person else "households"
    batch, column = part.tables[table], specs[table].columns[source.name]
    if source.name in batch.schema.names:
        array = batch.column(source.name)
    else:
        is_text = column.type.kind in ("text", "area", "ratio")
        array = pa.nulls(len(batch), pa.string() if is_text else pa.int64())
    values = values_of_column(column, array)
    return values if of_person else values.taken(units)
