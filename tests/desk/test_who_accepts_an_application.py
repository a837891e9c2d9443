"""Who accepts is said by the document; a village assistant may hand an application on in the name of the applicant."""

from datetime import date

import pytest

from minsheng.casework.act import act, journey_of, open_case
from minsheng.casework.event import Event
from minsheng.casework.journey import Journey, NotAllowed
from minsheng.policy.library import Library, default_folder
from minsheng.registry.models import Area

DAY = date(2021, 11, 2)
HOME_PLACE = "special_family.government_home_application"


@pytest.fixture(scope="module")
def packs():
    return Library.load(default_folder().resolve())


def accepting(process):
    journey = Journey(process)
    journey.record(Event("applied", date(2017, 3, 1), "applicant"))
    return {move.role for move in journey.moves() if move.kind in ("accepted", "not_accepted", "correction")}


def test_the_township_where_the_document_says_nothing_else(packs):
    assert accepting(packs.as_of(date(2017, 3, 1), "620102").processes["hardship.application"]) == {"township"}


def test_another_office_where_the_document_says_so(packs):
    assert accepting(packs.as_of(date(2017, 3, 1), "620102").processes[HOME_PLACE]) == {"other_office"}


def test_a_clerk_of_the_county_writes_down_that_another_office_has_accepted(household, staff):
    case = open_case(household, "special_family.government_home", staff("township_clerk"), on=DAY)
    assert case.waits_for == "other_office"
    with pytest.raises(NotAllowed):
        act(case.pk, Event("accepted", DAY, "other_office"), staff("township_clerk"))
    case = act(case.pk, Event("accepted", DAY, "other_office"), staff("county_clerk", "620171"))
    assert case.state == "health"


def test_a_village_assistant_hands_an_application_on_and_cannot_accept_it(household, staff, areas):
    areas["620171001001"] = Area.objects.create(code="620171001001", name="第一村")
    household.area = areas["620171001001"]
    household.save()
    assistant = staff("village_assistant", "620171001001")
    case = open_case(household, "hardship", assistant, on=DAY)
    assert case.waits_for == "township"
    with pytest.raises(NotAllowed):
        act(case.pk, Event("accepted", DAY, "township"), assistant)
    assert act(case.pk, Event("accepted", DAY, "township"), staff("township_clerk")).state == "review"


def test_a_village_assistant_brings_what_was_missing(household, staff):
    assistant = staff("village_assistant")
    case = open_case(household, "hardship", assistant, on=DAY)
    act(case.pk, Event("correction", DAY, "township", reason="缺户口本"), staff("township_clerk"))
    case = act(case.pk, Event("completed", DAY, "applicant"), assistant)
    assert journey_of(case).state == "applied"
