"""The largest, the smallest and the sum over a list keep what is certain of them, however many there are."""

import pytest

from minsheng.policy.evaluation import evaluate
from minsheng.policy.unknown import Unknown

RULES = """
largest: {of: person, gives: money/month, label: {zh: 甲, en: a}, is: "most(s.pays for s in supporters)", cites: 第一条}
smallest: {of: person, gives: money/month, label: {zh: 甲, en: a}, is: "least(s.pays for s in supporters)", cites: 第一条}
some: {of: person, gives: money/month, label: {zh: 甲, en: a}, is: "most(s.pays for s in supporters if s.able)", cites: 第一条}
total: {of: person, gives: money/month, label: {zh: 甲, en: a}, is: "sum(s.pays for s in supporters if s.able)", cites: 第一条}
"""


@pytest.fixture(scope="module")
def bounds(law, household):
    here = law(rules=RULES)

    def of(name, *supporters):
        evaluation = evaluate(here, household(here, {"supporters": list(supporters)}), here.day)
        person = evaluation.instances["person"][0]
        quick, careful = evaluation.value(name, person), evaluation.careful(name, person)
        ends = [(v.low, v.high) if isinstance(v, Unknown) else v for v in (quick, careful)]
        assert ends[0] == ends[1]
        return ends[0]

    return of


def test_one_of_whom_it_is_not_known(bounds):
    assert bounds("largest", {}) == bounds("smallest", {}) == (0, None)


def test_two_of_whom_one_is_known(bounds):
    assert bounds("largest", {}, {"pays": 100}) == (10000, None)
    assert bounds("smallest", {}, {"pays": 100}) == (0, 10000)


def test_the_smallest_cannot_be_less_than_nothing(bounds):
    assert bounds("smallest", {}, {"pays": 0}) == 0


def test_nothing_is_said_where_it_is_not_known_who_belongs(bounds):
    assert bounds("some", {"pays": 100}) == (None, None)


def test_whoever_pays_nothing_adds_nothing_whether_able_or_not(bounds):
    assert bounds("total", {"pays": 0}) == 0
    assert bounds("total", {"pays": 0}, {"pays": 10, "able": True}) == 1000
    assert bounds("total", {"pays": 10}, {"pays": 10, "able": True}) == (1000, 2000)
