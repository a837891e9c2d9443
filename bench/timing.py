"""Measuring time: medians, in this process and in new ones."""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

__all__ = [
    "ROOT",
    "RUNS",
    "fresh_process_ms",
    "in_a_process",
    "median_over",
    "milliseconds",
    "peak_rss_mb",
    "rss_mb",
    "seconds",
]

ROOT = Path(__file__).resolve().parent.parent
#: Runs that count, after one that does not.
RUNS = 5
#: What the kernel of Linux says of this process.
STATUS = Path("/proc/self/status")
Item = TypeVar("Item")


def milliseconds(action: Callable[[], object], runs: int) -> float:
    """The median time of an action in milliseconds."""
    return round(median(_time(action) for _ in range(runs)) * 1000, 3)


def seconds(action: Callable[[], object], runs: int = RUNS) -> float:
    """The median time of an action in seconds, after one run to warm up; garbage is collected before each run and not in it."""
    action()
    times = []
    for _ in range(runs):
        gc.collect()
        times.append(_time(action))
    return median(times)


def _time(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def median_over(items: Iterable[Item], action: Callable[[Item], object], warm_up: int = 20) -> float:
    """The median over things of the time of an action in milliseconds, each thing once after a round to warm up."""
    things = list(items)
    for thing in things[:warm_up]:
        action(thing)
    return round(median(milliseconds(lambda thing=thing: action(thing), 1) for thing in things), 3)


def fresh_process_ms(code: str, runs: int = RUNS) -> float:
    """The median time of a piece of code in a new process, its imports done before. ``b`` in the code may set the beginning anew."""
    lines = ("import time", "from minsheng.policy import Library", "b = time.perf_counter()", code)
    script = "\n".join((*lines, "print((time.perf_counter() - b) * 1000)"))
    times = [
        float(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout)
        for _ in range(runs)
    ]
    return round(median(times), 1)


def in_a_process(command: Iterable[str | Path], environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Run a measuring program in a process of its own; gives the JSON of the last line that it prints.

    Raises:
        SystemExit: the program failed; what it said was printed.
    """
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        print(done.stderr or done.stdout, file=sys.stderr)
        raise SystemExit(f"bench: failed: {' '.join(words)}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def rss_mb() -> int:
    """The memory that this process has now, in MB; its most so far where the system does not say."""
    return _of_status("VmRSS:") or peak_rss_mb()


def _of_status(name: str) -> int:
    if not STATUS.is_file():
        return 0
    line = next(line for line in STATUS.read_text("ascii").splitlines() if line.startswith(name))
    return round(int(line.split()[1]) / 1024)


def peak_rss_mb() -> int:
    """The most memory that this process has had so far, in MB.

    Linux counts it for the program itself; ``getrusage`` would also count what the process that started this one had at that moment.
    """
    if peak := _of_status("VmHWM:"):
        return peak
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
