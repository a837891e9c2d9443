"""100,000 made-up households by the kernel and by the evaluator: every cell of the results and every figure of the totals.

Always: all households that receive anything or are open, and a drawn 20,000 of the others. In the full ring: all 100,000.
"""

from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context

import numpy as np
import pyarrow.compute as pc
import pytest

from minsheng.policy.library import Library, default_folder
from minsheng.population.decider import Decider
from minsheng.population.schema import table_specs
from minsheng.population.selection import selected
from minsheng.population.table import Population, part_from_bytes, part_to_bytes
from tests.kernel.both_ways import differences, evaluated
from tests.kernel.conftest import DAY

SAMPLE = 20_000
AREA = "500110"


@cache
def library():
    return Library.load(default_folder())


def law_of(area):
    return library().as_of(DAY, area)


def benefits():
    return list(law_of(AREA).benefits)


def by_evaluator(content):
    part, specs = part_from_bytes(content), table_specs(library().vocabulary)
    return evaluated(part, specs, law_of, benefits())


def told(homes):
    """Whether anybody in a household receives anything, or may."""
    columns = [homes.column(f"{name}.status").dictionary_decode() for name in benefits()]
    return np.any([pc.fill_null(pc.not_equal(c, "no"), False).to_numpy(zero_copy_only=False) for c in columns], axis=0)


def compared(county, chosen):
    """Differences over the chosen households, how many they are, and how many the evaluator decided in both ways."""
    specs = table_specs(library().vocabulary)
    decider = Decider(law_of, specs, benefits())
    left_to_evaluator = count = 0
    found = []
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        waiting = []
        for part in Population.open(county, library().vocabulary).parts(10_000):
            here = selected(part, specs, np.flatnonzero(chosen(decider.decide(part))))
            waiting.append((pool.submit(by_evaluator, part_to_bytes(here)), decider.decide(here)))
        for future, decided in waiting:
            found += differences(decided, future.result())
            left_to_evaluator += decided.evaluated
            count += len(decided.homes)
    return found, count, left_to_evaluator


def test_all_who_receive_anything_and_20_000_others(county):
    draw = np.random.default_rng(20171231)

    def chosen(decided):
        receiving = told(decided.homes)
        return receiving | (draw.random(len(receiving)) < SAMPLE / 95_000)

    found, count, left_to_evaluator = compared(county, chosen)
    assert found[:5] == []
    assert count > SAMPLE + 4_000
    assert left_to_evaluator < count * 0.05


@pytest.mark.full
def test_all_100_000(county):
    found, count, left_to_evaluator = compared(county, lambda decided: np.ones(len(decided.homes), bool))
    assert found[:5] == []
    assert count > 99_500
    assert left_to_evaluator < count * 0.01
