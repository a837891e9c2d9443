"""What rests on a value that an officer fills waits for the officer; it is neither granted nor refused before."""

import pytest

from minsheng.policy.evaluation import evaluate
from minsheng.policy.unknown import Unknown, bounds

LABEL = "label: {zh: 甲, en: a}, cites: 第一条"
RULES = f"""
grant: {{of: person, gives: money/month, at_most: "income", modality: may, {LABEL}}}
crossed: {{of: person, gives: money/month, at_least: "income * 2", at_most: "income", modality: may, {LABEL}}}
part: {{of: person, gives: ratio, is: "income / crossed", {LABEL}}}
"""


@pytest.fixture
def waiting(law, decided):
    def make(sign):
        benefit = f'aid: {{of: person, enter: "grant {sign} 0", {LABEL}}}'
        _, outcomes = decided(law(rules=RULES, benefit=benefit), {"income": 100})
        return outcomes["aid"]

    return make


@pytest.mark.parametrize("sign", ["==", ">"])
def test_a_condition_that_an_officer_settles_cannot_be_told_yet(waiting, sign):
    outcome = waiting(sign)
    assert (outcome.status, outcome.officer) == ("cannot_tell_yet", {"grant"})


def test_a_condition_that_holds_whatever_the_officer_fills(waiting):
    assert waiting(">=").status == "yes"
    assert waiting("<").status == "no"


def test_of_a_range_whose_bounds_cross_nothing_is_known(law, household):
    here = law(rules=RULES)
    evaluation = evaluate(here, household(here, {"income": 100}), here.day)
    person = evaluation.instances["person"][0]
    for name in ("crossed", "part"):
        for value in (evaluation.value(name, person), evaluation.careful(name, person)):
            assert isinstance(value, Unknown)
            assert bounds(value) == (None, None)
