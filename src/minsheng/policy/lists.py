"""Across households: rankings and aggregates over a list of evaluations under one law.

One household alone has a score, not a place: its decision says that the place *needs the list*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from minsheng.policy.evaluation import Evaluation
from minsheng.policy.instance import Instance, Members
from minsheng.policy.law import Law
from minsheng.policy.pack import Ranking
from minsheng.policy.unknown import Number, Unknown, bounds, merge

__all__ = ["Ranked", "Share", "aggregate", "rank", "score_of"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The place of one unit within its partition; ``place`` is ``None`` while its score or a tie-breaker is not known."""

    household: str
    key: str
    partition: str
    score: object
    place: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """An aggregate: bounds of numerator and denominator, and the share where both are settled and the denominator is not zero."""

    numerator: tuple[Number | None, Number | None]
    denominator: tuple[Number | None, Number | None]
    value: Fraction | None


def rank(law: Law, name: str, evaluations: Sequence[Evaluation]) -> list[Ranked]:
    """Rank all units of the evaluations; equal in score and all tie-breakers share a place.

    Raises:
        KeyError: no ranking of that name is in force.
    """
    definition = law.in_force[("ranking", name)]
    ranking = definition.item
    assert isinstance(ranking, Ranking)  # noqa: S101 - kept by kind
    rows = []
    for evaluation in evaluations:
        for instance in evaluation.instances[ranking.entity]:
            values = [evaluation.reasoner.value(definition.trees[key], {"self": instance}) for key in _keys(ranking)]
            rows.append((evaluation.household.id, instance.id, values))
    return _places(rows, ranking)


def _keys(ranking: Ranking) -> list[str]:
    return ["partition", "score", *(f"tie{number}" for number in range(len(ranking.ties)))]


def _places(rows: list[tuple[str, str, list[object]]], ranking: Ranking) -> list[Ranked]:
    result = []
    partitions = dict.fromkeys(str(values[0]) for _, _, values in rows if not isinstance(values[0], Unknown))
    for partition in partitions:
        inside = [row for row in rows if not isinstance(row[2][0], Unknown) and str(row[2][0]) == partition]
        settled = [row for row in inside if not any(isinstance(value, Unknown) for value in row[2])]
        ordered = sorted(settled, key=lambda row: row[2][2:])
        ordered = sorted(ordered, key=lambda row: row[2][1], reverse=ranking.descending)  # type: ignore[arg-type,return-value]
        place, before = 0, None
        for number, (household, key, values) in enumerate(ordered, 1):
            if values[1:] != before:
                place, before = number, values[1:]
            result.append(Ranked(household, key, partition, values[1], place))
        result += [Ranked(h, k, partition, v[1], None) for h, k, v in inside if any(isinstance(x, Unknown) for x in v)]
    result += [Ranked(h, k, "", v[1], None) for h, k, v in rows if isinstance(v[0], Unknown)]
    return result


def score_of(evaluation: Evaluation, name: str, instance: Instance) -> object:
    """The score of one unit in a ranking, without its place."""
    return evaluation.reasoner.value(evaluation.law.in_force[("ranking", name)].trees["score"], {"self": instance})


def aggregate(law: Law, name: str, evaluations: Sequence[Evaluation]) -> Share:
    """A share over all people or families of the evaluations; what is not known becomes bounds.

    Raises:
        KeyError: no aggregate of that name is in force.
        ValueError: there is no evaluation to count over.
    """
    if not evaluations:
        raise ValueError("an aggregate needs at least one household")
    definition = law.in_force[("aggregate", name)]
    complete = _completeness(evaluations)
    population = Instance("population", "population", [], None, None)
    for list_name, entity in (("persons", "person"), ("families", "family"), ("households", "household")):
        items = [instance for evaluation in evaluations for instance in evaluation.instances[entity]]
        population.lists[list_name] = Members(items, complete=True if entity == "household" else complete)
    reasoner = evaluations[0].reasoner
    numerator, denominator = (
        reasoner.value(definition.trees[key], {"self": population}) for key in ("numerator", "denominator")
    )
    value = None
    if isinstance(numerator, int | Fraction) and isinstance(denominator, int | Fraction) and denominator != 0:
        value = Fraction(numerator) / Fraction(denominator)
    return Share(bounds(numerator), bounds(denominator), value)


def _completeness(evaluations: Sequence[Evaluation]) -> object:
    """``True``, or the unknown that says in which households there may be more people than are known."""
    lists = [evaluation.instances["household"][0].lists["people"] for evaluation in evaluations]
    doubts = [listed.complete if isinstance(listed, Members) else listed for listed in lists]
    open_ = [doubt for doubt in doubts if isinstance(doubt, Unknown)]
    return merge(open_) if open_ else True
