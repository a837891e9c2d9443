"""The engines that must agree: each decides many households under one law. A kernel joins with one line in :func:`engines`.

An engine is a callable ``(law, households) -> [Answers]``, one :class:`Answers` for each household, in order. The facts day is the law day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from minsheng.policy.evaluation import evaluate
from minsheng.policy.finding import PolicyError
from minsheng.policy.outcome import Outcome, outcomes
from minsheng.policy.unknown import Unknown
from minsheng.population.kernel.outcome import YES_WITHOUT_AMOUNT
from tests.generated.by_kernel import KernelRun
from tests.naive import outcomes as naive_outcomes
from tests.naive.evaluator import Naive, NotSaid
from tests.naive.unsettled import is_open

#: What stands for a value that is not settled.
OPEN = "open"


@dataclass(frozen=True)
class Paid:
    """An outcome: its status, the amount in fen, and what each payer bears; ``None`` where there is nothing to say."""

    status: str
    amount: object = None
    shares: object = None


@dataclass(frozen=True)
class Answers:
    """What an engine says of one household.

    ``values`` has the rules by thing (``household``, ``p1``, ``p1.s2``, ``family/0``) and name, ``outcomes`` the benefits by name and
    thing. What an engine does not say (because the reference is silent, or it does not keep it) is left out and not compared.
    """

    values: Mapping[tuple[str, str], object]
    outcomes: Mapping[tuple[str, str], Paid]


Engine = Callable[[object, list], list[Answers]]


def engines() -> dict[str, Engine]:
    """All engines by name; the first is what the others are held against."""
    return {"evaluator": by_evaluator, "naive": by_naive, "kernel": by_kernel}


# the product's evaluator --------------------------------------------------------------------------------------------------------


def by_evaluator(law, households: list, facts_day: date | None = None) -> list[Answers]:
    """Every rule by :func:`minsheng.policy.evaluation.evaluate`; the outcomes as a population gets them, from the narrowed law."""
    answers = []
    for household in households:
        evaluation = evaluate(law, household, facts_day or law.day)
        values = {
            (_id_of(instance), name): _value(evaluation.value(name, instance))
            for name, (entity, _, _) in law.trees.items()
            for instance in evaluation.instances[entity]
        }
        narrowed = evaluate(law.narrowed(law.benefits), household, facts_day or law.day)
        answers.append(Answers(values, {(o.benefit, _whose(o)): _paid(law, o) for o in outcomes(narrowed)}))
    return answers


def _id_of(instance) -> str:
    return instance.id if instance.thing is None else instance.thing.id


def _whose(outcome: Outcome) -> str:
    return outcome.key if outcome.entity == "family" else outcome.thing_id


def _value(value: object) -> object:
    return OPEN if isinstance(value, Unknown) else plain(value)


def _paid(law, outcome: Outcome) -> Paid:
    amount = "amount" in law.benefits[outcome.benefit].trees
    if outcome.status != "yes" or not amount:
        return Paid(outcome.status)
    if outcome.amount is None:
        return Paid("yes", OPEN)
    shares = OPEN if outcome.shares_not_set else outcome.shares
    return Paid("yes", outcome.amount, shares)


# the naive evaluator ------------------------------------------------------------------------------------------------------------


def by_naive(law, households: list, facts_day: date | None = None) -> list[Answers]:
    """Every rule and outcome by :class:`tests.naive.evaluator.Naive`; left out where the reference is silent."""
    answers = []
    for household in households:
        naive = Naive(law, household, facts_day or law.day)
        values = {}
        for name, (entity, _, _) in law.trees.items():
            for being in _beings(naive, entity):
                try:
                    value = naive.rule(name, being)
                except NotSaid:
                    continue
                values[being.id, name] = OPEN if is_open(value) else plain(value)
        found = {key: Paid(*map(_plainly, outcome)) for key, outcome in naive_outcomes.outcomes(naive).items()}
        answers.append(Answers(values, found))
    return answers


def _beings(naive: Naive, entity: str) -> list:
    try:
        return naive.all_of(entity)
    except NotSaid:
        return []


def _plainly(value: object) -> object:
    return {key: plain(part) for key, part in value.items()} if isinstance(value, dict) else plain(value)


# the kernel ---------------------------------------------------------------------------------------------------------------------


def by_kernel(law, households: list, facts_day: date | None = None) -> list[Answers]:
    """Every rule that the kernel settles; the outcomes of households that it does not leave to the evaluator.

    A law whose numbers may grow beyond 64 bits is refused by the kernel, and nothing is said of it.
    """
    if facts_day not in (None, law.day):
        return [Answers({}, {}) for _ in households]
    try:
        return _by_kernel(law, households)
    except PolicyError as problem:
        if {finding.code for finding in problem.findings} != {"K2"}:
            raise
        return [Answers({}, {}) for _ in households]


def _by_kernel(law, households: list) -> list[Answers]:
    run = KernelRun(law, households, rules=[name for name in law.trees if law.trees[name][1]])
    values: list[dict] = [{} for _ in households]
    found: list[dict] = [{} for _ in households]
    in_doubt = run.in_doubt()
    for name in run.kernel.plan.rules:
        for home, thing, value in run.rule(name):
            if home not in in_doubt:
                values[home][thing, name] = plain(value)
    run = KernelRun(law, households, law.benefits, ["unit.apart"] if "unit.apart" in law.trees else [])
    for benefit in run.kernel.plan.benefits:
        for home, thing, (status, amount, shares, not_set, code) in run.outcome(benefit):
            paid = Paid(status, amount, OPEN if not_set else shares)
            found[home][benefit.name, thing] = Paid("yes", OPEN) if code == YES_WITHOUT_AMOUNT else paid
    return [Answers(*both) for both in zip(values, found, strict=True)]


def plain(value: object) -> object:
    """A whole fraction as a whole number, everything else as it is."""
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value
