"""A case on the register goes from the application to its end; what happened is kept, and so is what the library said."""

from datetime import date

import pytest

from minsheng.casework.act import act, journey_of, open_case
from minsheng.casework.event import Event
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Case, Happening, Record

APPLIED = date(2021, 11, 2)


@pytest.fixture
def people(staff):
    return {
        "clerk": staff("township_clerk"),
        "head": staff("township_head"),
        "county": staff("county_clerk", "620171"),
        "other": staff("township_clerk", "500110", "elsewhere"),
        "supervisor": staff("supervisor", "620171"),
    }


@pytest.fixture
def case(household, people):
    return open_case(household, "hardship", people["clerk"], on=APPLIED)


def happens(case, user, kind, on, role="township", **more):
    return act(case.pk, Event(kind, date.fromisoformat(on), role, **more), user)


def test_from_the_application_to_the_decision(case, people):
    assert (case.state, case.waits_for, case.due_on) == ("applied", "township", None)
    case = happens(case, people["clerk"], "accepted", "2021-11-03")
    assert case.state == "review"
    assert case.due_on is not None
    for activity in journey_of(case).step.does:
        happens(case, people["clerk"], "did", "2021-11-08", step="review", outcome=activity)
    happens(case, people["clerk"], "step", "2021-11-09", step="review", outcome="opinion")
    happens(case, people["clerk"], "step", "2021-11-18", step="notice", outcome="quiet")
    happens(case, people["head"], "step", "2021-11-19", step="conclusion", outcome="agree")
    case = happens(case, people["county"], "step", "2021-11-22", role="county", step="decision", outcome="approve")
    assert (case.state, case.ended, case.waits_for, case.due_on) == ("approved", True, "", None)
    assert [h.place for h in case.happenings.all()] == list(range(1, case.version + 1))
    record = Record.objects.get(case=case)
    assert record.content["format"] == "minsheng/record/1"


def test_by_somebody_without_a_role_there(case, people):
    for user in (people["other"], people["supervisor"], people["county"]):
        with pytest.raises(NotAllowed, match="no role"):
            happens(case, user, "accepted", "2021-11-03")
    assert Happening.objects.count() == 1


def test_whoever_accepted_it_does_not_decide_it(case, people, staff):
    staff("county_clerk", "620171", "township_clerk")
    happens(case, people["clerk"], "accepted", "2021-11-03")
    for activity in journey_of(case).step.does:
        happens(case, people["clerk"], "did", "2021-11-08", step="review", outcome=activity)
    happens(case, people["clerk"], "step", "2021-11-09", step="review", outcome="opinion")
    happens(case, people["clerk"], "step", "2021-11-18", step="notice", outcome="quiet")
    happens(case, people["head"], "step", "2021-11-19", step="conclusion", outcome="agree")
    with pytest.raises(NotAllowed, match="no part in deciding"):
        happens(case, people["clerk"], "step", "2021-11-22", role="county", step="decision", outcome="approve")


def test_two_who_act_at_the_same_time(case, people):
    event = Event("accepted", date(2021, 11, 3), "township")
    act(case.pk, event, people["clerk"], version=1)
    with pytest.raises(NotAllowed, match="somebody else has acted"):
        act(case.pk, Event("correction", date(2021, 11, 3), "township", reason="照片"), people["head"], version=1)


def test_a_button_that_is_pressed_twice(household, people):
    first = open_case(household, "hardship", people["clerk"], on=APPLIED, key="abc")
    assert open_case(household, "hardship", people["clerk"], on=APPLIED, key="abc") == first
    event = Event("accepted", date(2021, 11, 3), "township")
    for _ in range(2):
        assert act(first.pk, event, people["clerk"], version=1, key="def").state == "review"
    assert Happening.objects.count() == 2


def test_a_second_case_of_the_same_kind(case, household, people):
    with pytest.raises(NotAllowed, match="is open already"):
        open_case(household, "hardship", people["clerk"], on=APPLIED)
    assert Case.objects.count() == 1


def test_an_application_in_an_area_of_others(household, people):
    with pytest.raises(NotAllowed, match="may not take applications"):
        open_case(household, "hardship", people["other"], on=APPLIED)


def test_the_record_is_what_replay_recomputes(case, people, tmp_path):
    import json

    from minsheng.casework.models import StoredText
    from minsheng.policy.record import Store

    test_from_the_application_to_the_decision(case, people)
    (tmp_path / "packs").mkdir()
    (tmp_path / "decisions").mkdir()
    for stored in StoredText.objects.all():
        (tmp_path / "packs" / stored.digest).write_text(stored.text, encoding="utf-8")
    path = tmp_path / "decisions" / "one.json"
    path.write_text(json.dumps(Record.objects.get().content, ensure_ascii=False), encoding="utf-8")
    assert Store(tmp_path).replay(path, {}) == []
