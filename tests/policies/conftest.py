"""The packs of the repository, read once."""

from pathlib import Path

import pytest

from minsheng.policy.library import Library


@pytest.fixture(scope="session")
def library() -> Library:
    """The library of the repository's own packs."""
    return Library.load(Path(__file__).resolve().parents[2] / "policies")
