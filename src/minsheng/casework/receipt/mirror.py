"""Facts that mirror what somebody receives: the vocabulary says which fact mirrors what of which benefit, the awards say the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from minsheng.casework.models import Award, AwardAmount
from minsheng.policy.vocabulary import Fact, Vocabulary

__all__ = ["mirrored"]

Said = dict[str, Any]


def mirrored(
    households: Iterable[int], people: Iterable[int], day: date, vocabulary: Vocabulary
) -> tuple[dict[int, dict[str, Said]], dict[int, dict[str, Said]]]:
    """What the awards say of households and of people on a day, by their number and the name of the fact, in the form of household files.

    A benefit that was never granted here says nothing: what was declared of it stands.
    """
    facts = [fact for fact in vocabulary.facts.values() if fact.mirrors]
    benefits = {_benefit(fact) for fact in facts}
    homes: dict[int, dict[str, Said]] = {}
    persons: dict[int, dict[str, Said]] = {}
    if not facts:
        return homes, persons
    people = set(people)
    found = (
        Award.objects.filter(benefit__in=benefits, first_day__lte=day)
        .filter(Q(household__in=set(households)) | Q(covered__person__in=people))
        .select_related("case")
        .prefetch_related("covered")
        .order_by("first_day", "id")
        .distinct()
    )
    awards = list(found)
    amounts = {row.award_id: row for row in AwardAmount.in_force(day, award__in=awards)} if awards else {}
    for award in awards:
        for fact in facts:
            if _benefit(fact) != award.benefit:
                continue
            if fact.entity == "household":
                _say(homes.setdefault(award.household_id, {}), fact, award, amounts.get(award.pk), day)
            for row in award.covered.all() if fact.entity == "person" else ():
                if row.person_id in people and row.valid_from <= day:
                    until = row.valid_to
                    _say(persons.setdefault(row.person_id, {}), fact, award, amounts.get(award.pk), day, until=until)
    return homes, persons


def _benefit(fact: Fact) -> str:
    return fact.mirrors.partition(".")[2]


def _say(
    told: dict[str, Said], fact: Fact, award: Award, amount: AwardAmount | None, day: date, *, until: date | None = None
) -> None:
    last = min(filter(None, (award.last_day, until)), default=None)
    active = last is None or last >= day
    evidence = award.case.number if award.case is not None else award.evidence
    since = award.first_day if active or last is None else date.fromordinal(last.toordinal() + 1)
    value: Any = None
    what = fact.mirrors.partition(".")[0]
    if what == "receives":
        value = active
    elif active and what == "since":
        value = award.first_day.isoformat()
    elif active and what == "reviewed":
        value, since = award.reviewed_on.isoformat(), award.reviewed_on
    elif active and what == "amount" and amount is not None and amount.amount is not None:
        value, since = f"{amount.amount // 100}.{amount.amount % 100:02}", amount.valid_from
    if value is not None and since <= day:
        told[fact.name] = {"value": value, "source": "ledger", "on": since.isoformat(), "evidence": evidence}
