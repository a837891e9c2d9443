"""The figures that the synthetic county is made from, each with its source. Inputs only: nothing that the rules decide is among them.

``CALIBRATION`` is one table; ``number("elderly")`` gives a figure. A source of ``assumption`` means ours: plausible, not published.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

__all__ = ["CALIBRATION", "DEFAULT_PEOPLE", "Figure", "number"]

ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. ``value`` is exact; ``unit`` says what it counts; ``source`` cites it or is ``assumption``."""

    name: str
    value: Fraction
    unit: str
    source: str
    note: str = ""


def _f(name: str, value: str, unit: str, source: str = ASSUMPTION, note: str = "") -> Figure:
    return Figure(name, Fraction(value), unit, source, note)


#: 6,000 beds are 29 for each thousand old people (QJ annex 5), so 206,900 old people; they are 20.83 % of the registered (Chongqing, 2017).
DEFAULT_PEOPLE = 993_000

CALIBRATION: tuple[Figure, ...] = (
    # published
    _f("dibao_people", "28300", "people", "QJ 附件7 一", "urban and rural together"),
    _f("hardship_people", "7006", "people", "QJ 附件7 一"),
    _f("dibao_standard_urban", "500", "yuan/month", "QJ 附件7 一", "only to place incomes below or above it"),
    _f("dibao_standard_rural", "350", "yuan/month", "QJ 附件7 一", "only to place incomes below or above it"),
    _f("orphans", "93", "people", "QJ 附件7 一"),
    _f("elderly", "206900", "people", "QJ 附件5 一", "6,000 beds at 29 for each thousand old people"),
    _f(
        "dangerous_houses",
        "4660",
        "households",
        "QJ 附件6 三(二)",
        "3,000 of 2018 and 1,660 of 2019, four kinds of poor rural households",
    ),
    _f("renovated_houses", "15363", "households", "QJ 附件6 一", "rural, 2012 to 2017"),
    _f(
        "sudden_events", "429", "households", "QJ 附件7 一", "5,147 times of temporary aid in the year, one month of it"
    ),
    _f(
        "elderly_share",
        "2083/10000",
        "of people",
        "Chongqing committee on ageing, 2018-10-17",
        "60 and over, end of 2017",
    ),
    _f("elderly_65_share", "1448/2083", "of elderly", "Chongqing committee on ageing, 2018-10-17"),
    _f("elderly_80_share", "284/2083", "of elderly", "Chongqing committee on ageing, 2018-10-17"),
    # derived and assumed
    _f("people", str(DEFAULT_PEOPLE), "people", "derived", "elderly / elderly_share; Wansheng left out"),
    _f("hardship_pairs", "210", "households", note="two hardship people in one household; the others live alone"),
    _f("hardship_elderly_share", "88/100", "of hardship people", note="most are old"),
    _f("hardship_rural_share", "93/100", "of hardship people", note="most are rural"),
    _f("hardship_residential_share", "18/100", "of hardship people", note="most are supported at home"),
    _f("dibao_urban_share", "36/100", "of dibao households"),
    _f("near_poor_people", "14000", "people", note="incomes between 1 and 1.5 times the standard, some below"),
    _f("urban_share", "42/100", "of other households", note="registered, not resident"),
    _f("registered_poor_share", "45/1000", "of rural households outside dibao"),
    _f("median_income_urban", "1900", "yuan/month per head", note="of households outside the poor groups"),
    _f("median_income_rural", "1050", "yuan/month per head", note="of households outside the poor groups"),
    _f("income_spread", "45/100", "sigma of the logarithm"),
    _f("dibao_above_share", "6/100", "of dibao households", note="income has risen above the standard"),
    _f(
        "dibao_income_mean",
        "42/100",
        "of the standard",
        note="mean income per head of dibao households below the standard",
    ),
    _f("disabled_share", "3/100", "of other people", note="with a certificate"),
    _f("disabled_share_dibao", "26/100", "of dibao people"),
    _f("disabled_share_hardship", "24/100", "of hardship people"),
    _f("seriously_ill_share", "8/1000", "of other people"),
    _f("seriously_ill_share_dibao", "13/100", "of dibao people"),
    _f(
        "basic_pension",
        "70",
        "yuan/month",
        "人社部发〔2015〕5号",
        "national minimum of the residents' basic pension, 2014-07 to 2017",
    ),
    _f("insurance_contribution", "180", "yuan/year", note="own contribution to residents' medical insurance, 2017"),
    _f(
        "own_pension_share",
        "38/100",
        "of old people outside the poor groups",
        note="an employee's pension in place of the residents' one",
    ),
    _f("incomplete_poor_share", "35/1000", "of poor households", note="some facts are left unknown on purpose"),
    _f("incomplete_share", "12/1000", "of other households", note="some facts are left unknown on purpose"),
    _f(
        "people_a_community",
        "3300",
        "people",
        note="weight of a residents' committee when people are spread over townships",
    ),
    _f("people_a_village", "2300", "people", note="weight of a villagers' committee"),
)

_BY_NAME = {figure.name: figure for figure in CALIBRATION}


def number(name: str) -> float:
    """A figure of the table, for drawing from a distribution; counts are whole.

    >>> number("hardship_people")
    7006.0
    """
    return float(_BY_NAME[name].value)
