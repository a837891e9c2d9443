"""A small made-up population in all three forms, and its exact outputs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench import exact, generate
from bench.columns import read_columns
from minsheng.policy import Law

PERSONS = 1500


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("people")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generate, "CHUNK", 400)
        generate.generate(PERSONS, place)
    return place


@pytest.fixture(scope="session")
def columns(folder: Path) -> dict[str, np.ndarray]:
    return read_columns(folder / "ours.npz")


@pytest.fixture(scope="session")
def law() -> Law:
    return exact.law()


@pytest.fixture(scope="session")
def ours(folder: Path, law: Law) -> dict[str, object]:
    return exact.sample(folder / "population", law, PERSONS)
