"""The addresses of what is done inside the steps of a case, and how each names what it is of."""

from datetime import date

from django.utils import timezone

from minsheng.casework.models import CheckRequest, Draw, Visit
from minsheng.registry.models import User

DAY = date(2021, 11, 2)
PAGES = {
    "visit": "case",
    "visit_page": "visit",
    "do": "done in a step",
    "case_check": "case",
    "checks": None,
    "check": "check",
    "draws": None,
    "draw": "draw",
    "departures": None,
    "records": "case",
    "relatives": "household",
}


def a_visit(case):
    about = {"on": DAY, "at": "10:00", "place": "第一村", "met": "本人", "role": "township", "by": User.objects.first()}
    return Visit.objects.create(case=case, household=case.household, area=case.area, **about)


def a_check(case):
    about = {"household": case.household, "area": case.area, "asked_on": DAY, "asked_by": User.objects.first()}
    return CheckRequest.objects.get_or_create(number="HD1", source="by_hand", defaults=about)[0]


def a_draw(case):
    about = {"area": case.area, "process": case.process, "sample": "s", "share": "1", "rounding": "up", "seed": "s"}
    times = {"published_at": timezone.now(), "draw_at": timezone.now(), "published_by": User.objects.first()}
    return Draw.objects.get_or_create(number="CQ1", defaults={**about, **times})[0]


ARGUMENTS = {
    "visit": lambda case: a_visit(case).pk,
    "check": lambda case: a_check(case).number,
    "draw": lambda case: a_draw(case).number,
    "done in a step": lambda case: [case.number, "neighbours"],
}
