"""Forecasting a change of the law over a whole population: checked first, decided by every law, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.library import Library
from minsheng.policy.today import today_in_china
from minsheng.population.check import CheckResult
from minsheng.population.report.context import Context, context_of
from minsheng.population.simulate.answer import answer, title_words
from minsheng.population.simulate.forecast import Json, Made, forecast_of
from minsheng.population.simulate.laws import Laws, ParameterChange, changed_parameters, moves_of, touched_benefits
from minsheng.population.simulate.page import write_page
from minsheng.population.simulate.question import Asked, Question, check_areas, read_question, vocabulary_of
from minsheng.population.simulate.spread import poverty_line
from minsheng.population.simulate.tally import Tally, Watched
from minsheng.population.simulate.text import WORDS
from minsheng.population.simulate.workers import Plan, tallies
from minsheng.population.simulate.writing import aside, refuse_existing, write_forecast
from minsheng.population.table import Population

__all__ = ["Counted", "Progress", "Simulated", "forecast_written", "plan_of", "prepared", "simulate"]

Progress = Callable[[int, int], None]
#: Households decided at a time: so many that columns pay off, and so few that the rows of a run fit well into memory.
_LEAST_AT_A_TIME, _MOST_AT_A_TIME = 500, 10_000


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a simulation gave: its folder, all figures, what was changed, and how long deciding took."""

    out: Path
    forecast: Json
    changes: Sequence[ParameterChange]
    context: Context
    runs: int
    seconds: float

    @property
    def households_per_second(self) -> float:
        """Households decided in a second, each run counted."""
        return self.forecast["population"]["households"] * self.runs / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Counted:
    """What is known of a population once it was checked; ``files``: the SHA-256 of each of its files."""

    households: int
    people: int
    synthetic: bool
    scale: str
    files: Mapping[str, str]


def simulate(
    source: Path,
    library: Library,
    asked: Asked,
    out: Path,
    *,
    workers: int | None = None,
    chunk: int | None = None,
    replace: bool = False,
    progress: Progress | None = None,
) -> Simulated:
    """Decide every household of a population by the law before and after a change, and write down what differs.

    ``out`` gets ``forecast.json``, tables as CSV, ``index.html`` and ``index.en.html``. It appears only when everything is written.
    The same inputs give the same files, byte for byte, however many processes work.

    Args:
        source: the folder of the population.
        library: the packs that hold before.
        asked: the change.
        out: a folder that does not exist yet.
        workers: processes; all cores when left out; with 1 everything runs in this process.
        chunk: households decided at a time; enough for all processes when left out. The results do not depend on it.
        replace: put the results in place of an older ``out``.
        progress: called with households done and households in all.

    Raises:
        PolicyError: the change, the packs, the population or ``out`` are refused; nothing was written.
    """
    refuse_existing(out, replace=replace)
    question = read_question(asked, library)
    population = Population.open(source, vocabulary_of(question))
    check = population.check(max(question.on, question.on_after, today_in_china()))
    if check.fatal or check.findings:
        raise PolicyError(check.all_findings())
    if not check.households:
        hint = N_("A forecast needs at least one household.")
        raise PolicyError([Finding("F9", Place(str(source)), N_("the population has no households"), hint)])
    made, facts = prepared(question, sorted(check.areas), _counted(population, check))
    cores = workers or os.cpu_count() or 1
    size = chunk or min(_MOST_AT_A_TIME, max(_LEAST_AT_A_TIME, check.households // (4 * cores)))
    counts = tallies(plan_of(made), population.parts(size, facts=facts), cores, question)
    return forecast_written(made, counts, out, replace=replace, progress=progress)


def forecast_written(
    made: Made, counts: Iterable[Tally], out: Path, *, replace: bool, progress: Progress | None = None
) -> Simulated:
    """Put the counts of all parts together and write the forecast, whole or not at all.

    Args:
        made: what the laws say about the question (:func:`prepared`); its tally is still empty.
        counts: what was counted in each part; deciding happens while they are asked for.
        out: the folder for the forecast.
        replace: put it in place of an older one.
        progress: called with households done and households in all.

    Raises:
        PolicyError: a file cannot be read or written.
    """
    began = time.perf_counter()
    try:
        with aside(out, replace=replace) as folder:
            for counted in counts:
                made.tally.merge(counted)
                if progress:
                    progress(made.tally.households, made.population["households"])
            made.tally.check()
            seconds = time.perf_counter() - began
            forecast = _worded(made)
            write_forecast(folder, forecast)
            write_page(folder, forecast, made.changes, made.context)
    except OSError as problem:
        message, hint = (
            N_("a file cannot be read or written: {problem}"),
            N_("Nothing was kept. Look at the disk and the rights."),
        )
        raise PolicyError([Finding("F11", Place(str(out)), message, hint, {"problem": str(problem)})]) from problem
    runs = Laws(made.question, made.moves).runs
    return Simulated(out, forecast, made.changes, made.context, runs, seconds)


def prepared(question: Question, areas: Sequence[str], counted: Counted) -> tuple[Made, set[str]]:
    """What the laws say about the question, before anybody is decided; and the facts that are read.

    Args:
        question: what is asked.
        areas: where households of the population live, in order.
        counted: what is known of the population.

    Raises:
        PolicyError: there is no law for an area, or the question is not one for these areas.
    """
    laws = Laws(question)
    check_areas(question, areas, {area: laws.law(1, area).bound for area in areas})
    every = [laws.law(run, area) for run in (0, 1) for area in areas]
    context = context_of(every, question.on, areas)
    context.synthetic, context.scale = counted.synthetic, counted.scale
    changes = changed_parameters(laws, areas)
    moves, not_moved = moves_of(changes)
    names = [benefit.name for benefit in context.benefits]
    paid = {name for law in every for name in law.benefits if law.benefit(name).amount}
    touched = touched_benefits(question, laws, areas, changes)
    watched = Watched(tuple(names), tuple(name for name in names if name in paid), frozenset(touched))
    changed = {change.name for change in changes}
    line = next((line for area in areas if (line := poverty_line(laws.law(1, area), changed)) is not None), None)
    about = {
        "households": counted.households,
        "people": counted.people,
        "synthetic": counted.synthetic,
        "scale": counted.scale,
        "files": dict(counted.files),
    }
    made = Made(question, laws, Tally(), watched, changes, moves, not_moved, line, about, areas, context)
    facts = {name for law in every for of_entity in law.facts.values() for name in of_entity}
    return made, facts


def plan_of(made: Made) -> Plan:
    """What workers must know to count for a forecast."""
    return Plan.of(made.question, tuple(made.moves), made.watched, made.line, made.areas)


def _counted(population: Population, check: CheckResult) -> Counted:
    synthetic = population.synthetic or check.synthetic > 0
    return Counted(check.households, check.people, synthetic, population.scale, _digests(population))


def _digests(population: Population) -> dict[str, str]:
    """The SHA-256 of each file of the population."""
    digests = {}
    for table in population.tables.values():
        with table.path.open("rb") as file:
            digests[table.path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return dict(sorted(digests.items()))


def _worded(made: Made) -> Json:
    """The forecast with its title and its answer in both languages in front."""
    forecast = forecast_of(made)
    titles = {lang: title_words(forecast, made.changes, made.context, lang) for lang in ("zh", "en")}
    given = made.question.title or WORDS["title"]
    first = {"format": forecast.pop("format"), "title": {"zh": given.zh, "en": given.en}}
    return {**first, "answer": {lang: answer(forecast, title, lang) for lang, title in titles.items()}, **forecast}
