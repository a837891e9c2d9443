"""The naive evaluator counts days and months as the reference and the law say."""

from datetime import date

import pytest

from tests.naive.dates import completed_months, completed_years, month_end, months_later


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2021-01-31", 1, "2021-02-28"),
        ("2020-01-31", 1, "2020-02-29"),
        ("2021-12-31", 2, "2022-02-28"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2020-02-29", 48, "2024-02-29"),
        ("2021-03-31", -1, "2021-02-28"),
        ("2021-01-15", -13, "2019-12-15"),
        ("2021-08-31", 0, "2021-08-31"),
    ],
)
def test_a_day_some_months_later(day, months, later):
    assert str(months_later(date.fromisoformat(day), months)) == later


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2017-02-28", "2017-08-31", 6),
        ("2017-02-28", "2017-08-27", 5),
        ("2021-01-31", "2021-02-28", 1),
        ("2021-01-15", "2021-02-14", 0),
        ("2021-02-14", "2021-01-15", 0),
        ("2021-03-15", "2021-01-15", -2),
    ],
)
def test_completed_months(first, last, months):
    assert completed_months(date.fromisoformat(first), date.fromisoformat(last)) == months


@pytest.mark.parametrize(
    ("birth", "day", "years"),
    [
        ("1957-06-01", "2017-05-31", 59),
        ("1957-06-01", "2017-06-01", 60),
        ("2000-02-29", "2018-02-28", 17),
        ("2000-02-29", "2018-03-01", 18),
        ("2000-02-29", "2020-02-29", 20),
        ("2018-01-02", "2018-01-01", -1),
    ],
)
def test_completed_years(birth, day, years):
    assert completed_years(date.fromisoformat(birth), date.fromisoformat(day)) == years


def test_the_ends_of_months():
    assert [month_end(2021, month) for month in range(1, 13)] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert [month_end(year, 2) for year in (1900, 2000, 2016)] == [28, 29, 29]
