"""The decision: what each source says side by side, ranges that the officer fills, departures with a reason, records that replay."""

import json
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse

from minsheng.casework.act import decision_of, open_case
from minsheng.casework.authorisation import authorised_on, withdraw
from minsheng.casework.fact_sources import beside, facts_of
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Case, PlaceSetting, Record
from minsheng.casework.visit import Seen
from minsheng.policy.record import Store
from minsheng.registry.models import Fact
from tests.desk.doing import does_everything, happens, is_visited

pytestmark = pytest.mark.usefixtures("safeguards")


@pytest.fixture(autouse=True)
def _nothing_is_drawn(monkeypatch):
    """Draws have their own tests."""
    monkeypatch.setattr("minsheng.casework.safeguards.drawing_of", lambda case: None)


@pytest.fixture
def people(staff):
    return {
        "clerk": staff("township_clerk"),
        "head": staff("township_head"),
        "centre": staff("check_centre", "620171"),
        "county": staff("county_clerk", "620171"),
    }


def to_the_decision(household, people):
    case = open_case(household, "hardship", people["clerk"], on=date(2021, 11, 2))
    case = happens(case, people["clerk"], "accepted", "2021-11-03")
    does_everything(case, people["clerk"], people["centre"])
    happens(case, people["clerk"], "step", "2021-11-09", step="review", outcome="opinion")
    happens(case, people["clerk"], "step", "2021-11-18", step="notice", outcome="quiet")
    return happens(case, people["head"], "step", "2021-11-19", step="conclusion", outcome="agree")


def decides(case, people, outcome="approve", reason="", on="2021-11-22", filled=None):
    event = {"role": "county", "step": "decision", "outcome": outcome, "reason": reason, "filled": filled}
    return happens(case, people["county"], "step", on, **event)


def refused(code):
    return pytest.raises(NotAllowed, match=rf"\[{code}\]")


# departures


def test_a_decision_as_the_rules_say_needs_no_reason(household, people):
    decides(to_the_decision(household, people), people, "refuse")
    record = Record.objects.get()
    assert (record.rules_say, record.departs) == ("no", False)


def test_a_departure_needs_a_reason_and_is_counted(household, people, client, staff):
    case = to_the_decision(household, people)
    with refused("V22"):
        decides(case, people, "approve", " ")
    assert not Record.objects.exists()
    decides(case, people, "approve", "另有赡养协议 <b>")
    assert Record.objects.get().departs
    client.force_login(staff("county_head", "620171"))
    page = client.get(reverse("desk:departures") + "?month=2021-11").content.decode()
    assert str(people["county"]) in page
    assert "另有赡养协议 &lt;b&gt;" in page
    assert "另有赡养协议" not in client.get(reverse("desk:departures") + "?month=2021-10").content.decode()
    assert client.get(reverse("desk:departures") + "?month=2021-13&after=x").status_code == 200


def test_where_the_rules_cannot_tell_every_decision_needs_a_reason(household, people):
    case = to_the_decision(household, people)
    names = {name for _, name in facts_of(decision_of(case, date(2021, 11, 22)), "hardship")}
    Fact.objects.filter(name__in=names - {"birth_date"}).delete()
    for outcome in ("approve", "refuse"):
        with refused("V22"):
            decides(case, people, outcome)
    decides(case, people, "refuse", "不配合")
    record = Record.objects.get()
    assert (record.rules_say, record.departs) == ("open", True)


# the check


def test_nothing_is_granted_once_somebody_took_back_what_they_signed(household, people):
    case = to_the_decision(household, people)
    signed = next(iter(authorised_on(household, date(2021, 11, 20)).values()))
    withdraw(signed, people["clerk"], on=date(2021, 11, 20), because="不愿意")
    with refused("V12"):
        decides(case, people)
    assert decides(case, people, "refuse", "撤回授权").ended


def test_nothing_is_granted_on_a_check_past_its_day(household, people, areas):
    about = {"proposed_by": people["clerk"], "answered_by": people["county"], "state": "confirmed"}
    valid = {"name": "check.valid", "value": "10 days", "valid_from": date(2021, 11, 1)}
    PlaceSetting.objects.create(area=areas["620171"], **valid, **about)
    case = to_the_decision(household, people)
    with refused("V16"):
        decides(case, people)


# sources side by side


def test_each_source_stands_beside_the_others(household, people):
    case = to_the_decision(household, people)
    day = date(2021, 11, 22)
    decision = decision_of(case, day)
    wanted = facts_of(decision, "hardship")
    rows = {(row.whose, row.declared.name): row for row in beside(decision, household, wanted, day)}
    assert len(rows) == len([name for _, name in wanted if name in decision.law.vocabulary.facts])
    person, name = next((key[0][0], key[1]) for key in rows if key[1] == "can_work")
    before = rows[(person, "", ""), name]
    assert not before.differs
    (told,) = before.said.values()
    seen = Seen(household.members_on(day).get(person_id=person).person, name, not told.value)
    is_visited(case, people["county"], "2021-11-22", seen=[seen])
    after = {(row.whose, row.declared.name): row for row in beside(decision, household, wanted, day)}
    row = after[(person, "", ""), name]
    assert row.said["visit"].value is not told.value
    assert (row.differs, row.counts) == (True, "visit")


def test_the_page_shows_them_with_what_differs(household, people, client, django_assert_max_num_queries):
    case = to_the_decision(household, people)
    person = household.members_on(date(2021, 11, 22)).last().person
    for source, value in (("declared", True), ("visit", False)):
        Fact.objects.create(person=person, name="can_work", value=value, source=source, valid_from=date(2021, 11, 20))
    client.force_login(people["county"])
    with django_assert_max_num_queries(80):
        page = client.get(reverse("desk:case", args=[case.number])).content.decode()
    assert "各来源比对" in page
    assert "≠ 不一致" in page


# ranges that the officer fills


@pytest.fixture
def temporary(household, people, monkeypatch):
    """A case of temporary assistance that comes to its decision."""
    about = {"source": "declared", "valid_from": date(2021, 11, 2)}
    for name in ("sudden_event", "basic_living_in_difficulty"):
        Fact.objects.create(household=household, name=name, value=True, **about)
    case = open_case(household, "temporary_assistance", people["clerk"], on=date(2021, 11, 2))
    case = happens(case, people["clerk"], "accepted", "2021-11-03")
    happens(case, people["clerk"], "step", "2021-11-04", step="review", outcome="opinion")
    return happens(case, people["clerk"], "step", "2021-11-18", step="notice", outcome="quiet")


def grants(case, people, given):
    role = case.waits_for
    who = people["county"] if role == "county" else people["head"]
    filled = None if given is None else {"family/0/temporary.grant": given}
    event = {"role": role, "step": "decision", "outcome": "approve", "filled": filled}
    return happens(case, who, "step", "2021-11-22", **event)


@pytest.mark.parametrize(
    ("given", "code"),
    [(None, "V24"), (" ", "V24"), ("5000.01", "V23"), ("-1", "V23"), ("many", "V23"), ("1e3", "V23"), ("0.001", "V23")],
)
def test_outside_its_range_nothing_is_filled(temporary, people, given, code):
    with refused(code) as problem:
        grants(temporary, people, given)
    assert "5,000.00" in str(problem.value)
    assert "第四十九条" in str(problem.value)
    assert not Record.objects.exists()
    assert not Case.objects.get(pk=temporary.pk).ended


@pytest.mark.parametrize("given", ["0", "5000", "1200.50"])
def test_what_the_officer_fills_is_kept_with_the_record(temporary, people, given, tmp_path):
    assert grants(temporary, people, given).ended
    record = Record.objects.get()
    (filled,) = record.filled
    assert filled["value"] == str(int(float(given) * 100))
    assert (filled["at_least"], filled["at_most"], filled["cites"]) == ("0", "500000", ["第四十九条"])
    replayed(temporary, people, tmp_path)


def test_a_may_that_is_refused_departs_from_nothing(temporary, people):
    role = temporary.waits_for
    who = people["county"] if role == "county" else people["head"]
    happens(temporary, who, "step", "2021-11-22", role=role, step="decision", outcome="refuse")
    assert not Record.objects.get().departs


def test_the_page_asks_for_it(temporary, people, client):
    client.force_login(people["county"] if temporary.waits_for == "county" else people["head"])
    page = client.get(reverse("desk:case", args=[temporary.number])).content.decode()
    assert 'name="fill:family/0/temporary.grant"' in page
    assert "0.00 – 5,000.00" in page


# records


def replayed(case, people, folder):
    from minsheng.web.desk.departures import packed

    with zipfile.ZipFile(BytesIO(packed(case))) as content:
        content.extractall(folder)
    store = Store(folder)
    assert [store.replay(path, {}) for path in store.records()] == [[]]


def test_the_records_of_a_case_replay_elsewhere(household, people, client, tmp_path):
    case = to_the_decision(household, people)
    decides(case, people, "approve", "同意")
    client.force_login(people["clerk"])
    response = client.get(reverse("desk:records", args=[case.number]))
    assert response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(response.content)) as content:
        content.extractall(tmp_path)
    store = Store(tmp_path)
    (path,) = store.records()
    assert store.replay(path, {}) == []
    changed = json.loads(path.read_text(encoding="utf-8"))
    changed["decision"]["outcomes"][0]["status"] = (
        "no" if changed["decision"]["outcomes"][0]["status"] != "no" else "yes"
    )
    path.write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")
    assert store.replay(path, {})
