"""One scan from beginning to end: what is to be done, what an earlier scan has done of it, and the results."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import pyarrow as pa

import minsheng
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.law import Law
from minsheng.policy.library import Library
from minsheng.policy.today import today_in_china
from minsheng.population.check import areas_of, check_columns, refuse_empty
from minsheng.population.check_result import CheckResult
from minsheng.population.files import refused_when_unreadable
from minsheng.population.report.context import context_of
from minsheng.population.scan.digest import digest_of_program, digest_of_texts, digests_of
from minsheng.population.scan.findings import FoundByShard, check_junctions, doubles_by_shard, laws_of
from minsheng.population.scan.folder import WorkFolder, sync
from minsheng.population.scan.journal import FinishedShard, Journal, differences
from minsheng.population.scan.output import write_output
from minsheng.population.scan.plan import planned
from minsheng.population.scan.points import reached
from minsheng.population.scan.pool import worked
from minsheng.population.scan.tables import ranged
from minsheng.population.scan.work import Loader, Task, Work, Worked, wanted_columns
from minsheng.population.table import Population
from minsheng.population.totals import Totals

__all__ = ["Options", "Progress", "Run", "Tell"]

#: Told how many households are done, of how many.
Progress = Callable[[int, int], None]
#: Told what a user should know: a template and its parameters.
Tell = Callable[[str, dict[str, object]], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to scan; what each is for stands in :func:`minsheng.population.scan.scan`."""

    on: date
    skip_bad: bool = False
    demonstration: bool = True
    lang: str = "zh"
    shard: int | None = None
    chunk: int = 8_000

    def as_json(self) -> dict[str, Any]:
        """What can change the results."""
        return {
            "on": self.on.isoformat(),
            "skip_bad": self.skip_bad,
            "demonstration": self.demonstration,
            "lang": self.lang,
            "shard": self.shard,
        }


@dataclass
class Run:
    """A scan under way. Results are complete in the work folder when :meth:`run` returns.

    ``resumed`` counts the households that an earlier scan had finished; ``seconds`` tells what the time of all workers went into.
    """

    population: Population
    library: Library
    load: Loader
    options: Options
    folder: WorkFolder
    workers: int
    progress: Progress | None = None
    tell: Tell | None = None
    check: CheckResult = field(default_factory=CheckResult)
    totals: Totals = field(default_factory=Totals)
    resumed: int = 0
    check_seconds: float = 0.0
    decide_seconds: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)
    _usable: bool = True

    def run(self, *, fresh: bool = False) -> None:
        """Do what is left to do.

        Args:
            fresh: forget what an earlier scan has done.

        Raises:
            PolicyError: the population is refused, with all findings.
            OSError: something cannot be written.
        """
        begun = perf_counter()
        before = self._stamps()
        self._begin(fresh)
        self._tables = ranged(self.population.tables, self.folder, self._journal)
        self._found = FoundByShard()
        self._first = CheckResult(keep_households=False)
        if not check_columns(self._tables, self._first):
            self._refuse(self._first)
        self.check.areas = areas_of(self._tables["households"])
        self._laws, lacking = laws_of(
            self.library,
            self.options.on,
            self.check.areas,
            self._tables["households"],
            demonstration=self.options.demonstration,
        )
        for finding in lacking:
            self._first.refuse(finding)
        self._shards = planned(self._tables, self.options.shard)
        started = perf_counter()
        self._decide_all()
        if self._stamps() != before:
            self._refuse_changed()
        self.check_seconds, self.decide_seconds = started - begun, perf_counter() - started
        reached("everything decided")
        self._write()

    # beginning --------------------------------------------------------------------------------------------------------------------------

    def _stamps(self) -> list[tuple[int, int, int]]:
        """What would change if somebody wrote to an input file."""
        stats = []
        for table in self.population.tables.values():
            with refused_when_unreadable(table.path):
                stat = table.path.stat()
            stats.append((stat.st_ino, stat.st_size, stat.st_mtime_ns))
        return stats

    def _begin(self, fresh: bool) -> None:
        """Go on where an earlier scan of the same ended, or begin anew."""
        with refused_when_unreadable(self.population.folder):
            inputs = digests_of({table.path.name: table.path for table in self.population.tables.values()})
        self._identity = {
            "minsheng": minsheng.__version__,
            "program": digest_of_program(),
            "pyarrow": pa.__version__,
            "packs": digest_of_texts(self.library.contents),
            "inputs": inputs,
            "options": self.options.as_json(),
        }
        self._journal = Journal(self.folder.journal)
        if fresh or self._journal.identity != self._identity:
            if self._journal.identity is not None and not fresh:
                other = ", ".join(differences(self._journal.identity, self._identity))
                self._say(
                    N_("An earlier scan was broken off, but is not the same ({what}); starting anew."), what=other
                )
            self.folder.clear()
            self.folder.prepare()
            self._journal = Journal(self.folder.journal)
            latest = max(self.options.on, today_in_china())
            self._journal.begin(self._identity, latest.isoformat())
            return
        self.folder.prepare()
        self._forget_damaged()
        self.resumed = sum(shard.households for shard in self._journal.shards.values())
        if self.resumed:
            done = f"{self.resumed:,}"
            self._say(N_("Going on with a scan that was broken off; households decided already: {done}."), done=done)

    def _forget_damaged(self) -> None:
        """Finished shards whose files are not as they were written are done again."""
        for number, shard in list(self._journal.shards.items()):
            wanted = {**{f"result/{name}": digest for name, digest in shard.files.items()}, **shard.kept}
            paths = {name: self.folder.path / name for name in wanted}
            if not all(path.is_file() for path in paths.values()) or digests_of(paths) != wanted:
                del self._journal.shards[number]

    def _say(self, message: str, **params: object) -> None:
        if self.tell is not None:
            self.tell(message, params)

    # deciding ---------------------------------------------------------------------------------------------------------------------------

    def _decide_all(self) -> None:
        """Every shard that is not finished, then those in which somebody has a double in another one."""
        finished = self._journal.shards
        self._work_on([Task(shard) for shard in self._shards if shard.number not in finished])
        whole, skip_bad = self._whole(), self.options.skip_bad
        doubles = doubles_by_shard(
            self._tables["people"], self._shards, self.folder.keys, whole, set_aside=skip_bad and not whole.fatal
        )
        refuse_empty(self._tables, whole)
        whole.settle()
        if whole.fatal or (whole.findings and not skip_bad):
            self._refuse(whole)
        again = [
            Task(shard, doubles=doubles.get(shard.number, {}))
            for shard in self._shards
            if sorted(doubles.get(shard.number, {})) != list(finished[shard.number].left_out)
        ]
        self._work_on(again)
        whole.areas, self.check = self.check.areas, whole
        for shard in self._shards:
            self.totals.merge(finished[shard.number].totals)
            self.totals.set_aside += finished[shard.number].aside
        self.totals.check()

    def _work_on(self, tasks: list[Task]) -> None:
        if not tasks:
            return
        total = sum(shard.households for shard in self._shards)
        before = total - sum(task.shard.households for task in tasks)
        facts = {name for law in self._laws.values() for names in law.facts.values() for name in names}
        work = Work(
            tables=self._tables,
            library_folder=self.library.folder,
            load=self.load,
            on=self.options.on,
            latest=date.fromisoformat(self._journal.latest),
            demonstration=self.options.demonstration,
            benefits=_benefits(self._laws),
            columns=wanted_columns(self._tables, facts),
            chunk=self.options.chunk,
            skip_bad=self.options.skip_bad,
            lang=self.options.lang,
            folder=self.folder.path,
            parts=len(self._shards),
        )
        self._usable = not self._first.fatal

        def count(done: int) -> None:
            if self.progress is not None:
                self.progress(before + done, total)

        count(0)
        for done in worked(work, self._until_refused(tasks), min(self.workers, len(tasks)), self.library, count):
            self._take(done)
        if self._usable:
            count(total - before)

    def _until_refused(self, tasks: list[Task]) -> Iterator[Task]:
        """The tasks; once it is known that the population is refused, the rest is only checked."""
        for task in tasks:
            yield task if self._usable else Task(task.shard, decide=False)

    def _take(self, done: Worked) -> None:
        """Put the files of a shard where they belong and write down that it is finished."""
        number = done.task.shard.number
        for what, seconds in done.seconds.items():
            self.seconds[what] = self.seconds.get(what, 0.0) + seconds
        self._usable &= not done.check.fatal and (self.options.skip_bad or not done.check.bad)
        for file in (*done.kept, *done.files):
            place = self.folder.path / file.place
            place.parent.mkdir(exist_ok=True)
            file.path.rename(place)
        self._found.put(number, done.check)
        if done.totals is None:
            return
        reached(f"shard {number} decided")
        for folder in {(self.folder.path / file.place).parent for file in done.files}:
            sync(folder)
        self._journal.finish(
            FinishedShard(
                number=number,
                households=done.check.households,
                people=done.check.people,
                synthetic=done.check.synthetic,
                ends=done.check.ends,
                files={file.place.removeprefix("result/"): file.digest for file in done.files},
                rows={file.place.removeprefix("result/"): file.rows for file in done.files},
                kept={file.place: file.digest for file in done.kept},
                aside=done.aside,
                left_out=sorted(done.task.doubles),
                totals=done.totals,
            )
        )
        reached(f"shard {number} finished")

    # refusing ---------------------------------------------------------------------------------------------------------------------------

    def _whole(self) -> CheckResult:
        """What was found anywhere, with the counts of all rows."""
        whole = CheckResult(keep_households=False)
        whole.merge(self._first)
        self._found.into(whole)
        ends = []
        for shard in self._shards:
            done, found = self._journal.shards.get(shard.number), self._found.of(shard.number)
            if found is None and done is not None:
                whole.households += done.households
                whole.people += done.people
                whole.synthetic += done.synthetic
            ends.append(found.ends if found is not None else done.ends if done is not None else {})
        check_junctions(self._tables, ends, whole)
        return whole

    def _refuse(self, whole: CheckResult) -> None:
        """Refuse the population whole: nothing is kept.

        Raises:
            PolicyError: always.
        """
        self.folder.clear()
        raise PolicyError(whole.all_findings())

    def _refuse_changed(self) -> None:
        message = N_("an input file was changed while it was read")
        self.folder.clear()
        raise PolicyError([Finding("T36", Place(str(self.population.folder)), message, N_("Run the command again."))])

    # writing ----------------------------------------------------------------------------------------------------------------------------

    def _write(self) -> None:
        """Everything beside the rows, in place of what an earlier scan may have begun of it."""
        shards = [self._journal.shards[shard.number] for shard in self._shards]
        parts = {name: digest for shard in shards for name, digest in shard.files.items()}
        _remove_others(self.folder.result, set(parts))
        context = context_of(self._laws.values(), self.options.on, self._laws)
        context.synthetic = self.population.synthetic or self.check.synthetic > 0
        context.scale = self.population.scale
        aside = [self.folder.aside / f"{shard.number}.csv" for shard in self._shards] if self.options.skip_bad else None
        rows = {name: count for shard in shards for name, count in shard.rows.items()}
        write_output(self.folder.result, self.totals, context, aside, self._about(), parts, rows)
        reached("results written")

    def _about(self) -> dict[str, Any]:
        """What the manifest says beside the output."""
        inputs = {}
        for table in self._tables.values():
            file = table.path.name
            inputs[file] = {**self._identity["inputs"][file], "rows": int(table.open().metadata.num_rows)}
        households = self._tables["households"].metadata
        return {
            "minsheng": minsheng.__version__,
            "program": self._identity["program"],
            "options": {**self.options.as_json(), "shard": self._shards[0].households},
            "population": {
                "households": self.check.households,
                "people": self.check.people,
                "synthetic_households": self.check.synthetic,
                "set_aside": self.totals.set_aside,
                **{name: households[name] for name in ("synthetic", "seed", "scale") if name in households},
            },
            "packs": {"sha256": self._identity["packs"], "files": len(self.library.contents)},
            "inputs": inputs,
        }


def _benefits(laws: dict[str, Law]) -> list[str]:
    """Every benefit of every law, in the order in which they are found."""
    return list(dict.fromkeys(name for law in laws.values() for name in law.benefits))


def _remove_others(folder: Path, parts: set[str]) -> None:
    """Leave only the parts that are finished."""
    for path in list(folder.iterdir()):
        if path.is_dir() and not any(name.startswith(f"{path.name}/") for name in parts):
            shutil.rmtree(path)
        elif path.is_dir():
            for file in path.iterdir():
                if f"{path.name}/{file.name}" not in parts:
                    file.unlink()
        else:
            path.unlink()
