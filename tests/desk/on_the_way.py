"""Ways of the made-up household through a case, for tests that need one in a certain state."""

from datetime import date

from minsheng.casework.act import act, journey_of, open_case
from minsheng.casework.event import Event
from minsheng.casework.models import Case


def happens(case, user, kind, on, role="township", **more):
    return act(case.pk, Event(kind, date.fromisoformat(on), role, **more), user)


def applied(household, staff, benefit="hardship"):
    return open_case(household, benefit, staff("township_clerk"), on=date(2021, 11, 2))


def hung(household, staff, day="2021-11-09"):
    """A case whose public notice began on a day."""
    clerk, case = staff("township_clerk"), applied(household, staff)
    happens(case, clerk, "accepted", "2021-11-03")
    for activity in journey_of(case).step.does:
        happens(case, clerk, "did", "2021-11-08", step="review", outcome=activity)
    return happens(case, clerk, "step", day, step="review", outcome="opinion")


def decided(household, staff, outcome="approve", reason=""):
    """A case that the county has decided."""
    case = hung(household, staff)
    happens(case, staff("township_clerk"), "step", "2021-11-18", step="notice", outcome="quiet")
    happens(case, staff("township_head"), "step", "2021-11-19", step="conclusion", outcome="agree")
    county = staff("county_clerk", "620171")
    return happens(case, county, "step", "2021-11-22", role="county", step="decision", outcome=outcome, reason=reason)


def ended(household, staff):
    """The benefit of a decided case has ended by an exit."""
    clerk = staff("township_clerk")
    case = open_case(household, "hardship", clerk, on=date(2021, 12, 1), process="hardship.exit")
    happens(case, clerk, "accepted", "2021-12-01")
    village, county = staff("village_assistant"), staff("county_clerk", "620171")
    while not (case := Case.objects.get(pk=case.pk)).ended:
        step = journey_of(case).step
        user = {"village": village, "county": county}.get(case.waits_for, staff("township_head"))
        outcome = next(iter(dict(step.then)))
        happens(
            case, user, "step", "2021-12-20", role=case.waits_for, step=step.name, outcome=outcome, reason="不再符合"
        )
    return case
