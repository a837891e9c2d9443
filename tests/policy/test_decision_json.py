"""The published form of a decision fits its schema, in both languages, whatever is known."""

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from minsheng.policy.decision_json import decision_schema
from minsheng.policy.household import read_household
from tests.policy.knowledge import make_household

VALIDATOR = Draft202012Validator(decision_schema())


def test_the_schema_is_one():
    Draft202012Validator.check_schema(decision_schema())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("area", "day"), [("620171", date(2021, 11, 20)), ("500110", date(2018, 1, 1)), ("150800", date(2026, 11, 21))]
)
@pytest.mark.parametrize("known", [0.4, 0.97])
def test_decisions_of_the_real_packs_fit(real, lang, area, day, known):
    law = real.as_of(day, area)
    decision = law.decide(make_household(law, 5, known)).as_json(lang)
    assert json.loads(json.dumps(decision, ensure_ascii=False)) == decision
    assert [error.message for error in VALIDATOR.iter_errors(decision)] == []


def test_a_schema_that_refuses_nothing_would_be_none(real, data):
    decision = real.as_of(date(2021, 11, 20), "620171").decide(read_household(data / "zhang.json", real.vocabulary))
    whole = decision.as_json("en")
    VALIDATOR.validate(whole)
    for path, value in [("format", "x"), ("outcomes", {}), ("synthetic", "yes"), ("language", "fr")]:
        assert list(VALIDATOR.iter_errors({**whole, path: value}))
    whole["outcomes"][0]["status"] = "perhaps"
    assert list(VALIDATOR.iter_errors(whole))


PROCESS = """
apply:
  for: aid
  label: {zh: 申请, en: application}
  steps:
    review: {by: township, label: {zh: 审核, en: review}, then: {agree: decision}, cites: 第一条}
    decision: {by: decider, label: {zh: 审批, en: decision}, then: {approve: done}, cites: 第一条}
  ends: {done: {zh: 批准, en: approved}}
  clocks:
    township: {label: {zh: 乡镇, en: township}, from: accepted, to: review.ended, at_most: 20 working days, cites: 第一条}
    county: {label: {zh: 县, en: county}, from: decision.begun, to: done, at_most: 15 working days, extension: 1 month, cites: 第一条}
    here: {label: {zh: 当地, en: here}, from: accepted, to: done, at_most: span, cites: 第一条}
"""
PARAMETERS = """
decider: {label: {zh: 谁, en: who}, type: choice, values_of: [county, township], cites: 第一条, value: township}
span: {label: {zh: 期限, en: span}, type: int, by: [area], set_by: {zh: 县, en: county}, cites: 第一条, values: []}
"""
AID = "aid: {label: {zh: 救助, en: aid}, of: person, enter: can_work, process: apply, cites: 第一条}"


def test_clocks_that_start_with_the_acceptance_show_their_last_day(law, decided):
    here = law(benefit=AID, process=PROCESS, parameters=PARAMETERS, on=date(2017, 9, 1))
    decision, outcomes = decided(here, {"can_work": True})
    process = decision.as_json("en")["outcomes"][0]["process"]
    clocks = {clock["clock"]: clock for clock in process["clocks"]}
    assert clocks["township"]["if_accepted_today"] == "2017-09-29"
    assert (clocks["county"]["if_accepted_today"], clocks["county"]["extension"]) == (None, "1 month")
    assert clocks["here"]["if_accepted_today"] is None
    assert [step["step"] for step in process["steps"]] == ["review", "decision"]
    assert outcomes["aid"].status == "yes"


def test_no_process_follows_a_refusal(law, decided):
    decision, _ = decided(law(benefit=AID, process=PROCESS, parameters=PARAMETERS), {"can_work": False})
    assert decision.as_json("zh")["outcomes"][0]["process"] is None
