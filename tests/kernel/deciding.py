"""Households of small laws decided by a Decider, held against the evaluator."""

from __future__ import annotations

import pyarrow as pa

from minsheng.population.decider import DecidedPart, Decider
from minsheng.population.schema import table_specs
from tests.generated.by_kernel import part_of_households
from tests.kernel.both_ways import differences, evaluated

__all__ = ["as_by_the_evaluator", "part_with_ids"]


def part_with_ids(households: list, vocabulary):
    """Households as a part whose ids are in order; with fewer tables where nothing stands in them."""
    part = part_of_households(households, vocabulary)
    for name, key in (("households", "household_id"), ("people", "person_id")):
        batch = part.tables[name]
        ids = pa.array([f"{name[0]}{number:06}" for number in range(len(batch))])
        part.tables[name] = batch.set_column(batch.schema.get_field_index(key), key, ids)
    return part


def as_by_the_evaluator(laws, households: list, *, threads: int = 1) -> DecidedPart:
    """What a Decider makes of households under a law, or under the law of each one's area; the same as the evaluator alone."""
    law_of = laws if callable(laws) else lambda area: laws
    law = law_of(households[0].area)
    specs, part = table_specs(law.vocabulary), part_with_ids(households, law.vocabulary)
    benefits = list(law.benefits)
    decided = Decider(law_of, specs, benefits, threads=threads).decide(part)
    assert differences(decided, evaluated(part, specs, law_of, benefits)) == []
    decided.totals.check()
    return decided
