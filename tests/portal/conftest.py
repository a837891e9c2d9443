"""The register of the desk's tests, and nobody signed in."""

import pytest
from django.core.cache import cache

from tests.desk.conftest import areas, household, staff

__all__ = ["areas", "household", "staff"]


@pytest.fixture(autouse=True)
def no_guesses():
    cache.clear()
