"""What is done inside the steps of made-up cases: checks, visits, reviews, questions, each written down as on its form."""

from __future__ import annotations

from datetime import date, time

from minsheng.casework.act import act, journey_of
from minsheng.casework.authorisation import adults_on, authorise, authorised_on
from minsheng.casework.economic_check import Result, ask_for_check, report, standing_report
from minsheng.casework.event import Event
from minsheng.casework.journey import Move
from minsheng.casework.models import Case, Inquiry, VillagersReview
from minsheng.casework.visit import INQUIRIES, VisitNotes, inquire, record_visit, review_by_villagers
from minsheng.policy.language import N_
from minsheng.registry.models import User
from minsheng.registry.words import say

__all__ = ["OfficeWork"]

_AS_TOLD = N_("as was told (made up)")


class OfficeWork:
    """Does what steps ask for.

    Args:
        staff: who may act, by role of a process, and ``check_centre``.
    """

    def __init__(self, staff: dict[str, list[User]]) -> None:
        self._staff = staff

    def do(self, case: Case, activity: str, day: date) -> None:
        """Do what a step asks for, and write it down.

        Raises:
            NotAllowed: the case does not allow it now.
        """
        journey = journey_of(case)
        assert journey.step is not None  # noqa: S101 - something is done inside a step
        step, role = journey.step.name, journey.role_of(journey.step)
        who = self._staff[role][0]
        if activity == "home_visit":
            self._visit(case, day, who)
        elif activity == "villagers_review":
            self._review(case, day, who)
        elif activity in INQUIRIES:
            told = say(_AS_TOLD)
            inquire(case, Inquiry(activity=activity, on=day, place=case.area.name, asked=told, answer=told), who)
        else:
            if activity == "data_check":
                self._check(case, day)
            if activity not in journey_of(Case.objects.get(pk=case.pk)).done(step):
                act(case.pk, Event("did", day, role, "", step, activity), who)

    def before_end(self, case: Case, move: Move, day: date) -> None:
        """What must stand before a step ends so: a check for a decision that grants something."""
        if journey_of(case).process.effect_of(move.leads_to) and standing_report(case.household, day) is None:
            self._check(case, day)

    def _visit(self, case: Case, day: date, who: User) -> None:
        staff = [who, *(user for user in self._staff["township"] if user != who)]
        record_visit(
            case,
            VisitNotes(
                on=day, at=time(10), place=case.household.address or case.area.name, met=say(_AS_TOLD), staff=staff
            ),
            who,
        )

    def _review(self, case: Case, day: date, who: User) -> None:
        votes = {"present": 12, "votes_for": 10, "votes_against": 1, "abstained": 1}
        about = {"place": case.area.name, "chair": "周示范", "recorder": "吴示范", "opinion": say(_AS_TOLD)}
        review_by_villagers(case, VillagersReview(on=day, **votes, **about), who)

    def _check(self, case: Case, day: date) -> None:
        clerk, centre = self._staff["township"][0], self._staff["check_centre"][0]
        for person in adults_on(case.household, day):
            if person.pk not in authorised_on(case.household, day):
                authorise(case.household, person, clerk, signed_on=day, evidence=say(_AS_TOLD), on=day)
        report(ask_for_check(case.household, clerk, on=day, case=case), Result([]), centre, on=day)
