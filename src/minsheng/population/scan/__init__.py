"""Deciding a whole population: checked and decided in shards on all cores, written aside, moved into place when it is complete.

The population is cut into shards of whole households. A worker reads its rows of the files itself, checks them, decides them and writes a
part of the results. What is finished is written down, so that a scan that was killed goes on where it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.library import Library
from minsheng.population.check_result import CheckResult
from minsheng.population.scan.folder import WorkFolder, forget_moved, work_folder
from minsheng.population.scan.journal import Journal
from minsheng.population.scan.manifest import verify
from minsheng.population.scan.pool import usable_cores
from minsheng.population.scan.run import Options, Progress, Run, Tell
from minsheng.population.scan.trouble import cannot_write
from minsheng.population.scan.work import Loader
from minsheng.population.table import Population
from minsheng.population.totals import Totals

__all__ = ["ScanResult", "scan", "verify"]


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan did: where its results are, the totals, what the check found, and how long it took.

    ``check_seconds`` went into making ready (digests, copies of CSV, cutting into shards), ``decide_seconds`` into reading, checking,
    deciding and writing. ``resumed`` households had been finished by an earlier scan. ``spent`` sums the seconds of processor time of
    all workers by what they did.
    """

    out: Path
    totals: Totals
    check: CheckResult
    check_seconds: float
    decide_seconds: float
    resumed: int = 0
    spent: Mapping[str, float] = field(default_factory=dict)

    @property
    def households_per_second(self) -> float:
        """Households decided in a second by this scan, reading, checking and writing included."""
        return (self.totals.households - self.resumed) / self.decide_seconds if self.decide_seconds else 0.0


def scan(
    source: Path,
    library_folder: Path,
    on: date,
    out: Path,
    *,
    workers: int | None = None,
    chunk: int = 8_000,
    shard: int | None = None,
    skip_bad: bool = False,
    replace: bool = False,
    fresh: bool = False,
    progress: Progress | None = None,
    tell: Tell | None = None,
    lang: str = "zh",
    load: Loader = Library.load,
    demonstration: bool = True,
) -> ScanResult:
    """Check and decide every household of a population under the law of a day.

    ``out`` gets the folders ``household_results.parquet`` and ``person_results.parquet`` with one part for each shard, ``totals.csv``,
    ``totals.json``, ``index.html``, ``manifest.json`` and, with ``skip_bad``, ``set-aside.csv``. It appears only when everything is
    written. Its bytes do not depend on the number of workers, and its rows not on how they were cut into shards.

    A scan that is broken off or killed leaves what it has finished in a work folder beside ``out``; the same scan, started again, goes on
    from there.

    Args:
        source: the folder of the population.
        library_folder: the folder of the packs.
        on: the day whose law is applied, and on which the facts are true.
        out: a folder that does not exist yet.
        workers: processes; all cores when left out; with 1 everything runs in this process.
        chunk: households checked and decided at a time.
        shard: households in a part of the results; by the size of the population when left out, at most 100,000.
        skip_bad: set households with bad rows aside instead of stopping.
        replace: put the results in place of an older ``out``.
        fresh: forget what an earlier scan has finished.
        progress: called with households done and households in all.
        tell: called with what a user should know, a template and its parameters: where the scan goes on, or why it begins anew.
        lang: the language of the reasons in ``set-aside.csv``.
        demonstration: whether the marked demonstration values are used.
        load: reads the packs; a function that another process can import.

    Raises:
        PolicyError: the packs, the population or ``out`` are refused, or ``out`` cannot be written; nothing is there under this name.
    """
    _refuse_existing(out, replace)
    library = load(library_folder)
    population = Population.open(source, library.vocabulary, every_row=False)
    options = Options(on, skip_bad, demonstration, lang, shard, chunk)
    kept: Path | None = None
    try:
        with work_folder(out) as folder:
            _refuse_existing(out, replace)
            run = Run(population, library, load, options, folder, workers or usable_cores(), progress, tell)
            try:
                run.run(fresh=fresh)
                folder.put_in_place()
                folder.clear()
            except BaseException as problem:
                kept = _keep_what_is_finished(folder)
                if kept is not None and tell is not None and isinstance(problem, KeyboardInterrupt):
                    message = N_("Broken off. What is finished is kept in {kept}; the same command goes on from there.")
                    tell(message, {"kept": kept})
                raise
    except OSError as problem:
        raise PolicyError([cannot_write(problem, out, kept)]) from problem
    return ScanResult(out, run.totals, run.check, run.check_seconds, run.decide_seconds, run.resumed, dict(run.seconds))


def _refuse_existing(out: Path, replace: bool) -> None:
    if out.exists() and not replace:
        forget_moved(out)
        message, hint = N_("the folder is there already"), N_("Choose another one, or allow that it is replaced.")
        raise PolicyError([Finding("T30", Place(str(out)), message, hint)])


def _keep_what_is_finished(folder: WorkFolder) -> Path | None:
    """Leave the work folder to the next scan where it has finished shards; its path, or ``None`` when nothing is kept."""
    shutil.rmtree(folder.writing, ignore_errors=True)
    with suppress(OSError):
        if folder.journal.exists() and Journal(folder.journal).shards:
            return folder.path
    folder.clear()
    return None
