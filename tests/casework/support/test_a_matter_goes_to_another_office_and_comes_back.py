"""Taken in, passed on, followed up, answered, put on file: by the office itself or by letter, never out of order or by others."""

from datetime import date, timedelta

import pytest

from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import PlaceSetting, Referral
from minsheng.casework.referral import (
    answer,
    file_away,
    moves,
    pass_on,
    receive,
    remind,
    supply,
    take_in,
)
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Assignment, Office
from minsheng.registry.scope import scope_of

TODAY = today_in_china()


@pytest.fixture
def clerk(staff):
    return staff("township_clerk")


@pytest.fixture
def housing(staff, areas):
    user = staff("other_office", "620102", "housing")
    user.office = Office.objects.create(name="区住建局", area=areas["620102"], kind="housing")
    user.save()
    return user


@pytest.fixture
def matter(household, clerk):
    return take_in(household, clerk, on=TODAY, office_kind="housing", words="公租房")


def refused(code, do, *args, **more):
    with pytest.raises(NotAllowed) as problem:
        do(*args, **more)
    assert problem.value.finding.code == code


def test_the_whole_way_with_an_office_that_uses_the_system(matter, clerk, housing):
    passed = pass_on(matter.number, clerk, on=TODAY)
    assert (passed.state, passed.office.name, passed.due_on) == ("passed_on", "区住建局", None)
    receive(matter.number, housing, on=TODAY)
    assert remind(matter.number, clerk, on=TODAY).reminders == 1
    answered = answer(matter.number, housing, "granted", on=TODAY, words="已配租一套")
    assert (answered.state, answered.answer) == ("answered", "granted")
    assert file_away(matter.number, clerk, on=TODAY).state == "filed"
    kinds = list(matter.steps.values_list("kind", flat=True))
    assert kinds == ["taken_in", "passed_on", "received", "reminded", "answered", "filed"]
    assert not matter.steps.get(kind="answered").by_letter


def test_an_answer_by_letter_needs_the_letter(matter, clerk):
    pass_on(matter.number, clerk, on=TODAY)
    refused("K6", answer, matter.number, clerk, "refused", on=TODAY, words="不符合住房困难标准")
    refused("K6", answer, matter.number, clerk, "refused", on=TODAY, words=" ", evidence="城住建函3号")
    answer(matter.number, clerk, "refused", on=TODAY, words="不符合", evidence="城住建函3号", signed="李某")
    step = matter.steps.get(kind="answered")
    assert (step.by_letter, step.evidence, step.signed) == (True, "城住建函3号", "李某")


def test_more_is_needed_and_is_sent(matter, clerk, housing):
    pass_on(matter.number, clerk, on=TODAY)
    answer(matter.number, housing, "more", on=TODAY, words="缺房屋鉴定")
    refused("K6", file_away, matter.number, clerk, on=TODAY)
    refused("K6", supply, matter.number, clerk, on=TODAY)
    assert supply(matter.number, clerk, on=TODAY, words="鉴定报告").state == "passed_on"
    assert Referral.objects.get().answer == ""


def test_the_place_says_by_when_it_is_answered_and_then_it_can_be_late(matter, clerk, staff):
    about = {"area": matter.area, "name": "referral.answer", "value": "5 working days", "valid_from": date(2017, 1, 1)}
    by, other = staff("county_clerk", "620102"), staff("county_head", "620102")
    PlaceSetting.objects.create(state="confirmed", proposed_by=by, answered_by=other, **about)
    passed = pass_on(matter.number, clerk, on=TODAY)
    assert passed.due_on > TODAY
    assert passed.level(passed.due_on) == "today"
    assert passed.level(passed.due_on + timedelta(days=1)) == "late"
    assert not passed.statutory


@pytest.mark.parametrize("role", ["supervisor", "finance", "village_assistant", "city"])
def test_who_has_no_part_in_it(matter, staff, role):
    user = staff(role)
    assert moves(scope_of(user), matter) == []
    refused("K3", pass_on, matter.number, user, on=TODAY)


def test_an_office_of_another_kind_or_place_has_no_part_in_it(matter, clerk, staff, areas):
    pass_on(matter.number, clerk, on=TODAY)
    for code, kind in (("620102", "education"), ("500110", "housing")):
        user = staff("other_office", code, f"{kind}-{code}")
        user.office = Office.objects.create(name=kind, area=areas[code], kind=kind)
        user.save()
        refused("K3", answer, matter.number, user, "granted", on=TODAY, words="好")


def test_the_office_does_not_remind_pass_on_or_file(matter, clerk, housing):
    refused("K6", pass_on, matter.number, housing, on=TODAY)
    pass_on(matter.number, clerk, on=TODAY)
    refused("K6", remind, matter.number, housing, on=TODAY)
    answer(matter.number, housing, "granted", on=TODAY, words="好")
    refused("K6", file_away, matter.number, housing, on=TODAY)


def test_nothing_out_of_order(matter, clerk):
    refused("K6", answer, matter.number, clerk, "granted", on=TODAY, words="好", evidence="1号")
    refused("K6", remind, matter.number, clerk, on=TODAY)
    pass_on(matter.number, clerk, on=TODAY)
    refused("K6", pass_on, matter.number, clerk, on=TODAY)
    refused("K6", answer, matter.number, clerk, "granted", on=TODAY - timedelta(days=1), words="好", evidence="1号")
    refused("K6", answer, matter.number, clerk, "perhaps", on=TODAY, words="好", evidence="1号")


def test_the_same_matter_is_not_taken_in_twice(matter, household, clerk, staff):
    again = {"on": TODAY, "office_kind": "housing", "words": "公租房"}
    refused("K6", take_in, household, clerk, **again)
    refused("K6", take_in, household, clerk, **{**again, "office_kind": "moon"})
    refused("K6", take_in, household, clerk, **{**again, "words": "  "})
    refused("K3", take_in, household, staff("supervisor"), **again)


def test_a_role_that_is_over_has_no_part_in_it(matter, clerk):
    Assignment.objects.filter(user=clerk).update(valid_to=TODAY - timedelta(days=1))
    refused("K3", pass_on, matter.number, clerk, on=TODAY)
