"""Totals of a population's decisions: people, households and money by benefit, township and status.

Merging parts gives the same in any order.

Amounts are whole fen and stay apart by period (a month, a year, once): nothing is converted here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from minsheng.policy.outcome import STATUSES
from minsheng.policy.types import PAYERS
from minsheng.population.areas import area_name, township_of
from minsheng.population.units import PERIODS_OF_MONEY, Names, Units

__all__ = ["CSV_HEADER", "STATUSES", "Decided", "Key", "Line", "Totals"]

Array = npt.NDArray[Any]


class Decided(Protocol):
    """What totals need of an outcome; :class:`minsheng.policy.outcome.Outcome` has it."""

    benefit: str
    entity: str
    thing_id: str
    members: tuple[str, ...]
    status: str
    amount: int | None
    amount_at_most: int | None
    period: str
    shares: dict[str, int] | None
    shares_not_set: bool
    demonstration: bool
    because: str
    needs: frozenset[tuple[str, str]]
    unset: frozenset[str]


class Key(NamedTuple):
    """What a line counts: one benefit in one township with one status."""

    benefit: str
    township: str
    status: str


@dataclass
class Line:
    """Counts and money of one key.

    ``units``: people, or families where the benefit is of families; ``people``: the people in them; ``households``: registered households
    with at least one such unit; ``amount``: fen by period; ``shares``: fen by payer of ``amount``; ``unshared``: the part of ``amount``
    whose payer is not set; ``open_amounts``: units whose amount is not known; ``at_most``: fen by period that those can cost at most;
    ``demonstration``: units decided with a demonstration value.
    """

    units: int = 0
    people: int = 0
    households: int = 0
    amount: Counter[str] = field(default_factory=Counter)
    shares: Counter[tuple[str, str]] = field(default_factory=Counter)
    unshared: Counter[str] = field(default_factory=Counter)
    open_amounts: int = 0
    at_most: Counter[str] = field(default_factory=Counter)
    demonstration: int = 0

    def add(self, other: Line) -> None:
        """Add another line of the same key."""
        self.units += other.units
        self.people += other.people
        self.households += other.households
        self.open_amounts += other.open_amounts
        self.demonstration += other.demonstration
        for mine, theirs in (
            (self.amount, other.amount),
            (self.unshared, other.unshared),
            (self.at_most, other.at_most),
        ):
            for period, fen in theirs.items():
                mine[period] += fen
        for payer, fen in other.shares.items():
            self.shares[payer] += fen

    def as_json(self) -> dict[str, object]:
        """Plain values; shares by period and payer."""
        shares: dict[str, dict[str, int]] = {}
        for (period, payer), fen in sorted(self.shares.items()):
            shares.setdefault(period, {})[payer] = fen
        return {
            "units": self.units,
            "people": self.people,
            "households": self.households,
            "amount_fen": dict(sorted(self.amount.items())),
            "shares_fen": shares,
            "shares_not_set_fen": dict(sorted(self.unshared.items())),
            "open_amounts": self.open_amounts,
            "at_most_fen": dict(sorted(self.at_most.items())),
            "with_demonstration_values": self.demonstration,
        }


CSV_HEADER = (
    "benefit",
    "area",
    "area_name",
    "status",
    "units",
    "people",
    "households",
    "period",
    "amount_fen",
    *(f"{payer}_fen" for payer in PAYERS),
    "shares_not_set_fen",
    "open_amounts",
    "at_most_fen",
    "with_demonstration_values",
)


@dataclass
class Totals:
    """Everything counted over a population or a part of one.

    >>> a, b = Totals(households=1), Totals(households=2)
    >>> (a + b).households
    3
    """

    lines: dict[Key, Line] = field(default_factory=dict)
    reasons: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    needs: Counter[tuple[str, str]] = field(default_factory=Counter)
    area_households: Counter[str] = field(default_factory=Counter)
    area_people: Counter[str] = field(default_factory=Counter)
    households: int = 0
    people: int = 0
    synthetic: int = 0
    set_aside: int = 0

    def add_household(self, area: str, people: int, synthetic: bool, outcomes: Iterable[Decided]) -> None:
        """Count one household with everything decided for it."""
        township = township_of(area)
        self.households += 1
        self.people += people
        self.synthetic += synthetic
        self.area_households[township] += 1
        self.area_people[township] += people
        lines, reasons, seen = self.lines, self.reasons, set()
        for outcome in outcomes:
            benefit, status = outcome.benefit, outcome.status
            key = Key(benefit, township, status)
            line = lines.get(key)
            if line is None:
                line = lines[key] = Line()
            line.units += 1
            line.people += len(outcome.members) if outcome.entity == "family" else 1
            if key not in seen:
                seen.add(key)
                line.households += 1
            reason = (benefit, status, outcome.because)
            reasons[reason] = reasons.get(reason, 0) + 1
            if status != "no":
                _add_money(line, outcome)
                if outcome.status != "yes":
                    self._add_needs(outcome)

    def add_units(self, townships: Sequence[str], of_home: Array, units: Units, names: Names) -> None:
        """Count the outcomes of one benefit.

        Args:
            townships: the townships that occur.
            of_home: for each household the place of its township among them.
            units: the outcomes.
            names: what the numbers in the outcomes stand for.
        """
        if not len(units):
            return
        status, home = units.status.astype(np.int64), units.home
        keys = of_home[home].astype(np.int64) * len(STATUSES) + status
        counted, people = _counts(keys), _sums(keys, units.sizes)
        homes = _counts(np.unique(home.astype(np.int64) * len(STATUSES) + status, return_index=True)[1], of=keys)
        money = units.taken(np.flatnonzero(units.status != 1))
        of_money = keys[units.status != 1]
        for key, count in counted.items():
            line = self._line(units.benefit, townships[key // len(STATUSES)], STATUSES[key % len(STATUSES)])
            line.units += count
            line.people += people[key]
            line.households += homes[key]
            if key % len(STATUSES) != 1:
                _add_money_of(line, money, of_money == key)
        many = len(names.names)
        for reason, count in _counts(status * many + units.reason).items():
            self.reasons[(units.benefit, STATUSES[reason // many], names.names[reason % many])] += count
        for group, count in _counts(units.needs[units.needs > 0]).items():
            for name in names.groups[group]:
                self.needs[(units.benefit, name)] += count

    def _line(self, benefit: str, township: str, status: str) -> Line:
        return self.lines.setdefault(Key(benefit, township, status), Line())

    def add_homes(self, townships: Sequence[str], of_home: Array, sizes: Array, synthetic: int) -> None:
        """Count households and their people, as :meth:`add_units` counts outcomes."""
        self.households += len(of_home)
        self.people += int(sizes.sum())
        self.synthetic += synthetic
        for place, count in _counts(of_home).items():
            self.area_households[townships[place]] += count
        for place, count in _sums(of_home, sizes).items():
            self.area_people[townships[place]] += count

    def _add_needs(self, outcome: Decided) -> None:
        """Count which facts and settings outcomes wait for, each name once for an outcome."""
        for name in {fact for _, fact in outcome.needs} | set(outcome.unset):
            self.needs[(outcome.benefit, name)] += 1

    def merge(self, other: Totals) -> Totals:
        """Add another part; returns itself."""
        for key, line in other.lines.items():
            mine = self.lines.get(key)
            if mine is None:
                mine = self.lines[key] = Line()
            mine.add(line)
        for reason, count in other.reasons.items():
            self.reasons[reason] += count
        for need, count in other.needs.items():
            self.needs[need] += count
        for areas, of_other in ((self.area_households, other.area_households), (self.area_people, other.area_people)):
            for area, count in of_other.items():
                areas[area] += count
        self.households += other.households
        self.people += other.people
        self.synthetic += other.synthetic
        self.set_aside += other.set_aside
        return self

    def __add__(self, other: Totals) -> Totals:
        return Totals().merge(self).merge(other)

    # looking ----------------------------------------------------------------------------------------------------------------------------

    def benefits(self) -> list[str]:
        """The benefits that were decided, in the order of their names."""
        return sorted({key.benefit for key in self.lines})

    def line(self, benefit: str, status: str, township: str | None = None) -> Line:
        """One benefit with one status, in one township or everywhere."""
        whole = Line()
        for key, line in self.lines.items():
            if key.benefit == benefit and key.status == status and township in (None, key.township):
                whole.add(line)
        return whole

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The rows of ``totals.csv``, one for each key and period."""
        for key, line in sorted(self.lines.items()):
            for number, period in enumerate(sorted({*line.amount, *line.at_most}) or [""]):
                counts = (line.units, line.people, line.households) if number == 0 else ("", "", "")
                yield (
                    key.benefit,
                    key.township,
                    area_name(key.township),
                    key.status,
                    *counts,
                    period,
                    line.amount[period],
                    *(line.shares[(period, payer)] for payer in PAYERS),
                    line.unshared[period],
                    line.open_amounts,
                    line.at_most[period],
                    line.demonstration,
                )

    def check(self) -> None:
        """Hold the totals to what must be true of them.

        Raises:
            ValueError: shares do not add up to the amount, or areas do not add up to the whole. Money would be wrong: nothing is written.
        """
        for key, line in self.lines.items():
            for period, fen in line.amount.items():
                shared = sum(part for (of, _), part in line.shares.items() if of == period)
                if shared + line.unshared[period] != fen:
                    parts = f"{shared} + {line.unshared[period]}"
                    raise ValueError(f"shares of {key.benefit} in {key.township} do not add up: {parts} != {fen}")
        if sum(self.area_people.values()) != self.people or sum(self.area_households.values()) != self.households:
            raise ValueError("the areas do not add up to the whole")

    def as_json(self) -> dict[str, object]:
        """The totals for ``totals.json``."""
        return {
            "households": self.households,
            "people": self.people,
            "synthetic_households": self.synthetic,
            "set_aside": self.set_aside,
            "areas": {
                area: {
                    "name": area_name(area),
                    "households": self.area_households[area],
                    "people": self.area_people[area],
                }
                for area in sorted(self.area_households)
            },
            "lines": [
                {"benefit": key.benefit, "area": key.township, "status": key.status, **line.as_json()}
                for key, line in sorted(self.lines.items())
            ],
            "reasons": [
                {"benefit": benefit, "status": status, "because": because, "units": count}
                for (benefit, status, because), count in sorted(
                    self.reasons.items(), key=lambda item: (item[0][:2], -item[1], item[0][2])
                )
            ],
            "needs": [
                {"benefit": benefit, "needs": need, "units": count}
                for (benefit, need), count in sorted(
                    self.needs.items(), key=lambda item: (item[0][0], -item[1], item[0][1])
                )
            ],
        }


def _counts(keys: Array, *, of: Array | None = None) -> dict[int, int]:
    """How often each key occurs; with ``of``, ``keys`` are places in it."""
    keys = keys if of is None else of[keys]
    values, counts = np.unique(keys, return_counts=True)
    return dict(zip(values.tolist(), counts.tolist(), strict=True))


def _sums(keys: Array, values: Array) -> dict[int, int]:
    """The exact sum of whole numbers by key."""
    found, places = np.unique(keys, return_inverse=True)
    sums = np.zeros(len(found), np.int64)
    np.add.at(sums, places, values)
    return dict(zip(found.tolist(), sums.tolist(), strict=True))


def _add_money_of(line: Line, units: Units, here: Array) -> None:
    line.demonstration += int((units.demonstration & here).sum())
    told = here & ~units.has_amount & ((units.period > 0) | units.has_most)
    line.open_amounts += int(told.sum())
    for code in np.unique(units.period[here]).tolist():
        period = PERIODS_OF_MONEY[code]
        inside = here & (units.period == code)
        most = inside & units.has_most & ~units.has_amount
        if most.any():
            line.at_most[period] += int(units.most[most].sum())
        paid = inside & units.has_amount
        if not paid.any():
            continue
        line.amount[period] += int(units.amount[paid].sum())
        unshared = paid & ~units.has_shares
        if unshared.any():
            line.unshared[period] += int(units.amount[unshared].sum())
        for place, fen in enumerate(units.parts[paid & units.has_shares].sum(axis=0).tolist()):
            if fen:
                line.shares[(period, PAYERS[place])] += fen


def _add_money(line: Line, outcome: Decided) -> None:
    if outcome.demonstration:
        line.demonstration += 1
    if outcome.amount is None:
        if outcome.period or outcome.amount_at_most is not None:
            line.open_amounts += 1
        if outcome.amount_at_most is not None:
            line.at_most[outcome.period] += outcome.amount_at_most
        return
    line.amount[outcome.period] += outcome.amount
    if outcome.shares is None:
        line.unshared[outcome.period] += outcome.amount
    else:
        for payer, fen in outcome.shares.items():
            line.shares[(outcome.period, payer)] += fen
