"""From the arrays of a kernel to outcomes as columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from minsheng.policy.law import Law
from minsheng.policy.outcome import demonstration_parameters
from minsheng.policy.types import PAYERS
from minsheng.population.kernel.kernel import Families, Kernel, Values
from minsheng.population.kernel.outcome import (
    ASKING,
    LOCAL,
    LOCAL_AMOUNT,
    NO,
    YES,
    YES_WITHOUT_AMOUNT,
    BenefitPlan,
    outcome_columns,
)
from minsheng.population.kernel.value import UNSET_BITS
from minsheng.population.units import COLUMNS, PERIODS_OF_MONEY, Names, Units, split_amounts

__all__ = ["decided_units"]

Array = npt.NDArray[Any]
_STATUS = np.full(128, 1, np.int8)
_STATUS[[YES, YES_WITHOUT_AMOUNT]] = 0
_STATUS[[LOCAL, LOCAL_AMOUNT]] = 3
_UNSET = sum(1 << bit for bit in UNSET_BITS)


def decided_units(kernel: Kernel, values: Values, owner: Array, law: Array, names: Names) -> dict[str, Units]:
    """The outcomes of every benefit of a kernel, without those of households that the evaluator decides.

    Args:
        kernel: what worked them out.
        values: its arrays.
        owner: the household of each person.
        law: the law of each household, by its place among the kernel's laws.
        names: where rules and missing settings are numbered.
    """
    asked = bool(values.asked.any())
    result = {}
    for benefit in kernel.plan.benefits:
        if benefit.entity not in ("person", "family"):
            continue
        home = owner if benefit.entity == "person" else values.families.owner
        keep = np.flatnonzero(~values.asked[home]) if asked else None
        result[benefit.name] = _units(kernel, benefit, values, home, keep, law, names)
    return result


def _units(
    kernel: Kernel, benefit: BenefitPlan, values: Values, home: Array, keep: Array | None, law: Array, names: Names
) -> Units:
    named = {part: values.arrays[column] for part, column in outcome_columns(benefit).items()}
    if keep is not None:
        named, home = {part: array[keep] for part, array in named.items()}, home[keep]
    codes = named["status"]
    assert not (codes == ASKING).any()  # noqa: S101 - those households are with the evaluator
    columns = {
        name: np.zeros(len(home), kind) for name, kind in COLUMNS.items() if name not in ("home", "status", "reason")
    }
    columns |= {
        "home": home,
        "status": _STATUS[codes],
        "reason": _reasons(kernel, benefit, codes, named["reason"], names),
    }
    marked = _marked(kernel.plan.laws, benefit.name)
    told = codes != NO
    if marked.any():
        columns["demonstration"] = told & marked[law[home]]
    _put_needs(kernel, columns, codes, named["waits"], names)
    parts = np.zeros((len(home), len(PAYERS)), np.int64)
    if benefit.amount is not None:
        _put_money(kernel, benefit, columns, parts, named)
    first, members = _members(benefit, values.families, len(home), keep)
    return Units(benefit.name, benefit.entity, columns, parts, first, members)


def _members(benefit: BenefitPlan, families: Families, count: int, keep: Array | None) -> tuple[Array, Array]:
    if benefit.entity == "person":
        return np.arange(count + 1), np.arange(count) if keep is None else keep
    if keep is None:
        return families.first, families.members
    sizes = np.diff(families.first)[keep]
    first = np.concatenate([[0], np.cumsum(sizes)])
    within = np.arange(first[-1]) - np.repeat(first[:-1], sizes)
    return first, families.members[np.repeat(families.first[keep], sizes) + within]


def _marked(laws: Sequence[Law], benefit: str) -> Array:
    return np.array([bool(demonstration_parameters(law, benefit)) for law in laws])


def _reasons(kernel: Kernel, benefit: BenefitPlan, codes: Array, reasons: Array, names: Names) -> Array:
    """The number of the rule that decided: for a refusal what it comes down to, otherwise the benefit itself."""
    by_code = np.array([names.number(name) for name in kernel.plan.reasons], np.int32)
    return np.where(codes == NO, by_code[reasons], np.int32(names.number(benefit.name)))


def _put_needs(kernel: Kernel, columns: dict[str, Array], codes: Array, waits: Array, names: Names) -> None:
    """The groups of settings that open outcomes wait for."""
    open_ = np.flatnonzero((codes == LOCAL) | (codes == LOCAL_AMOUNT))
    if len(open_):
        states, places = np.unique(waits[open_] & _UNSET, return_inverse=True)
        groups = np.array([names.group(kernel.plan.unset.of(int(state))) for state in states], np.int32)
        columns["needs"][open_] = groups[places]


def _put_money(
    kernel: Kernel, benefit: BenefitPlan, columns: dict[str, Array], parts: Array, named: dict[str, Array]
) -> None:
    codes = named["status"]
    columns["has_amount"] = codes == YES
    columns["amount"] = named["amount"]
    rows = np.flatnonzero((codes == YES) | (codes == YES_WITHOUT_AMOUNT) | (codes == LOCAL_AMOUNT))
    columns["period"][rows] = PERIODS_OF_MONEY.index(benefit.period)
    paid = np.flatnonzero(codes == YES)
    if benefit.borne is None:
        return
    ways = named["shares"][paid]
    columns["not_shared"][paid[ways < 0]] = True
    columns["has_shares"][paid[ways >= 0]] = True
    for way in np.unique(ways[ways >= 0]).tolist():
        here = paid[ways == way]
        parts[here] = split_amounts(named["amount"][here], kernel.plan.shares.ways[way])
