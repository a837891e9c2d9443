import numpy as np
import pytest

from minsheng.policy.evaluation import evaluate
from minsheng.policy.library import Library
from minsheng.policy.unknown import Unknown
from minsheng.population.decider import Decider
from minsheng.population.schema import table_specs
from minsheng.population.table import Population
from minsheng.population.things import households_of
from tests.population.conftest import DAY

RULES = ("family.income_per_head", "income.counted")


@pytest.fixture(scope="module")
def decided(county, packs):
    library = Library.load(packs)
    specs = table_specs(library.vocabulary)
    law = library.as_of(DAY, "500110")
    part = next(iter(Population.open(county, library.vocabulary).parts(400)))
    decider = Decider(lambda area: library.as_of(DAY, area), specs, list(law.benefits), rules=RULES)
    return law, households_of(part, specs), decider.decide(part)


def test_everybody_has_the_income_of_their_family(decided):
    law, households, result = decided
    given = result.people.column("family.income_per_head").to_pylist()
    expected = []
    for household in households:
        evaluation = evaluate(law, household, DAY)
        for person in evaluation.instances["person"]:
            value = evaluation.value("family.income_per_head", person.family)
            expected.append(None if isinstance(value, Unknown) else value // 1)
    assert given == expected
    assert sum(value is not None for value in given) > 800


def test_a_rule_of_people_is_theirs(decided):
    law, households, result = decided
    given = result.people.column("income.counted").to_numpy(zero_copy_only=False)
    assert np.nanmax(given) > 100_000
    first = evaluate(law, households[0], DAY)
    assert given[: len(first.instances["person"])].tolist() == [
        int(first.value("income.counted", person)) for person in first.instances["person"]
    ]
