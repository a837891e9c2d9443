"""Where a household may have more people than are known, its family may have more members; a family of one has none."""

import pytest

from minsheng.policy.evaluation import evaluate
from minsheng.policy.thing import Listed
from minsheng.policy.unknown import Unknown

RULES = """
size: {of: family, gives: int, label: {zh: 人数, en: size}, is: count(m for m in members), cites: 第一条}
all.able: {of: family, gives: bool, label: {zh: 都能劳动, en: all able}, is: "all(m.can_work for m in members)", cites: 第一条}
total: {of: family, gives: money/month, label: {zh: 收入, en: income}, is: "sum(m.income for m in members)", cites: 第一条}
mine: {of: person, gives: int, label: {zh: 家庭人数, en: size of the family}, is: count(m for m in members), cites: 第一条}
"""
UNIT = "family: {counts: lives_here, apart: seriously_ill, rest: without, cites: 第一条}"


@pytest.fixture(scope="module")
def value(law, household):
    here = law(unit=UNIT, rules=RULES)

    def of(name, number, complete, *people):
        known = household(here, *people)
        known.lists["people"] = Listed(known.lists["people"].items, complete)
        evaluation = evaluate(here, known, here.day)
        return evaluation.value(name, evaluation.instances[here.trees[name][0]][number])

    return of


ONE = {"lives_here": True, "seriously_ill": False, "can_work": True, "income": 100}
ILL = {"lives_here": True, "seriously_ill": True, "can_work": True, "income": 100}


def test_a_family_of_a_complete_household_is_settled(value):
    assert [value(name, 0, True, ONE) for name in ("size", "all.able", "total", "mine")] == [1, True, 10000, 1]


def test_a_family_of_a_household_with_maybe_more_people_is_not(value):
    values = [value(name, 0, False, ONE) for name in ("size", "all.able", "total", "mine")]
    assert all(isinstance(v, Unknown) and ("household", "people") in v.needs for v in values)
    assert (values[0].low, values[0].high) == (1, None)


def test_one_who_cannot_work_decides_all_the_same(value):
    assert value("all.able", 0, False, {**ONE, "can_work": False}) is False


def test_a_family_of_one_has_no_more_members(value):
    assert value("size", 1, False, ONE, ILL) == 1
    assert value("mine", 1, False, ONE, ILL) == 1


def test_a_family_that_is_in_doubt_may_have_more_members_too(value):
    mine = value("mine", 0, False, {"lives_here": True}, ONE)
    assert isinstance(mine, Unknown)
    assert {("household", "people"), ("person/0", "seriously_ill")} <= mine.needs
