"""Somebody who belongs to no family receives none of its benefits, so their amounts are nothing there."""

import pytest

from minsheng.policy.unknown import Unknown

RULES = """
left: {of: person, gives: money/month, label: {zh: 余额, en: left}, is: income - amount.aid, cites: 第一条}
double: {of: family, gives: money/month, label: {zh: 两倍, en: double}, is: 2 * paid_now, cites: 第一条}
seen: {of: person, gives: money/month, label: {zh: 所见, en: seen}, is: double, cites: 第一条}
"""
UNIT = "family: {counts: lives_here, cites: 第一条}"
BENEFIT = (
    "aid: {label: {zh: 救助, en: aid}, of: family, enter: sudden_event, amount: paid_now, cites: 第一条}\n"
    "help: {label: {zh: 帮助, en: help}, of: person, enter: can_work, amount: left, cites: 第一条}"
)
FACTS = {"sudden_event": True, "paid_now": 30}


@pytest.fixture(scope="module")
def here(law):
    return law(unit=UNIT, rules=RULES, benefit=BENEFIT)


@pytest.mark.parametrize(("lives_here", "left"), [(True, 7000), (False, 10000)])
def test_an_amount_of_no_family_is_nothing(here, values, lives_here, left):
    assert values(here, {"lives_here": lives_here, "income": 100}, **FACTS)("left") == left


def test_it_is_paid_from(here, decided):
    _, outcomes = decided(here, {"lives_here": False, "income": 100, "can_work": True}, **FACTS)
    assert (outcomes["help"].status, outcomes["help"].amount) == ("yes", 10000)


def test_other_rules_of_no_family_do_not_apply(here, values):
    assert isinstance(values(here, {"lives_here": False}, **FACTS)("seen"), Unknown)
