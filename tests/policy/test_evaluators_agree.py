"""The compiled rules give what the careful evaluator gives, for every rule of the real packs and every kind of household."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minsheng.policy.evaluation import evaluate
from minsheng.policy.unknown import Unknown
from tests.policy.knowledge import make_household

AREAS = ["620171", "620102", "500110", "150800"]
DAYS = [date(2016, 6, 1), date(2017, 6, 1), date(2018, 1, 1), date(2021, 11, 20), date(2026, 11, 21)]


def same(one, other):
    """Equal values; or both open, for the same reasons, within the same bounds."""
    if not isinstance(one, Unknown) or not isinstance(other, Unknown):
        return not isinstance(one, Unknown) and not isinstance(other, Unknown) and one == other
    parts = ("needs", "unset", "officer", "low", "high", "options")
    return all(getattr(one, part) == getattr(other, part) for part in parts)


def differences(law, household):
    evaluation = evaluate(law, household, law.day)
    for name, (entity, trees, _) in law.trees.items():
        for instance in evaluation.instances[entity]:
            if "is" in trees:
                quick = evaluation.value(name, instance)
                careful = evaluation.reasoner.value(trees["is"], {"self": instance})
                if not same(quick, careful):
                    yield name, instance.id, quick, careful


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_rule_of_the_real_packs(real, area, day):
    law = real.as_of(day, area)

    @settings(max_examples=20, derandomize=True, deadline=None)
    @given(number=st.integers(0, 2**32), known=st.sampled_from([0.3, 0.7, 0.95, 1.0]))
    def agree(number, known):
        assert list(differences(law, make_household(law, number, known))) == []

    agree()


def test_a_household_of_which_everything_is_known_leaves_only_what_the_place_must_set(real):
    law = real.as_of(date(2021, 11, 20), "620171")
    household = make_household(law, 7, 1.0)
    household.lists["people"].complete = True
    for thing in household.walk():
        for listed in thing.lists.values():
            listed.complete = True
    assert {need for outcome in law.outcomes(household) for need in outcome.needs} == set()
