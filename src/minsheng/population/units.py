"""Outcomes of one benefit as columns: one row for each person or family for whom it was decided.

Both ways of deciding end here, the kernel's arrays and the evaluator's outcomes; result rows and totals are made from these columns alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from minsheng.policy.outcome import STATUSES, Outcome
from minsheng.policy.types import PAYERS, PERIODS

__all__ = ["COLUMNS", "PERIODS_OF_MONEY", "Names", "Units", "joined", "split_amounts", "units_of"]

Array = npt.NDArray[Any]
_OPEN = ("cannot_tell_yet", "needs_local_setting")
_CODE = {status: code for code, status in enumerate(STATUSES)}
PERIODS_OF_MONEY = ("", *PERIODS)
#: The columns of :class:`Units` that have one value for each unit, with their types.
COLUMNS: dict[str, Any] = {
    "home": np.int32,
    "status": np.int8,
    "reason": np.int32,
    "has_amount": np.bool_,
    "amount": np.int64,
    "has_most": np.bool_,
    "most": np.int64,
    "period": np.int8,
    "has_shares": np.bool_,
    "not_shared": np.bool_,
    "demonstration": np.bool_,
    "needs": np.int32,
}


class Names:
    """Names by number, each once: the rules that outcomes come down to, and groups of names that open outcomes wait for (0: none)."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.groups: list[frozenset[str]] = [frozenset()]
        self._numbers: dict[str, int] = {}
        self._group_numbers = {self.groups[0]: 0}

    def number(self, name: str) -> int:
        """The number of a name."""
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]

    def group(self, names: frozenset[str]) -> int:
        """The number of a group of names."""
        if names not in self._group_numbers:
            self._group_numbers[names] = len(self.groups)
            self.groups.append(names)
        return self._group_numbers[names]


@dataclass
class Units:
    """The outcomes of a benefit, in the order of the households; within a household in the order of the law.

    ``home``: the row of the household; ``first`` and ``members``: the rows of the people, from ``first[i]`` to ``first[i + 1]``;
    ``status``: the place in ``STATUSES``; ``reason``: the number of the rule that decided; ``amount`` in fen where
    ``has_amount``; ``most`` that an open amount can be; ``period``: the place in ``PERIODS_OF_MONEY`` where money is paid or may
    be; ``parts``: fen by payer (one column for each of ``PAYERS``) where ``has_shares``; ``not_shared``: the payer is not set;
    ``needs``: for open units, the number of the group of what they wait for.
    """

    benefit: str
    entity: str
    columns: dict[str, Array]
    parts: Array
    first: Array
    members: Array

    def __len__(self) -> int:
        return len(self.columns["home"])

    def __getattr__(self, name: str) -> Array:
        try:
            return self.columns[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def sizes(self) -> Array:
        """How many people each unit has."""
        return np.diff(self.first)

    def taken(self, rows: Array) -> Units:
        """Some of the units, in a given order."""
        sizes = self.sizes[rows]
        first = np.concatenate([[0], np.cumsum(sizes)])
        within = np.arange(first[-1]) - np.repeat(first[:-1], sizes)
        members = self.members[np.repeat(self.first[rows], sizes) + within]
        columns = {name: column[rows] for name, column in self.columns.items()}
        return Units(self.benefit, self.entity, columns, self.parts[rows], first, members)


def joined(parts: Sequence[Units]) -> Units:
    """Units of one benefit put together, in the order of the households."""
    if len(parts) == 1:
        return parts[0]
    head = parts[0]
    members = np.cumsum([0, *(len(part.members) for part in parts)])
    first = np.concatenate([*(part.first[:-1] + at for part, at in zip(parts, members, strict=False)), [members[-1]]])
    columns = {name: np.concatenate([part.columns[name] for part in parts]) for name in COLUMNS}
    together = Units(
        head.benefit,
        head.entity,
        columns,
        np.concatenate([part.parts for part in parts]),
        first,
        np.concatenate([part.members for part in parts]),
    )
    return together.taken(np.argsort(together.home, kind="stable"))


def units_of(
    benefit: str, outcomes: Iterable[tuple[int, Outcome]], places: Mapping[str, int], names: Names
) -> Units | None:
    """The outcomes of a benefit that the evaluator decided; ``None`` when there are none.

    Args:
        benefit: its name.
        outcomes: each with the row of its household.
        places: the row of each person by id.
        names: where the rules that decided are numbered.
    """
    rows = list(outcomes)
    if not rows:
        return None
    columns = {name: np.zeros(len(rows), kind) for name, kind in COLUMNS.items()}
    parts = np.zeros((len(rows), len(PAYERS)), np.int64)
    members: list[int] = []
    first = [0]
    for row, (home, outcome) in enumerate(rows):
        people = outcome.members if outcome.entity == "family" else (outcome.thing_id,)
        members += [places[person] for person in people]
        first.append(len(members))
        _put(columns, row, home, outcome, names)
        for payer, fen in (outcome.shares or {}).items():
            parts[row, PAYERS.index(payer)] = fen
    return Units(benefit, rows[0][1].entity, columns, parts, np.array(first), np.array(members, np.int64))


def _put(columns: dict[str, Array], row: int, home: int, outcome: Outcome, names: Names) -> None:
    needs = (
        frozenset({fact for _, fact in outcome.needs} | set(outcome.unset)) if outcome.status in _OPEN else frozenset()
    )
    values = {
        "home": home,
        "status": _CODE[outcome.status],
        "reason": names.number(outcome.because),
        "has_amount": outcome.amount is not None,
        "amount": outcome.amount or 0,
        "has_most": outcome.amount_at_most is not None,
        "most": outcome.amount_at_most or 0,
        "period": PERIODS_OF_MONEY.index(outcome.period),
        "has_shares": outcome.shares is not None,
        "not_shared": outcome.shares_not_set,
        "demonstration": outcome.demonstration,
        "needs": names.group(needs),
    }
    for name, value in values.items():
        columns[name][row] = value


def split_amounts(amounts: Array, way: Mapping[str, Fraction]) -> Array:
    """Whole fen by payer, as :func:`minsheng.policy.shares.split` splits one amount: one row for each, one column for each of ``PAYERS``.

    >>> split_amounts(np.array([10001]), {"city": Fraction(3, 5), "county": Fraction(2, 5)}).tolist()
    [[0, 0, 6001, 4000, 0, 0]]
    """
    common = int(np.lcm.reduce([share.denominator for share in way.values()]))
    numerators = np.array(
        [int(share * common) for share in way.values()], object if _is_large(amounts, common) else np.int64
    )
    exact = amounts.astype(numerators.dtype)[:, None] * numerators[None, :]
    parts, rests = (exact // common).astype(np.int64), (exact % common).astype(np.int64)
    left = amounts - parts.sum(axis=1)
    order = np.argsort(-rests, axis=1, kind="stable")
    rows = np.arange(len(amounts))
    for place in range(len(way) - 1):
        parts[rows, order[:, place]] += left > place
    result = np.zeros((len(amounts), len(PAYERS)), np.int64)
    for column, payer in enumerate(way):
        result[:, PAYERS.index(payer)] = parts[:, column]
    return result


def _is_large(amounts: Array, common: int) -> bool:
    """Whether 64 bits may be too few for a product."""
    return bool(len(amounts)) and int(np.abs(amounts).max()) * common >= 1 << 62
