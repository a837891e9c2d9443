"""A kernel: the law of some places as machine code, run over the columns of a population."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

import numpy as np
import numpy.typing as npt

from minsheng.policy.law import Law
from minsheng.population.kernel.columns import Columns, OutOfBounds
from minsheng.population.kernel.dates import DAY_BOUNDS, day_number
from minsheng.population.kernel.door import OUTSIDE, door_code
from minsheng.population.kernel.driver import DRIVER, driver_code
from minsheng.population.kernel.family import (
    ASKED,
    FAMILY_COMPLETE,
    FAMILY_COUNT,
    FAMILY_FIRST,
    FAMILY_MEMBER,
    FAMILY_OF,
    FAMILY_OWNER,
    FIRST_HOUSEHOLD,
    MEMBER_COUNT,
)
from minsheng.population.kernel.layout import MOST_IN_A_LIST, NUMPY, Column, bounds_of_fact
from minsheng.population.kernel.machine import Machine, machine
from minsheng.population.kernel.memory import Arena
from minsheng.population.kernel.outcome import outcome_columns
from minsheng.population.kernel.parameters import area_set_table
from minsheng.population.kernel.plan import NOBODY, Plan, Step
from minsheng.population.kernel.value import Bounds

__all__ = ["Families", "Kernel", "OutOfBounds", "Values"]

Array = npt.NDArray[Any]
#: Households in a block: enough that calling costs nothing, few enough that what passes between segments stays near the processor.
_BLOCK = 3_000
_READ = ("fact", "missing", "first", "complete")


@dataclass
class Families:
    """The assessment units: the household of each, and its members (rows of people) from ``first[i]`` to ``first[i + 1]``."""

    owner: Array
    first: Array
    members: Array


@dataclass
class Values:
    """What a kernel worked out: arrays by column, those of families in the order of ``families``.

    ``asked`` marks the households that the evaluator must decide.
    """

    arrays: dict[Column, Array]
    asked: Array
    families: Families


@dataclass
class _Memory:
    """What one thread writes to while it works on a block."""

    arrays: dict[Column, Array]
    addresses: Array
    moved: Array
    shifts: Array
    ranges: Array
    cells: Array


class Kernel:
    """The outcomes of benefits, or the values of rules, for whole populations under laws that differ in values alone.

    Args:
        laws: laws with the same rules (see :func:`minsheng.population.kernel.plan.Plan`).
        benefits: benefits whose outcomes are wanted.
        rules: rules whose values are wanted.
        gaps: whether facts may be missing and lists incomplete (see :meth:`has_gaps`).
        on: where code is compiled; that of the process when left out.

    Raises:
        PolicyError: a number in a rule might not fit into 64 bits.
    """

    def __init__(
        self,
        laws: Sequence[Law],
        benefits: Sequence[str] = (),
        rules: Sequence[str] = (),
        *,
        gaps: bool = True,
        on: Machine | None = None,
    ) -> None:
        self.plan = Plan(laws, benefits, rules, gaps=gaps)
        self._machine = on or machine()
        steps = [*self._door_steps(), *self.plan.steps]
        self.columns = list(dict.fromkeys(column for step in steps for column in (*step.code.columns,)))
        for needed in (
            ASKED,
            FAMILY_OWNER,
            FAMILY_FIRST,
            FAMILY_MEMBER,
            FAMILY_OF,
            FAMILY_COUNT,
            MEMBER_COUNT,
            FIRST_HOUSEHOLD,
        ):
            if needed not in self.columns:
                self.columns.append(needed)
        self._entities = ["household", "person", "family", NOBODY]
        self._entities += [name for name in self.plan.vocabulary.entities if name not in self._entities]
        self._family, self._nobody = self._entities.index("family"), self._entities.index(NOBODY)
        starts = [
            self._entities.index(column.entity) if column.entity in self._entities else 0 for column in self.columns
        ]
        self._starts = 2 * np.array(starts, np.int64)
        self._steps = self._step_table(steps)
        self._driver = DRIVER(self._machine.addresses([driver_code()])[0])
        self.outputs = self._outputs()
        self._arena = Arena()
        self._fixed = self._parameter_arrays()

    @property
    def reads(self) -> list[Column]:
        """The facts that it reads."""
        return [column for column in self.columns if column.role == "fact"]

    def has_gaps(self, columns: Columns) -> bool:
        """Whether anything that it reads is not known of everybody, or a list that it runs along is not complete."""
        if any(Column("missing", column.name, column.entity, 8) in columns.arrays for column in self.reads):
            return True
        lists = (column for column in self.columns if column.role == "first" and column.entity != "family")
        return not all(columns.arrays[Column("complete", c.name, c.entity, 8)].all() for c in lists)

    # building ---------------------------------------------------------------------------------------------------------------------------

    def _door_steps(self) -> list[Step]:
        by_entity: dict[str, dict[Column, Bounds]] = {}
        facts = self.plan.vocabulary.facts
        for column in dict.fromkeys(column for step in self.plan.steps for column in step.code.columns):
            if column.role != "fact" or column.width == 8:
                continue
            if column.name in facts and facts[column.name].type.kind != "area":
                fact = facts[column.name]
                bounds = bounds_of_fact(fact.type, may_be_negative=fact.may_be_negative)
                by_entity.setdefault(column.entity, {})[column] = bounds
            elif column.name == "applied_on":
                by_entity.setdefault(column.entity, {})[column] = DAY_BOUNDS
        self._bounds = {column: bounds for columns in by_entity.values() for column, bounds in columns.items()}
        return [Step(door_code(entity, columns), entity) for entity, columns in by_entity.items()]

    def _step_table(self, steps: Sequence[Step]) -> Array:
        """For each step: its address, the address of its column numbers, the place of its rows."""
        place = {column: number for number, column in enumerate(self.columns)}
        self._numbers = [np.array([place[column] for column in step.code.columns], np.int32) for step in steps]
        addresses = self._machine.addresses([step.code for step in steps])
        table = np.zeros((len(steps), 3), np.int64)
        for row, (step, address, numbers) in enumerate(zip(steps, addresses, self._numbers, strict=True)):
            table[row] = address, numbers.ctypes.data, self._entities.index(step.rows)
        return table

    def _outputs(self) -> list[Column]:
        """The columns that somebody asked for."""
        wanted = [column for benefit in self.plan.benefits for column in outcome_columns(benefit).values()]
        for name in self.plan.rules:
            entity = self.plan.law.trees[name][0]
            wanted += [
                c
                for c in self.columns
                if c.name == name and c.entity == entity and c.role in ("value", "denominator", "state")
            ]
        return list(dict.fromkeys(wanted))

    def _parameter_arrays(self) -> dict[Column, Array]:
        """The tables of parameters, days and area sets."""
        arrays: dict[Column, Array] = {}
        for column in self.columns:
            if column.role == "parameter" and column.name.startswith("area_set "):
                stems, ends = area_set_table(column.name.removeprefix("area_set "), self.plan.laws)
                self._stems = [*getattr(self, "_stems", []), stems]  # kept alive: the table holds addresses
                arrays[column] = ends * 8 + stems.ctypes.data
            elif column.role == "parameter":
                arrays[column] = np.ascontiguousarray(self.plan.parameters[column.name].numbers)
            elif column.role == "parameter_state":
                states = self.plan.parameters[column.name].states
                assert states is not None  # noqa: S101 - the column is there only then
                arrays[column] = np.ascontiguousarray(states)
            elif column.role == "day":
                arrays[column] = np.array([day_number(law.day) for law in self.plan.laws], np.int64)
        return arrays

    # running ----------------------------------------------------------------------------------------------------------------------------

    def run(self, columns: Columns, law: Array, *, threads: int = 1) -> Values:
        """Work out everything for every household.

        Args:
            columns: what the population is like; at least the columns in :attr:`reads`, links, lists.
            law: for each household the place of its law among the laws.
            threads: how many work at the same time.

        Raises:
            OutOfBounds: a number is larger than the arithmetic allows.
        """
        given = {**columns.arrays, Column("law", "", "household", 32): np.ascontiguousarray(law, np.int32)}
        given |= {
            column: self._arena.take(columns.rows[column.entity], NUMPY[column.width])
            for column in self.outputs
            if column.entity != "family"
        }
        for column in self.columns:
            if column.role == "missing" and column not in given:
                given[column] = np.zeros(columns.rows[column.entity], np.uint8)
        given[ASKED] = np.zeros(columns.rows["household"], np.uint8)
        blocks = self._blocks(columns)
        spans = self._spans(len(blocks), threads)
        done: list[_FamilyBlock] = [_FamilyBlock() for _ in spans]
        free: SimpleQueue[_Memory] = SimpleQueue()
        for _ in range(max(min(threads, len(spans)), 1)):
            free.put(self._memory(given, blocks))

        def work(number: int) -> None:
            memory = free.get()
            try:
                done[number] = self._run_blocks(columns, blocks[spans[number]], memory)
            finally:
                free.put(memory)

        if threads == 1 or len(spans) < 2:
            for number in range(len(spans)):
                work(number)
        else:
            with ThreadPoolExecutor(threads) as pool:
                for _ in pool.map(work, range(len(spans))):
                    pass
        self._leave_long_lists(columns, given[ASKED])
        return self._gathered(columns, given, done)

    def _leave_long_lists(self, columns: Columns, asked: Array) -> None:
        """Households with a longer list than the bounds of sums allow are left to the evaluator."""
        for column in self.columns:
            if column.role == "first" and column.entity != "family":
                owners = np.flatnonzero(np.diff(columns.arrays[column]) > MOST_IN_A_LIST)
                if len(owners) and column.entity != "household":
                    owners = columns.arrays[Column("link", "owner", column.entity, 32)][owners]
                asked[owners] = 1

    def _spans(self, blocks: int, threads: int) -> list[slice]:
        """Which blocks are run by one call: each alone where families are taken away after it, otherwise a share for each thread."""
        size = 1 if self.plan.with_families else max(1, -(-blocks // (8 * threads if threads > 1 else 1)))
        return [slice(start, min(start + size, blocks)) for start in range(0, blocks, size)]

    def _blocks(self, columns: Columns) -> Array:
        """The rows of each block: for every entity in the order of ``_entities`` the first row and the one after the last."""
        edges = np.append(np.arange(0, columns.rows["household"], _BLOCK), columns.rows["household"])
        found = {"household": edges}
        for owner in ("household", "person"):
            for name, listed in self.plan.vocabulary.lists_of(owner).items():
                found[listed.name] = columns.arrays[Column("first", name, owner, 32)][found[owner]]
        rows = np.zeros((len(edges) - 1, 2 * len(self._entities)), np.int64)
        for place, entity in enumerate(self._entities):
            if entity in found:
                rows[:, 2 * place], rows[:, 2 * place + 1] = found[entity][:-1], found[entity][1:]
        rows[:, 2 * self._family : 2 * self._family + 2] = _BLOCK
        rows[:, 2 * self._nobody + 1] = np.diff(edges)
        return rows

    def _memory(self, given: Mapping[Column, Array], blocks: Array) -> _Memory:
        """Columns for what passes between segments, as long as the largest block needs them."""
        spans = (blocks[:, 1::2] - blocks[:, ::2]).max(axis=0, initial=0)
        longest = {entity: int(span) for entity, span in zip(self._entities, spans, strict=True)}
        people = longest["person"]
        longest["family"] = 2 * _BLOCK + people
        arrays: dict[Column, Array] = {}
        shifts = np.zeros(len(self.columns), np.int64)
        addresses = np.zeros(len(self.columns), np.int64)
        for number, column in enumerate(self.columns):
            if column.role == "cell":
                continue
            array = given.get(column, self._fixed.get(column))
            if array is None:
                length = 2 * people if column == FAMILY_MEMBER else longest.get(column.entity, 0)
                array = arrays[column] = np.zeros(length + 2, NUMPY[column.width])
                shifts[number] = array.itemsize if column.entity != "family" else 0
            addresses[number] = array.ctypes.data
        cells, ranges = np.zeros(8, np.int64), np.zeros(2 * len(self._entities), np.int64)
        self._place_cells(addresses, cells, ranges)
        if FAMILY_COMPLETE in arrays:
            arrays[FAMILY_COMPLETE][:_BLOCK] = 1
        for name, state in self.plan.state_of_nobody.items():
            column = Column("state", name, "family", 32)
            if column in arrays:
                arrays[column][:_BLOCK] = state
            denominator = Column("denominator", name, "family", 64)
            if denominator in arrays:
                arrays[denominator][:_BLOCK] = 1
        return _Memory(arrays, addresses, np.zeros_like(addresses), shifts, ranges, cells)

    def _place_cells(self, addresses: Array, cells: Array, ranges: Array) -> None:
        first = cells.ctypes.data
        where = {MEMBER_COUNT: first, FIRST_HOUSEHOLD: first + 8, OUTSIDE: first + 16}
        where[FAMILY_COUNT] = ranges.ctypes.data + 8 * (2 * self._family + 1)
        for column, address in where.items():
            if column in self.columns:
                addresses[self.columns.index(column)] = address

    def _run_blocks(self, columns: Columns, blocks: Array, memory: _Memory) -> _FamilyBlock:
        memory.cells[2] = 0
        if self.plan.with_families:
            self._lay_out_nobody(columns, blocks[0], memory)
        blocks = np.ascontiguousarray(blocks)
        arrays = (memory.ranges, memory.addresses, memory.shifts, self._starts)
        ranges, bases, sizes, starts = (array.ctypes.data for array in arrays)
        addresses, cells = memory.moved.ctypes.data, memory.cells.ctypes.data
        steps, count = self._steps.ctypes.data, len(self.columns)
        self._driver(
            *(steps, len(self._steps), blocks.ctypes.data, len(blocks), blocks.shape[1]),
            *(ranges, bases, sizes, starts, count, addresses, cells),
        )
        if memory.cells[2]:
            self._refuse(columns, blocks)
        return self._families(memory) if self.plan.with_families else _FamilyBlock()

    def _lay_out_nobody(self, columns: Columns, block: Array, memory: _Memory) -> None:
        """Whose the families of nobody are; where no families are formed, everybody belongs to them."""
        start, end, first, last = block[:4].tolist()
        memory.arrays[FAMILY_OWNER][: end - start] = np.arange(start, end)
        if self.plan.law.unit is None:
            owners = columns.arrays[Column("link", "owner", "person", 32)][first:last]
            memory.arrays[FAMILY_OF][: len(owners)] = owners - start

    def _refuse(self, columns: Columns, blocks: Array) -> None:
        """Find the number that is outside, unless it stands where nothing is known."""
        for column, (low, high) in self._bounds.items():
            place = 2 * self._entities.index(column.entity)
            start, end = int(blocks[0, place]), int(blocks[-1, place + 1])
            numbers = columns.arrays[column][start:end]
            outside = (numbers < low) | (numbers > high)
            missing = columns.arrays.get(Column("missing", column.name, column.entity, 8))
            if missing is not None:
                outside &= missing[start:end] == 0
            if outside.any():
                raise OutOfBounds(column, start + int(np.argmax(outside)))

    def _families(self, memory: _Memory) -> _FamilyBlock:
        end = int(memory.ranges[2 * self._family + 1])
        if end == _BLOCK:
            return _FamilyBlock()
        arrays = {
            column: memory.arrays[column][_BLOCK:end].copy() for column in self.outputs if column.entity == "family"
        }
        first = memory.arrays[FAMILY_FIRST][_BLOCK : end + 1].copy()
        return _FamilyBlock(
            arrays,
            memory.arrays[FAMILY_OWNER][_BLOCK:end].copy(),
            first,
            memory.arrays[FAMILY_MEMBER][: first[-1]].copy(),
        )

    def _gathered(self, columns: Columns, given: Mapping[Column, Array], done: Sequence[_FamilyBlock]) -> Values:
        arrays = {column: given[column] for column in self.outputs if column.entity != "family"}
        some = [block for block in done if block.arrays or len(block.owner)]
        for column in self.outputs:
            if column.entity == "family":
                parts = [block.arrays[column] for block in some]
                arrays[column] = np.concatenate(parts) if parts else np.zeros(0, NUMPY[column.width])
        members = np.cumsum([0, *(len(block.members) for block in some)])
        first = [block.first[:-1] + before for block, before in zip(some, members, strict=False)]
        families = Families(
            np.concatenate([block.owner for block in some] or [np.zeros(0, np.int32)]),
            np.concatenate([*first, np.array([members[-1]], np.int64)]).astype(np.int64),
            np.concatenate([block.members for block in some] or [np.zeros(0, np.int32)]),
        )
        return Values(arrays, given[ASKED].view(bool), families)


@dataclass
class _FamilyBlock:
    """The families of one block; members count from the first one in the block."""

    arrays: dict[Column, Array] = field(default_factory=dict)
    owner: Array = field(default_factory=lambda: np.zeros(0, np.int32))
    first: Array = field(default_factory=lambda: np.zeros(1, np.int32))
    members: Array = field(default_factory=lambda: np.zeros(0, np.int32))
