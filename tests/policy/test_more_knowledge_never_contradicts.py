"""What was certain stays so when more becomes known: outcomes, values, bounds and choices."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minsheng.policy.evaluation import evaluate
from minsheng.policy.outcome import outcomes
from tests.policy.knowledge import agrees, completed, make_household

NUMBERS = st.integers(0, 2**32)
SETTLED = ("yes", "no")


def by_people(evaluation):
    """Outcomes by benefit and by whom they are for; a family by its members."""
    results = {}
    for outcome in outcomes(evaluation):
        whom = outcome.thing_id if outcome.entity == "person" else (outcome.key == "family/0", *outcome.members)
        results[outcome.benefit, whom] = outcome.status
    return results


@pytest.mark.parametrize(
    ("area", "day"), [("620171", date(2021, 11, 20)), ("620102", date(2017, 6, 1)), ("500110", date(2018, 1, 1))]
)
def test_filling_in_a_fact_never_turns_a_yes_into_a_no_or_back(real, area, day):
    law = real.as_of(day, area)

    @settings(max_examples=60, derandomize=True, deadline=None)
    @given(number=NUMBERS, known=st.sampled_from([0.5, 0.8, 0.95]), other=NUMBERS)
    def never(number, known, other):
        household = make_household(law, number, known)
        before = by_people(evaluate(law, household, day))
        after = by_people(evaluate(law, completed(household, law, other), day))
        for key in before.keys() & after.keys():
            if before[key] in SETTLED and after[key] in SETTLED:
                assert before[key] == after[key], key

    never()


@pytest.mark.parametrize(("area", "day"), [("620171", date(2021, 11, 20)), ("500110", date(2018, 1, 1))])
def test_values_stay_within_what_was_certain(real, area, day):
    law = real.as_of(day, area)

    @settings(max_examples=40, derandomize=True, deadline=None)
    @given(number=NUMBERS, known=st.sampled_from([0.5, 0.8, 0.95]), other=NUMBERS)
    def within(number, known, other):
        household = make_household(law, number, known)
        before, after = evaluate(law, household, day), evaluate(law, completed(household, law, other), day)
        for entity in ("household", "person"):
            for one, two in zip(before.instances[entity], after.instances[entity], strict=False):
                for name in law.slots[entity]:
                    if law.trees.get(name, (entity, {}, None))[1].get("is") is not None:
                        assert agrees(before.value(name, one), after.value(name, two)), name

    within()


ARITHMETIC = """
sum.all: {of: household, gives: money/month, label: {zh: 甲, en: a}, is: "sum(p.income for p in people)", cites: 第一条}
sum.some: {of: household, gives: money/month, label: {zh: 甲, en: a}, is: "sum(p.income for p in people if p.can_work)", cites: 第一条}
number: {of: household, gives: int, label: {zh: 甲, en: a}, is: count(p for p in people if p.can_work), cites: 第一条}
head: {of: household, gives: money/month, label: {zh: 甲, en: a}, is: sum.all / number, cites: 第一条}
heads: {of: household, gives: money/month, label: {zh: 甲, en: a}, is: sum.all / (number + 1), cites: 第一条}
largest: {of: household, gives: money/month, label: {zh: 甲, en: a}, is: "most(p.income for p in people)", cites: 第一条}
smallest: {of: household, gives: money/month, label: {zh: 甲, en: a}, is: "least(p.income for p in people if p.orphan)", cites: 第一条}
left: {of: person, gives: money/month, label: {zh: 甲, en: a}, is: "max(0, income - paid_now)", cites: 第一条}
lesser: {of: person, gives: money/month, label: {zh: 甲, en: a}, is: "min(income, paid_now, 2 * income)", cites: 第一条}
times: {of: person, gives: money/month, label: {zh: 甲, en: a}, is: income * weight, cites: 第一条}
whole: {of: person, gives: money/month, label: {zh: 甲, en: a}, is: round_yuan_up(round_fen(times)), cites: 第一条}
months: {of: person, gives: money/once, label: {zh: 甲, en: a}, is: "for_months(paid_now, refusals)", cites: 第一条}
year: {of: person, gives: money/month, label: {zh: 甲, en: a}, is: per_month(yearly_income) + per_month(per_year(income)), cites: 第一条}
points: {of: person, gives: int, label: {zh: 甲, en: a}, is: round_up(weight) - round_down(weight) * refusals, cites: 第一条}
grade: {of: person, gives: [x, y, z], label: {zh: 甲, en: a}, is: x if refusals > 3 else y if can_eat else z, cites: 第一条}
by.grade: {of: person, gives: int, label: {zh: 甲, en: a}, is: "case(grade, x=10, y=refusals, z=30)", cites: 第一条}
by.care: {of: person, gives: int, label: {zh: 甲, en: a}, is: "case(care, self_care=1, partial=2, full=3)", cites: 第一条}
some: {of: person, gives: bool, label: {zh: 甲, en: a}, is: "left > lesser or grade in [x, y] and by.grade != 7", cites: 第一条}
level: {of: person, gives: money/month, label: {zh: 甲, en: a}, is: "by_care[care] if by.care >= 2 else by_care[partial]", cites: 第一条}
chained: {of: person, gives: bool, label: {zh: 甲, en: a}, is: 1 <= by.care < refusals, cites: 第一条}
apart: {of: person, gives: bool, label: {zh: 甲, en: a}, is: grade == x or care != full, cites: 第一条}
helped: {of: person, gives: bool, label: {zh: 甲, en: a}, is: "all(s.pays >= income for s in supporters if s.able)", cites: 第一条}
"""
BY_CARE = """
by_care: {label: {zh: 甲, en: a}, type: money/month, by: [care], cites: 第一条,
  values: [{care: self_care, value: 1.00}, {care: partial, value: 2.00}, {care: full, value: 3.00}]}
"""


@settings(max_examples=400, derandomize=True, deadline=None)
@given(number=NUMBERS, known=st.sampled_from([0.0, 0.5, 0.8, 0.95]), other=NUMBERS)
def test_bounds_of_arithmetic_hold_whatever_the_open_facts_are(law, number, known, other):
    here = law(parameters=BY_CARE, rules=ARITHMETIC)
    household = make_household(here, number, known)
    before, after = evaluate(here, household, here.day), evaluate(here, completed(household, here, other), here.day)
    for entity in ("household", "person"):
        for one, two in zip(before.instances[entity], after.instances[entity], strict=False):
            for name in here.slots[entity]:
                assert agrees(before.value(name, one), after.value(name, two)), name
