"""Names for the columns that the code of a kernel reads and writes."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from minsheng.policy.types import DURATIONS, Type
from minsheng.population.cells import MOST_FEN, MOST_NUMBER
from minsheng.population.kernel.areas import AREA_BOUNDS
from minsheng.population.kernel.dates import DAY_BOUNDS
from minsheng.population.kernel.value import BYTE, I16, I32, I64, Bounds

__all__ = ["MOST_IN_A_LIST", "NUMPY", "WIDTHS", "Column", "bounds_of_fact", "width_of", "width_of_fact"]

#: Code and NumPy types by width.
WIDTHS: dict[int, Any] = {8: BYTE, 16: I16, 32: I32, 64: I64}
NUMPY: dict[int, Any] = {8: np.uint8, 16: np.int16, 32: np.int32, 64: np.int64}

#: No household has more than a thousand people: tables in memory with more are refused, other ones left to the evaluator.
MOST_IN_A_LIST = 1_000


class Column(NamedTuple):
    """A column: what it holds (``role``), of what (``name``), for which rows (``entity``), in how many bits.

    Roles: ``fact`` and ``missing`` (read), ``value``, ``denominator`` and ``state`` of rules (written), ``link`` to the row of the owner,
    ``first`` row of a list (one more than there are owners), ``complete`` lists, ``member`` rows of families, ``parameter`` and
    ``parameter_state`` (one row for each law), ``law`` of a household, ``day`` of a law, ``cell`` for counters.
    """

    role: str
    name: str
    entity: str
    width: int


def width_of(typ: Type) -> int:
    """How many bits the value of a rule takes in a column.

    >>> width_of(Type("bool")), width_of(Type("money", period="month"))
    (8, 64)
    """
    return {"bool": 8, "choice": 16, "date": 32}.get(typ.kind, 64)


def width_of_fact(typ: Type) -> int:
    """How many bits a fact takes: numbers that are no money are small."""
    return 32 if typ.kind in ("int", *DURATIONS) else width_of(typ)


def bounds_of_fact(typ: Type, *, may_be_negative: bool) -> Bounds:
    """What a fact can be at most; the door refuses everything else."""
    if typ.kind == "choice":
        return 0, max(len(typ.values) - 1, 0)
    if typ.kind == "date":
        return DAY_BOUNDS
    if typ.kind == "area":
        return AREA_BOUNDS
    most = MOST_FEN if typ.kind == "money" else MOST_NUMBER
    return (-most if may_be_negative else 0), most
