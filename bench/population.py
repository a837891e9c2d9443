"""Whole populations: the six groups of rules in Minsheng and in OpenFisca, from the same households, in one run.

Each engine runs in a process of its own; times are medians of five runs after one to warm up.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

from bench import calls, spark
from bench.agreement import compare
from bench.columns import read_columns
from bench.exact import Exact
from bench.generate import generate
from bench.outputs import OUTPUTS, peer_name
from bench.peer.environment import peer_python
from bench.timing import RUNS, in_a_process

__all__ = ["measure"]


def measure(persons: int, folder: Path) -> dict[str, Any]:
    """Measure with that many people; ``folder`` takes the data, some 200 bytes a person at ten times as many people."""
    say(f"{persons:,} made-up people")
    main = folder / "main"
    generate(persons, main)
    peer = in_a_process(
        (peer_python(), "-m", "bench.peer.run", main / "peer.npz", str(RUNS), main / "peer-outputs.npz")
    )
    say(f"OpenFisca: {peer['persons_per_s']:,} persons a second")
    columns = ours("columns", main)
    say(f"Minsheng: {columns['persons_per_s']:,} persons a second")
    files = ours("files", main)
    floor = in_a_process((sys.executable, "-m", "bench.floor", main))
    say(f"from Parquet: {files['seconds']:.2f} s, of which reading and writing alone {floor['seconds']:.2f} s")
    return {
        "persons": persons,
        "peer_engine": peer["engine"],
        "ours_persons_per_s": columns["persons_per_s"],
        "peer_persons_per_s": peer["persons_per_s"],
        "peer_rules_persons_per_s": peer["rules_persons_per_s"],
        "peer_seconds": peer["seconds"],
        "ratio": ratio(columns["persons_per_s"], peer["persons_per_s"]),
        "ratio_to_rules_alone": ratio(columns["persons_per_s"], peer["rules_persons_per_s"]),
        "ours_from_parquet_s": round(files["seconds"], 3),
        "parquet_floor_s": round(floor["seconds"], 3),
        "parquet_ratio": ratio(files["seconds"], floor["seconds"]),
        "peak_rss_mb": columns["peak_rss_mb"],
        "peer_peak_rss_mb": peer["peak_rss_mb"],
        "parquet_peak_rss_mb": files["peak_rss_mb"],
        "rss_above_inputs_mb": columns["rss_above_inputs_mb"],
        **starts(main),
        "agreement": agreement(main),
        **on_spark(folder / "spark"),
        **scales({str(persons): at_scale(columns, files)} | other_sizes(persons, folder)),
    }


def on_spark(folder: Path) -> dict[str, Any]:
    """Whether Spark gives the rows and totals of one machine, and how quick it is."""
    say("a synthetic county on Spark and on one machine")
    return spark.measure(folder)


def scales(sizes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Persons a second by size of population, and what else was measured there."""
    in_order = dict(sorted(sizes.items(), key=lambda item: int(item[0])))
    return {"scale": {size: found["persons_per_s"] for size, found in in_order.items()}, "scale_files": in_order}


def say(what: str) -> None:
    """One line of progress."""
    print(f"bench: {what}", file=sys.stderr, flush=True)


def ratio(one: float, other: float) -> float:
    """How many times the other, to two decimals."""
    return round(one / other, 2)


def ours(way: str, folder: Path, environment: dict[str, str] | None = None) -> dict[str, Any]:
    """What one way of ``bench.ours`` measures."""
    return in_a_process((sys.executable, "-m", "bench.ours", way, folder), environment)


def starts(folder: Path) -> dict[str, float]:
    """How long a kernel takes in a process with nothing compiled before, and in the next process, in milliseconds.

    ``kernel_*``: the kernel of the largest law in policies/, ready to run; ``six_groups_*``: all of the first call for 100
    households with the six groups of rules.
    """
    figures: dict[str, float] = {}
    for name, way in (("kernel", "kernel"), ("six_groups", "start")):
        cache = {calls.CACHE: str(folder / f"cache-{way}")}
        first, again = (ours(way, folder, cache)["milliseconds"] for _ in range(2))
        figures |= {f"{name}_first_ms": first, f"{name}_cached_ms": again}
    return figures


def other_sizes(persons: int, folder: Path) -> dict[str, dict[str, Any]]:
    """A tenth of the people and ten times as many, in our engine."""
    found = {}
    for size in (persons // 10, persons * 10):
        say(f"{size:,} made-up people")
        place = folder / str(size)
        generate(size, place, forms=("population", "ours"))
        found[str(size)] = at_scale(ours("columns", place), ours("files", place))
    return found


def at_scale(columns: dict[str, Any], files: dict[str, Any]) -> dict[str, Any]:
    """What is kept of one size of population."""
    return {
        "persons_per_s": columns["persons_per_s"],
        "from_parquet_s": round(files["seconds"], 3),
        "parquet_peak_rss_mb": files["peak_rss_mb"],
    }


def agreement(folder: Path) -> dict[str, Any]:
    """The outputs of both engines against each other, all cells.

    Raises:
        SystemExit: a difference is unexplained.
    """
    stored, given = read_columns(folder / "ours-outputs.npz"), read_columns(folder / "peer-outputs.npz")
    own: dict[str, np.ndarray | Exact] = {
        name: stored[name] if name in stored else Exact(stored[f"{name}/number"], stored[f"{name}/denominator"])
        for name in OUTPUTS
    }
    peer = {name: given[peer_name(name)] for name in OUTPUTS}
    found = compare(calls.law(), read_columns(folder / "ours.npz"), own, peer)
    if found.total("unexplained"):
        raise SystemExit(f"bench: {found.total('unexplained')} unexplained differences: {found.as_json()}")
    say(f"{found.cells:,} cells compared, {found.cells - found.total('same'):,} differ, all explained by float32")
    return found.as_json()
