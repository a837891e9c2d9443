"""``minsheng spark scan | simulate``: populations on Apache Spark, with the results of ``minsheng scan`` and ``minsheng simulate``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from minsheng.cli.output import language_option, library_option, load, refuse
from minsheng.cli.scan import show_scan
from minsheng.cli.simulate import asked_of, change_options, show_forecast
from minsheng.policy.finding import PolicyError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from minsheng.policy.vocabulary import Vocabulary
    from minsheng.population.spark.source import Source

__all__ = ["spark"]

F = TypeVar("F", bound=Callable[..., object])
_FOLDER = click.Path(path_type=Path, file_okay=False)


def _settings(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Settings of Spark, each NAME=VALUE."""
    pairs = [text.partition("=") for text in given]
    for name, equals, _ in pairs:
        if not name or not equals:
            raise click.BadParameter(f"{name!r}: expected NAME=VALUE, such as spark.executor.memory=4g")
    return {name: value for name, _, value in pairs}


#: Where Spark runs and how people are cut.
_SESSION = (
    click.option(
        "--master",
        default=None,
        metavar="URL",
        help="Where Spark runs: local[4], spark://…, yarn, k8s://…; default: as spark-submit or spark-defaults.conf say, "
        "else all cores of this machine.",
    ),
    click.option(
        "--conf",
        multiple=True,
        metavar="NAME=VALUE",
        callback=_settings,
        help="A setting of Spark, such as spark.executor.memory=4g; may be repeated.",
    ),
    click.option(
        "--partitions",
        type=click.IntRange(1),
        default=None,
        help="Parts that households are cut into; default: one for 100,000 households, more where there are idle cores.",
    ),
)


def session_options(function: F) -> F:
    """``--master``, ``--conf`` and ``--partitions``."""
    for option in reversed(_SESSION):
        function = option(function)
    return function


@click.group()
def spark() -> None:
    """Whole populations on Apache Spark, for provinces and countries: the same results from many machines.

    Needs Java 17 and the extra minsheng[spark]. PEOPLE and OUT are folders that the driver and all executors see under the same path;
    PEOPLE may also be an address of Parquet files that Spark can read, such as hdfs://….
    """


@spark.command()
@click.argument("people")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    required=True,
    help="Day of the law and of the facts.",
)
@click.option("--out", type=_FOLDER, required=True, help="Folder for the results; must not exist yet.")
@click.option("--replace", is_flag=True, help="Put the results in place of an older OUT.")
@click.option("--no-demonstration", is_flag=True, help="Leave out the marked demonstration values.")
@session_options
@click.option("--json", "as_json", is_flag=True, help="Totals as JSON.")
@library_option
@language_option
def scan(
    people: str,
    on: datetime,
    out: Path,
    replace: bool,
    no_demonstration: bool,
    master: str | None,
    conf: Mapping[str, str],
    partitions: int | None,
    as_json: bool,
    policies: Path | None,
    lang: str,
) -> None:
    """Decide every household of the population PEOPLE; the results are those of minsheng scan.

    Every row is checked; a bad one ends the scan, and nothing is written (exit code 2).
    """
    with _findings_refused(lang, as_json=as_json):
        _refuse_without_spark()
        from minsheng.population.simulate.writing import refuse_existing
        from minsheng.population.spark.scan import spark_scan

        library = load(policies, lang)
        refuse_existing(out, replace=replace)
        with _opened(people, library.vocabulary, master, conf) as (session, source):
            result = spark_scan(
                session,
                source,
                library,
                on.date(),
                out,
                partitions=partitions,
                replace_older=replace,
                demonstration=not no_demonstration,
            )
    show_scan(result, library, on.date(), lang, demonstration=not no_demonstration, as_json=as_json)


@spark.command()
@click.argument("people")
@change_options
@click.option("--out", type=_FOLDER, required=True, help="Folder for the forecast; must not exist yet.")
@click.option("--replace", is_flag=True, help="Put the forecast in place of an older OUT.")
@click.option("--no-demonstration", is_flag=True, help="Leave out the marked demonstration values.")
@session_options
@click.option("--json", "as_json", is_flag=True, help="The forecast as JSON.")
@library_option
@language_option
def simulate(
    people: str,
    out: Path,
    replace: bool,
    master: str | None,
    conf: Mapping[str, str],
    partitions: int | None,
    as_json: bool,
    policies: Path | None,
    lang: str,
    **asked: Any,
) -> None:
    """Say what a change of the law would mean for the population PEOPLE; the files are those of minsheng simulate.

    minsheng spark simulate people --on 2017-12-31 --set dibao.standard[500110,urban]=600 --out forecast
    """
    with _findings_refused(lang, as_json=as_json):
        _refuse_without_spark()
        from minsheng.population.simulate.question import read_question, vocabulary_of
        from minsheng.population.simulate.writing import refuse_existing
        from minsheng.population.spark.simulate import spark_simulate

        library = load(policies, lang)
        refuse_existing(out, replace=replace)
        question = read_question(asked_of(**asked), library)
        with _opened(people, vocabulary_of(question), master, conf) as (session, source):
            result = spark_simulate(session, source, question, out, partitions=partitions, replace=replace)
    show_forecast(result, lang, as_json=as_json)


def _refuse_without_spark() -> None:
    """Say what is missing before anything is imported that needs it."""
    from minsheng.population.spark.session import refuse_without_spark

    refuse_without_spark()


@contextmanager
def _findings_refused(lang: str, *, as_json: bool) -> Iterator[None]:
    """Print findings and leave with exit code 2."""
    try:
        yield
    except PolicyError as problem:
        refuse(problem.findings, lang, as_json=as_json)


@contextmanager
def _opened(
    people: str, vocabulary: Vocabulary, master: str | None, settings: Mapping[str, str]
) -> Iterator[tuple[SparkSession, Source]]:
    """Spark and the population; files in a folder are looked at before Spark is started, which takes a while."""
    from minsheng.population.spark.frames import Frames
    from minsheng.population.spark.session import failures_as_findings, running
    from minsheng.population.spark.source import Files

    files = None if "://" in people else Files.open(Path(people), vocabulary)
    with running(master, settings) as session:
        if files is not None:
            yield session, files
        else:
            with failures_as_findings():
                frames = Frames.at(session, people, vocabulary)
            yield session, frames
