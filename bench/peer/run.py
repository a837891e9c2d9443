"""Time the six groups of rules in OpenFisca: ``bench/peer/.venv/bin/python -m bench.peer.run COLUMNS.npz RUNS [OUTPUTS.npz]``.

Reads the columns that ``bench.generate`` wrote, then builds the population, sets the inputs and calculates all outputs,
RUNS times after once to warm up. Prints one JSON line with the medians in seconds and the peak memory of this process,
and writes the outputs of the last run.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
from openfisca_core.simulations import Simulation, SimulationBuilder

from bench.outputs import OUTPUTS, peer_name
from bench.peer.six_groups import SixGroups
from bench.timing import peak_rss_mb

MONTH = "2024-06"


def built(system: SixGroups, household_of: np.ndarray, households: int) -> Simulation:
    """A simulation with its people in their households and no input yet."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", range(len(household_of)))
    groups = builder.declare_entity("household", range(households))
    builder.join_with_persons(groups, household_of, roles=np.zeros(len(household_of), dtype=np.int64))
    return builder.build(system)


def once(system: SixGroups, columns: dict[str, np.ndarray]) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """The seconds of each step, and the outputs."""
    began = time.perf_counter()
    simulation = built(system, columns["household_of"], len(columns["household/urban"]))
    ready = time.perf_counter()
    for name, values in columns.items():
        if "/" in name:
            simulation.set_input(name.partition("/")[2], MONTH, values)
    told = time.perf_counter()
    outputs = {name: simulation.calculate(name, MONTH) for name in map(peer_name, OUTPUTS)}
    done = time.perf_counter()
    seconds = {"build": ready - began, "inputs": told - ready, "rules": done - told, "all": done - began}
    return seconds, outputs


def main(source: Path, runs: int, target: Path | None) -> None:
    """Measure and print."""
    system = SixGroups()
    with np.load(source) as archive:
        columns = {name: archive[name] for name in archive.files}
    seconds: list[dict[str, float]] = []
    outputs: dict[str, np.ndarray] = {}
    for _ in range(runs + 1):
        outputs.clear()
        gc.collect()
        taken, outputs = once(system, columns)
        seconds.append(taken)
    if target is not None:
        np.savez(target, **outputs)
    persons = len(columns["household_of"])
    medians = {step: statistics.median(run[step] for run in seconds[1:]) for step in seconds[0]}
    report = {
        "engine": f"OpenFisca-Core {version('openfisca-core')}, numpy {np.__version__}",
        "persons": persons,
        "runs": runs,
        "seconds": {step: round(value, 4) for step, value in medians.items()},
        "persons_per_s": round(persons / medians["all"]),
        "rules_persons_per_s": round(persons / medians["rules"]),
        "peak_rss_mb": peak_rss_mb(),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        raise SystemExit("usage: run.py COLUMNS.npz RUNS [OUTPUTS.npz]")
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) == 4 else None)
