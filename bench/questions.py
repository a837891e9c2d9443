"""How many questions settle a household, asked in our order, against asking everything that the benefits may need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import mean

from minsheng.policy import tree as t
from minsheng.policy.evaluation import evaluate
from minsheng.policy.law import Law
from minsheng.policy.outcome import outcomes
from minsheng.policy.questions import questions
from minsheng.policy.thing import Household, Listed, Thing


@dataclass(frozen=True)
class Asked:
    """Questions asked until everything was settled, and the number of all facts that could have been asked for."""

    ours: int
    everything: int


def facts_needed(law: Law, benefits: frozenset[str]) -> set[tuple[str, str]]:
    """The facts, by entity, that the benefits may ever look at."""
    facts: set[tuple[str, str]] = set()
    pending = [
        name
        for benefit in benefits
        for name in (f"receives.{benefit}", f"amount.{benefit}", "unit.counts", "unit.apart")
        if name in law.trees
    ]
    seen = set(pending)
    while pending:
        for tree in law.trees[pending.pop()][1].values():
            for node in t.walk(tree):
                if isinstance(node, t.FactRef):
                    facts.add((node.entity, node.name))
                elif isinstance(node, t.RuleRef) and node.name in law.trees and node.name not in seen:
                    seen.add(node.name)
                    pending.append(node.name)
    return facts


def bare(household: Household) -> Household:
    """The household with nothing known but who lives in it and their supporters."""

    def strip(thing: Thing) -> Thing:
        lists = {
            name: Listed([strip(item) for item in listed.items], listed.complete)
            for name, listed in thing.lists.items()
        }
        return Thing(thing.entity, thing.id, {}, lists, {}, thing.name)

    empty = strip(household)
    return Household(
        "household", household.id, {}, empty.lists, {}, "", household.area, household.applied_on, household.synthetic
    )


def ask(law: Law, known: Household, benefits: frozenset[str], day: date) -> Asked:
    """Ask until the benefits are settled; answers come from the known household, an unknown one stays unknown and is not asked again."""
    law = law.narrowed(benefits)
    asked = bare(known)
    everything = sum(1 for thing in known.walk() for entity, _ in facts_needed(law, benefits) if entity == thing.entity)
    answered: set[tuple[str, str]] = set()
    for count in range(everything + 1):
        evaluation = evaluate(law, asked, day)
        waiting = [
            q for q in questions(evaluation, outcomes(evaluation), benefits=benefits) if (q.key, q.fact) not in answered
        ]
        if not waiting:
            return Asked(count, everything)
        question = waiting[0]
        answered.add((question.key, question.fact))
        source, target = evaluation.things[question.key].thing, evaluation.things[question.key].thing
        assert source is not None
        assert target is not None
        truth = next(thing for thing in known.walk() if thing.id == source.id and thing.entity == source.entity)
        if question.fact in truth.facts:
            target.facts[question.fact] = truth.facts[question.fact]
    return Asked(everything, everything)


def measure(law: Law, households: list[Household], benefits: frozenset[str], day: date) -> dict[str, float]:
    """Averages over households."""
    results = [ask(law, household, benefits, day) for household in households]
    return {
        "households": len(results),
        "ours_mean": round(mean(r.ours for r in results), 1),
        "everything_mean": round(mean(r.everything for r in results), 1),
    }
