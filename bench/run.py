"""Measure and write bench/results.json: ``make bench``, or ``python -m bench.run [--persons N] [--only library|population|casework]``.

Every figure of a results file is from one run on one machine. With ``--only`` the other parts are left out, and the figures
are printed and not written unless ``--results`` names a file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from pathlib import Path
from typing import Any

from bench import casework, library, population
from bench.timing import ROOT

__all__ = ["main"]

RESULTS = ROOT / "bench" / "results.json"


def main(words: list[str] | None = None) -> None:
    """Run what is asked for, print the figures and write them."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description="Measure Minsheng.")
    parser.add_argument("--persons", type=int, default=1_000_000, help="people of the made-up population (1,000,000)")
    parser.add_argument("--only", choices=("library", "population", "casework"), help="measure this part alone")
    parser.add_argument("--results", type=Path, help="the file to write (bench/results.json)")
    asked = parser.parse_args(words)
    if asked.persons < 1000:
        parser.error("--persons: at least 1000")
    results: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    }
    if asked.only in (None, "library"):
        results |= library.measure()
    if asked.only in (None, "population"):
        with tempfile.TemporaryDirectory(prefix="minsheng-bench-") as folder:
            found = population.measure(asked.persons, Path(folder))
        results |= found | {"full_packs_persons_per_s": results.get("scan_persons_per_s")}
    if asked.only in (None, "casework"):
        results["casework"] = casework.measure(asked.persons)
    text = json.dumps(results, indent=2, ensure_ascii=False) + "\n"
    target = asked.results or (None if asked.only else RESULTS)
    if target is not None:
        target.write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
