"""A value in the code of a kernel: an exact number with its bounds, and whether it is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from llvmlite import ir

from minsheng.policy.types import Type

__all__ = [
    "ASK",
    "BIT",
    "BYTE",
    "I16",
    "I32",
    "I64",
    "MOST",
    "NOT_APPLICABLE",
    "UNSET_BITS",
    "Bounds",
    "TooLarge",
    "Value",
    "asking_value",
]

BIT, BYTE, I16, I32, I64 = (ir.IntType(width) for width in (1, 8, 16, 32, 64))

#: States of a value: 0 known; bit 0 does not apply; bits 1 to 29 wait for a parameter that is not set; bit 30 only the evaluator can tell.
NOT_APPLICABLE = 1
UNSET_BITS = range(1, 30)
ASK = 1 << 30

#: The largest number that 64 bits hold.
MOST = (1 << 63) - 1

Bounds = tuple[int, int]


class TooLarge(Exception):  # noqa: N818 - becomes a finding that names the rule
    """A number that might not fit into 64 bits; ``bound`` is how large it might be."""

    def __init__(self, bound: int) -> None:
        super().__init__(str(bound))
        self.bound = bound


@dataclass(frozen=True, slots=True)
class Value:
    """A value: ``number`` (a bit for a Boolean, 64 bits for everything else) over ``denominator``, with its ``bounds``.

    The denominator is positive: an ``int`` where it is the same for everybody, code where it is not (then ``most_denominator`` bounds it).
    ``state`` is ``None`` where the value is always known. The number of a value that is not known means nothing, and is never told.
    Dates are days since 1970, choices their place among the values, areas as :mod:`minsheng.population.kernel.areas` writes them.
    """

    number: Any
    bounds: Bounds = (0, 1)
    denominator: Any = 1
    most_denominator: int = 1
    state: Any = None

    def __post_init__(self) -> None:
        reach = max(abs(self.bounds[0]), abs(self.bounds[1]), self.most_denominator)
        if reach > MOST:
            raise TooLarge(reach)

    @property
    def exact(self) -> bool:
        """Whether there may be a part after the whole number."""
        return self.denominator != 1 if isinstance(self.denominator, int) else True

    def in_state(self, state: Any) -> Value:
        """The same number in another state."""
        return replace(self, state=state)


def asking_value(typ: Type) -> Value:
    """A value that only the evaluator can tell."""
    state = ir.Constant(I32, ASK)
    number = ir.Constant(BIT if typ.kind == "bool" else I64, 0)
    return Value(number, (0, 1 if typ.kind == "bool" else 0), state=state)
