"""The naive evaluator knows which place lies in which."""

import pytest

from tests.naive.places import lies_in


@pytest.mark.parametrize(
    ("place", "area", "lies"),
    [
        ("620171", "620100", True),
        ("620171", "6201", True),
        ("620171", "620000", True),
        ("620171", "100000", True),
        ("620171003005", "620171", True),
        ("620171003005", "620171003", True),
        ("620100", "620171", False),
        ("620000", "620100", False),
        ("620171", "620102", False),
        ("110000", "100000", True),
        ("110101", "620000", False),
    ],
)
def test_a_place_in_an_area(place, area, lies):
    assert lies_in(place, area) is lies
