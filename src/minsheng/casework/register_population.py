"""The households of the register in an area as a population in Parquet, so that a whole register is decided by the columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa

from minsheng.policy.finding import PolicyError
from minsheng.policy.household import read_household
from minsheng.policy.thing import Household as Told
from minsheng.policy.thing import Thing
from minsheng.policy.vocabulary import Vocabulary
from minsheng.population.schema import Column, TableSpec, table_specs
from minsheng.population.table import PopulationWriter
from minsheng.registry.file import told_on
from minsheng.registry.models import Area, Household

__all__ = ["households_in", "write_population"]

#: Households that are read at a time.
_AT_A_TIME = 500
_LEFT_OUT = ("id_number", "name")
Row = dict[str, Any]


def households_in(area: Area) -> Any:
    """The open files of an area and everything in it."""
    return Household.objects.filter(area__stem__startswith=area.stem, closed_on__isnull=True)


def write_population(
    folder: Path, area: Area, day: date, vocabulary: Vocabulary, progress: Callable[[int], None] = lambda count: None
) -> int:
    """Write everybody in an area as they are known on a day; no names, no ID numbers.

    Args:
        folder: an existing folder.
        area: with everything in it.
        day: what was true on it.
        vocabulary: what the facts mean.
        progress: called with the number of households written.

    Returns:
        How many households stand on the register there but are left out, because nobody belongs to them that day or what is
        stored of them does not fit the vocabulary.
    """
    specs = {name: _wanted(spec) for name, spec in table_specs(vocabulary).items()}
    columns = {name: list(wanted) for name, wanted in specs.items()}
    synthetic = not households_in(area).filter(synthetic=False).exists()
    left_out, done = 0, 0
    with PopulationWriter(folder, vocabulary, columns, synthetic=synthetic) as writer:
        for homes in _portions(area):
            rows: dict[str, list[Row]] = {name: [] for name in specs}
            told_of = told_on(homes, day, vocabulary)
            for home in homes:
                source = told_of[home.pk]
                try:
                    told = read_household(source, vocabulary, latest=day) if source["people"] else None
                except PolicyError:
                    told = None
                if told is None:
                    left_out += 1
                else:
                    _take(told, f"h{home.pk:012d}", home, rows)
            for name, wanted in specs.items():
                if rows[name]:
                    writer.write(name, {column: _array(rows[name], wanted[column]) for column in wanted})
            done += len(homes)
            progress(done)
    return left_out


def _wanted(spec: TableSpec) -> dict[str, Column]:
    return {name: column for name, column in spec.columns.items() if name not in _LEFT_OUT}


def _portions(area: Area) -> Iterator[Sequence[Household]]:
    """The households by their key, a portion at a time."""
    last = 0
    while homes := list(households_in(area).select_related("area").filter(pk__gt=last).order_by("pk")[:_AT_A_TIME]):
        yield homes
        last = homes[-1].pk


def _take(told: Told, household_id: str, home: Household, rows: dict[str, list[Row]]) -> None:
    """Put a household and everything in it into the rows of the tables."""
    common = {"household_id": household_id, "synthetic": home.synthetic}
    rows["households"].append({**common, "area": home.area.code, "applied_on": told.applied_on, **_said(told)})
    _items(told, common, rows)
    for number, person in enumerate(told.lists["people"].items):
        own = {**common, "person_id": f"{household_id}-{number:03d}"}
        rows["people"].append({**own, **_said(person)})
        _items(person, own, rows)


def _items(thing: Thing, keys: Row, rows: dict[str, list[Row]]) -> None:
    for name, listed in thing.lists.items():
        if name != "people" and name in rows:
            rows[name] += [{**keys, **_said(item)} for item in listed.items]


def _said(thing: Thing) -> Row:
    complete = {f"{name}_complete": listed.complete for name, listed in thing.lists.items()}
    return {**thing.facts, **complete}


def _array(rows: Sequence[Row], column: Column) -> pa.Array:
    """One column; money with parts of a fen is left unknown rather than rounded."""
    values = [row.get(column.name) for row in rows]
    if column.type.kind == "money":
        values = [value if isinstance(value, int) else None for value in values]
    elif column.type.kind == "ratio":
        values = [str(value) if isinstance(value, Fraction | int) else None for value in values]
    if isinstance(column.arrow, pa.DictionaryType):
        return pa.array(values, pa.string()).dictionary_encode().cast(column.arrow)
    return pa.array(values, column.arrow)
