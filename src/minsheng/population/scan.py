"""Deciding a whole population: checked first, decided on all cores, written aside and moved into place when it is complete."""

from __future__ import annotations

import csv
import gc
import json
import multiprocessing
import os
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_, render
from minsheng.policy.law import Law
from minsheng.policy.library import Library
from minsheng.policy.today import today_in_china
from minsheng.population.check import CheckResult
from minsheng.population.report import write_report
from minsheng.population.report.context import context_of
from minsheng.population.results import Results, household_schema, person_schema
from minsheng.population.schema import TableSpec, table_specs
from minsheng.population.table import Population, part_from_bytes, part_to_bytes
from minsheng.population.things import households_of
from minsheng.population.totals import CSV_HEADER, Totals

__all__ = ["ScanResult", "scan"]

Loader = Callable[[Path], Library]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan did: where its results are, the totals, households set aside, and how long checking and deciding took."""

    out: Path
    totals: Totals
    check: CheckResult
    check_seconds: float
    decide_seconds: float

    @property
    def households_per_second(self) -> float:
        """Households decided in a second, reading and writing included."""
        return self.totals.households / self.decide_seconds if self.decide_seconds else 0.0


def scan(
    source: Path,
    library_folder: Path,
    on: date,
    out: Path,
    *,
    workers: int | None = None,
    chunk: int = 2000,
    skip_bad: bool = False,
    replace: bool = False,
    progress: Progress | None = None,
    lang: str = "zh",
    load: Loader = Library.load,
    demonstration: bool = True,
) -> ScanResult:
    """Decide every household of a population under the law of a day.

    ``out`` gets ``household_results.parquet``, ``person_results.parquet``, ``totals.csv``, ``totals.json``, ``index.html`` and, with
    ``skip_bad``, ``set-aside.csv``. It appears only when everything is written; a scan that is broken off leaves nothing there.

    Args:
        source: the folder of the population.
        library_folder: the folder of the packs.
        on: the day whose law is applied, and on which the facts are true.
        out: a folder that does not exist yet.
        workers: processes; all cores when left out; with 1 everything runs in this process.
        chunk: households decided at a time.
        skip_bad: set households with bad rows aside instead of stopping.
        replace: put the results in place of an older ``out``.
        progress: called with households done and households in all.
        lang: the language of the reasons in ``set-aside.csv``.
        demonstration: whether the marked demonstration values are used.
        load: reads the packs; a function that another process can import.

    Raises:
        PolicyError: the packs, the population or ``out`` are refused; nothing was written.
    """
    if out.exists() and not replace:
        raise PolicyError(
            [
                Finding(
                    "T30",
                    Place(str(out)),
                    N_("the folder is there already"),
                    N_("Choose another one, or allow that it is replaced."),
                )
            ]
        )
    library = load(library_folder)
    population = Population.open(source, library.vocabulary)
    began = time.perf_counter()
    check = population.check(max(on, today_in_china()))
    if check.fatal or (check.findings and not skip_bad):
        raise PolicyError(check.all_findings())
    checked = time.perf_counter()
    laws = {area: library.as_of(on, area=area, demonstration=demonstration) for area in sorted(check.areas)}
    context = context_of(laws.values(), on, laws)
    benefits = [benefit.name for benefit in context.benefits]
    facts = {name for law in laws.values() for names in law.facts.values() for name in names}
    context.synthetic = population.synthetic or check.synthetic > 0
    context.scale = population.scale
    with _aside(out, replace=replace) as folder:
        streams = (part_to_bytes(part) for part in population.parts(chunk, check.set_aside, facts))
        work = _Work(library_folder, on, benefits, load, demonstration)
        totals = _decide_all(work, streams, workers or os.cpu_count() or 1, folder, check.households, progress, library)
        totals.set_aside = len(check.set_aside)
        totals.check()
        decided = time.perf_counter()
        context.seconds = decided - checked
        _write_totals(folder, totals, on)
        if skip_bad:
            _write_set_aside(folder, check, lang)
        write_report(folder, totals, context)
    return ScanResult(out, totals, check, checked - began, decided - checked)


@contextmanager
def _aside(out: Path, *, replace: bool) -> Iterator[Path]:
    """A folder beside ``out`` that takes its name at the end; folders of scans that were killed are cleared away."""
    out.parent.mkdir(parents=True, exist_ok=True)
    for left in out.parent.glob(f".{out.name}.*.part"):
        if not _runs(left.name.split(".")[-2]):
            shutil.rmtree(left, ignore_errors=True)
    folder = out.parent / f".{out.name}.{os.getpid()}.part"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
        old = out.parent / f".{out.name}.{os.getpid()}.old"
        if out.exists() and replace:
            out.rename(old)
        folder.rename(out)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        pass
    return True


# deciding -------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker must know."""

    library_folder: Path
    on: date
    benefits: list[str]
    load: Loader
    demonstration: bool


class _Worker:
    """Decides chunks: the library is loaded once, and the law of each area is kept."""

    def __init__(self, work: _Work, library: Library | None = None) -> None:
        self.work = work
        self.library = library if library is not None else work.load(work.library_folder)
        self.specs: dict[str, TableSpec] = table_specs(self.library.vocabulary)
        self.laws: dict[str, Law] = {}

    def decide(self, streams: Mapping[str, bytes]) -> tuple[bytes, bytes, Totals]:
        """The result rows and totals of one chunk."""
        households = households_of(part_from_bytes(streams), self.specs)
        results, totals = Results(self.work.benefits, households), Totals()
        for home, household in enumerate(households):
            law = self.laws.get(household.area)
            if law is None:
                demonstration = self.work.demonstration
                law = self.library.as_of(self.work.on, area=household.area, demonstration=demonstration)
                self.laws[household.area] = law
            outcomes = law.outcomes(household)
            results.add(home, outcomes)
            totals.add_household(household.area, len(household.lists["people"].items), household.synthetic, outcomes)
        homes, people = results.tables()
        return _stream(homes), _stream(people), totals


def _stream(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    return sink.getvalue().to_pybytes()


_worker: _Worker | None = None


def _start(work: _Work) -> None:
    global _worker
    _worker = _Worker(work)
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _decide(streams: dict[str, bytes]) -> tuple[bytes, bytes, Totals]:
    assert _worker is not None  # noqa: S101 - set by _start
    return _worker.decide(streams)


def _decided(
    work: _Work, streams: Iterator[dict[str, bytes]], workers: int, library: Library
) -> Iterator[tuple[bytes, bytes, Totals]]:
    """The chunks decided, in order; a few at a time are under way, so that memory stays flat."""
    if workers == 1:
        worker = _Worker(work, library)
        yield from map(worker.decide, streams)
        return
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _start, (work,))
    waiting: deque[Future[tuple[bytes, bytes, Totals]]] = deque()
    try:
        for stream in streams:
            waiting.append(pool.submit(_decide, stream))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _decide_all(
    work: _Work,
    streams: Iterator[dict[str, bytes]],
    workers: int,
    folder: Path,
    households: int,
    progress: Progress | None,
    library: Library,
) -> Totals:
    totals = Totals()
    about = {"format": "minsheng results 1", "on": work.on.isoformat()}
    schemas = [schema(work.benefits).with_metadata(about) for schema in (household_schema, person_schema)]
    with (
        pq.ParquetWriter(
            folder / "household_results.parquet", schemas[0], compression="zstd", compression_level=1
        ) as homes,
        pq.ParquetWriter(
            folder / "person_results.parquet", schemas[1], compression="zstd", compression_level=1
        ) as people,
    ):
        for of_homes, of_people, part in _decided(work, streams, workers, library):
            for writer, stream in ((homes, of_homes), (people, of_people)):
                with pa.ipc.open_stream(stream) as reader:
                    for batch in reader:
                        writer.write_batch(batch.replace_schema_metadata(about))
            totals.merge(part)
            if progress:
                progress(totals.households, households)
    return totals


# writing --------------------------------------------------------------------------------------------------------------------------------


def _write_totals(folder: Path, totals: Totals, on: date) -> None:
    with (folder / "totals.csv").open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(CSV_HEADER)
        table.writerows(totals.rows())
    content = {"format": "minsheng totals 1", "on": on.isoformat(), **totals.as_json()}
    (folder / "totals.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_set_aside(folder: Path, check: CheckResult, lang: str) -> None:
    with (folder / "set-aside.csv").open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(("household_id", "file", "row", "column", "reason"))
        for household, finding in sorted(check.set_aside.items()):
            place = finding.place
            table.writerow(
                (household, place.file, place.line, place.path, render(lang, finding.message, **finding.params))
            )
