"""The laws of the repository's packs, for households of every shape: the kernel gives what the evaluator gives."""

from datetime import date

import pytest

from minsheng.policy.evaluation import evaluate
from minsheng.policy.unknown import Unknown
from minsheng.population.determine import determine_part
from tests.generated.by_kernel import part_of_households
from tests.kernel.deciding import as_by_the_evaluator
from tests.kernel.small import told
from tests.policy.knowledge import make_household

AREAS = ["620171", "620102", "500110", "150800"]
DAYS = [date(2017, 6, 1), date(2021, 11, 20), date(2026, 11, 21)]
#: One law of each kind always; the others in the full ring, because a kernel takes seconds to compile.
ALWAYS = {("620171", DAYS[1]), ("500110", DAYS[0]), ("150800", DAYS[2])}
LAWS = [
    pytest.param(area, day, marks=[] if (area, day) in ALWAYS else pytest.mark.full, id=f"{area} {day}")
    for area in AREAS
    for day in DAYS
]
KNOWN = [1.0, 1.0, 0.98, 0.9, 0.5]


def households_for(law, count):
    """Households of which everything, nearly everything, or little is known; lists of whom nothing is missing among them."""
    made = []
    for number in range(count):
        household = make_household(law, number, KNOWN[number % len(KNOWN)])
        if number % len(KNOWN) < 2:
            for thing in household.walk():
                for listed in thing.lists.values():
                    listed.complete = True
        made.append(household)
    return made


@pytest.mark.parametrize(("area", "day"), LAWS)
def test_outcomes(real, area, day):
    law = real.as_of(day, area)
    households = households_for(law, 60)
    found = as_by_the_evaluator(law, households)
    assert found.evaluated < len(households)


@pytest.mark.parametrize(
    ("area", "day"), [pytest.param("620102", DAYS[1], marks=pytest.mark.full), ("500110", DAYS[1])]
)
def test_values_of_every_rule(real, area, day):
    law = real.as_of(day, area)
    names = [name for name, (entity, trees, _) in law.trees.items() if trees and entity != "population"]
    households = households_for(law, 30)
    found, _ = determine_part(law, part_of_households(households, law.vocabulary), names)
    evaluations = [evaluate(law, household, law.day) for household in households]
    for name in names:
        entity = law.trees[name][0]
        values = [e.value(name, instance) for e in evaluations for instance in e.instances[entity]]
        expected = [None if isinstance(value, Unknown) else value for value in values]
        assert told(found[name]) == expected, name
