"""Values of some rules beside the outcomes: for each person the value of the rule for that person, the family, or the household."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from minsheng.policy.evaluation import Evaluation
from minsheng.policy.instance import Instance, Members
from minsheng.population.kernel.kernel import Kernel, Values
from minsheng.population.kernel.layout import Column

__all__ = ["RuleColumns"]

Array = npt.NDArray[Any]


class RuleColumns:
    """Whole numbers (fen, rounded down) by rule and person; what is not known stays open.

    Args:
        rules: names of rules of people, families or households that give numbers or money.
        people: how many people there are.
    """

    def __init__(self, rules: Sequence[str], people: int) -> None:
        self._numbers = {name: np.zeros(people, np.int64) for name in rules}
        self._known = {name: np.zeros(people, bool) for name in rules}

    def take(self, kernel: Kernel, values: Values, owner: Array, rows: Array) -> None:
        """Take what a kernel worked out.

        Args:
            kernel: what worked it out.
            values: its arrays.
            owner: the household of each of its people.
            rows: the rows of these people here.
        """
        for name in self._numbers:
            if name not in kernel.plan.rules:
                continue
            entity, shape = kernel.plan.law.trees[name][0], kernel.plan.shapes[name]
            numbers = values.arrays[Column("value", name, entity, 64)]
            states = values.arrays.get(Column("state", name, entity, 32))
            denominators = values.arrays.get(Column("denominator", name, entity, 64), shape.denominator or 1)
            known = np.ones(len(numbers), bool) if states is None else states == 0
            whole = numbers // np.where(known, denominators, 1)
            if entity == "family":
                families = values.families
                at, of = rows[families.members], np.repeat(np.arange(len(numbers)), np.diff(families.first))
            else:
                at, of = rows, np.arange(len(owner)) if entity == "person" else owner
            self._numbers[name][at], self._known[name][at] = whole[of], known[of]

    def take_evaluated(self, evaluations: Sequence[Evaluation], places: Mapping[str, int]) -> None:
        """Take what the evaluator worked out for some households; ``places`` has the row of each person by id."""
        for evaluation in evaluations:
            for name in self._numbers:
                entry = evaluation.law.trees.get(name)
                for instance in evaluation.instances[entry[0]] if entry else ():
                    value = evaluation.value(name, instance)
                    for person in _people(instance, evaluation):
                        row = places[person]
                        known = isinstance(value, int | Fraction)
                        self._known[name][row] = known
                        self._numbers[name][row] = value.__floor__() if known else 0  # type: ignore[attr-defined]

    def added_to(self, people: pa.RecordBatch) -> pa.RecordBatch:
        """The rows of people with a column for each rule."""
        for name, numbers in self._numbers.items():
            people = people.append_column(name, pa.array(numbers, mask=~self._known[name]))
        return people


def _people(instance: Instance, evaluation: Evaluation) -> list[str]:
    """The ids of the people for whom a thing's value holds."""
    if instance.entity == "person":
        listed: list[Instance] = [instance]
    elif instance.entity == "family":
        members = instance.lists["members"]
        listed = members.items if isinstance(members, Members) else []
    else:
        listed = evaluation.instances["person"]
    return [person.thing.id for person in listed if person.thing is not None]
