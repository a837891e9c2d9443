"""Forming the assessment units in the code of a kernel: the same families as :mod:`minsheng.policy.evaluation` derives.

Rows of families: first one for each household that stands for the family of somebody who belongs to none, then the real ones. Where it is
in doubt who belongs, the household is marked for the evaluator.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from llvmlite import ir

from minsheng.policy.types import BOOL
from minsheng.population.kernel.arithmetic import number_constant
from minsheng.population.kernel.layout import Column
from minsheng.population.kernel.segment import Row, Segment, SegmentCode
from minsheng.population.kernel.value import BIT, BYTE, I64

if TYPE_CHECKING:
    from minsheng.population.kernel.plan import Plan

__all__ = [
    "ASKED",
    "FAMILY_COMPLETE",
    "FAMILY_COUNT",
    "FAMILY_FIRST",
    "FAMILY_MEMBER",
    "FAMILY_OF",
    "FAMILY_OWNER",
    "FIRST_HOUSEHOLD",
    "MEMBER_COUNT",
    "family_code",
]

FAMILY_COUNT = Column("cell", "families", "", 64)
MEMBER_COUNT = Column("cell", "members", "", 64)
FIRST_HOUSEHOLD = Column("cell", "first_household", "", 64)
FAMILY_FIRST = Column("first", "members", "family", 32)
FAMILY_MEMBER = Column("member", "members", "family", 32)
FAMILY_OWNER = Column("link", "owner", "family", 32)
FAMILY_COMPLETE = Column("complete", "members", "family", 8)
FAMILY_OF = Column("link", "family", "person", 32)
#: Households that the evaluator must decide.
ASKED = Column("asked", "", "household", 8)


def family_code(plan: Plan, *, whole: bool) -> SegmentCode:
    """The function that forms the families of some households.

    Args:
        plan: what is compiled; the rules ``unit.counts`` and ``unit.apart`` stand in columns.
        whole: whether the family keeps those who are also assessed alone.
    """
    segment = Segment(plan, "household", separate=False)
    builder, zero, one = segment.builder, number_constant(0), number_constant(1)
    household = segment.household()
    first = segment.load_number(Column("first", "people", "household", 32), household)
    end = segment.load_number(Column("first", "people", "household", 32), builder.add(household, one))
    families, members = segment.load(FAMILY_COUNT, zero), segment.load(MEMBER_COUNT, zero)

    def person(at: Any) -> tuple[Any, Any, Any]:
        """Whether somebody counts, is assessed alone, and whether that is not known."""
        counts = segment.stored("unit.counts", Row("person", at), BOOL)
        apart = segment.stored("unit.apart", Row("person", at), BOOL)
        state = segment.arithmetic.either(counts.state, apart.state)
        return counts.number, apart.number, segment.arithmetic.unknown(state)

    def gather(at: Any, running: Sequence[Any]) -> Sequence[Any]:
        place, doubt = running
        counts, apart, unknown = person(at)
        belongs = counts if whole else builder.and_(counts, builder.not_(apart))
        segment.store(FAMILY_MEMBER, place, at)
        return builder.add(place, builder.zext(belongs, I64)), builder.or_(doubt, unknown)

    after, doubt = segment.each(first, end, (members, ir.Constant(BIT, 0)), gather)
    segment.store(FAMILY_FIRST, families, members)
    segment.store(FAMILY_OWNER, families, household)
    segment.store(FAMILY_COMPLETE, families, segment.load(Column("complete", "people", "household", 8), household))
    some = builder.icmp_signed(">", after, members)
    nobody = builder.sub(household, segment.load(FIRST_HOUSEHOLD, zero))

    def set_apart(at: Any, running: Sequence[Any]) -> Sequence[Any]:
        place, family = running
        counts, apart, _ = person(at)
        segment.store(FAMILY_MEMBER, place, at)
        segment.store(FAMILY_FIRST, family, place)
        segment.store(FAMILY_OWNER, family, household)
        segment.store(FAMILY_COMPLETE, family, ir.Constant(BYTE, 1))
        own = builder.select(apart, family, builder.select(counts, families, nobody))
        segment.store(FAMILY_OF, at, own)
        more = builder.zext(apart, I64)
        return builder.add(place, more), builder.add(family, more)

    started = builder.add(families, builder.zext(some, I64))
    place, family = segment.each(first, end, (after, started), set_apart)
    segment.store(FAMILY_FIRST, family, place)
    segment.store(FAMILY_COUNT, zero, family)
    segment.store(MEMBER_COUNT, zero, place)
    segment.store(ASKED, household, doubt)
    return segment.finish()
