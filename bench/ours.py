"""Time the six groups of rules in Minsheng, in this process: ``python -m bench.ours columns|files|start|kernel FOLDER``.

FOLDER is what ``bench.generate`` wrote. Each way prints one JSON line with median seconds and the peak memory of the process.

- ``columns``: from NumPy columns to NumPy columns; the outputs of one run go to ``ours-outputs.npz``;
- ``files``: from the population folder to result tables in ``result/``;
- ``start``: the first decision of a process, 100 households, in milliseconds, with what has to be compiled for it;
- ``kernel``: the kernel of every benefit of the largest law in policies/, from the law of the day to code that can run.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

import numpy as np

from bench import calls
from bench.agreement import first_households
from bench.columns import read_columns
from bench.exact import Exact
from bench.timing import peak_rss_mb, rss_mb, seconds

__all__ = ["from_columns", "from_files", "start"]

FIRST = 100


def from_columns(folder: Path) -> dict[str, object]:
    """Decide from columns."""
    law = calls.law()
    given = calls.columns(read_columns(folder / "ours.npz"))
    kept: dict[str, np.ndarray | Exact] = {}
    before = rss_mb()

    def run() -> None:
        kept.clear()
        kept.update(calls.determine_columns(law, given))

    taken = seconds(run)
    peak = peak_rss_mb()
    stored = {}
    for name, values in kept.items():
        if isinstance(values, Exact):
            stored |= {f"{name}/number": values.number, f"{name}/denominator": values.denominator}
        else:
            stored[name] = values
    np.savez(folder / "ours-outputs.npz", **stored)
    persons = len(given["people"]["household_id"])
    return {
        "persons": persons,
        "seconds": taken,
        "persons_per_s": round(persons / taken),
        "peak_rss_mb": peak,
        "rss_above_inputs_mb": peak - before,
    }


def from_files(folder: Path) -> dict[str, object]:
    """Decide from Parquet to Parquet."""
    law = calls.law()
    out = folder / "result"

    def run() -> None:
        shutil.rmtree(out, ignore_errors=True)
        calls.determine_files(law, folder / "population", out)

    taken = seconds(run)
    return {"seconds": taken, "peak_rss_mb": peak_rss_mb()}


def start(folder: Path) -> dict[str, object]:
    """Decide a few households for the first time in this process."""
    law = calls.law()
    first, people = first_households(read_columns(folder / "ours.npz"), FIRST)
    given = calls.columns(first)
    begun = time.perf_counter()
    calls.determine_columns(law, given)
    return {"milliseconds": round((time.perf_counter() - begun) * 1000, 1), "persons": people}


def kernel(_: Path) -> dict[str, object]:
    """Make the kernel of a whole law."""
    law = calls.largest_law()
    begun = time.perf_counter()
    compiled = calls.make_kernel(law)
    return {"milliseconds": round((time.perf_counter() - begun) * 1000, 1), "compiled": compiled}


WAYS = {"columns": from_columns, "files": from_files, "start": start, "kernel": kernel}

if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in WAYS:
        raise SystemExit("usage: python -m bench.ours columns|files|start|kernel FOLDER")
    print(json.dumps(WAYS[sys.argv[1]](Path(sys.argv[2]))))
