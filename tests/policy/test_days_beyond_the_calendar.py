"""A day before the year 1 or after 9999 does not exist: what would be one does not apply, and nothing else stops."""

import pytest

from minsheng.policy.unknown import Unknown

RULES = """
later: {of: person, gives: date, label: {zh: 甲, en: a}, is: "add_months(birth_date, refusals)", cites: 第一条}
years.later: {of: person, gives: date, label: {zh: 甲, en: a}, is: "add_years(birth_date, refusals)", cites: 第一条}
over: {of: person, gives: bool, label: {zh: 甲, en: a}, is: "can_eat or add_months(birth_date, refusals) < law_day", cites: 第一条}
"""
BORN = {"birth_date": "2000-02-29"}


@pytest.fixture(scope="module")
def value(law, values):
    here = law(rules=RULES)
    return lambda name, **facts: values(here, {**BORN, **facts})(name)


@pytest.mark.parametrize("name", ["later", "years.later"])
def test_a_day_that_does_not_exist_does_not_apply(value, name):
    day = value(name, refusals=999999)
    assert isinstance(day, Unknown)
    assert (day.needs, day.unset) == (frozenset(), frozenset())


def test_what_is_decided_without_it_stays_decided(value):
    assert value("over", refusals=999999, can_eat=True) is True
    assert isinstance(value("over", refusals=999999, can_eat=False), Unknown)


def test_days_within_the_calendar_are_as_before(value):
    assert str(value("later", refusals=12)) == "2001-02-28"
    assert str(value("years.later", refusals=1)) == "2001-02-28"
