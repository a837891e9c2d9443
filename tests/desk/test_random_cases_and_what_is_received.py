"""Random cases that grant, change and end: nobody ever receives two benefits that exclude each other, no amount has a gap or overlaps."""

import random
from datetime import date, timedelta
from itertools import combinations

import pytest
from django.db import transaction

from minsheng.casework.act import act, journey_of
from minsheng.casework.event import Event
from minsheng.casework.journey import NotAllowed
from minsheng.casework.law import law_of
from minsheng.casework.models import Award, AwardAmount, AwardChange
from minsheng.casework.receipt.continuation import go_on_as
from minsheng.casework.receipt.plan import same_ground
from minsheng.registry.models import Fact, Household
from tests.desk.cases import Office, registered_here

AREA = "620171001"
FIRST = date(2022, 6, 6)
PROCESSES = {
    "dibao": ["dibao.application", "dibao.review"],
    "hardship": ["hardship.application", "hardship.exit", "care.reassessment"],
}
GOOD = ("approve", "quiet", "opinion", "ask_for_data", "fits", "agree", "changed", "raise", "lower", "end")
LONGEST = 14


def walk(office, case, day, rng):
    """A case goes any way that its process lets it, a day for each thing that happens."""
    case = act(case.pk, Event("accepted", day, "township"), office.clerk)
    for _ in range(LONGEST):
        journey = journey_of(case)
        if journey.ended:
            return day
        while move := next((m for m in journey.moves() if may_come_first(m, journey)), None):
            day = max(day, move.not_before or day)
            case = act(
                case.pk, Event(move.kind, day, move.role, "", journey.step.name, move.outcome), office.users[move.role]
            )
            journey = journey_of(case)
        ways = [m for m in journey.moves() if m.kind == "step"]
        good = [m for m in ways if m.outcome in GOOD]
        move = rng.choice(good or ways) if rng.random() < 0.8 else rng.choice(ways)
        day = max(day, move.not_before or day)
        event = Event("step", day, move.role, "", journey.step.name, move.outcome, reason="见材料")
        case = act(case.pk, event, office.users[move.role])
    return day


def may_come_first(move, journey):
    """Whether something is begun or done in a step before it ends."""
    return move.kind == "begun" or (move.kind == "did" and move.outcome not in journey.done(journey.step.name))


def something_happens(household, day, rng):
    """A fact of somebody changes."""
    member = rng.choice(list(household.members_on(day)))
    name, value = rng.choice(
        [("can_bathe", True), ("can_eat", False), ("wage_income", "900.00"), ("wage_income", "0.00")]
    )
    Fact.objects.create(person=member.person, name=name, value=value, source="assessment", valid_from=day)


def times(award):
    """The days of an award, for each person whom it covers."""
    for row in award.covered.all():
        ends = [end for end in (row.valid_to, award.last_day) if end is not None]
        yield row.person_id, row.valid_from, min(ends, default=date.max)


def never_together(awards):
    for one, other in combinations(awards, 2):
        if one.benefit != other.benefit and same_ground(law_of(AREA, FIRST), one.benefit, other.benefit) is None:
            continue
        for person, first, last in times(one):
            for same, other_first, other_last in times(other):
                assert (
                    person != same
                    or first > last
                    or other_first > other_last
                    or last < other_first
                    or other_last < first
                )


def without_a_gap(award):
    rows = list(award.amounts.filter(void=False).order_by("valid_from"))
    if award.last_day is not None and award.last_day < award.first_day:
        assert not rows
        return
    assert rows[0].valid_from == award.first_day
    for before, after in zip(rows, rows[1:], strict=False):
        assert before.valid_to + timedelta(days=1) == after.valid_from
    assert rows[-1].valid_to == award.last_day


def everything_holds():
    awards = list(Award.objects.all())
    never_together(awards)
    for award in awards:
        without_a_gap(award)
        assert {row.valid_to for row in award.covered.all()} or award.last_day
    assert not AwardAmount.objects.filter(case=None).exists()
    assert not AwardChange.objects.filter(case=None).exclude(kind="continued").exists()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_decided(household, staff, seed):
    registered_here()
    Fact.objects.filter(name="supporter_unable_by_province").update(value=True)
    office, rng, day = Office(staff), random.Random(seed), FIRST
    refused = set()
    for _ in range(7):
        household = Household.objects.get(closed_on=None)
        day += timedelta(days=rng.randint(1, 40))
        something_happens(household, day, rng)
        if rng.random() < 0.1:
            members = [member.person_id for member in household.members_on(day)]
            relations = dict.fromkeys(members[1:], "other")
            go_on_as(household, members[0], relations, on=day, why="试", by=office.clerk)
            continue
        benefit = rng.choice(sorted(PROCESSES))
        received = Award.objects.running(day).filter(household=household, benefit=benefit).exists()
        likely = PROCESSES[benefit][1:] if received else PROCESSES[benefit][:1]
        process = rng.choice(likely if rng.random() < 0.9 else PROCESSES[benefit])
        try:
            with transaction.atomic():
                case = office.opens(household, benefit, day.isoformat(), process=process)
                day = walk(office, case, day, rng)
        except NotAllowed as problem:
            refused.add(problem.finding.code)
        everything_holds()
    assert refused <= {"U1", "U2", "U3", "W1", "W2"}
