"""Each construct of the language in code: the value of every rule is the evaluator's, for households with and without gaps."""

import pytest

from minsheng.policy.evaluation import evaluate
from minsheng.policy.unknown import Unknown
from minsheng.population.determine import determine_part
from tests.generated.by_kernel import part_of_households
from tests.kernel.small import LABEL, rules, told
from tests.policy.knowledge import make_household

RULES = rules(
    ("alike", "person", "bool", "can_work == can_eat"),
    ("unlike", "person", "bool", "can_work != can_eat"),
    ("failed", "person", "int", "count(item for item in [can_eat, can_dress, can_walk] if not item)"),
    ("some", "person", "bool", "any(item for item in [can_eat, can_dress, can_walk])"),
    ("every", "person", "bool", "all(item for item in [can_eat, can_dress, can_walk])"),
    ("points", "person", "int", "case(care, self_care=0, partial=refusals, full=3)"),
    ("worse", "person", "[self_care, partial, full]", "case(care, self_care=partial, partial=full, full=full)"),
    ("level", "person", "[self_care, partial, full]", "self_care if can_work else care"),
    ("needy", "person", "bool", "level in [partial, full] and care not in [self_care]"),
    ("between", "person", "bool", "0 < income < standard[care, setting] <= limit"),
    ("by_two", "person", "money/month", "standard[care, setting]"),
    ("by_rule", "person", "money/month", "standard[worse, setting]"),
    ("opened", "person", "bool", "open and can_work"),
    ("until", "person", "bool", "birth_date < last_birth"),
    ("chosen", "person", "bool", "care == wanted"),
    ("placed", "person", "bool", "registered_in(home_area, place) or home_area == place"),
    ("bounded", "person", "ratio", "rate * refusals / 3"),
    ("any_helper", "household", "bool", "any(any(s.able and s.pays > p.income for s in p.supporters) for p in people)"),
    ("all_helped", "household", "bool", "all(count(s for s in p.supporters) > 0 for p in people if p.can_work)"),
    ("helpers", "household", "int", "sum(count(s for s in p.supporters if s.able) for p in people)"),
    ("paying", "supporter", "bool", "pays > income and setting == urban"),
    ("paying_long", "supporter", "months", "months_between(since, law_day) if able else 0"),
    ("oldest", "household", "date", "least(p.birth_date for p in people if p.can_work)"),
    ("not_told", "household", "bool", "village == village"),
    ("rich", "household", "bool", "villagers_score > 3 or receives_now"),
    ("of_rich", "person", "bool", "rich and not seriously_ill"),
    ("in_set", "person", "bool", "in_area_set(home_area, here)"),
    ("part", "person", "bool", "weight > 0"),
)
PARAMETERS = f"""
standard:
  label: {{zh: 甲, en: a}}
  type: money/month
  by: [care, setting]
  cites: 第一条
  values:
    - {{care: self_care, setting: urban, value: 589.00}}
    - {{care: self_care, setting: rural, value: 7069.00/year}}
    - {{care: partial, setting: urban, value: 600.01}}
    - {{care: partial, setting: rural, value: 0.01}}
    - {{care: full, setting: urban, value: 7000.00/year}}
    - {{care: full, setting: rural, value: 650.00}}
limit: {{{LABEL}, type: money/month, value: 640.00}}
open: {{{LABEL}, type: bool, value: yes}}
last_birth: {{{LABEL}, type: date, value: 1980-05-05}}
wanted: {{{LABEL}, type: choice, values_of: [self_care, partial, full], value: partial}}
place: {{{LABEL}, type: area, value: 620100}}
rate: {{{LABEL}, type: ratio, value: 60%}}
"""
AREA_SETS = "here: {label: {zh: 甲, en: a}, areas: [620100, 620103], cites: 第一条}"
NAMES = [line.partition(":")[0] for line in RULES.splitlines()]


@pytest.fixture(scope="module")
def here(law):
    return law(rules=RULES, parameters=PARAMETERS, area_sets=AREA_SETS)


@pytest.fixture(scope="module", params=[1.0, 0.9, 0.3])
def worked_out(request, here):
    """The values by the kernel and by the evaluator, for households of which so much is known."""
    households = [make_household(here, number, request.param) for number in range(150)]
    for household in households:
        for thing in household.walk() if request.param == 1.0 else ():
            for listed in thing.lists.values():
                listed.complete = True
    found, _ = determine_part(here, part_of_households(households, here.vocabulary), NAMES)
    return request.param, found, [evaluate(here, household, here.day) for household in households]


@pytest.mark.parametrize("name", NAMES)
def test_the_value_is_that_of_the_evaluator(here, worked_out, name):
    known, found, evaluations = worked_out
    entity = here.trees[name][0]
    values = [e.value(name, instance) for e in evaluations for instance in e.instances[entity]]
    assert told(found[name]) == [None if isinstance(value, Unknown) else value for value in values]
    if known == 1.0 and name not in ("not_told", "part"):
        assert len({value for value in values if not isinstance(value, Unknown)}) > 1
