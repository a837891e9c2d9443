"""Short words for what is done in the steps of a case, each written down as on its form."""

from datetime import date, time

from minsheng.casework.act import act, journey_of
from minsheng.casework.authorisation import adults_on, authorise, authorised_on
from minsheng.casework.economic_check import Found, Result, ask_for_check, report
from minsheng.casework.event import Event
from minsheng.casework.models import Case, Inquiry, VillagersReview
from minsheng.casework.visit import VisitNotes, inquire, record_visit, review_by_villagers


def day(text):
    return text if isinstance(text, date) else date.fromisoformat(text)


def signs(household, user, on="2021-11-02"):
    """Every adult of a household allows the check."""
    for person in adults_on(household, day(on)):
        if person.pk not in authorised_on(household, day(on)):
            authorise(household, person, user, signed_on=day(on), evidence="授权书", on=day(on))


def is_checked(case, clerk, centre, on="2021-11-04", found=()):
    """The check of a household is asked for and reported."""
    signs(case.household, clerk, on)
    request = ask_for_check(case.household, clerk, on=day(on), case=case)
    return report(request, Result([Found(*row) for row in found]), centre, on=day(on))


def is_visited(case, user, on="2021-11-05", others=("王同行",), **more):
    """A home visit by a member of staff and others."""
    about = {"at": time(10), "place": "第一村", "met": "本人", "staff": [user], "others": others}
    return record_visit(case, VisitNotes(on=day(on), **{**about, **more}), user)


def is_reviewed(case, user, on="2021-11-05"):
    """The villagers agree."""
    votes = {"present": 12, "votes_for": 10, "votes_against": 1, "abstained": 1}
    about = {"place": "村委会", "chair": "李主持", "recorder": "赵记录", "opinion": "情况属实"}
    return review_by_villagers(case, VillagersReview(on=day(on), **votes, **about), user)


def is_asked(case, user, activity, on="2021-11-05"):
    """Neighbours or an office are asked."""
    about = {"place": "村委会", "asked": "邻居二人", "answer": "情况属实"}
    return inquire(case, Inquiry(activity=activity, on=day(on), **about), user)


def does_everything(case, clerk, centre, on="2021-11-05"):
    """Everything that the step asks for."""
    for activity in journey_of(case).step.does:
        if activity == "home_visit":
            is_visited(case, clerk, on)
        elif activity == "villagers_review":
            is_reviewed(case, clerk, on)
        elif activity == "data_check":
            is_checked(case, clerk, centre, on)
        else:
            is_asked(case, clerk, activity, on)
    return Case.objects.get(pk=case.pk)


def happens(case, user, kind, on, role="township", filled=None, **more):
    return act(case.pk, Event(kind, day(on), role, **more), user, filled=filled)
