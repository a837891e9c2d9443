"""Tables in memory written as population files, and values read back from files."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from minsheng.population.schema import table_specs

__all__ = ["values_in", "written"]


def written(folder: Path, given: dict, vocabulary, area: str = "620100") -> Path:
    """Write tables in memory (owners by their rows) as Parquet; ids are in order."""
    folder.mkdir()
    specs = table_specs(vocabulary)
    homes = [f"h{number:05}" for number in range(len(given["households"]["household_id"]))]
    persons = [f"p{number:06}" for number in range(len(given["people"]["household_id"]))]
    for name, table in given.items():
        columns = {"household_id": np.array(homes, object)[np.asarray(table["household_id"])]}
        if name == "people":
            columns["person_id"] = persons
        elif "person_id" in table:
            columns["person_id"] = np.array(persons, object)[np.asarray(table["person_id"])]
        if name == "households":
            columns["area"] = [area] * len(homes)
        columns |= {key: values for key, values in table.items() if not key.endswith("_id")}
        arrays = {key: _array(values, specs[name].columns[key].arrow) for key, values in columns.items()}
        pq.write_table(pa.table(arrays), folder / f"{name}.parquet")
    return folder


def values_in(file: Path) -> dict[str, list]:
    """The columns of a file of values; pairs of number and denominator as fractions."""
    table = pq.read_table(file)
    found = {name: table.column(name).to_pylist() for name in table.column_names}
    for name in [name for name in found if name.endswith(".number")]:
        rule = name.removesuffix(".number")
        pairs = zip(found.pop(name), found.pop(f"{rule}.denominator"), strict=True)
        found[rule] = [None if number is None else Fraction(number, denominator) for number, denominator in pairs]
    return found


def _array(values, kind: pa.DataType) -> pa.Array:
    return pa.array(values).cast(kind) if pa.types.is_dictionary(kind) else pa.array(values, kind)
