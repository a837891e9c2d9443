"""The addresses of tasks, other offices and care, for the test that holds every address to who may see it."""

from minsheng.casework.models import Referral, Task

#: Every address, and what it is of.
PAGES = {
    "tasks": None,
    "task": "task",
    "referrals": None,
    "referral": "referral",
    "window": "household",
}


def a_referral(case):
    about = {"household": case.household, "area": case.area, "opened_on": case.law_day, "words": "公租房"}
    return Referral.objects.get_or_create(number="ZB1", office_kind="housing", state="passed_on", **about)[0].number


def a_task(case):
    about = {"household": case.household, "area": case.area, "begun_on": case.law_day}
    return Task.objects.create(kind="care", words_zh="落实照料人", words_en="name a carer", role="township", **about).pk


ARGUMENTS = {"task": a_task, "referral": a_referral}
#: What is sent, not opened.
SENT = ()
