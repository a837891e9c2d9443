"""A case on the register that goes its way in a test, by the roles that the process names."""

from datetime import date

from minsheng.casework.act import act, journey_of, open_case
from minsheng.casework.event import Event
from minsheng.registry.models import Fact


class Office:
    """The staff of a place, who let cases move."""

    def __init__(self, staff):
        self.clerk = staff("township_clerk")
        self.users = {
            "township": staff("township_head"),
            "county": staff("county_clerk", "620171"),
            "village": staff("village_assistant"),
            "applicant": self.clerk,
        }

    def opens(self, household, benefit, on, **more):
        return open_case(household, benefit, self.clerk, on=date.fromisoformat(on), **more)

    def decides(self, case, on, *outcomes, reason="见材料"):
        """Accept a case and end its steps one after the other by these outcomes, on a day."""
        case = act(case.pk, Event("accepted", case.law_day, "township"), self.clerk)
        return self.goes_on(case, on, *outcomes, reason=reason)

    def goes_on(self, case, on, *outcomes, reason="见材料"):
        """End the next steps of a case by these outcomes, on a day."""
        day = date.fromisoformat(on)
        for outcome in outcomes:
            journey = journey_of(case)
            for activity in journey.step.does:
                self._does(case, journey, day, "did", activity)
            moves = [m for m in journey.moves() if m.kind == "begun"]
            if moves:
                self._does(case, journey, day, "begun", "")
            case = self._does(case, journey_of(case), day, "step", outcome, reason)
        return case

    def _does(self, case, journey, day, kind, outcome, reason=""):
        move = next(m for m in journey.moves() if m.kind == kind and m.outcome == outcome)
        day = max(day, move.not_before or day, journey.events[-1].on)
        event = Event(kind, day, move.role, "", journey.step.name, outcome, reason=reason)
        return act(case.pk, event, self.users[move.role])


def registered_here(area="620171001"):
    """The people of the household are registered in its township."""
    Fact.objects.filter(name="registered_area").update(value=area)
