"""Whether a value is one of some: as with ``==``, what is not known is neither certainly in nor certainly out."""

import pytest

from minsheng.policy.unknown import Unknown

RULES = """
itself: {of: person, gives: bool, label: {zh: 甲, en: a}, is: "income in [income]", cites: 第一条}
equal: {of: person, gives: bool, label: {zh: 甲, en: a}, is: income == income, cites: 第一条}
word: {of: person, gives: bool, label: {zh: 甲, en: a}, is: "care in [full, graded]", cites: 第一条}
graded: {of: person, gives: [self_care, partial, full], label: {zh: 甲, en: a}, is: partial if can_eat else care, cites: 第一条}
far: {of: person, gives: bool, label: {zh: 甲, en: a}, is: "care in [full, partial, self_care]", cites: 第一条}
"""


@pytest.fixture(scope="module")
def value(law, values):
    here = law(rules=RULES)
    return lambda name, **facts: values(here, facts)(name)


def test_an_open_value_is_not_certainly_one_of_itself_as_it_is_not_certainly_equal_to_itself(value):
    assert isinstance(value("itself", can_eat=True), Unknown)
    assert isinstance(value("equal", can_eat=True), Unknown)


def test_an_open_word_among_open_words_is_open(value):
    assert isinstance(value("word"), Unknown)
    assert isinstance(value("word", can_eat=True), Unknown)


def test_a_word_among_words_of_which_one_is_open(value):
    assert value("word", care="full") is True
    assert value("word", care="partial", can_eat=True) is True
    assert value("word", care="self_care", can_eat=True) is False


def test_an_open_word_among_all_its_words_is_certain(value):
    assert value("far") is True
