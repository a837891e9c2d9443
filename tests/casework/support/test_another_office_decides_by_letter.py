"""A step of another office is ended by that office, or by the county from its letter, which is named."""

from datetime import date

import pytest

from minsheng.casework.event import Event
from minsheng.casework.models import Case
from minsheng.casework.referral import letter_named
from minsheng.registry.models import Office


@pytest.fixture
def case(household):
    return Case(number="C1", household=household, area=household.area)


def event(user, reason="", role="other_office"):
    return Event("step", date(2021, 3, 1), role, str(user.pk), "decision", "approve", reason=reason)


def test_the_county_names_the_letter(case, staff):
    clerk = staff("county_clerk", "620102")
    assert letter_named(case, None, event(clerk)).code == "K6"
    assert letter_named(case, None, event(clerk, " ")).code == "K6"
    assert letter_named(case, None, event(clerk, "城医保函5号：同意")) is None
    assert letter_named(case, None, event(clerk, role="county")) is None


def test_the_office_itself_needs_none(case, staff, areas):
    user = staff("other_office", "620102", "insurance")
    user.office = Office.objects.create(name="区医保局", area=areas["620102"], kind="medical_insurance")
    user.save()
    assert letter_named(case, None, event(user)) is None
