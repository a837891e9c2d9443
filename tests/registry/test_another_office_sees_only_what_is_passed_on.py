"""Staff of another office see what was passed on to their kind of office, cases that wait or waited for it, and nothing else."""

import pytest

from minsheng.casework.models import Case, Referral, Task
from minsheng.registry.models import Household, Office
from minsheng.registry.scope import scope_of
from tests.registry.conftest import DAY


@pytest.fixture
def housing(staff, areas):
    user = staff("other_office", "500110")
    user.office = Office.objects.create(name="区住建委", area=areas["500110"], kind="housing")
    return user


@pytest.fixture
def referral(home):
    def make(number, code="500110107", **more):
        household = Household.objects.filter(area__code=code).first() or home(code, f"H{code}")
        about = {"household": household, "area": household.area, "opened_on": DAY, "words": "公租房", **more}
        return Referral.objects.create(number=number, **{"office_kind": "housing", "state": "passed_on", **about})

    return make


def numbers(user, rows):
    return set(scope_of(user, DAY).of(rows).values_list("number", flat=True))


def test_what_was_passed_on_to_its_kind_in_its_area(housing, referral):
    referral("R1")
    referral("R2", office_kind="education")
    referral("R3", state="taken_in")
    referral("R4", code="620171")
    assert numbers(housing, Referral.objects.all()) == {"R1"}


def test_cases_that_wait_or_waited_for_it(housing, home, areas):
    household = home("500110107", "H1")
    about = {"household": household, "area": household.area, "process": "p", "benefit": "b", "law_day": DAY}
    Case.objects.create(number="waits", waits_for="other_office", office_kind="housing", **about)
    Case.objects.create(number="elsewhere", waits_for="other_office", office_kind="education", **about)
    Case.objects.create(number="ours", waits_for="township", office_kind="housing", **about)
    answered = Case.objects.create(number="answered", waits_for="county", office_kind="housing", **about)
    answered.happenings.create(place=1, kind="step", on=DAY, role="other_office")
    assert numbers(housing, Case.objects.all()) == {"waits", "answered"}


def test_no_household_and_no_task(housing, referral):
    one = referral("R1")
    about = {"household": one.household, "area": one.area, "begun_on": DAY, "words_zh": "x", "words_en": "x"}
    Task.objects.create(kind="housing", role="township", **about)
    scope = scope_of(housing, DAY)
    assert not scope.of(Household.objects.all()).exists()
    assert not scope.of(Task.objects.all()).exists()
    assert not scope.covers("500110107")
    assert not scope.areas().exists()


def test_whose_office_has_no_kind_sees_nothing(staff, areas, referral):
    referral("R1")
    user = staff("other_office", "500110")
    assert numbers(user, Referral.objects.all()) == set()
    user.office = Office.objects.create(name="民政局", area=areas["500110"])
    assert numbers(user, Referral.objects.all()) == set()


def test_it_acts_in_cases_of_its_kind_only(housing):
    scope = scope_of(housing, DAY)
    assert scope.process_roles("500110107", "housing") == {"other_office"}
    assert scope.process_roles("500110107", "education") == frozenset()
    assert scope.process_roles("500110107") == frozenset()
    assert scope.process_roles("620171", "housing") == frozenset()
