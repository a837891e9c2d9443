"""What is counted over the runs of a forecast, part by part; merging parts gives the same in any order.

All figures come from the result rows and totals of each run, whole columns at a time. Counts and fen are whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from minsheng.population.decider import DecidedPart
from minsheng.population.simulate.columns import OPEN, STATES, Rows, townships_in
from minsheng.population.simulate.spread import Spread
from minsheng.population.totals import Totals

__all__ = ["BANDS", "DIRECTIONS", "Count", "Group", "Near", "Passage", "Tally", "Watched", "band_of", "tally"]

#: Where bands of a difference end, in fen a month; beyond the last there is one more. Only for showing.
BANDS = (5_000, 10_000, 20_000, 50_000)
DIRECTIONS = ("gain", "lose", "same", "open")

Numbers = npt.NDArray[np.int64]


class Group(NamedTuple):
    """Households whose money changes alike: township, direction, and band of the monthly difference (-1 where there is none)."""

    township: str
    direction: str
    band: int


class Passage(NamedTuple):
    """Who passes from one state of a benefit to another, in a township."""

    benefit: str
    township: str
    before: str
    after: str


class Near(NamedTuple):
    """Whose outcome differs when a parameter is moved: the place of the move, the benefit, and ``enters``, ``leaves`` or ``open``."""

    move: int
    benefit: str
    how: str


@dataclass
class Count:
    """Households, people, and fen over twelve months."""

    households: int = 0
    people: int = 0
    fen: int = 0

    def add(self, households: int, people: int, fen: int = 0) -> None:
        """Add some."""
        self.households += households
        self.people += people
        self.fen += fen


@dataclass
class Tally:
    """Everything counted.

    Attributes:
        totals: by run, for before, after and the points of a sweep.
        receiving: by run and township, who has any money.
        groups: households by what changes for them.
        passages: who passes from one state of a benefit to another.
        near: whose outcome differs when a parameter is moved.
        spread: poverty gap and evenness; ``None`` where the results hold no income.
    """

    totals: dict[int, Totals] = field(default_factory=dict)
    receiving: dict[tuple[int, str], Count] = field(default_factory=dict)
    groups: dict[Group, Count] = field(default_factory=dict)
    passages: dict[Passage, Count] = field(default_factory=dict)
    near: dict[Near, Count] = field(default_factory=dict)
    spread: Spread | None = None

    @property
    def households(self) -> int:
        """Households that went through."""
        return self.totals[0].households if self.totals else 0

    def merge(self, other: Tally) -> None:
        """Add what another part has."""
        for run, totals in other.totals.items():
            self.totals.setdefault(run, Totals()).merge(totals)
        _add(self.receiving, other.receiving)
        _add(self.groups, other.groups)
        _add(self.passages, other.passages)
        _add(self.near, other.near)
        if other.spread is not None:
            self.spread = self.spread or Spread()
            self.spread.merge(other.spread)

    def check(self) -> None:
        """Hold the counts to what must be true of them.

        Raises:
            ValueError: groups do not add up to all households, or their money not to the difference of the totals.
        """
        if sum(count.households for count in self.groups.values()) != self.households:
            raise ValueError("gainers, losers and the others do not add up to all households")
        changed = sum(count.fen if run else -count.fen for (run, _), count in self.receiving.items() if run < 2)
        if sum(count.fen for count in self.groups.values()) != changed:
            raise ValueError("the money of gainers and losers does not add up to the difference")
        for totals in self.totals.values():
            totals.check()


K = TypeVar("K")


def _add(mine: dict[K, Count], theirs: Mapping[K, Count]) -> None:
    for key, count in theirs.items():
        mine.setdefault(key, Count()).add(count.households, count.people, count.fen)


def band_of(fen_a_month: int) -> int:
    """The band of a monthly difference, counted from 0; its upper end belongs to it.

    >>> band_of(5000), band_of(-5001), band_of(10**9)
    (0, 1, 4)
    """
    return int(np.searchsorted(BANDS, abs(fen_a_month)))


@dataclass(frozen=True, slots=True)
class Watched:
    """Which benefits are looked at: all; those that are money; those that the change can touch."""

    benefits: tuple[str, ...]
    paid: tuple[str, ...]
    touched: frozenset[str]


class _Run:
    """One run over a part: rows of homes and people with what is asked of them more than once."""

    def __init__(self, decided: DecidedPart, paid: Sequence[str]) -> None:
        self.homes, self.people = Rows(decided.homes), Rows(decided.people)
        self.money = self.homes.twelve_months(paid)
        self.totals = decided.totals


def tally(
    before: DecidedPart,
    after: DecidedPart,
    moved: Iterable[DecidedPart],
    points: Iterable[DecidedPart],
    watched: Watched,
) -> Tally:
    """Count one part. Only two runs are held at a time beside those before and after, so that a long sweep takes no more memory.

    Args:
        before: what was decided about it before.
        after: and after.
        moved: with a changed parameter moved a little, move by move.
        points: at the points of a sweep, in their order.
        watched: the benefits looked at.
    """
    result = Tally()
    names, of_homes = townships_in(before.homes)
    places = _Places(names, of_homes, townships_in(before.people)[1], Rows(before.homes).numbers("people"))
    first, second = _Run(before, watched.paid), _Run(after, watched.paid)
    _count_run(result, 0, first, places, watched.paid)
    _same_people(before, after)
    _count_run(result, 1, second, places, watched.paid)
    _count_groups(result, first, second, places, watched)
    _count_passages(result, first, second, places, watched.benefits)
    number = 2
    for move, decided in enumerate(moved):
        _same_people(before, decided)
        _count_near(result, move, after, decided, watched)
        number += 1
    for decided in points:
        _same_people(before, decided)
        _count_run(result, number, _Run(decided, watched.paid), places, watched.paid)
        number += 1
    return result


@dataclass(frozen=True, slots=True)
class _Places:
    """The townships of a part, which of them each household and person is in, and the people of each household."""

    names: list[str]
    of_homes: Numbers
    of_people: Numbers
    heads: Numbers


def _same_people(one: DecidedPart, other: DecidedPart) -> None:
    if not one.homes.column("household_id").equals(other.homes.column("household_id")):
        raise ValueError("two runs over one part gave other households")


def _count_run(result: Tally, number: int, run: _Run, places: _Places, paid: Sequence[str]) -> None:
    """The totals of a run, and who has any money."""
    result.totals[number] = Totals()
    result.totals[number].merge(run.totals)
    _check_rows(run, paid)
    size = len(places.names)
    homes = np.bincount(places.of_homes[run.homes.yes(paid)], minlength=size)
    people = np.bincount(places.of_people[run.people.yes(paid)], minlength=size)
    fen = _sums(places.of_homes, run.money, size)
    for place, name in enumerate(places.names):
        result.receiving[number, name] = Count(int(homes[place]), int(people[place]), int(fen[place]))


def _check_rows(run: _Run, paid: Sequence[str]) -> None:
    """The rows must have the money of the totals."""
    in_totals = dict.fromkeys(paid, 0)
    for key, line in run.totals.lines.items():
        if key.status == "yes":
            in_totals[key.benefit] = in_totals.get(key.benefit, 0) + sum(line.amount.values())
    for benefit, fen in in_totals.items():
        if int(run.homes.amounts(benefit).sum()) != fen or int(run.people.amounts(benefit).sum()) != fen:
            raise ValueError(f"the rows of {benefit} do not add up to its totals")


def _sums(of: Numbers, values: Numbers, size: int) -> Numbers:
    """Sums by place, in whole numbers."""
    sums = np.zeros(size, np.int64)
    np.add.at(sums, of, values)
    return sums


def _count_groups(result: Tally, before: _Run, after: _Run, places: _Places, watched: Watched) -> None:
    """Every household in one group. Open ones come first: what is not known is no gain and no loss."""
    names, change = places.names, after.money - before.money
    watch = [benefit for benefit in watched.paid if benefit in watched.touched]
    open_ = before.homes.open(watch) | after.homes.open(watch)
    direction = np.where(open_, 3, np.where(change > 0, 0, np.where(change < 0, 1, 2)))
    bands = np.searchsorted(12 * np.array(BANDS, np.int64), np.abs(change))
    bands = np.where(direction < 2, bands, -1)
    size = len(BANDS) + 2
    code = (places.of_homes * len(DIRECTIONS) + direction) * size + bands + 1
    width = len(names) * len(DIRECTIONS) * size
    homes, people, fen = (
        np.bincount(code, minlength=width),
        _sums(code, places.heads, width),
        _sums(code, change, width),
    )
    for at in np.flatnonzero(homes).tolist():
        rest, band = divmod(at, size)
        place, way = divmod(rest, len(DIRECTIONS))
        result.groups[Group(names[place], DIRECTIONS[way], band - 1)] = Count(
            int(homes[at]), int(people[at]), int(fen[at])
        )


def _count_passages(result: Tally, before: _Run, after: _Run, places: _Places, benefits: Sequence[str]) -> None:
    names = places.names
    size = len(STATES)
    width = len(names) * size * size
    for benefit in benefits:
        counted = []
        for of, one, other in (
            (places.of_homes, before.homes, after.homes),
            (places.of_people, before.people, after.people),
        ):
            code = (of * size + one.states(benefit)) * size + other.states(benefit)
            counted.append(np.bincount(code, minlength=width))
        homes, people = counted
        for at in np.flatnonzero(homes + people).tolist():
            rest, to = divmod(at, size)
            place, was = divmod(rest, size)
            passage = Passage(benefit, names[place], STATES[was], STATES[to])
            result.passages[passage] = Count(int(homes[at]), int(people[at]))


def _count_near(result: Tally, number: int, after: DecidedPart, moved: DecidedPart, watched: Watched) -> None:
    """Who has a benefit only if the parameter is moved, or only if it is not."""
    if moved is after:
        return
    rows = [(Rows(one), Rows(other)) for one, other in ((after.homes, moved.homes), (after.people, moved.people))]
    for benefit in watched.benefits:
        if benefit not in watched.touched:
            continue
        counts = [_flips(one.states(benefit), other.states(benefit)) for one, other in rows]
        for how, households, people in zip(("enters", "leaves", "open"), *counts, strict=True):
            if households or people:
                result.near.setdefault(Near(number, benefit, how), Count()).add(households, people)


def _flips(was: npt.NDArray[np.int8], would: npt.NDArray[np.int8]) -> tuple[int, int, int]:
    """How many rows come in, fall out, or are not settled on one side while the sides differ."""
    differ = was != would
    unsettled = np.isin(was, OPEN) | np.isin(would, OPEN)
    enters = differ & (would == 0) & ~unsettled
    leaves = differ & (was == 0) & ~unsettled
    return int(enters.sum()), int(leaves.sum()), int((differ & unsettled).sum())
