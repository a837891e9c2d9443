"""A ranking over a whole population: who stands where, exactly as :func:`minsheng.policy.lists.rank` ranks evaluations in memory.

The population is read once, part by part. Of each unit only its partition, score and tie-breakers stay in memory, as numbers: 150 bytes for
each unit are enough while they are put in order, so that a million families need 150 MB. Ids wait in a file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.policy.law import Law
from minsheng.policy.precedence import Definition
from minsheng.policy.types import Type
from minsheng.population.lists.definition import definition_of
from minsheng.population.lists.places import in_places
from minsheng.population.lists.portion import PART, Portions, checked_areas, in_order
from minsheng.population.lists.ranking_file import Listed, Waiting, refuse_file, table_of, waiting_ids, write_list
from minsheng.population.lists.ranking_plan import RankingPlan, Rows, rows_of
from minsheng.population.lists.values import Whole
from minsheng.population.table import Population

__all__ = ["PartitionCount", "RankedList", "ranking_of"]

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class PartitionCount:
    """A partition of a ranking (``None``: units of which it is not known).

    How many units it has, how many of them have a place, and the score of the first (money in fen; ``None`` where nobody has a place).
    """

    partition: str | None
    units: int
    placed: int
    first_score: object


@dataclass(frozen=True)
class RankedList:
    """A ranking of a population: what was ranked, how many, and where the list is.

    ``outside``: households that live elsewhere; ``demonstration``: the parameters with made-up values that it rests on; ``rows``: how
    many the list has; ``table``: the list, where no file was asked for.
    """

    definition: Definition
    law: Law
    score_type: Type
    households: int
    outside: int
    synthetic: bool
    demonstration: list[str]
    partitions: list[PartitionCount]
    rows: int
    out: Path | None = None
    table: pa.Table | None = None

    @property
    def units(self) -> int:
        """All units, with a place or without."""
        return sum(count.units for count in self.partitions)

    @property
    def placed(self) -> int:
        """The units that have a place."""
        return sum(count.placed for count in self.partitions)


def ranking_of(
    law: Law,
    name: str,
    population: Population,
    *,
    out: Path | None = None,
    top: int | None = None,
    replace: bool = False,
    check: bool = True,
    size: int = PART,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> RankedList:
    """Rank everybody who lives in the area of a law; each household is judged under the law of its own place.

    Equal in score and all tie-breakers share a place. A unit of which something is not known has none, and stands after the others of its
    partition. Partitions stand in the order in which they first come.

    Args:
        law: the law of a day and place.
        name: the ranking.
        population: the people.
        out: a file ending in ``.parquet`` or ``.csv``; without it the list is in memory.
        top: only the first places of each partition.
        replace: put the file in the place of an older one.
        check: whether every cell and key is looked at first.
        size: households read at a time; the list does not depend on it.
        threads: how many work at the same time; all cores when left out.
        progress: called with households done and households in all.

    Raises:
        PolicyError: no such ranking is in force, it cannot be worked out over a population, nobody lives there, the population is
            refused, or the file cannot be written; nothing was written then.
    """
    definition = definition_of(law, "ranking", name)
    plan = RankingPlan.of(definition)
    if out is not None:
        refuse_file(out, replace=replace)
    areas = checked_areas(population, law, check=check)
    portions = Portions(law, [definition], plan.entries, areas, population)
    with waiting_ids() as waiting:
        units = _Units(plan, waiting)
        parts = population.parts(size, facts=portions.facts | plan.fact_names)
        done = 0
        for rows in in_order(parts, lambda part: rows_of(plan, portions, part), threads or os.cpu_count() or 1):
            units.add(rows)
            done += rows.households
            if progress:
                progress(done, portions.households)
        demonstration = portions.demonstration(definition.trees.values())
        listed = units.listed(top, demonstration=bool(demonstration))
        table = None
        if out is None:
            table = table_of(listed)
        else:
            write_list(listed, out, {"ranking": name, "on": law.day.isoformat(), "area": law.area})
    return RankedList(
        definition,
        law,
        plan.types["score"],
        portions.households,
        portions.outside,
        units.synthetic,
        demonstration,
        units.partitions,
        len(listed.order),
        out,
        table,
    )


@dataclass
class _Units:
    """The units of the parts read so far."""

    plan: RankingPlan
    waiting: Waiting
    synthetic: bool = False
    partitions: list[PartitionCount] = field(default_factory=list)
    _whole: dict[str, Whole] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._whole = {key: Whole(typ) for key, typ in self.plan.types.items()}

    def add(self, rows: Rows) -> None:
        """Take the units of the next part."""
        self.waiting.add(rows.ids)
        self.synthetic |= pc.any(rows.ids["synthetic"]).as_py() or False
        for key, values in rows.values.items():
            self._whole[key].add(values)

    def listed(self, top: int | None, *, demonstration: bool) -> Listed:
        """The list in its order; the partitions are counted before the first places are taken."""
        whole, types = self._whole, self.plan.types
        ties = [key for key in whole if key.startswith("tie")]
        partition = np.where(whole["partition"].values.known, whole["partition"].values.numbers, -1)
        order, place = in_places(
            partition,
            whole["score"].comparable(),
            [column for key in ties for column in whole[key].comparable()],
            np.logical_and.reduce([whole[key].values.known for key in ("score", *ties)]),
            descending=self.plan.ranking.descending,
        )
        self.partitions = list(self._counted(partition, order, place))
        if top is not None:
            rows = (place > 0) & (place <= top)
            order, place = order[rows], place[rows]
        columns = {"partition": (whole["partition"], types["partition"]), "score": (whole["score"], types["score"])}
        columns |= {f"tie_{number}": (whole[key], types[key]) for number, key in enumerate(ties, 1)}
        return Listed(order, place, columns, self.waiting, demonstration)

    def _counted(self, partition: Array, order: Array, place: Array) -> Iterator[PartitionCount]:
        """How many units each partition has, in the order of the list."""
        words: list[str | None] = [*self._whole["partition"].words, None]
        of_row = np.where(partition < 0, len(words) - 1, partition)
        units = np.bincount(of_row, minlength=len(words)).tolist()
        placed = np.bincount(of_row[order[place > 0]], minlength=len(words)).tolist()
        first = 0
        for word, count, with_place in zip(words, units, placed, strict=True):
            if count:
                score = self._whole["score"].value(int(order[first])) if with_place else None
                yield PartitionCount(word, count, with_place, score)
            first += count
