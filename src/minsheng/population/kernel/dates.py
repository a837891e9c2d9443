"""Dates in the code of a kernel: days since 1970, and the same counting of ages, months and years as :mod:`minsheng.policy.calendar_math`.

The conversion between days and year, month, day is the usual one with years that begin in March, so that the leap day comes last; every
division has a divisor that is fixed, and no branch is taken.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from llvmlite import ir

from minsheng.population.kernel.arithmetic import Arithmetic, number_constant
from minsheng.population.kernel.value import Value

__all__ = ["DAY_BOUNDS", "Dates", "day_number"]

_EPOCH = date(1970, 1, 1).toordinal()
#: Days from 1 March of the year 0 to 1 January 1970.
_MARCH_0 = 719_468
_ERA = 146_097


def day_number(day: date) -> int:
    """A date as the days since 1970.

    >>> day_number(date(1970, 1, 2)), day_number(date(1969, 12, 31))
    (1, -1)
    """
    return day.toordinal() - _EPOCH


DAY_BOUNDS = (day_number(date.min), day_number(date.max))


class Dates:
    """Writes functions of dates with a builder."""

    def __init__(self, arithmetic: Arithmetic) -> None:
        self.arithmetic = arithmetic
        self.builder: ir.IRBuilder = arithmetic.builder

    # small words for what is used over and over -----------------------------------------------------------------------------------------

    def _add(self, a: Any, b: Any) -> Any:
        return self.builder.add(a, b if isinstance(b, ir.Value) else number_constant(b))

    def _sub(self, a: Any, b: Any) -> Any:
        a, b = (x if isinstance(x, ir.Value) else number_constant(x) for x in (a, b))
        return self.builder.sub(a, b)

    def _mul(self, a: Any, b: int) -> Any:
        return self.builder.mul(a, number_constant(b))

    def _div(self, a: Any, b: int) -> Any:
        """Whole quotient of numbers that are not negative."""
        return self.builder.udiv(a, number_constant(b))

    def _pick(self, condition: Any, a: Any, b: Any) -> Any:
        a, b = (x if isinstance(x, ir.Value) else number_constant(x) for x in (a, b))
        return self.builder.select(condition, a, b)

    def _less(self, a: Any, b: Any) -> Any:
        return self.builder.icmp_signed("<", a, b if isinstance(b, ir.Value) else number_constant(b))

    # civil dates ------------------------------------------------------------------------------------------------------------------------

    def civil(self, day: Any) -> tuple[Any, Any, Any]:
        """Year, month and day of a day number."""
        shifted = self._add(day, _MARCH_0)
        era = self.arithmetic.floor_of(shifted, _ERA)
        of_era = self._sub(shifted, self._mul(era, _ERA))
        years = self._sub(
            self._add(self._sub(of_era, self._div(of_era, 1460)), self._div(of_era, 36_524)), self._div(of_era, 146_096)
        )
        year_of_era = self._div(years, 365)
        leap_days = self._sub(self._div(year_of_era, 4), self._div(year_of_era, 100))
        of_year = self._sub(of_era, self._add(self._mul(year_of_era, 365), leap_days))
        month = self._div(self._add(self._mul(of_year, 5), 2), 153)
        day_of_month = self._add(self._sub(of_year, self._div(self._add(self._mul(month, 153), 2), 5)), 1)
        early = self._less(month, 10)
        calendar_month = self._add(month, self._pick(early, 3, -9))
        year = self._add(self._add(year_of_era, self._mul(era, 400)), self._pick(early, 0, 1))
        return year, calendar_month, day_of_month

    def number(self, year: Any, month: Any, day: Any) -> Any:
        """The day number of a date."""
        early = self._less(month, 3)
        year = self._sub(year, self._pick(early, 1, 0))
        era = self.arithmetic.floor_of(year, 400)
        year_of_era = self._sub(year, self._mul(era, 400))
        shifted = self._add(month, self._pick(early, 9, -3))
        of_year = self._sub(self._add(self._div(self._add(self._mul(shifted, 153), 2), 5), day), 1)
        leap_days = self._sub(self._div(year_of_era, 4), self._div(year_of_era, 100))
        of_era = self._add(self._add(self._mul(year_of_era, 365), leap_days), of_year)
        return self._sub(self._add(self._mul(era, _ERA), of_era), _MARCH_0)

    def _days_in(self, year: Any, month: Any) -> Any:
        """How many days a month has."""
        december = self.builder.icmp_signed("==", month, number_constant(12))
        next_month = self._pick(december, 1, self._add(month, 1))
        next_year = self._add(year, self._pick(december, 1, 0))
        one = number_constant(1)
        return self._sub(self.number(next_year, next_month, one), self.number(year, month, one))

    # functions of the language ----------------------------------------------------------------------------------------------------------

    def age_on(self, birth: Value, day: Value) -> Value:
        """Completed years; who was born on 29 February completes one on 1 March."""
        (by, bm, bd), (y, m, d) = self.civil(birth.number), self.civil(day.number)
        earlier = self._less(self._add(self._mul(m, 100), d), self._add(self._mul(bm, 100), bd))
        years = self._sub(self._sub(y, by), self._pick(earlier, 1, 0))
        return Value(years, (-10_000, 10_000), state=self.arithmetic.either(birth.state, day.state))

    def year_of(self, day: Value) -> Value:
        """The year of a date."""
        return Value(self.civil(day.number)[0], (0, 10_000), state=day.state)

    def days_between(self, first: Value, last: Value) -> Value:
        """Days from one date to another."""
        difference = self._sub(last.number, first.number)
        return Value(difference, (-4_000_000, 4_000_000), state=self.arithmetic.either(first.state, last.state))

    def add_months(self, day: Value, count: Value, each: int = 1) -> Value:
        """The corresponding day so many months later, the last day where that month has no such day; ``each`` is 12 for years."""
        y, m, d = self.civil(day.number)
        months = self._add(self._add(self._mul(y, 12), self._sub(m, 1)), self._mul(count.number, each))
        year, month, fitting = self._shifted(months, d)
        outside = self.builder.or_(self._less(year, 1), self._less(number_constant(9999), year))
        state = self.arithmetic.either(day.state, count.state, self.arithmetic.ask_if(outside))
        return Value(self.number(year, month, fitting), DAY_BOUNDS, state=state)

    def _shifted(self, months: Any, day: Any) -> tuple[Any, Any, Any]:
        """Year, month and fitting day of a count of months since the year 0."""
        year = self.arithmetic.floor_of(months, 12)
        month = self._add(self._sub(months, self._mul(year, 12)), 1)
        length = self._days_in(year, month)
        return year, month, self._pick(self._less(length, day), length, day)

    def months_between(self, first: Value, last: Value) -> Value:
        """Completed months; with the days exchanged the same number with a minus sign."""
        backward = self._less(last.number, first.number)
        early = self._pick(backward, last.number, first.number)
        late = self._pick(backward, first.number, last.number)
        (y1, m1, d1), (y2, m2, _) = self.civil(early), self.civil(late)
        count = self._sub(self._add(self._mul(y2, 12), m2), self._add(self._mul(y1, 12), m1))
        year, month, fitting = self._shifted(self._sub(self._add(self._mul(y2, 12), m2), 1), d1)
        count = self._sub(count, self._pick(self._less(late, self.number(year, month, fitting)), 1, 0))
        months = self._pick(backward, self.builder.neg(count), count)
        return Value(months, (-120_000, 120_000), state=self.arithmetic.either(first.state, last.state))
