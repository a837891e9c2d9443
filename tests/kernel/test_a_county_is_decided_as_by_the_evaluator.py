"""100,000 made-up households by the kernel and by the evaluator: every cell of the results and every figure of the totals."""

from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context

from minsheng.policy.library import Library, default_folder
from minsheng.population.decider import Decider
from minsheng.population.schema import table_specs
from minsheng.population.table import Population, part_from_bytes, part_to_bytes
from tests.kernel.both_ways import differences, evaluated
from tests.kernel.conftest import DAY

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


def compared(county):
    """Differences over all households, how many they are, and how many the evaluator decided in both ways."""
    specs = table_specs(library().vocabulary)
    decider = Decider(law_of, specs, benefits())
    left_to_evaluator = count = 0
    found = []
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        waiting = []
        for part in Population.open(county, library().vocabulary).parts(10_000):
            waiting.append((pool.submit(by_evaluator, part_to_bytes(part)), decider.decide(part)))
        for future, decided in waiting:
            found += differences(decided, future.result())
            left_to_evaluator += decided.evaluated
            count += len(decided.homes)
    return found, count, left_to_evaluator


def test_every_cell_of_100_000_households(county):
    found, count, left_to_evaluator = compared(county)
    assert found[:5] == []
    assert count > 99_500
    assert left_to_evaluator < count * 0.01
