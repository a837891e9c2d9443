"""Random legal and illegal actions on cases of the register never break what must hold, whatever the document."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minsheng.casework.act import act, effect_of_event, journey_of, open_case
from minsheng.casework.authorisation import adults_on, authorise, authorised_on, unauthorised, withdraw
from minsheng.casework.draw import batches, deciding_steps, draw, drawing_of, publish
from minsheng.casework.economic_check import Result, ask_again, ask_for_check, report
from minsheng.casework.event import Event
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import (
    Authorisation,
    Case,
    CheckReport,
    CheckRequest,
    Draw,
    DrawnCase,
    Happening,
    Inquiry,
    Record,
    VillagersReview,
    Visit,
)
from minsheng.registry.scope import scope_of
from tests.desk.doing import is_asked, is_reviewed, is_visited

pytestmark = pytest.mark.usefixtures("safeguards")
FIRST = date(2021, 11, 2)
ACTIONS = (
    "move",
    "move",
    "move",
    "illegal",
    "visit",
    "county visit",
    "review",
    "ask",
    "sign",
    "check",
    "object",
    "withdraw",
    "draw",
)


class Walk:
    """A case that random things are done to."""

    def __init__(self, household, staff, benefit):
        self.staff = {
            "township": staff("township_clerk"),
            "head": staff("township_head"),
            "county": staff("county_clerk", "620171"),
            "check_centre": staff("check_centre", "620171"),
        }
        self.staff["applicant"] = self.staff["township"]
        self.day = FIRST
        self.case = open_case(household, benefit, self.staff["township"], on=FIRST)

    def user(self, role, pick):
        if role == "township" and pick % 2:
            return self.staff["head"]
        return self.staff.get(role, self.staff["county"])

    def does(self, action, pick):
        """One thing; what is refused is refused without a trace."""
        before = self.trace()
        try:
            self._do(action, pick)
        except NotAllowed:
            assert self.trace() == before

    def trace(self):
        rows = (Happening, Record, Visit, VillagersReview, Inquiry, CheckRequest, CheckReport, Authorisation)
        return [model.objects.count() for model in rows]

    def _do(self, action, pick):
        case, home, day = Case.objects.get(pk=self.case.pk), self.case.household, self.day
        clerk, county = self.staff["township"], self.staff["county"]
        moves = journey_of(case).moves()
        if action == "move" and moves:
            forward = [move for move in moves if move.kind not in ("paused", "withdrawn", "planned")] or moves
            move = forward[pick % len(forward)]
            self.day = max(day, move.not_before or day)
            reason = "理由" if pick % 3 else ""
            event = Event(move.kind, self.day, move.role, "", move.step, move.outcome, move.clock, reason)
            act(case.pk, event, self.user(move.role, pick))
        elif action == "illegal":
            step = journey_of(case).process.steps[pick % len(journey_of(case).process.steps)]
            outcome = dict(step.then)
            event = Event("step", day, "county", "", step.name, sorted(outcome)[pick % len(outcome)], "", "越级")
            act(case.pk, event, county if pick % 2 else clerk)
        elif action == "visit":
            is_visited(case, clerk, day)
        elif action == "county visit":
            is_visited(case, county, day)
        elif action == "review":
            is_reviewed(case, clerk, day)
        elif action == "ask":
            is_asked(case, clerk, ("neighbours", "letters")[pick % 2], day)
        elif action == "sign":
            people = [p for p in adults_on(home, day) if p.pk not in authorised_on(home, day)]
            for person in people[: 1 + pick % 3]:
                authorise(home, person, clerk, signed_on=day, evidence="授权书", on=day)
        elif action == "check":
            report(ask_for_check(home, clerk, on=day, case=case), Result([]), self.staff["check_centre"], on=day)
        elif action == "object":
            last = CheckRequest.objects.order_by("-pk").first()
            if last is not None:
                report(ask_again(last, clerk, on=day, because="异议"), Result([]), self.staff["check_centre"], on=day)
        elif action == "withdraw" and pick % 4 == 0:
            for row in Authorisation.objects.filter(withdrawn_on=None)[:1]:
                withdraw(row, clerk, on=day, because="撤回")
        elif action == "draw":
            self._draw(county)

    def _draw(self, county):
        from django.utils import timezone

        for batch in batches(scope_of(county)):
            if batch.drawing.share is not None:
                now = timezone.now()
                made = publish(batch.area, batch.process, county, draw_at=now + timedelta(hours=1), now=now)
                draw(made, county, now=now + timedelta(hours=2))
                Draw.objects.update(drawn_at=timezone.now())


def holds(walk):
    """What must hold after everything."""
    case = Case.objects.get(pk=walk.case.pk)
    journey = journey_of(case)
    happenings = list(case.happenings.all())
    assert [h.place for h in happenings] == list(range(1, case.version + 1))
    assert case.state == journey.state
    asks = any("data_check" in step.does for step in journey.process.steps)
    for happening in happenings:
        event = happening.event()
        if event.kind == "did" and event.outcome == "home_visit":
            assert Visit.objects.filter(happening=happening).exists()
        if event.kind == "did" and event.outcome == "data_check":
            assert CheckReport.objects.filter(request__household=case.household, on__lte=event.on).exists()
            signed = Authorisation.objects.filter(household=case.household, signed_on__lte=event.on)
            assert {p.pk for p in adults_on(case.household, event.on)} <= {row.person_id for row in signed}
    for record in Record.objects.filter(case=case).select_related("happening"):
        event = record.happening.event()
        effect = effect_of_event(journey.process, event)
        assert not record.departs or event.reason.strip()
        accepted = {h.by_id for h in happenings if h.kind == "accepted"}
        assert record.happening.by_id not in accepted
        if effect and journey.process.requires_check and asks:
            assert any(h.kind == "did" and h.outcome == "data_check" for h in happenings)
        drawing = drawing_of(case) if journey.process.safeguard("draw") else None
        if event.step in {step.name for step in deciding_steps(journey.process)} and drawing and drawing.share:
            row = DrawnCase.objects.filter(case=case).order_by("-arrival").first()
            assert row is not None
            assert not row.drawn or Visit.objects.filter(case=case, role="county").exists()
    return case


@pytest.mark.parametrize("benefit", ["hardship", "dibao"])
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(data=st.data())
def test_nothing_that_must_hold_is_broken(household, staff, benefit, data):
    from django.db import transaction

    steps = data.draw(
        st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 59), st.integers(0, 3)), min_size=5, max_size=40)
    )
    with transaction.atomic():
        walk = Walk(household, staff, benefit)
        for action, pick, days in steps:
            walk.day += timedelta(days=days)
            walk.does(action, pick)
        holds(walk)
        transaction.set_rollback(True)


@pytest.mark.parametrize("benefit", ["hardship", "dibao"])
def test_a_diligent_office_comes_to_a_decision(household, staff, benefit):
    """The walk above can reach decisions: with everything done, one is made."""
    walk = Walk(household, staff, benefit)
    for turn in range(40):
        case = Case.objects.get(pk=walk.case.pk)
        if case.ended:
            break
        walk.day += timedelta(days=1)
        for action in ("sign", "sign", "check", "visit", "review", "ask", "county visit", "draw"):
            if action != "check" or unauthorised(household, walk.day) == []:
                walk.does(action, turn)
        walk.does("ask", 1)
        moves = [
            move
            for move in journey_of(Case.objects.get(pk=case.pk)).moves()
            if move.kind in ("accepted", "begun", "step")
        ]
        move = moves[0]
        walk.day = max(walk.day, move.not_before or walk.day)
        event = Event(move.kind, walk.day, move.role, "", move.step, move.outcome, "", "同意")
        try:
            act(case.pk, event, walk.user(move.role, 1 if move.kind == "step" else 0))
        except NotAllowed:
            walk.does("county visit", 0)
            act(case.pk, event, walk.user(move.role, 1 if move.kind == "step" else 0))
    case = holds(walk)
    assert case.ended
    assert Record.objects.filter(case=case).exists()
