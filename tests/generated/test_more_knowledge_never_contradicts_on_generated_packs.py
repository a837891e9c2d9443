"""On generated packs, too: what is certain while facts are missing stays so, whatever the missing facts turn out to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.policy.evaluation import evaluate
from tests.generated.agreement import laid_out, resting_on, written
from tests.generated.households import make
from tests.generated.packs import packs
from tests.generated.profiles import few, many
from tests.policy.knowledge import agrees, completed

HOUSEHOLDS = 10
SEEDS = st.integers(0, 2**32)


def contradictions(law, household, full):
    """Values that more knowledge changed, with what they were; of families only those that keep their place and members."""
    before, after = evaluate(law, household, law.day), evaluate(law, full, law.day)
    for entity, instances in before.instances.items():
        for one in instances:
            other = after.things.get(one.id)
            if other is None or members(one) != members(other):
                continue
            for name in law.slots[entity]:
                if name in law.trees and not agrees(before.value(name, one), after.value(name, other)):
                    yield name, one.id, before.value(name, one), after.value(name, other)


def members(instance):
    listed = instance.lists.get("members")
    return None if listed is None else [member.id for member in listed.items]


def never_contradicts(generated, seed, known):
    law = generated.law()
    for number in range(HOUSEHOLDS):
        household = make(law, seed + number, known)
        full = completed(household, law, seed + number)
        for name, thing, before, after in contradictions(law, household, full):
            names = resting_on(law, name)
            shown = [*written(law, names), "", *laid_out(household, names), "", *laid_out(full, names)]
            raise AssertionError(f"{name} of {thing} was {before}, is {after}\n" + "\n".join(shown))


@pytest.mark.parametrize("length", [0, pytest.param(1, marks=pytest.mark.full)], ids=["few", "many"])
def test_filling_in_facts_changes_nothing_that_was_certain(length):
    @(few(25), many(600))[length]
    @given(generated=packs(), seed=SEEDS, known=st.sampled_from([0.5, 0.9]))
    def never(generated, seed, known):
        never_contradicts(generated, seed, known)

    never()
