"""Machine code reads and writes nothing outside the columns that it is given: beside each lies memory that nobody may touch.

It runs in a process of its own, because what is tested would end it.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = """
import sys
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies as st
from tests.generated.engines import by_kernel
from tests.generated.households import make
from tests.generated.packs import packs
from tests.kernel.guarded import guarded, guarded_kernels
import numpy as np

edge, count = sys.argv[1] == "end", int(sys.argv[2])
if count == 0:
    import ctypes
    array = guarded(np.zeros(5, np.int64), at_the_end=edge)
    print(ctypes.c_int64.from_address(array.ctypes.data).value, flush=True)
    ctypes.c_int64.from_address(array.ctypes.data + (40 if edge else -8)).value
    sys.exit("nothing happened")

@seed(20171231)
@settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(packs(), st.integers(0, 2**32), st.sampled_from([1.0, 0.9, 0.6]))
def run(generated, number, known):
    law = generated.law()
    by_kernel(law, [make(law, number + home, known) for home in range(20)])

with guarded_kernels(at_the_end=edge):
    run()
print("done")
"""


def run_guarded(edge: str, count: int) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", RUN, edge, str(count)], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("count", [8, pytest.param(120, marks=pytest.mark.full)], ids=["few", "many"])
@pytest.mark.parametrize("edge", ["start", "end"])
def test_on_generated_packs(edge, count):
    done = run_guarded(edge, count)
    assert done.stdout == "done\n", (done.returncode, done.stderr[-3000:])


@pytest.mark.parametrize("edge", ["start", "end"])
def test_the_guard_stops_a_step_outside(edge):
    done = run_guarded(edge, 0)
    assert done.stdout == "0\n"
    assert done.returncode < 0
