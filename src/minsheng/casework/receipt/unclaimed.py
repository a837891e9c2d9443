"""Who may be entitled and has not applied (应享未享): worked out over the register at night, kept in a table that pages read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from minsheng.casework.law import law_of, processes_for
from minsheng.casework.models import Award, Case, Unclaimed
from minsheng.casework.receipt.plan import goes_on
from minsheng.policy.finding import PolicyError
from minsheng.policy.law import Law
from minsheng.policy.outcome import Outcome
from minsheng.policy.thing import Household as Told
from minsheng.registry.file import households_on
from minsheng.registry.models import Household

__all__ = ["find_unclaimed", "in_batches"]

_AT_A_TIME = 500


def in_batches(day: date) -> Iterator[tuple[Sequence[Household], dict[int, Told]]]:
    """All open files, some at a time, as they are known on a day; a file that does not fit the vocabulary is left out."""
    from minsheng.casework.law import library

    vocabulary, after = library().vocabulary, 0
    while True:
        open_files = Household.objects.filter(pk__gt=after, closed_on__isnull=True).select_related("area")
        homes = list(open_files.order_by("pk")[:_AT_A_TIME])
        if not homes:
            return
        after = homes[-1].pk
        try:
            yield homes, households_on(homes, day, vocabulary)
        except PolicyError:
            told: dict[int, Told] = {}
            for home in homes:
                try:
                    told |= households_on([home], day, vocabulary)
                except PolicyError:
                    continue
            yield homes, told


def find_unclaimed(day: date, homes: Sequence[Household], told: dict[int, Told]) -> int:
    """Keep for some households what the rules entitle them to and nobody applied for; what no longer holds is taken out.

    Args:
        day: whose law and facts.
        homes: some households.
        told: the same as the rules see them, by their number.

    Returns:
        How many such benefits these households have now.
    """
    taken = _taken(homes, day)
    rows = []
    for home in homes:
        household = told.get(home.pk)
        if household is None:
            continue
        try:
            law = law_of(home.area.code, day)
            outcomes = law.outcomes(household, facts_day=day)
        except PolicyError:
            continue
        rows += _rows(home, law, outcomes, taken, day)
    Unclaimed.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["household", "benefit"],
        update_fields=["area", "people", "amount", "period", "looked_on"],
    )
    kept = {(row.household_id, row.benefit) for row in rows}
    known = Unclaimed.objects.filter(household__in=homes).values_list("pk", "household", "benefit")
    gone = [pk for pk, home, benefit in known if (home, benefit) not in kept]
    Unclaimed.objects.filter(pk__in=gone).delete()
    return len(rows)


def _taken(homes: Sequence[Household], day: date) -> set[tuple[int, str]]:
    """What is received or being applied for, by household and benefit."""
    awards = Award.objects.running(day).filter(household__in=homes).values_list("household", "benefit")
    cases = Case.objects.filter(household__in=homes, ended=False).values_list("household", "benefit")
    return {*awards, *cases}


def _rows(
    home: Household, law: Law, outcomes: list[Outcome], taken: set[tuple[int, str]], day: date
) -> list[Unclaimed]:
    known = law.kept.get("applied for")
    if known is None:
        known = law.kept["applied for"] = {b for b in processes_for(law) if goes_on(law, b)}
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.status == "yes" and outcome.benefit in known and (home.pk, outcome.benefit) not in taken:
            found.setdefault(outcome.benefit, []).append(outcome)
    rows = []
    for benefit, own in found.items():
        amounts = [outcome.amount for outcome in own if outcome.amount is not None]
        rows.append(
            Unclaimed(
                household=home,
                area=home.area,
                benefit=benefit,
                people=sum(len(o.members) if o.entity == "family" else 1 for o in own),
                amount=sum(amounts) if amounts else None,
                period=own[0].period if amounts else "",
                found_on=day,
                looked_on=day,
            )
        )
    return rows
