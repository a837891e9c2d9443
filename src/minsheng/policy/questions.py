"""Which facts would settle what is still open, the most telling question first.

Every candidate is tried: with each value that it may have, how much would still be open? The fact that leaves the
least is asked first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from minsheng.policy.calendar_math import add_years
from minsheng.policy.evaluation import Evaluation, decides_families, evaluate, supposing
from minsheng.policy.outcome import Outcome, outcomes
from minsheng.policy.unknown import Need

#: How many facts are tried out; more would keep the person at the window waiting.
_TRIED = 12

__all__ = ["Question", "open_needs", "questions"]


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for: of which thing, and how many benefits wait for it. ``fact`` may be the name of a list."""

    key: str
    fact: str
    benefits: tuple[str, ...]


def open_needs(results: Iterable[Outcome]) -> dict[Need, set[str]]:
    """The facts that open outcomes wait for, with the benefits that wait for each."""
    needs: dict[Need, set[str]] = {}
    for outcome in results:
        if outcome.status == "cannot_tell_yet":
            for need in outcome.needs:
                needs.setdefault(need, set()).add(outcome.benefit)
    return needs


def questions(
    evaluation: Evaluation, results: list[Outcome], *, rank: bool = True, benefits: frozenset[str] = frozenset()
) -> list[Question]:
    """The facts still needed, best question first; for some ``benefits`` or for all.

    ``rank=False`` skips the trying and orders by how many outcomes wait; of many facts only the dozen for which most
    wait are tried.
    """
    results = _only(results, benefits)
    needs = open_needs(results)
    waiting = Counter(need for outcome in results if outcome.status == "cannot_tell_yet" for need in outcome.needs)
    ordered = sorted(needs, key=lambda need: (-waiting[need], need))
    if rank and len(needs) > 1:
        tried = ordered[:_TRIED]
        scores = {need: _left_open(evaluation, need, benefits) for need in tried}
        ordered = sorted(tried, key=lambda need: (scores[need], -waiting[need], need)) + ordered[_TRIED:]
    return [Question(key, fact, tuple(sorted(needs[(key, fact)]))) for key, fact in ordered]


def _left_open(evaluation: Evaluation, need: Need, benefits: frozenset[str]) -> float:
    """The average number of facts still needed after an answer, over the answers tried."""
    values = _values_to_try(evaluation, need)
    if not values:
        return len(open_needs(_only(outcomes(evaluation), benefits)))
    return sum(_still_open(evaluation, need, value, benefits) for value in values) / len(values)


def _still_open(evaluation: Evaluation, need: Need, value: object, benefits: frozenset[str]) -> int:
    if decides_families(evaluation.law, [need[1]]):
        facts_day = evaluation.facts_day
        tried = evaluate(evaluation.law, evaluation.household, facts_day, {**(evaluation.forced or {}), need: value})
        return len(open_needs(_only(outcomes(tried), benefits)))
    with supposing(evaluation, {need: value}) as supposed:
        return len(open_needs(_only(outcomes(supposed), benefits)))


def _only(results: list[Outcome], benefits: frozenset[str]) -> list[Outcome]:
    return [outcome for outcome in results if outcome.benefit in benefits] if benefits else results


def _values_to_try(evaluation: Evaluation, need: Need) -> list[object]:
    fact = evaluation.law.vocabulary.facts.get(need[1])
    if fact is None:
        return []
    if fact.type.kind == "bool":
        return [True, False]
    if fact.type.kind == "choice":
        return list(fact.type.values)
    if fact.type.kind == "money":
        return [0, 100000, 1000000]
    if fact.type.kind in ("int", "years", "months", "days"):
        return [0, 1, 3]
    if fact.type.kind == "date":
        return [add_years(evaluation.facts_day, -years) for years in (8, 17, 40, 65, 75)]
    if fact.type.kind == "area":
        return [evaluation.law.area]
    return []
