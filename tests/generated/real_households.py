"""Households for the real packs: near the figures of the law, or near a case that was worked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

from minsheng.policy.thing import Household
from minsheng.policy.types import ValueProblem
from minsheng.policy.worked import household_of
from tests.generated.households import filled, make

#: What stands for a figure that a place has not set, by type.
FIGURES = {
    "bool": True,
    "int": 2,
    "years": 16,
    "months": 6,
    "days": 30,
    "ratio": Fraction(3, 5),
    "money": 60000,
    "date": date(2016, 1, 1),
    "shares": {"city": Fraction(1, 3), "county": Fraction(2, 3)},
}


def with_everything_set(law):
    """The same law where every figure is set that the place has not set: made-up figures, so that more can be paid."""
    missing = {}
    for name, bound in law.bound.items():
        if not bound.rows:
            typ = bound.parameter.type
            missing[name] = {(): typ.values[0] if typ.kind == "choice" else FIGURES.get(typ.kind, law.area)}
    return law.with_settings(missing)


def near_a_case(law, cases: list, number: int, known: float = 1.0) -> Household:
    """The household of a case, moved to the law's place, with what it does not give made up and up to three facts changed."""
    random = Random(number)
    documents = {pack.document for pack in law.packs()}
    own = [case for case in cases if case.document in documents]
    while True:
        case = random.choice(own if random.random() < 0.7 else cases)
        try:
            household = household_of(case, law.vocabulary, law.area, law.day)
        except ValueProblem:
            continue
        household.id = f"{case.id}+{number}"
        for thing in household.walk():  # somebody registered there is registered here
            places = [name for name in thing.facts if law.vocabulary.facts[name].type.kind == "area"]
            thing.facts.update({name: law.area for name in places if random.random() < 0.8})
        return filled(law, household, number, known, changes=random.choice((0, 1, 1, 2, 3)))


def real_household(law, cases: list, number: int, known: float = 1.0) -> Household:
    """Every second household near a case, the others near the figures of the law."""
    return near_a_case(law, cases, number, known) if number % 2 else make(law, number, known, near=True)
