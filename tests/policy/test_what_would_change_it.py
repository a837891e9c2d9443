"""What would turn a refusal: every suggestion turns it, and none invites anybody to state what cannot be otherwise."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minsheng.policy.evaluation import evaluate
from minsheng.policy.outcome import outcomes
from minsheng.policy.turning import turns
from tests.policy.knowledge import make_household

STANDARD = "standard: {label: {zh: 标准, en: standard}, type: money/month, value: 500.00, cites: 第一条}"
FIRST_DAY = "first.day: {label: {zh: 日, en: day}, type: date, value: 1960-01-01, cites: 第一条}"


def benefit(enter):
    return f'aid: {{label: {{zh: 救助, en: aid}}, of: person, enter: "{enter}", cites: 第一条}}'


def ways(law, decided, enter, *people, rules="", parameters=STANDARD, **facts):
    blocks = {"benefit": benefit(enter), "parameters": parameters, **({"rules": rules} if rules else {})}
    decision, results = decided(law(**blocks), *people, **facts)
    found = decision.turns(results["aid"])
    assert all(holds_if(decision.evaluation, results["aid"], way) for way in found)
    return [[(turn.name, turn.sign, turn.value) for turn in way] for way in found]


def holds_if(evaluation, outcome, way):
    """Whether the outcome would be yes if what a suggestion says were so."""
    forced = {(turn.key, turn.name): turn.value for turn in way if turn.kind != "day"}
    days = [turn.value for turn in way if turn.kind == "day"]
    assert all(name for _, name in forced)
    again = evaluate(evaluation.law, evaluation.household, max([evaluation.days["facts_day"], *days]), forced)
    return again.value(f"receives.{outcome.benefit}", again.things[outcome.key]) is True


def test_an_income_above_the_limit_would_have_to_be_below_it(law, decided):
    assert ways(law, decided, "income < standard", {"income": "512.50"}) == [[("income", "<", 49999)]]


def test_at_the_limit_itself_it_depends_on_the_sign(law, decided):
    assert ways(law, decided, "income <= standard", {"income": "512.50"}) == [[("income", "<=", 50000)]]
    assert ways(law, decided, "not income >= standard", {"income": "500.00"}) == [[("income", "<", 49999)]]
    assert ways(law, decided, "income > standard", {"income": "500.00"}) == [[("income", ">", 50001)]]


def test_several_conditions_are_said_together(law, decided):
    enter = "income < standard and not can_work and (orphan or seriously_ill)"
    facts = {"income": 600, "can_work": True, "orphan": False, "seriously_ill": False}
    found = ways(law, decided, enter, facts)
    assert [{name for name, _, _ in way} for way in found] == [
        {"income", "can_work", "orphan"},
        {"income", "can_work", "seriously_ill"},
    ]


def test_what_holds_already_is_not_said(law, decided):
    found = ways(law, decided, "income < standard and not can_work", {"income": 100, "can_work": True})
    assert found == [[("can_work", "", False)]]


def test_a_rule_is_followed_to_its_facts(law, decided):
    rules = """
poor: {of: person, gives: bool, label: {zh: 甲, en: a}, is: income < standard if can_eat else orphan, cites: 第一条}
ill: {of: person, gives: bool, label: {zh: 甲, en: a}, is: "care in [partial, full]", cites: 第一条}
"""
    found = ways(law, decided, "poor", {"income": 600, "can_eat": True}, rules=rules)
    assert found == [[("income", "<", 49999)]]
    assert ways(law, decided, "ill", {"care": "self_care"}, rules=rules) == [[("care", "", "partial")]]


def test_each_of_a_list_must_be_otherwise_or_one_of_them(law, decided):
    people = {"supporters": [{"able": True}, {"able": True}]}
    every = ways(law, decided, "not any(s.able for s in supporters)", people)
    assert every == [[("able", "", False), ("able", "", False)]]
    one = ways(law, decided, "not all(s.able for s in supporters)", people)
    assert one == [[("able", "", False)], [("able", "", False)]]


def test_an_age_that_will_be_reached_is_a_day_and_one_that_is_past_is_nothing(law, decided):
    person = {"birth_date": "1960-06-02"}
    found = ways(law, decided, "age_on(birth_date, facts_day) >= 60", person)
    assert found == [[("", ">=", date(2020, 6, 2))]]
    assert ways(law, decided, "age_on(birth_date, facts_day) > 60", person) == [[("", ">", date(2021, 6, 2))]]
    assert ways(law, decided, "age_on(birth_date, facts_day) < 16", person) == []


def test_a_date_of_birth_is_never_suggested(law, decided):
    person = {"birth_date": "1970-06-02"}
    assert ways(law, decided, "birth_date < first.day", person, parameters=FIRST_DAY) == []
    assert ways(law, decided, "birth_date <= first.day", person, parameters=FIRST_DAY) == []
    assert ways(law, decided, "months_between(birth_date, facts_day) > 800", person, parameters=FIRST_DAY) == []


def test_what_cannot_turn_it_alone_is_not_said(law, decided):
    found = ways(
        law,
        decided,
        "income < standard and birth_date < facts_day and income > standard",
        {"income": 600, "birth_date": "1970-01-01"},
    )
    assert found == []


def test_a_branch_that_is_open_must_turn_either_way(law, decided):
    both = ways(law, decided, "can_work if can_eat else can_dress", {"can_work": False, "can_dress": False})
    assert both == [[("can_work", "", True), ("can_dress", "", True)]]
    assert ways(law, decided, "can_work if can_eat else can_work", {"can_work": False}) == [[("can_work", "", True)]]


def test_where_the_rest_is_open_nothing_is_said(law, decided):
    assert ways(law, decided, "income < standard and not can_work", {"income": 600}) == []


@pytest.mark.parametrize(("area", "day"), [("620171", date(2021, 11, 20)), ("500110", date(2018, 1, 1))])
def test_every_suggestion_for_the_real_packs_turns_the_outcome(real, area, day):
    law = real.as_of(day, area)
    seen = []

    @settings(max_examples=25, derandomize=True, deadline=None)
    @given(number=st.integers(0, 2**32))
    def turn(number):
        evaluation = evaluate(law, make_household(law, number, 0.97), day)
        for outcome in outcomes(evaluation):
            if outcome.status == "no":
                for way in turns(evaluation, outcome):
                    seen.append(way)
                    assert holds_if(evaluation, outcome, way)
                    assert all(
                        law.vocabulary.facts[t.name].type.kind != "date" for t in way if t.name in law.vocabulary.facts
                    )

    turn()
    assert len(seen) > 10
