"""Small laws and populations for the kernel, and a made-up county of 100,000 households."""

from __future__ import annotations

from datetime import date

import pytest

pytest.importorskip("llvmlite")

from minsheng.population.synthetic import make_county  # noqa: E402
from tests.policy.conftest import household, law, pack, packs, real  # noqa: E402, F401 - fixtures

DAY = date(2017, 12, 31)


@pytest.fixture(scope="session")
def county(tmp_path_factory, real):  # noqa: F811 - the fixture
    """A county of about 100,000 made-up households."""
    folder = tmp_path_factory.mktemp("county")
    made = make_county(folder, real.vocabulary, scale=0.262)
    assert 99_500 < made.households < 100_500
    return folder
