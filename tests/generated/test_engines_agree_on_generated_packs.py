"""Every engine gives what the evaluator gives: every rule, status, amount and share, on generated packs and households.

What is generated must load without an error; that is part of the test. A failing example is shown as the definitions that the
value rests on and the household, both made small.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.generated.agreement import assert_agreement
from tests.generated.engines import engines
from tests.generated.households import make
from tests.generated.packs import packs
from tests.generated.profiles import few, many

FIRST, *OTHERS = engines()
#: How many packs are tried quickly, and at length; a kernel is compiled anew for every pack.
PACKS = {"naive": (50, 600), "kernel": (10, 250)}
HOUSEHOLDS = 20
SEEDS = st.integers(0, 2**32)


def agree(generated, seed, known, other):
    law = generated.law()
    households = [make(law, seed + number, known) for number in range(HOUSEHOLDS)]
    assert_agreement(law, households, (FIRST, other))


def settings_of(other, length):
    return (few, many)[length](PACKS.get(other, (10, 250))[length])


@pytest.mark.parametrize("length", [0, pytest.param(1, marks=pytest.mark.full)], ids=["few", "many"])
@pytest.mark.parametrize("other", OTHERS)
def test_of_whom_everything_is_known(other, length):
    @settings_of(other, length)
    @given(generated=packs(), seed=SEEDS)
    def everything_known(generated, seed):
        agree(generated, seed, 1.0, other)

    everything_known()


@pytest.mark.parametrize("length", [0, pytest.param(1, marks=pytest.mark.full)], ids=["few", "many"])
@pytest.mark.parametrize("other", OTHERS)
def test_of_whom_something_is_not_known(other, length):
    @settings_of(other, length)
    @given(generated=packs(rules=5), seed=SEEDS, known=st.sampled_from([0.98, 0.9, 0.6]))
    def something_open(generated, seed, known):
        agree(generated, seed, known, other)

    something_open()
