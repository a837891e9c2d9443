"""A decision in words: in both languages, for every household, short or in full."""

import re
from datetime import date

import pytest

from minsheng.policy.household import read_household
from tests.policy.knowledge import make_household

MARKS = "，。；：？！、（）"
AID = "aid: {label: {zh: 救助, en: aid}, of: person, enter: can_work and income < standard, amount: standard, cites: 第一条}"
STANDARD = "standard: {label: {zh: 标准, en: standard}, type: money/month, value: 500.00, cites: 第一条}"
#: A place to fill in that was not filled in; a set of values in braces is none.
PLACE = re.compile(r"\{[a-z_]*\}")


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(
    "facts", [{"can_work": True, "income": 1}, {"can_work": True, "income": 600}, {"can_work": True}]
)
def test_a_letter_in_english_has_no_chinese_marks(law, decided, full, facts):
    decision, _ = decided(law(benefit=AID, parameters=STANDARD), facts)
    text = decision.explain("en", full=full)
    assert "aid" in text
    assert not [mark for mark in MARKS if mark in text.replace("〔试行办法", "")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_letter_names_every_outcome(real, data, lang):
    decision = real.as_of(date(2021, 11, 20), "620171").decide(read_household(data / "zhang.json", real.vocabulary))
    text = decision.explain(lang, full=True)
    for outcome in decision.outcomes:
        assert decision.law.benefit(outcome.benefit).label.in_(lang) in text
    assert not PLACE.search(text)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("area", "day"), [("620171", date(2021, 11, 20)), ("500110", date(2018, 1, 1)), ("150800", date(2016, 6, 1))]
)
@pytest.mark.parametrize("known", [0.0, 0.5, 0.95])
def test_every_decision_can_be_written(real, lang, area, day, known):
    law = real.as_of(day, area)
    decision = law.decide(make_household(law, 3, known))
    for full in (False, True):
        assert not PLACE.search(decision.explain(lang, full=full))
