"""What the packs say is done for whoever is supported becomes tasks and matters for other offices: once each, by their last day."""

from datetime import date, timedelta

import pytest

from minsheng.casework.law import law_of
from minsheng.casework.models import PlaceSetting, Referral, Task
from minsheng.casework.place_setting import span_name
from minsheng.casework.support.services import nightly, settle_services
from tests.casework.support.conftest import ABLE, DAY


def tasks(**of):
    return {task.service: task for task in Task.objects.filter(done_on=None, **of)}


def test_nobody_who_is_only_entitled_has_any(household, person):
    settle_services(household, DAY)
    assert not Task.objects.exists()


def test_what_follows_for_somebody_who_looks_after_themselves(household, person, award, says):
    says(person, placement="at_home", **ABLE)
    settle_services(household, DAY)
    services = law_of("620102", DAY).services
    always = {n for n, s in services.items() if s.benefit == "hardship" and not s.when and s.by != "other_office"}
    assert set(tasks()) == always | {"hardship.premium_paid"}
    assert not Referral.objects.exists()


def test_whoever_cannot_has_a_carer_named(household, person, award, says):
    says(person, placement="at_home", **{**ABLE, "can_bathe": False})
    settle_services(household, DAY)
    found = tasks()["hardship.carer_named"]
    assert (found.role, found.kind, found.cites) == ("township", "care", "《兰政办发〔2017〕36号》第十条第二项")
    assert found.person == person


def test_matters_of_other_offices_are_taken_in(household, person, award, says):
    says(household, housing_difficulty=True, dangerous_house=True, setting="rural", on=DAY + timedelta(days=1))
    says(person, placement="at_home", schooling="compulsory", on=DAY + timedelta(days=1), **ABLE)
    settle_services(household, DAY + timedelta(days=1))
    found = {(one.service, one.office_kind, one.state) for one in Referral.objects.all()}
    assert found == {
        ("hardship.housing_passed_on", "housing", "taken_in"),
        ("hardship.renovation_passed_on", "housing", "taken_in"),
        ("hardship.education_passed_on", "education", "taken_in"),
    }


def test_nothing_is_made_twice_and_a_new_year_brings_new_turns(household, person, award, says):
    says(person, placement="at_home", **ABLE)
    assert settle_services(household, DAY) > 0
    assert settle_services(household, DAY + timedelta(days=200)) == 0
    yearly = {name for name, s in law_of("620102", DAY).services.items() if s.every == "year"} & set(tasks())
    next_year = date(2018, 6, 1)
    assert settle_services(household, next_year) == len(yearly)
    reviews = Task.objects.filter(service="hardship.certificate_review").order_by("period")
    assert [(task.period, task.due_on, task.statutory) for task in reviews] == [
        ("2017-06-01", date(2018, 5, 31), True),
        ("2018-06-01", date(2019, 5, 31), True),
    ]
    assert reviews[0].level(next_year) == "late"


def test_what_neither_document_nor_place_dates_has_no_last_day_until_the_place_sets_one(
    household, person, award, says, staff
):
    says(person, placement="at_home", **ABLE)
    proposed, confirmed = staff("county_clerk", "620102"), staff("county_head", "620102")
    about = {"area": household.area, "valid_from": DAY, "state": "confirmed", "proposed_by": proposed}
    PlaceSetting.objects.create(
        name=span_name("care.assessment"), value="10 working days", answered_by=confirmed, **about
    )
    settle_services(household, DAY)
    found = tasks()
    assert found["hardship.agreement"].due_on is None
    assert (found["care.assessment"].due_on, found["care.assessment"].statutory) == (date(2017, 6, 15), False)


def test_what_is_not_known_makes_nothing_and_closes_nothing(household, person, award, says):
    says(person, placement="at_home", **{**ABLE, "can_eat": False})
    settle_services(household, DAY)
    later = DAY + timedelta(days=5)
    says(person, on=later, **dict.fromkeys(ABLE))
    settle_services(household, later)
    assert "hardship.carer_named" in tasks()


def test_what_does_not_apply_any_more_is_closed_and_opened_again(household, person, award, says):
    says(person, placement="at_home", **{**ABLE, "can_eat": False})
    settle_services(household, DAY)
    for days, able, there in ((5, True, False), (9, False, True)):
        says(person, on=DAY + timedelta(days=days), can_eat=able)
        settle_services(household, DAY + timedelta(days=days))
        assert ("hardship.carer_named" in tasks()) is there
    assert Task.objects.filter(service="hardship.carer_named").count() == 1


def test_after_a_death_only_the_funeral_is_left(household, person, award, says):
    says(person, placement="at_home", **ABLE)
    settle_services(household, DAY)
    later = DAY + timedelta(days=30)
    says(person, on=later, died=True, funeral_costs="3000.00")
    settle_services(household, later)
    assert set(tasks()) == {"hardship.funeral"}
    assert set(Task.objects.exclude(done_on=None).values_list("outcome", flat=True)) == {"not_needed"}


def test_when_support_ends_what_is_open_is_closed_but_not_the_funeral(household, person, award, says):
    says(person, placement="at_home", **ABLE)
    settle_services(household, DAY)
    says(person, on=DAY + timedelta(days=30), died=True)
    settle_services(household, DAY + timedelta(days=30))
    award.last_day = DAY + timedelta(days=40)
    award.save()
    settle_services(household, DAY + timedelta(days=50))
    assert set(tasks()) <= {"hardship.funeral"}


@pytest.mark.parametrize(("kept", "there"), [(True, True), (False, False), (None, False)])
def test_property_of_a_minor_is_due_on_the_sixteenth_birthday(household, person, award, says, kept, there):
    person.birth_date = date(2003, 2, 28)
    person.save()
    says(person, placement="at_home", property_in_keeping=kept, **ABLE)
    settle_services(household, DAY)
    found = tasks().get("hardship.property_returned")
    assert (found is not None) is there
    if there:
        assert (found.due_on, found.statutory, found.level(date(2019, 3, 1))) == (date(2019, 2, 28), True, "late")


def test_the_night_does_every_household_that_receives_something(household, person, award, says):
    says(person, placement="at_home", **ABLE)
    said = nightly(DAY)
    assert said.params["made"] == Task.objects.count() > 0
    assert nightly(DAY) is None
