"""Age is counted in completed years, on the birthday itself."""

from datetime import date

import pytest

from minsheng.policy.calendar_math import age_on


@pytest.mark.parametrize(
    ("birth", "day", "expected"),
    [
        (date(1957, 3, 1), date(2017, 2, 28), 59),
        (date(1957, 3, 1), date(2017, 3, 1), 60),
        (date(2001, 2, 24), date(2017, 2, 23), 15),
        (date(2001, 2, 24), date(2017, 2, 24), 16),
        (date(2017, 2, 24), date(2017, 2, 24), 0),
        (date(2017, 2, 25), date(2017, 2, 24), -1),
    ],
)
def test_a_year_is_completed_on_the_birthday(birth, day, expected):
    assert age_on(birth, day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2018, 2, 28), 17), (date(2018, 3, 1), 18), (date(2020, 2, 28), 19), (date(2020, 2, 29), 20)],
)
def test_a_leap_day_birthday_comes_on_the_first_of_march_in_common_years(day, expected):
    assert age_on(date(2000, 2, 29), day) == expected
