"""The functions of the language, one by one from the table of the reference."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.naive import places
from tests.naive.dates import completed_months, completed_years, months_later
from tests.naive.unsettled import Open, greater, is_open, lesser, mapped, opened


def call(law, name: str, arguments: list[object]) -> object:
    """A function of the language with its arguments, some of which may be open."""
    if name in ("min", "max"):
        return smallest_or_largest(name, arguments)
    if name in ("round_fen", "round_yuan_up", "round_up", "round_down"):
        return mapped(ROUNDING[name], arguments[0])
    if name == "per_month":
        return mapped(lambda amount: amount / 12, arguments[0])
    if name == "per_year":
        return mapped(lambda amount: amount * 12, arguments[0])
    if name == "for_months":
        months = arguments[1]
        return opened(*arguments) if is_open(months) else mapped(lambda amount: amount * months, arguments[0])
    if any(map(is_open, arguments)):
        sure = whatever_the_place(law, name, *arguments) if name in ("registered_in", "in_area_set") else None
        return opened(*arguments) if sure is None else sure
    return SETTLED[name](law, *arguments)


def whatever_the_place(law, name: str, place: object, where: object) -> bool | None:
    """Everything lies in the whole country, and nothing in a set that does not hold on the day."""
    if name == "registered_in":
        return True if where == "100000" else None
    area_set = law.area_sets.get(where)
    ended = area_set is None or not places.holds_on(area_set, law.day)
    return False if ended else None


def smallest_or_largest(name: str, arguments: list[object]) -> object:
    if any(isinstance(argument, date) for argument in arguments):
        if any(map(is_open, arguments)):
            return opened(*arguments)
        return min(arguments) if name == "min" else max(arguments)
    return lesser(arguments) if name == "min" else greater(arguments)


def half_up(amount: Fraction) -> Fraction:
    """To whole fen; half a fen goes away from zero."""
    if amount < 0:
        return -half_up(-amount)
    below = Fraction(amount.numerator // amount.denominator)
    return below + 1 if amount - below >= Fraction(1, 2) else below


def up(number: Fraction) -> Fraction:
    below = down(number)
    return below if below == number else below + 1


def down(number: Fraction) -> Fraction:
    return Fraction(number.numerator // number.denominator)


def up_to_the_yuan(amount: Fraction) -> Fraction:
    return 100 * up(amount / 100)


def later(day: date, months: Fraction) -> date | Open:
    """The day some months later; a day that no calendar has does not apply."""
    if not 1 <= day.year + (day.month - 1 + months) // 12 <= 9999:
        return Open()
    return months_later(day, int(months))


ROUNDING = {"round_fen": half_up, "round_yuan_up": up_to_the_yuan, "round_up": up, "round_down": down}

SETTLED = {
    "age_on": lambda law, birth, day: Fraction(completed_years(birth, day)),
    "add_months": lambda law, day, months: later(day, months),
    "add_years": lambda law, day, years: later(day, 12 * years),
    "months_between": lambda law, first, last: Fraction(completed_months(first, last)),
    "days_between": lambda law, first, last: Fraction((last - first).days),
    "year_of": lambda law, day: Fraction(day.year),
    "registered_in": lambda law, place, area: places.lies_in(place, area),
    "in_area_set": lambda law, place, name: places.in_set(place, law.area_sets.get(name), law.day),
}
