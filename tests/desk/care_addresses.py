"""The addresses of tasks, other offices and care, for the test that holds every address to who may see it."""

from minsheng.casework.models import CareAgreement, KeptProperty, Placement, Referral, Task

#: Every address, and what it is of.
PAGES = {
    "tasks": None,
    "task": "task",
    "referrals": None,
    "referral": "referral",
    "window": "household",
    "care": "person",
    "care_write": "form of a person",
    "open_change": "person",
    "agreement": "agreement",
    "kept": "kept",
    "care_homes": None,
}


def a_referral(case):
    about = {"household": case.household, "area": case.area, "opened_on": case.law_day, "words": "公租房"}
    return Referral.objects.get_or_create(number="ZB1", office_kind="housing", state="passed_on", **about)[0].number


def a_task(case):
    about = {"household": case.household, "area": case.area, "begun_on": case.law_day}
    return Task.objects.create(kind="care", words_zh="落实照料人", words_en="name a carer", role="township", **about).pk


def a_person(case):
    return case.household.memberships.first().person


def _about(case):
    return {"household": case.household, "person": a_person(case), "recorded_by": case.happenings.get(place=1).by}


def a_kept_thing(case):
    about = {"what": "存折", "where": "村委会", "keeper": "村主任", "since": case.law_day, **_about(case)}
    return KeptProperty.objects.get_or_create(**about)[0].pk


def an_agreement(case):
    placed = Placement.objects.get_or_create(form="at_home", valid_from=case.law_day, **_about(case))[0]
    by = _about(case)["recorded_by"]
    said = {
        "carer": "侄子",
        "carer_kind": "relative",
        "township": "中川镇",
        "duties": "送饭",
        "valid_from": case.law_day,
    }
    return CareAgreement.objects.get_or_create(placement=placed, recorded_by=by, **said)[0].pk


ARGUMENTS = {
    "task": a_task,
    "referral": a_referral,
    "person": lambda case: a_person(case).pk,
    "form of a person": lambda case: [a_person(case).pk, "keep"],
    "agreement": an_agreement,
    "kept": a_kept_thing,
}
#: What is sent, not opened.
SENT = ("open_change",)
