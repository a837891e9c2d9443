"""Periods in calendar days, months and years, and what happens when they end on a day off."""

from datetime import date

import pytest

from minsheng.policy.deadline import Due, due, parse_span


@pytest.mark.parametrize(
    ("start", "span", "rolled", "exact"),
    [
        (date(2017, 3, 1), "7 days", date(2017, 3, 8), date(2017, 3, 8)),
        (date(2017, 3, 4), "7 days", date(2017, 3, 13), date(2017, 3, 11)),  # ends on a Saturday
        (date(2025, 9, 24), "7 days", date(2025, 10, 9), date(2025, 10, 1)),  # ends on the first day of a long holiday
        (date(2025, 9, 21), "7 days", date(2025, 9, 28), date(2025, 9, 28)),  # a Sunday that is worked
        (date(2018, 2, 13), "30 days", date(2018, 3, 15), date(2018, 3, 15)),
        (date(2021, 1, 31), "1 month", date(2021, 3, 1), date(2021, 2, 28)),  # the end of February is a Sunday
        (date(2017, 2, 24), "5 years", date(2022, 2, 24), date(2022, 2, 24)),
    ],
)
def test_the_last_day_rolls_to_a_working_day_when_the_period_is_statutory(start, span, rolled, exact):
    assert due(start, parse_span(span)) == Due(rolled)
    assert due(start, parse_span(span), roll=False) == Due(exact)
