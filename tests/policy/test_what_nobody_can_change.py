"""What nobody can change is never named as what would change a refusal."""

from datetime import date

import pytest

from minsheng.policy import Household, Library
from minsheng.policy.decision import Decision


@pytest.fixture(scope="module")
def decision() -> Decision:
    library = Library.load()
    household = Household.from_json("examples/zhang.json", library.vocabulary)
    return library.as_of(date(2021, 11, 20), "620171").decide(household)


def test_no_way_names_sex_kinship_or_a_date_of_birth(decision):
    facts = decision.law.vocabulary.facts
    fixed = {name for name, fact in facts.items() if not fact.changes}
    assert {"sex", "birth_date", "kinship", "relation_to_head", "supporter_birth_date"} == fixed
    named = {turn.name for outcome in decision.outcomes for way in decision.turns(outcome) for turn in way}
    assert named
    assert not named & fixed
