"""What every test needs to know of casework."""

import pytest

from minsheng.casework import wiring

#: What must be done in the steps of a case: written down on forms, checked, visited, reasoned.
SAFEGUARDS = ("minsheng.casework.visit:recorded", "minsheng.casework.safeguards:")


@pytest.fixture
def safeguards():
    """For tests of what must be done in the steps of a case; without it a case goes its way in short."""


@pytest.fixture(autouse=True)
def _in_short(request, monkeypatch):
    """Tests of other things need no report of a check and no visit written down before a case may go on."""
    if "safeguards" not in request.fixturenames:
        kept = tuple(entry for entry in wiring.PRECONDITIONS if not entry.startswith(SAFEGUARDS))
        monkeypatch.setattr(wiring, "PRECONDITIONS", kept)
