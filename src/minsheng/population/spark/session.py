"""A Spark session for the command line, and what Spark could not do as findings."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["failures_as_findings", "refuse_without_spark", "running", "session"]

#: What Minsheng wants of a session, unless the user says otherwise: pieces of bytes come in batches of bounded size.
_WANTED = {"spark.sql.execution.arrow.maxBytesPerBatch": "64m"}
#: What only a session on this machine gets: no web page of its own.
_WANTED_HERE = {"spark.ui.enabled": "false"}
#: Said by PySpark whenever rows are handed over as Arrow, where pandas is only looked at and not used.
_OF_NO_CONCERN = "PySpark does not yet fully support pandas"


def session(master: str | None, settings: Mapping[str, str]) -> SparkSession:
    """A Spark session.

    Args:
        master: where Spark runs; ``None`` leaves it to ``spark-submit`` and ``spark-defaults.conf``, otherwise all cores of this machine.
        settings: further settings of Spark.

    Raises:
        PolicyError: PySpark or Java is missing, or Spark cannot be started.
    """
    refuse_without_spark()
    from pyspark import SparkConf
    from pyspark.sql import SparkSession as Session

    conf = SparkConf()
    chosen = master or conf.get("spark.master") or "local[*]"
    local = chosen.startswith("local")
    if local:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    shown = {"spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower()}
    wanted = {
        **_WANTED,
        **shown,
        **(_WANTED_HERE if local else {}),
        "spark.app.name": "minsheng",
        "spark.master": chosen,
    }
    for name, value in wanted.items():
        conf.setIfMissing(name, value)
    for name, value in settings.items():
        conf.set(name, value)
    warnings.filterwarnings("ignore", message=_OF_NO_CONCERN, category=FutureWarning)
    with failures_as_findings():
        spark = Session.builder.config(conf=conf).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


@contextmanager
def running(master: str | None, settings: Mapping[str, str]) -> Iterator[SparkSession]:
    """A Spark session (:func:`session`) for a while; one that was there before is used, and left running."""
    refuse_without_spark()
    from pyspark import SparkContext

    was_there = SparkContext._active_spark_context is not None
    spark = session(master, settings)
    try:
        yield spark
    finally:
        if not was_there:
            spark.stop()


def refuse_without_spark() -> None:
    """Refuse where PySpark or Java is missing.

    Raises:
        PolicyError: what is missing, and how to get it.
    """
    missing = [name for name in ("pyspark", "pandas", "pyarrow") if find_spec(name) is None]
    if missing:
        raise PolicyError(
            [
                Finding(
                    "T45",
                    Place(),
                    N_("this needs PySpark, which is not installed (missing: {missing})"),
                    N_("Install it: pip install 'minsheng[spark]'"),
                    {"missing": ", ".join(missing)},
                )
            ]
        )
    home = os.environ.get("JAVA_HOME")
    if not (home and os.path.exists(os.path.join(home, "bin", "java"))) and shutil.which("java") is None:
        hint = N_("Install it (Debian: apt-get install openjdk-17-jre-headless) or set JAVA_HOME.")
        raise PolicyError([Finding("T46", Place(), N_("Spark needs Java 17, and there is no Java"), hint)])


@contextmanager
def failures_as_findings() -> Iterator[None]:
    """Turn what Spark could not finish into a finding.

    Raises:
        PolicyError: Spark failed.
    """
    try:
        yield
    except _failures() as problem:
        message = N_("Spark could not finish: {problem}")
        hint = N_("Spark's log says more. Nothing was kept; mend it and run the command again.")
        raise PolicyError([Finding("T47", Place(), message, hint, {"problem": _reason(problem)})]) from problem


def _failures() -> tuple[type[Exception], ...]:
    """What Spark raises; nothing where it is not installed."""
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
    except ImportError:
        return ()
    return PySparkException, Py4JError


def _reason(problem: Exception) -> str:
    """The line of a failure that says most: the error of a Python worker where there is one."""
    lines = [line.strip() for line in str(problem).splitlines() if line.strip()]
    of_python = [
        line for line in lines if ("Error" in line or "Exception" in line) and not line.startswith(("at ", "File "))
    ]
    return (of_python or lines or [type(problem).__name__])[-1]
