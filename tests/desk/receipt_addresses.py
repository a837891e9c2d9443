"""The addresses of what is received, for the test that every page is for who may see it."""

from datetime import date

from minsheng.casework.models import Award, Continuation
from minsheng.registry.models import Household

PAGES = {
    "awards": None,
    "awards_review": None,
    "award": "award",
    "award_open": "award",
    "award_amount": "award",
    "birthdays": None,
    "unclaimed": None,
    "unclaimed_open": None,
    "open": "benefit",
    "events": "household",
    "event": "event",
    "follows": "household",
    "continue": "household",
    "continued": "continuation",
}
SENT = ("award_amount", "awards_review", "award_open", "unclaimed_open")


def an_award(case):
    """Something that the household receives from an earlier register."""
    about = {"evidence": "旧名册", "first_day": date(2021, 1, 1), "reviewed_on": date(2021, 1, 1)}
    return Award.objects.get_or_create(household=case.household, area=case.area, benefit="dibao", defaults=about)[0].pk


def a_continuation(case):
    """The household continues a file."""
    old, _ = Household.objects.get_or_create(number="old", defaults={"area": case.area})
    by, head = case.happenings.get(place=1).by, case.household.memberships.first().person
    about = {"old": old, "on": date(2021, 11, 2), "head": head, "why": "户主死亡", "by": by}
    return Continuation.objects.get_or_create(new=case.household, defaults=about)[0].new.number


ARGUMENTS = {
    "award": an_award,
    "benefit": lambda case: [case.household.number, "hardship"],
    "event": lambda case: [case.household.number, "death"],
    "continuation": a_continuation,
}
