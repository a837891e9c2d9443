"""Who belongs to no family has none: what the family receives is nothing, everything else of it does not apply."""

import pytest

from minsheng.policy.evaluation import evaluate
from minsheng.policy.unknown import Unknown
from minsheng.population.determine import determine_part
from tests.generated.by_kernel import part_of_households
from tests.kernel.deciding import as_by_the_evaluator
from tests.kernel.small import parameter, rules, told

UNIT = "family: {counts: lives_here, apart: seriously_ill, rest: without, cites: 第一条}"
RULES = rules(
    ("head", "family", "money/month", "sum(m.income for m in members) / count(m for m in members)"),
    ("family.poor", "family", "bool", "head < standard"),
    ("mine.receives", "person", "bool", "receives.support"),
    ("mine.eligible", "person", "bool", "eligible.support"),
    ("mine.amount", "person", "money/month", "amount.support"),
    ("mine.total", "person", "money/month", "income + amount.support"),
    ("mine.poor", "person", "bool", "family.poor"),
    ("mine.head", "person", "money/month", "head"),
    ("mine.size", "person", "int", "count(m for m in members)"),
    ("mine.able", "person", "bool", "any(m.can_work for m in members)"),
    ("mine.all", "person", "bool", "all(m.can_work for m in members)"),
)
BENEFITS = """
support:
  label: {zh: 甲, en: a}
  of: family
  enter: family.poor
  amount: round_fen(standard - head)
  cites: 第一条
alone: {label: {zh: 甲, en: a}, of: person, enter: not receives.support and not mine.poor, cites: 第一条}
single: {label: {zh: 甲, en: a}, of: person, enter: amount.support == 0 and income < standard, amount: standard, cites: 第一条}
"""
MINE = [line.partition(":")[0] for line in RULES.splitlines() if line.startswith("mine.")]
AWAY = {"income": 100, "lives_here": False, "seriously_ill": False, "can_work": True}
HERE = {**AWAY, "lives_here": True}
ILL = {**AWAY, "seriously_ill": True}


@pytest.fixture(scope="module", params=[UNIT, ""], ids=["with families", "a law without families"])
def here(request, law):
    blocks = {"unit": request.param} if request.param else {}
    parameters = parameter("standard", "money/month", "589.00")
    return law(rules=RULES, benefit=BENEFITS, parameters=parameters, **blocks)


@pytest.mark.parametrize(
    "homes", [[[AWAY]], [[AWAY, HERE]], [[AWAY], [AWAY, AWAY], [HERE, ILL, AWAY], [ILL]]], ids=["one", "two", "many"]
)
def test_the_same_as_by_the_evaluator(here, household, homes):
    households = [household(here, *people) for people in homes]
    found, _ = determine_part(here, part_of_households(households, here.vocabulary), MINE)
    evaluations = [evaluate(here, one, here.day) for one in households]
    for name in MINE:
        values = [e.value(name, instance) for e in evaluations for instance in e.instances["person"]]
        assert told(found[name]) == [None if isinstance(value, Unknown) else value for value in values], name
    assert as_by_the_evaluator(here, households).evaluated == 0


def test_what_somebody_of_no_family_is_told(law, household):
    here = law(rules=RULES, benefit=BENEFITS, unit=UNIT, parameters=parameter("standard", "money/month", "589.00"))
    part = part_of_households([household(here, AWAY)], here.vocabulary)
    found, families = determine_part(here, part, [*MINE, "head"])
    assert {name.removeprefix("mine."): told(found[name])[0] for name in MINE} == {
        "receives": False,
        "eligible": False,
        "amount": 0,
        "total": 10_000,
        "poor": None,
        "head": None,
        "size": 0,
        "able": False,
        "all": True,
    }
    assert len(families.owner) == 0
