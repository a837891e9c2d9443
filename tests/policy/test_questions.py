"""What is still to be asked: the most telling question first, and the answers really settle it."""

from datetime import date

import pytest

from minsheng.policy.evaluation import evaluate
from minsheng.policy.outcome import outcomes
from minsheng.policy.questions import questions
from tests.policy.knowledge import completed, make_household


def benefit(enter, name="aid"):
    return f'{name}: {{label: {{zh: 救助, en: aid}}, of: person, enter: "{enter}", cites: 第一条}}\n'


def asked(decision):
    return [question.fact for question in decision.questions]


def test_the_fact_that_may_settle_it_alone_comes_first(law, decided):
    decision, _ = decided(law(benefit=benefit("seriously_ill and (can_eat or can_dress)")), {})
    assert asked(decision)[0] == "seriously_ill"
    assert set(asked(decision)) == {"seriously_ill", "can_eat", "can_dress"}


def test_a_fact_for_which_two_benefits_wait_comes_before_one_for_which_one_waits(law, decided):
    both = benefit("can_eat and can_walk") + benefit("can_dress and can_walk", "more")
    decision, _ = decided(law(benefit=both), {})
    assert asked(decision)[0] == "can_walk"
    assert decision.questions[0].benefits == ("aid", "more")


def test_what_is_settled_is_not_asked(law, decided):
    decision, _ = decided(law(benefit=benefit("can_eat or can_dress")), {"can_eat": True})
    assert asked(decision) == []


def test_a_list_that_is_not_given_is_asked_for(law, decided):
    decision, _ = decided(law(benefit=benefit("not any(s.able for s in supporters)")), {})
    assert asked(decision) == ["supporters"]
    decision, _ = decided(law(benefit=benefit("not any(s.able for s in supporters)")), {"supporters": [{}]})
    assert [(q.key, q.fact) for q in decision.questions] == [("person/0/supporters/0", "able")]


def test_what_the_place_must_set_is_not_asked_of_the_household(law, decided):
    parameters = "limit: {label: {zh: 甲, en: a}, type: money/month, by: [area], set_by: {zh: 县, en: county}, cites: 第一条, values: []}"
    decision, outcome = decided(law(parameters=parameters, benefit=benefit("income < limit")), {"income": 1})
    assert (asked(decision), outcome["aid"].status) == ([], "needs_local_setting")


@pytest.mark.parametrize("kind", ["birth_date", "income", "care", "home_area", "refusals", "village"])
def test_facts_of_every_kind_can_be_ranked(law, decided, kind):
    tests = {
        "birth_date": "age_on(birth_date, facts_day) >= 60",
        "income": "income < paid_now",
        "care": "care == full",
        "home_area": "registered_in(home_area, area)",
        "refusals": "refusals >= 3",
        "village": "village == village",
    }
    decision, _ = decided(law(benefit=benefit(f"{tests[kind]} and can_eat")), {}, paid_now=300)
    assert kind in asked(decision)


@pytest.mark.parametrize("number", range(6))
def test_answering_the_questions_in_their_order_settles_every_outcome(real, number):
    law = real.as_of(date(2021, 11, 20), "620171")
    household = make_household(law, number, 0.9)
    answers = completed(household, law, number)
    evaluation = evaluate(law, household, law.day)
    rounds = 0
    while open_questions := questions(evaluation, outcomes(evaluation), rank=rounds < 2):
        rounds += 1
        assert rounds < 200
        answer(household, answers, open_questions[0], evaluation)
        evaluation = evaluate(law, household, law.day)
    assert {outcome.status for outcome in outcomes(evaluation)} <= {"yes", "no", "needs_local_setting"}


def answer(household, answers, question, evaluation):
    thing = evaluation.things[question.key].thing
    full = next(t for t in answers.walk() if t.id == thing.id)
    if question.fact == "applied_on":
        household.applied_on = answers.applied_on
    elif question.fact in full.lists:
        thing.lists[question.fact] = full.lists[question.fact]
    else:
        thing.facts[question.fact] = full.facts[question.fact]
