"""Figures before, after and their difference: by area, by benefit and by payer, as plain values.

Twelve months: what is paid by the month counts twelve times, what is paid by the year or once counts once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from minsheng.policy.types import PAYERS
from minsheng.population.simulate.columns import TIMES_A_YEAR
from minsheng.population.totals import STATUSES, Line, Totals

__all__ = ["Figures", "difference", "figures_of", "money_of", "sum_of"]

Json = dict[str, object]
_STILL_OPEN = ("cannot_tell_yet", "needs_local_setting")


@dataclass
class Figures:
    """The lines of one run by benefit and township (``None``: everywhere) and status."""

    lines: dict[tuple[str, str | None], dict[str, Line]] = field(default_factory=dict)

    def of(self, benefit: str, township: str | None) -> dict[str, Line]:
        """The lines of a benefit in a township, or everywhere, by status; empty ones where there is nothing."""
        there = self.lines.get((benefit, township), {})
        return {status: there.get(status) or Line() for status in STATUSES}


def figures_of(totals: Totals) -> Figures:
    """Sort the lines of a run, with sums over all townships."""
    result = Figures()
    for key, line in totals.lines.items():
        for township in (key.township, None):
            there = result.lines.setdefault((key.benefit, township), {})
            there.setdefault(key.status, Line()).add(line)
    return result


def money_of(lines: Iterable[Line]) -> Json:
    """The money of some lines: by period as it is due, and over twelve months with who bears it. All in fen."""
    due: dict[str, int] = {}
    borne = dict.fromkeys(PAYERS, 0)
    unset = 0
    for line in lines:
        for period, fen in line.amount.items():
            due[period] = due.get(period, 0) + fen
        for (period, payer), fen in line.shares.items():
            borne[payer] += _over_twelve_months(period, fen)
        unset += sum(_over_twelve_months(period, fen) for period, fen in line.unshared.items())
    whole = sum(_over_twelve_months(period, fen) for period, fen in due.items())
    if sum(borne.values()) + unset != whole:
        raise ValueError(f"what is borne does not add up: {sum(borne.values())} + {unset} != {whole}")
    return {
        "amount_fen": {period: due.get(period, 0) for period in TIMES_A_YEAR},
        "twelve_months_fen": whole,
        "borne_fen": borne,
        "shares_not_set_fen": unset,
    }


def _over_twelve_months(period: str, fen: int) -> int:
    if period not in TIMES_A_YEAR:
        raise ValueError(f"an amount without a known period: {period!r}")
    return fen * TIMES_A_YEAR[period]


def sum_of(lines: Mapping[str, Line]) -> Json:
    """One benefit in one place: who has it, its money, and who cannot be told."""
    yes, undecided = lines["yes"], [lines[status] for status in _STILL_OPEN]
    return {
        "units": yes.units,
        "people": yes.people,
        "households": yes.households,
        **money_of([yes]),
        "units_without_amount": yes.open_amounts,
        "units_cannot_be_told": sum(line.units for line in undecided),
        "people_cannot_be_told": sum(line.people for line in undecided),
        "units_with_demonstration_values": sum(line.demonstration for line in lines.values()),
    }


def difference(before: object, after: object) -> object:
    """``after`` less ``before``, number by number.

    >>> difference({"a": 1, "b": {"c": 2}}, {"a": 5, "b": {"c": 1}})
    {'a': 4, 'b': {'c': -1}}
    """
    if isinstance(before, dict) and isinstance(after, dict):
        return {key: difference(before[key], after[key]) for key in before}
    assert isinstance(before, int) and isinstance(after, int)  # noqa: S101, PT018 - figures are whole numbers
    return after - before
