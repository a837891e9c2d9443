import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["bench.outputs", "bench.picture"])
def test_examples_hold(name):
    if name == "bench.picture":
        pytest.importorskip("matplotlib")
    failed, tried = doctest.testmod(import_module(name))
    assert tried
    assert not failed
