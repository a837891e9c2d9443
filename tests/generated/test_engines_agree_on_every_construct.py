"""One written pack has every construct and function of the language; every engine gives what the evaluator gives on it."""

from datetime import date
from pathlib import Path

import pytest

from minsheng.policy import tree as t
from minsheng.policy.check import check_library
from minsheng.policy.functions import FUNCTIONS, OVER_LISTS
from minsheng.policy.library import Library
from tests.generated.agreement import assert_agreement
from tests.generated.catalog import VOCABULARY_TEXT
from tests.generated.engines import engines
from tests.generated.households import make

TEXT = (Path(__file__).parent / "every_construct.md").read_text(encoding="utf-8")
LIBRARY = Library.from_contents(
    {"packs/vocabulary/core.yaml": VOCABULARY_TEXT, "packs/every_construct.md": TEXT}, Path("packs")
)
#: Day, place, and how much is known of the households there.
LAWS = [("2017-06-01", "620102", 1.0), ("2018-02-28", "620171", 0.9), ("2016-02-29", "620103", 0.6)]
FIRST, *OTHERS = engines()
HOUSEHOLDS = 60


@pytest.mark.parametrize(("day", "area", "known"), LAWS)
@pytest.mark.parametrize("other", OTHERS)
def test_every_engine(other, day, area, known):
    law = LIBRARY.as_of(date.fromisoformat(day), area)
    households = [make(law, number, known, near=True) for number in range(HOUSEHOLDS)]
    assert_agreement(law, households, (FIRST, other))


def test_it_is_a_sound_pack():
    check_library(LIBRARY)
    holes = [f.render("en").splitlines()[0] for f in LIBRARY.findings.errors if f.code != "P8"]  # holes are wanted here
    assert holes == []


def test_nothing_of_the_language_is_left_out():
    trees = [tree for ds in LIBRARY.definitions.by_name.values() for d in ds for tree in d.trees.values()]
    nodes = [node for tree in trees for node in t.walk(tree)]
    functions = {n.function for n in nodes if isinstance(n, t.Call)} | {n.how for n in nodes if isinstance(n, t.Fold)}
    assert functions == set(FUNCTIONS) - {"case"} | set(OVER_LISTS)
    assert {type(node).__name__ for node in nodes} == set(t.__all__) - {"Tree", "children", "walk"}
    assert {n.sign for n in nodes if isinstance(n, t.Compare)} == {"==", "!=", "<", "<=", ">", ">="}
    assert {n.sign for n in nodes if isinstance(n, t.Arithmetic)} == {"+", "-", "*", "/"}
    assert {n.name for n in nodes if isinstance(n, t.Day)} == {"law_day", "facts_day", "applied_on", "area"}
