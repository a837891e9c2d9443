"""How Minsheng is called where populations are measured.

Nothing else in bench/ knows it, so that this is the only file to look at when a call changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np

from bench.exact import Exact, exact
from bench.exact import law as law
from bench.outputs import OUTPUTS
from bench.timing import ROOT
from minsheng.policy import Law, Library

__all__ = [
    "CACHE",
    "columns",
    "columns_read",
    "determine_columns",
    "determine_files",
    "largest_law",
    "law",
    "make_county",
    "make_kernel",
    "scan",
    "scan_on_spark",
]

#: The environment variable whose folder keeps what is compiled from one process to the next.
CACHE = "MINSHENG_CACHE"
#: The day of the synthetic county.
COUNTY_DAY = date(2017, 12, 31)
Columns = Mapping[str, Mapping[str, np.ndarray]]


def columns(stored: Mapping[str, np.ndarray]) -> Columns:
    """The columns that ``bench.generate`` wrote, as the library takes them: by table, ``household_id`` a number from 0 on, ascending."""
    tables: dict[str, dict[str, np.ndarray]] = {"households": {}, "people": {}}
    for name, values in stored.items():
        table, _, column = name.partition("/")
        tables[table][column] = values
    return tables


def determine_columns(law: Law, given: Columns) -> dict[str, np.ndarray | Exact]:
    """All outputs from columns to columns: bool and int64 fen, and an exact pair for what need not be whole."""
    from minsheng.population.determine import determine  # here, so that the other parts of the bench do without it

    found = determine(law, given, rules=list(OUTPUTS))
    return {name: exact(found[name]) if name == "income_per_head" else found[name] for name in OUTPUTS}


def determine_files(law: Law, population: Path, out: Path) -> None:
    """All outputs from a population folder to a folder of result tables."""
    law.determine(population, out, rules=list(OUTPUTS))


def largest_law() -> Law:
    """The law in policies/ with the most rules and benefits: that of Lanzhou New Area at the end of 2021."""
    return Library.load(ROOT / "policies").as_of(date(2021, 11, 20), "620171")


def make_kernel(law: Law) -> int:
    """Make the kernel of all benefits of a law; gives how many functions had to be compiled."""
    from minsheng.population.kernel.kernel import Kernel
    from minsheng.population.kernel.machine import machine

    Kernel([law], list(law.benefits))
    return machine().compiled


def columns_read(law: Law) -> dict[str, list[str]]:
    """The columns of each table that :func:`determine_files` has to read: keys, the area, and the facts that a rule looks at."""
    return {
        "households": ["household_id", "area", *law.facts["household"]],
        "people": ["household_id", "person_id", *law.facts["person"]],
    }


def make_county(folder: Path, scale: float) -> int:
    """A synthetic county in a new folder; gives how many people live there."""
    from minsheng.population.synthetic import make_county as make

    folder.mkdir(parents=True)
    return make(folder, Library.load(ROOT / "policies").vocabulary, scale=scale).people


def scan(county: Path, out: Path) -> None:
    """The county scanned on this machine, on all cores."""
    from minsheng.population.scan import scan as run

    run(county, ROOT / "policies", COUNTY_DAY, out)


def scan_on_spark(county: Path, out: Path, partitions: int) -> float:
    """The county scanned on Spark on all cores of this machine; gives the seconds of a second scan in the same session."""
    from minsheng.population.spark.scan import spark_scan
    from minsheng.population.spark.session import running
    from minsheng.population.spark.source import Files

    library = Library.load(ROOT / "policies")
    with running("local[*]", {"spark.driver.bindAddress": "127.0.0.1"}) as spark:
        for replace in (False, True):  # the first starts everything
            source, begun = Files.open(county, library.vocabulary), perf_counter()
            spark_scan(spark, source, library, COUNTY_DAY, out, partitions=partitions, replace_older=replace)
        return perf_counter() - begun
