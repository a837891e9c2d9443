"""Result rows: one for each household and one for each person, with a few columns for each benefit, ready for Parquet.

An amount stands once: a benefit of a person on that person's row, a benefit of a family on the row of the family's first member (its other
members have the status only). So a column adds up to the totals. Household rows have the sums over the household.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from minsheng.policy.thing import Household
from minsheng.policy.types import PAYERS
from minsheng.population.totals import STATUSES, Decided

__all__ = ["Results", "household_schema", "person_schema"]

_STATUS = pa.dictionary(pa.int8(), pa.string())
_RANK = {"yes": 3, "cannot_tell_yet": 2, "needs_local_setting": 1, "no": 0}
_CODE = {status: code for code, status in enumerate(STATUSES)}


def _keys(*extra: pa.Field) -> list[pa.Field]:
    return [
        pa.field("household_id", pa.string(), nullable=False),
        *extra,
        pa.field("area", pa.string(), nullable=False),
        pa.field("synthetic", pa.bool_(), nullable=False),
    ]


def _columns(benefit: str, *extra: pa.Field) -> list[pa.Field]:
    fen = {"unit": "fen"}
    return [
        pa.field(f"{benefit}.status", _STATUS),
        *extra,
        pa.field(f"{benefit}.because", pa.string()),
        pa.field(f"{benefit}.amount_fen", pa.int64(), metadata=fen),
        pa.field(f"{benefit}.at_most_fen", pa.int64(), metadata=fen),
        pa.field(f"{benefit}.period", pa.string()),
        *(pa.field(f"{benefit}.{payer}_fen", pa.int64(), metadata=fen) for payer in PAYERS),
        pa.field(f"{benefit}.shares_not_set", pa.bool_()),
        pa.field(f"{benefit}.demonstration", pa.bool_()),
    ]


def person_schema(benefits: Sequence[str]) -> pa.Schema:
    """The columns of ``person_results.parquet``."""
    return pa.schema(
        _keys(pa.field("person_id", pa.string(), nullable=False)) + [f for b in benefits for f in _columns(b)]
    )


def household_schema(benefits: Sequence[str]) -> pa.Schema:
    """The columns of ``household_results.parquet``; ``BENEFIT.people`` counts the people with a yes."""
    people = [pa.field("people", pa.int32(), nullable=False)]
    return pa.schema(_keys(*people) + [f for b in benefits for f in _columns(b, pa.field(f"{b}.people", pa.int32()))])


@dataclass
class _Money:
    """What a row has beside its status, by row."""

    because: dict[int, str] = field(default_factory=dict)
    amount: dict[int, int] = field(default_factory=dict)
    at_most: dict[int, int] = field(default_factory=dict)
    period: dict[int, str] = field(default_factory=dict)
    shares: dict[str, dict[int, int]] = field(default_factory=dict)
    shares_not_set: dict[int, bool] = field(default_factory=dict)
    demonstration: dict[int, bool] = field(default_factory=dict)

    def put(self, row: int, outcome: Decided) -> None:
        """Add an outcome's money to a row."""
        if outcome.amount is not None:
            self.amount[row] = self.amount.get(row, 0) + outcome.amount
        if outcome.amount_at_most is not None:
            self.at_most[row] = self.at_most.get(row, 0) + outcome.amount_at_most
        if outcome.period:
            self.period[row] = outcome.period
        for payer, fen in (outcome.shares or {}).items():
            of_payer = self.shares.setdefault(payer, {})
            of_payer[row] = of_payer.get(row, 0) + fen
        if outcome.shares_not_set:
            self.shares_not_set[row] = True
        if outcome.demonstration:
            self.demonstration[row] = True

    def arrays(self, rows: int) -> list[pa.Array]:
        """The columns after ``because``, in the order of the schema."""
        money = [
            _sparse(self.amount, rows, pa.int64()),
            _sparse(self.at_most, rows, pa.int64()),
            _sparse(self.period, rows, pa.string()),
        ]
        money += [_sparse(self.shares.get(payer, {}), rows, pa.int64()) for payer in PAYERS]
        return [*money, _sparse(self.shares_not_set, rows, pa.bool_()), _sparse(self.demonstration, rows, pa.bool_())]


def _sparse(
    values: dict[int, object] | dict[int, int] | dict[int, str] | dict[int, bool], rows: int, type_: pa.DataType
) -> pa.Array:
    if not values:
        return pa.nulls(rows, type_)
    whole: list[object] = [None] * rows
    for row, value in values.items():
        whole[row] = value
    return pa.array(whole, type_)


def _statuses(codes: list[int]) -> pa.Array:
    indices = pa.array(codes, pa.int8(), from_pandas=False)
    return pa.DictionaryArray.from_arrays(pc.if_else(pc.less(indices, 0), None, indices), pa.array(STATUSES))


class Results:
    """Collects the outcomes of the households of a chunk."""

    def __init__(self, benefits: Sequence[str], households: Sequence[Household]) -> None:
        self._benefits, self._homes = list(benefits), households
        self._people = [
            (person.id, household) for household in households for person in household.lists["people"].items
        ]
        self._rows = {person: row for row, (person, _) in enumerate(self._people)}
        self._status = {benefit: [-1] * len(self._people) for benefit in benefits}
        self._home_status = {benefit: [-1] * len(households) for benefit in benefits}
        self._home_people: dict[str, dict[int, int]] = {benefit: {} for benefit in benefits}
        self._money = {benefit: _Money() for benefit in benefits}
        self._home_money = {benefit: _Money() for benefit in benefits}

    def add(self, home: int, outcomes: Iterable[Decided]) -> None:
        """Put down everything decided for the household at place ``home``."""
        for outcome in outcomes:
            self._add_outcome(home, outcome)

    def _add_outcome(self, home: int, outcome: Decided) -> None:
        rows = self._rows
        benefit, code = outcome.benefit, _CODE[outcome.status]
        people = outcome.members if outcome.entity == "family" else (outcome.thing_id,)
        statuses, money, of_home = self._status[benefit], self._money[benefit], self._home_money[benefit]
        for person in people:
            row = rows[person]
            statuses[row] = code
            money.because[row] = outcome.because
        before = self._home_status[benefit][home]
        if before < 0 or _RANK[outcome.status] > _RANK[STATUSES[before]]:
            self._home_status[benefit][home] = code
            of_home.because[home] = outcome.because
        if outcome.status == "no":
            return
        if outcome.status == "yes":
            counts = self._home_people[benefit]
            counts[home] = counts.get(home, 0) + len(people)
        of_home.put(home, outcome)
        if people:
            money.put(rows[people[0]], outcome)

    def tables(self) -> tuple[pa.RecordBatch, pa.RecordBatch]:
        """The household rows and the person rows."""
        homes, people = self._homes, self._people
        of_homes: list[pa.Array] = [
            pa.array([h.id for h in homes], pa.string()),
            pa.array([len(h.lists["people"].items) for h in homes], pa.int32()),
            pa.array([h.area for h in homes], pa.string()),
            pa.array([h.synthetic for h in homes], pa.bool_()),
        ]
        of_people: list[pa.Array] = [
            pa.array([h.id for _, h in people], pa.string()),
            pa.array([id_ for id_, _ in people], pa.string()),
            pa.array([h.area for _, h in people], pa.string()),
            pa.array([h.synthetic for _, h in people], pa.bool_()),
        ]
        for benefit in self._benefits:
            money = self._money[benefit]
            of_people += [
                _statuses(self._status[benefit]),
                _sparse(money.because, len(people), pa.string()),
                *money.arrays(len(people)),
            ]
            money = self._home_money[benefit]
            counts = _sparse(self._home_people[benefit], len(homes), pa.int32())
            of_homes += [_statuses(self._home_status[benefit]), counts, _sparse(money.because, len(homes), pa.string())]
            of_homes += money.arrays(len(homes))
        return (
            pa.RecordBatch.from_arrays(of_homes, schema=household_schema(self._benefits)),
            pa.RecordBatch.from_arrays(of_people, schema=person_schema(self._benefits)),
        )
