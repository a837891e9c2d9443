"""What must be done before something may happen to a case: preconditions, looked at by :mod:`minsheng.casework.wiring`."""

from __future__ import annotations

from datetime import date

from minsheng.casework.act import decision_of, effect_of_event
from minsheng.casework.authorisation import unauthorised
from minsheng.casework.decision_step import departs, entitles
from minsheng.casework.draw import arrival_of, deciding_steps, drawing_of
from minsheng.casework.economic_check import DATA_CHECK, standing_report
from minsheng.casework.event import Event
from minsheng.casework.journey import Journey
from minsheng.casework.mandatory_visit import mandatory_reasons
from minsheng.casework.models import Case, CheckReport, DrawnCase, Visit
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_

__all__ = ["checked", "county_has_visited", "open_duties", "reasoned", "relied_on"]


def decides(journey: Journey, event: Event) -> bool:
    """Whether an event decides a case."""
    step = next((step for step in journey.process.steps if step.name == event.step), None)
    return (
        event.kind == "step"
        and step is not None
        and event.outcome in dict(step.then)
        and journey.decides(step, event.outcome)
    )


def checked(case: Case, journey: Journey, event: Event) -> Finding | None:
    """``did data_check`` needs a report that stands, and the authorisation of every adult."""
    if event.kind != "did" or event.outcome != DATA_CHECK:
        return None
    return _unchecked(case, event.on)


def relied_on(case: Case, journey: Journey, event: Event) -> Finding | None:
    """A decision that gives something needs a check that still stands, where the process asks for a check."""
    if not decides(journey, event) or not entitles(effect_of_event(journey.process, event)):
        return None
    asked = journey.process.requires_check and any(DATA_CHECK in step.does for step in journey.process.steps)
    return _unchecked(case, event.on) if asked else None


def _unchecked(case: Case, day: date) -> Finding | None:
    if standing_report(case.household, day) is None:
        last = CheckReport.objects.filter(request__household=case.household_id).order_by("-on", "-pk").first()
        past = last is not None and last.valid_to is not None and last.valid_to < day
        message = (
            N_("the economic-status check held until {day}; ask for a new one")
            if past
            else N_("there is no report of an economic-status check that stands")
        )
        params: dict[str, object] = {
            "day": last.valid_to.isoformat() if past and last is not None and last.valid_to else ""
        }
        return Finding("V16", Place(case.number), message, N_("Ask for the check on the page of the case."), params)
    if (unsigned := unauthorised(case.household, day)) != []:
        names = "、".join(person.name for person in unsigned)
        message = N_("the check may not be relied on: {names} has not allowed it, or has taken it back")
        return Finding("V12", Place(case.number), message, params={"names": names})
    return None


def county_has_visited(case: Case, journey: Journey, event: Event) -> Finding | None:
    """A case that was drawn, or that the county must visit, is not decided before the county has been there."""
    if not decides(journey, event):
        return None
    found = open_duties(case, journey, event.on)
    return found[0] if found else None


def open_duties(case: Case, journey: Journey, day: date) -> list[Finding]:
    """What the county must still do before it decides a case: draw, or visit."""
    step = journey.step
    if step is None or step not in deciding_steps(journey.process):
        return []
    visited = Visit.objects.filter(case=case, role="county", on__lte=day)
    found = []
    drawing = drawing_of(case) if journey.process.safeguard("draw") else None
    if drawing is not None and drawing.share is not None:
        row = DrawnCase.objects.filter(case=case, arrival=arrival_of(journey)).select_related("draw").first()
        if row is None:
            message = N_("the case has not been in a draw of the county yet")
            found.append(Finding("V20", Place(case.number), message, N_("The county draws on the page of draws.")))
        elif row.drawn and not (row.draw.drawn_at and visited.filter(recorded_at__gte=row.draw.drawn_at).exists()):
            message = N_("the case was drawn ({number}): the county visits the home before it decides")
            found.append(Finding("V20", Place(case.number), message, params={"number": row.draw.number}))
    if not visited.exists():
        found += mandatory_reasons(case, day)
    return found


def reasoned(case: Case, journey: Journey, event: Event) -> Finding | None:
    """A decision that departs from what the rules say needs a reason."""
    if event.reason.strip() or not decides(journey, event):
        return None
    if not departs(decision_of(case, event.on), case.benefit, effect_of_event(journey.process, event)):
        return None
    message = N_("this departs from what the rules say, or they cannot tell yet: it needs a reason")
    return Finding("V22", Place(case.number), message)
