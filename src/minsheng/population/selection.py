"""Some households of a part, with everything that belongs to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from minsheng.population.merge import Part
from minsheng.population.schema import TableSpec

__all__ = ["selected"]


def selected(part: Part, specs: Mapping[str, TableSpec], households: npt.NDArray[Any]) -> Part:
    """The part with only the households of these rows, in their order."""
    kept: dict[str, npt.NDArray[Any]] = {"households": households}
    result = Part({"households": part.tables["households"].take(pa.array(households))})
    for name in sorted(part.owners, key=lambda n: n != "people"):
        of_person = specs[name].owner_key == "person_id"
        owners_kept = kept.get("people" if of_person else "households", np.zeros(0, np.int64))
        count = (
            len(part.tables["people" if of_person else "households"]) if not of_person or "people" in part.tables else 0
        )
        new_place = np.full(count + 1, -1, np.int64)
        new_place[owners_kept] = np.arange(len(owners_kept))
        owners = part.owners[name].to_numpy(zero_copy_only=False)
        rows = np.flatnonzero(new_place[owners] >= 0)
        kept[name] = rows
        result.tables[name] = part.tables[name].take(pa.array(rows))
        result.owners[name] = pa.array(new_place[owners[rows]], pa.int32())
    return result
