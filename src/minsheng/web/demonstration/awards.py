"""What the people of a demonstration receive when it begins: taken over as from an earlier register, with the amounts of today's law.

Who receives what is said by the facts that mirror an award (see ``mirrors`` in the vocabulary). Some no longer fulfil the conditions:
they are taken over with what the earlier register says, and the reviews of the desk find them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from minsheng.casework.models import Award, AwardAmount, AwardChange, Covered
from minsheng.casework.receipt.plan import Planned, outcome_for
from minsheng.casework.receipt.review import next_review
from minsheng.policy.language import N_, render
from minsheng.policy.law import Law
from minsheng.policy.thing import Household as Told
from minsheng.policy.vocabulary import Fact
from minsheng.registry.models import Household

__all__ = ["take_over_awards"]

_EVIDENCE = N_("earlier register of the demonstration (made up)")
_BATCH = 2000


@dataclass
class _Taken:
    """An award with what belongs to it, before it is written."""

    award: Award
    told: Told
    people: Sequence[int]
    plan: Planned | None
    amount: int | None


def take_over_awards(homes: Sequence[Household], households: Sequence[Told], law: Law, day: date) -> int:
    """Take over what somebody receives by the facts of some households; people in them are called ``p`` and their number.

    Returns:
        How many awards.
    """
    taken = [one for home, told in zip(homes, households, strict=True) for one in _of(home, told, law, day)]
    awards = Award.objects.bulk_create([one.award for one in taken], _BATCH)
    covered = [
        Covered(award=award, person_id=person, benefit=award.benefit, valid_from=award.first_day)
        for award, one in zip(awards, taken, strict=True)
        for person in one.people
    ]
    Covered.objects.bulk_create(covered, _BATCH)
    AwardAmount.objects.bulk_create(
        [
            AwardAmount(
                award=award,
                amount=one.amount,
                period=one.plan.period if one.plan and one.plan.period else "month",
                parts=one.plan.parts if one.plan else [],
                valid_from=award.first_day,
            )
            for award, one in zip(awards, taken, strict=True)
            if one.amount is not None
        ],
        _BATCH,
    )
    AwardChange.objects.bulk_create(
        [
            AwardChange(
                award=award, kind="taken_over", on=award.first_day, counts_from=award.first_day, why=_evidence()
            )
            for award in awards
        ],
        _BATCH,
    )
    for award, one in zip(awards, taken, strict=True):
        award.review_due_on, award.open_review = next_review(award, day, one.told)
    Award.objects.bulk_update(awards, ["review_due_on", "open_review"], _BATCH)
    return len(awards)


def _evidence() -> str:
    return render("zh", _EVIDENCE)


def _of(home: Household, told: Told, law: Law, day: date) -> Iterator[_Taken]:
    """What a household receives."""
    mirrors = {
        fact.mirrors.partition(".")[2]: fact
        for fact in law.vocabulary.facts.values()
        if fact.mirrors.startswith("receives.")
    }
    people = told.lists["people"].items
    receiving = [
        (benefit, fact, thing)
        for benefit, fact in mirrors.items()
        if benefit in law.benefits
        for thing in ([told] if fact.entity == "household" else people)
        if thing.facts.get(fact.name) is True
    ]
    if not receiving:
        return
    decision = law.decide(told, facts_day=day)
    covered: dict[str, set[int]] = {}
    for benefit, fact, thing in receiving:
        whom = {int(p.id[1:]) for p in (people if fact.entity == "household" else [thing])}
        plan = outcome_for(decision, benefit, whom, day)
        if plan is not None and plan.outcome.status != "yes":
            plan = None
        persons = sorted((plan.people if plan else whom) - covered.setdefault(benefit, set()))
        if not persons:
            continue
        covered[benefit] |= set(persons)
        yield _taken(home, told, benefit, thing, persons, plan, law, day)


def _taken(
    home: Household, told: Told, benefit: str, thing: Any, persons: list[int], plan: Planned | None, law: Law, day: date
) -> _Taken:
    since, reviewed = _said(law, thing, benefit, "since"), _said(law, told, benefit, "reviewed")
    first = since if isinstance(since, date) and since <= day else day.replace(day=1)
    looked_at = reviewed if isinstance(reviewed, date) and first <= reviewed <= day else first
    before = _said(law, thing, benefit, "amount") or _said(law, told, benefit, "amount")
    amount = plan.amount if plan is not None else before if isinstance(before, int) and before else None
    award = Award(
        household=home,
        area=home.area,
        benefit=benefit,
        evidence=_evidence(),
        first_day=first,
        reviewed_on=looked_at,
        synthetic=True,
    )
    return _Taken(award, told, persons, plan, amount)


def _said(law: Law, thing: Any, benefit: str, what: str) -> object:
    """What the fact that mirrors something of a benefit says of a thing."""
    fact: Fact | None = next(
        (
            fact
            for fact in law.vocabulary.facts.values()
            if fact.mirrors == f"{what}.{benefit}" and fact.entity == thing.entity
        ),
        None,
    )
    return thing.facts.get(fact.name) if fact is not None else None
