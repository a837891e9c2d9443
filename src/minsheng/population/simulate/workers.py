"""The runs of a forecast over the parts of a population, on several cores.

This is all that knows about processes. Parts are the same however many work, and their counts are added in the order of the parts.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.library import Library
from minsheng.population.decider import DecidedPart, Decider
from minsheng.population.merge import Part
from minsheng.population.schema import table_specs
from minsheng.population.simulate.columns import Rows
from minsheng.population.simulate.laws import Laws, Move
from minsheng.population.simulate.question import Question, vocabulary_of
from minsheng.population.simulate.setting import Setting
from minsheng.population.simulate.spread import PovertyLine, Side, Spread, standards_of
from minsheng.population.simulate.sweep import Sweep
from minsheng.population.simulate.tally import Tally, Watched, tally
from minsheng.population.table import part_from_bytes, part_to_bytes

__all__ = ["Plan", "Worker", "tallies"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a worker must know, ready to be sent to another process. ``after`` is empty when the packs stay as they are."""

    folder: Path
    before: Mapping[str, str]
    after: Mapping[str, str]
    on: date
    on_after: date
    settings: tuple[Setting, ...]
    sweep: Sweep | None
    demonstration: bool
    moves: tuple[Move, ...]
    watched: Watched
    line: PovertyLine | None
    areas: tuple[str, ...]

    @classmethod
    def of(
        cls,
        question: Question,
        moves: tuple[Move, ...],
        watched: Watched,
        line: PovertyLine | None,
        areas: Iterable[str],
    ) -> Plan:
        """The plan of a question for a population that lives in some areas."""
        after = {} if question.before is question.after else question.after.contents
        return cls(
            question.before.folder,
            question.before.contents,
            after,
            question.on,
            question.on_after,
            question.settings,
            question.sweep,
            question.demonstration,
            moves,
            watched,
            line,
            tuple(areas),
        )

    def question(self) -> Question:
        """The question, read again from the same texts."""
        before = Library.from_contents(self.before, self.folder)
        after = Library.from_contents(self.after, self.folder) if self.after else before
        days = (self.on, self.on_after)
        return Question(before, after, *days, self.settings, self.sweep, demonstration=self.demonstration)


class Worker:
    """Takes parts through all runs."""

    def __init__(self, plan: Plan, question: Question | None = None) -> None:
        self._plan = plan
        question = question if question is not None else plan.question()
        self._laws = Laws(question, plan.moves)
        self._specs = specs = table_specs(vocabulary_of(question))
        rules = () if plan.line is None else (plan.line.rule,)
        self._deciders: list[Decider] = []
        for run in range(self._laws.runs):
            alike = self._deciders[:1] if question.same_texts else self._deciders[1:2]
            beside = alike[0] if alike else None
            law_of = partial(self._laws.law, run)
            self._deciders.append(Decider(law_of, specs, plan.watched.benefits, plan.areas, beside=beside, rules=rules))

    def tally(self, part: Part) -> Tally:
        """Decide a part by every law and count it. Runs whose laws are the same for all its areas are decided once."""
        areas = sorted(pc.unique(part.tables["households"].column("area")).to_pylist())
        known: dict[tuple[int, ...], DecidedPart] = {}

        def decided(run: int) -> DecidedPart:
            laws = tuple(id(self._laws.law(run, area)) for area in areas)
            if laws in known:
                return known[laws]
            result = self._deciders[run].decide(part)
            if run < 2:
                known[laws] = result
            return result

        before, after = decided(0), decided(1)
        points = range(2 + len(self._plan.moves), self._laws.runs)
        moved = range(2, points.start)
        result = tally(before, after, map(decided, moved), map(decided, points), self._plan.watched)
        result.spread = self._spread(part, before, after)
        return result

    def _spread(self, part: Part, before: DecidedPart, after: DecidedPart) -> Spread | None:
        """Poverty gap and evenness, where the rows hold income; ``None`` where they do not."""
        line = self._plan.line
        if line is None or Rows(before.people).known(line.rule) is None:
            return None
        sides = []
        for run, decided in enumerate((before, after)):
            money = Rows(decided.homes).twelve_months(self._plan.watched.paid)
            standards = standards_of(line, part, self._specs["households"], partial(self._laws.law, run))
            sides.append(Side.of(Rows(decided.people), line, money, standards))
        one, other = sides
        if one is None or other is None:
            return None
        ids = before.homes.column("household_id")
        home_of = pc.index_in(before.people.column("household_id"), value_set=ids).to_numpy().astype(np.int64)
        spread = Spread()
        spread.add(home_of, Rows(before.homes).numbers("people"), one, other)
        return spread


_worker: Worker | None = None


def _start(plan: Plan) -> None:
    global _worker
    _worker = Worker(plan)
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _tally(streams: dict[str, bytes]) -> Tally:
    assert _worker is not None  # noqa: S101 - set by _start
    return _worker.tally(part_from_bytes(streams))


def tallies(plan: Plan, parts: Iterable[Part], workers: int, question: Question) -> Iterator[Tally]:
    """The counts of each part, in order; a few parts at a time are under way, so that memory stays flat.

    Args:
        plan: what is done.
        parts: the population.
        workers: processes; with 1 everything runs in this one.
        question: the question of the plan, for this process.
    """
    if workers == 1:
        yield from map(Worker(plan, question).tally, parts)
        return
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _start, (plan,))
    waiting: deque[Future[Tally]] = deque()
    try:
        for part in parts:
            waiting.append(pool.submit(_tally, part_to_bytes(part)))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as problem:
        message = N_("a worker process was ended from outside, perhaps because memory ran out")
        hint = N_("Run the same command again, with fewer --workers.")
        raise PolicyError([Finding("F10", Place(), message, hint)]) from problem
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
