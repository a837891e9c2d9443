"""Ages, months, days and dates in the kernel are those of Python's calendar: leap days, ends of months, the first and the last year."""

from datetime import date, timedelta

import numpy as np
import pytest

from minsheng.policy.calendar_math import add_months, add_years, age_on, days_between, months_between
from minsheng.population.determine import determine
from tests.kernel.small import rules, tables, told

RULES = rules(
    ("age", "person", "years", "age_on(birth_date, above_since)"),
    ("months", "person", "months", "months_between(birth_date, above_since)"),
    ("months_back", "person", "months", "months_between(above_since, birth_date)"),
    ("days", "person", "days", "days_between(birth_date, above_since)"),
    ("year", "person", "int", "year_of(birth_date)"),
    ("later", "person", "date", "add_months(birth_date, villagers_score)"),
    ("earlier", "person", "date", "add_months(birth_date, 0 - villagers_score)"),
    ("years_later", "person", "date", "add_years(birth_date, villagers_score)"),
    ("before", "person", "bool", "birth_date < above_since"),
    ("same", "person", "bool", "birth_date == above_since"),
    ("earliest", "person", "date", "min(birth_date, above_since)"),
    ("latest", "person", "date", "max(birth_date, above_since, law_day)"),
    ("to_law_day", "person", "days", "days_between(birth_date, law_day)"),
    ("to_facts_day", "person", "days", "days_between(birth_date, facts_day)"),
    ("first_birth", "household", "date", "least(p.birth_date for p in people)"),
    ("last_birth", "household", "date", "most(p.birth_date for p in people if p.can_work)"),
)
NAMES = [line.partition(":")[0] for line in RULES.splitlines()]
FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)
TELLING = [
    FIRST, date(1, 12, 31), date(4, 2, 29), date(1582, 10, 4), date(1582, 10, 15), date(1600, 2, 29), date(1899, 12, 31), date(1900, 2, 28),
    date(1900, 3, 1), date(1957, 3, 1), date(1969, 12, 31), date(1970, 1, 1), date(1999, 12, 31), date(2000, 2, 28), date(2000, 2, 29),
    date(2000, 3, 1), date(2001, 2, 28), date(2016, 2, 29), date(2017, 1, 31), date(2017, 2, 28), date(2017, 3, 31), date(2017, 4, 30),
    date(2017, 6, 1), date(2100, 2, 28), date(2100, 3, 1), date(2400, 2, 29), date(9999, 1, 1), date(9999, 2, 28), LAST,
]  # fmt: skip
COUNTS = [0, 1, 2, 11, 12, 13, 24, 1200, 119_987, 119_988, 1_000_000]


@pytest.fixture(scope="module")
def here(law):
    return law(rules=RULES)


def worked_out(here, births, others, counts):
    days = {name: np.array(values, "datetime64[D]") for name, values in (("b", births), ("o", others))}
    people = {"birth_date": days["b"], "can_work": np.ones(len(births), bool)}
    given = tables(people, households={"above_since": days["o"], "villagers_score": np.array(counts)})
    return {name: told(found) for name, found in determine(here, given, rules=NAMES, threads=1).items()}


def shifted(function, day, count):
    try:
        return function(day, count)
    except OverflowError:
        return None


def expected(law_day, birth, other, count):
    return {
        "age": age_on(birth, other),
        "months": months_between(birth, other),
        "months_back": months_between(other, birth),
        "days": days_between(birth, other),
        "year": birth.year,
        "later": shifted(add_months, birth, count),
        "earlier": shifted(add_months, birth, -count),
        "years_later": shifted(add_years, birth, count),
        "before": birth < other,
        "same": birth == other,
        "earliest": min(birth, other),
        "latest": max(birth, other, law_day),
        "to_law_day": days_between(birth, law_day),
        "to_facts_day": days_between(birth, law_day),
        "first_birth": birth,
        "last_birth": birth,
    }


def wrong(here, births, others, counts):
    found = worked_out(here, births, others, counts)
    for at, row in enumerate(zip(births, others, counts, strict=True)):
        for name, value in expected(here.day, *row).items():
            if found[name][at] != value:
                yield name, *row, found[name][at], value


def test_telling_days_with_each_other(here):
    pairs = [(birth, other) for birth in TELLING for other in TELLING]
    counts = [COUNTS[at % len(COUNTS)] for at in range(len(pairs))]
    assert list(wrong(here, *map(list, zip(*pairs, strict=True)), counts))[:3] == []


def test_telling_days_and_every_count_of_months(here):
    pairs = [(birth, count) for birth in TELLING for count in COUNTS]
    births, counts = map(list, zip(*pairs, strict=True))
    assert list(wrong(here, births, births, counts))[:3] == []


def test_drawn_days(here):
    draw = np.random.default_rng(229)
    span = (LAST - FIRST).days
    births = [FIRST + timedelta(days=int(days)) for days in draw.integers(0, span + 1, 4000)]
    near = draw.integers(-800, 800, 4000)
    others = [
        max(FIRST, min(LAST, birth + timedelta(days=int(days)))) if FIRST.year < birth.year < LAST.year - 3 else birth
        for birth, days in zip(births, near, strict=True)
    ]
    assert list(wrong(here, births, others, draw.integers(0, 400, 4000).tolist()))[:3] == []


def test_every_day_of_a_leap_year_against_its_neighbours(here):
    births = [date(2016, 1, 1) + timedelta(days=days) for days in range(366)] * 3
    others = [date(2018 + at // 366, 2, 28) + timedelta(days=at % 3) for at in range(len(births))]
    counts = [at % 27 for at in range(len(births))]
    assert list(wrong(here, births, others, counts))[:3] == []


def test_the_most_and_least_day_of_nobody_does_not_apply(here):
    nobody = tables(
        {"birth_date": np.array(["2000-01-01", "1990-01-01"], "datetime64[D]"), "can_work": np.array([False, True])},
        homes=[0, 2],
        households={"household_id": np.arange(3)},
    )
    found = determine(here, nobody, rules=["first_birth", "last_birth"], threads=1)
    assert told(found["first_birth"]) == [date(2000, 1, 1), None, date(1990, 1, 1)]
    assert told(found["last_birth"]) == [None, None, date(1990, 1, 1)]
