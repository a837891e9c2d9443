"""Eligible, chosen, received: how benefits stand to each other, and what is paid by whom."""

from datetime import date

import pytest

from minsheng.policy.unknown import Unknown

TWO = """
hardship:
  label: {zh: 特困, en: hardship}
  of: person
  enter: not can_work
  excludes: [{benefit: allowance, looks_at: %s, cites: 第一条}]
  yields_to: [{benefit: orphans, looks_at: %s, cites: 第一条}]
  cites: 第一条
orphans: {label: {zh: 孤儿, en: orphans}, of: person, enter: orphan, elects: chooses_orphan, cites: 第一条}
allowance: {label: {zh: 补贴, en: allowance}, of: person, enter: seriously_ill, cites: 第一条}
"""
FACTS = {"can_work": False, "seriously_ill": True, "orphan": True}


def statuses(outcomes):
    return tuple(outcomes[name].status for name in ("hardship", "orphans", "allowance"))


@pytest.mark.parametrize(
    ("looks_at", "chooses", "expected"),
    [
        ("receives", True, ("no", "yes", "yes")),
        ("receives", False, ("yes", "no", "no")),
        ("receives", None, ("cannot_tell_yet", "cannot_tell_yet", "cannot_tell_yet")),
        ("eligible", True, ("no", "yes", "no")),
        ("eligible", False, ("no", "no", "no")),
        ("eligible", None, ("no", "cannot_tell_yet", "no")),
    ],
)
def test_an_exclusion_looks_at_what_it_says(law, decided, looks_at, chooses, expected):
    here = law(benefit=TWO % (looks_at, looks_at))
    _, outcomes = decided(here, {**FACTS, "chooses_orphan": chooses})
    assert statuses(outcomes) == expected


def test_an_exclusion_may_look_at_the_choice_alone(law, decided):
    here = law(benefit=TWO % ("receives", "elects"))
    _, outcomes = decided(here, {**FACTS, "orphan": False, "chooses_orphan": True})
    assert statuses(outcomes) == ("no", "no", "yes")


def test_a_refusal_names_what_it_comes_down_to(law, decided):
    here = law(benefit=TWO % ("receives", "receives"))
    _, outcomes = decided(here, {**FACTS, "can_work": True, "chooses_orphan": False})
    assert outcomes["hardship"].because == "can_work"
    assert outcomes["orphans"].because == "chooses_orphan"


STAY = """
aid:
  label: {zh: 救助, en: aid}
  of: person
  enter: can_work
  receiving: receives_now
  %s
  cites: 第一条
"""


@pytest.mark.parametrize(
    ("lines", "facts", "status"),
    [
        ("stay: can_eat", {"can_work": True, "can_eat": False}, "yes"),
        ("stay: can_eat", {"can_work": True, "can_eat": False, "receives_now": True}, "no"),
        ("stay: can_eat", {"can_work": False, "can_eat": True, "receives_now": True}, "yes"),
        ("exit: can_dress", {"can_work": False, "can_dress": False, "receives_now": True}, "yes"),
        ("exit: can_dress", {"can_work": True, "can_dress": True, "receives_now": True}, "no"),
        ("stay: can_eat\n  exit: can_dress", {"can_eat": True, "can_dress": True, "receives_now": True}, "no"),
        ("stay: can_eat", {"can_work": True, "can_eat": True, "receives_now": None}, "yes"),
        ("stay: can_eat", {"can_work": True, "can_eat": False, "receives_now": None}, "cannot_tell_yet"),
    ],
)
def test_who_receives_it_is_judged_by_staying_and_leaving(law, decided, lines, facts, status):
    receiving = facts.get("receives_now", False)
    people = {name: value for name, value in facts.items() if name != "receives_now"}
    _, outcomes = decided(law(benefit=STAY % lines), people, receives_now=receiving)
    assert outcomes["aid"].status == status


AMOUNTS = """
standard: {label: {zh: 标准, en: standard}, type: money/month, value: 100.01, cites: 第一条}
shares: {label: {zh: 分担, en: shares}, type: shares, by: [area], set_by: {zh: 省, en: the province}, cites: 第一条,
  values: [{area: 620171, value: {central: 1/3, city: 1/3, county: 1/3}}]}
"""
PAID = """
aid: {label: {zh: 救助, en: aid}, of: person, enter: can_work, amount: %s, borne: shares, modality: may, cites: 第一条}
"""


def test_every_fen_of_an_amount_has_a_payer(law, decided):
    _, outcomes = decided(law(place="620171", parameters=AMOUNTS, benefit=PAID % "standard"), {"can_work": True})
    aid = outcomes["aid"]
    assert (aid.amount, aid.period, aid.modality) == (10001, "month", "may")
    assert aid.shares == {"central": 3334, "city": 3334, "county": 3333}


def test_who_bears_it_may_be_open_while_the_amount_is_known(law, decided):
    _, outcomes = decided(law(place="620172", parameters=AMOUNTS, benefit=PAID % "standard"), {"can_work": True})
    assert (outcomes["aid"].amount, outcomes["aid"].shares, outcomes["aid"].shares_not_set) == (10001, None, True)


def test_an_amount_that_is_not_known_is_still_bounded(law, decided):
    _, outcomes = decided(law(parameters=AMOUNTS, benefit=PAID % '"min(standard, paid_now)"'), {"can_work": True})
    assert (outcomes["aid"].status, outcomes["aid"].amount, outcomes["aid"].amount_at_most) == (
        "cannot_tell_yet",
        None,
        10001,
    )
    assert outcomes["aid"].needs == {("household", "paid_now")}


def test_who_is_refused_gets_nothing(law, decided, values):
    here = law(parameters=AMOUNTS, benefit=PAID % "standard")
    _, outcomes = decided(here, {"can_work": False})
    assert (outcomes["aid"].status, outcomes["aid"].amount) == ("no", None)
    assert values(here, {"can_work": False})("amount.aid") == 0


def test_amounts_may_rest_on_amounts(law, decided):
    here = law(
        parameters=AMOUNTS,
        benefit="""
aid: {label: {zh: 救助, en: aid}, of: person, enter: can_work, amount: standard, cites: 第一条}
more: {label: {zh: 增发, en: more}, of: person, enter: receives.aid, amount: round_fen(amount.aid / 2), cites: 第一条}
""",
    )
    _, outcomes = decided(here, {"can_work": True})
    assert outcomes["more"].amount == 5001


RANGE = """
fine: {of: person, gives: money/once, label: {zh: 罚款, en: fine}, at_least: one, at_most: 3 * one, modality: may, cites: 第一条}
fixed: {of: person, gives: money/once, label: {zh: 定额, en: fixed}, at_least: one, at_most: one, modality: may, cites: 第一条}
"""


def test_a_range_is_left_to_the_officer_within_its_bounds(law, values, decided):
    blocks = {
        "parameters": "one: {label: {zh: 甲, en: a}, type: money/once, value: 10.00, cites: 第一条}",
        "rules": RANGE,
        "benefit": "aid: {label: {zh: 甲, en: a}, of: person, enter: can_work, amount: fine, cites: 第一条}",
    }
    fine = values(law(**blocks))("fine")
    assert (fine.low, fine.high, fine.officer) == (1000, 3000, {"fine"})
    assert values(law(**blocks))("fixed") == 1000
    _, outcomes = decided(law(**blocks), {"can_work": True})
    assert (outcomes["aid"].status, outcomes["aid"].amount_at_most, outcomes["aid"].officer) == ("yes", 3000, {"fine"})


TAPER = """
aid:
  label: {zh: 救助, en: aid}
  of: person
  enter: income < standard
  receiving: receives_now
  amount: standard
  paid: {every: %s, first: %s, cites: 第一条}
  taper: {if: can_work, from: above_since, lasts: 3, pays: paid_now, cites: 第一条}
  cites: 第一条
"""


@pytest.fixture(scope="module")
def tapering(law):
    return law(parameters=AMOUNTS, benefit=TAPER % ("month", "month_of_decision"), on=date(2017, 5, 10))


def tapered(decided, law, **facts):
    household = {"receives_now": True, "paid_now": "70.00", "above_since": "2017-04-01", **facts}
    decision, outcomes = decided(law, {"income": 200, "can_work": True}, **household)
    rows = [(row.first_day, row.amount) for row in decision.schedule(outcomes["aid"])]
    return outcomes["aid"], rows


def test_a_taper_pays_the_old_amount_until_its_end(tapering, decided):
    aid, rows = tapered(decided, tapering)
    assert (aid.status, aid.tapers, aid.amount) == ("yes", True, 7000)
    assert rows == [(date(2017, 5, 1), 7000), (date(2017, 7, 1), 0)]


@pytest.mark.parametrize(
    ("since", "end"),
    [("2017-04-01", date(2017, 7, 1)), ("2017-04-02", date(2017, 8, 1)), ("2017-04-30", date(2017, 8, 1))],
)
def test_a_taper_ends_with_the_month_in_which_it_runs_out(tapering, decided, since, end):
    _, rows = tapered(decided, tapering, above_since=since)
    assert rows[-1] == (end, 0)


def test_a_taper_that_has_run_out_is_a_refusal(tapering, decided):
    aid, rows = tapered(decided, tapering, above_since="2017-02-10")
    assert (aid.status, aid.tapers, rows) == ("no", False, [])


def test_an_open_start_of_a_taper_is_asked_for(tapering, decided):
    aid, _ = tapered(decided, tapering, above_since=None)
    assert (aid.status, aid.needs) == ("cannot_tell_yet", {("household", "above_since")})


@pytest.mark.parametrize(
    ("every", "first", "day"),
    [
        ("month", "month_of_decision", date(2017, 12, 1)),
        ("month", "month_after_decision", date(2018, 1, 1)),
        ("once", "month_of_decision", date(2017, 12, 1)),
    ],
)
def test_a_payment_begins_in_the_month_that_the_benefit_names(law, decided, every, first, day):
    here = law(parameters=AMOUNTS, benefit=TAPER % (every, first), on=date(2017, 12, 31))
    decision, outcomes = decided(here, {"income": 0}, receives_now=False)
    assert [(row.first_day, row.amount) for row in decision.schedule(outcomes["aid"])] == [(day, 10001)]


def test_nothing_is_scheduled_where_nothing_is_settled(law, decided):
    decision, outcomes = decided(law(parameters=AMOUNTS, benefit=TAPER % ("month", "month_of_decision")), {})
    assert decision.schedule(outcomes["aid"]) == []


def test_the_largest_of_nothing_is_nothing_and_of_open_amounts_is_bounded(law, values):
    here = law(
        rules="""
most.pays: {of: person, gives: money/month, label: {zh: 甲, en: a}, is: most(s.pays for s in supporters), cites: 第一条}
last.day: {of: person, gives: date, label: {zh: 甲, en: a}, is: most(s.since for s in supporters), cites: 第一条}
"""
    )
    assert values(here, {"supporters": []})("most.pays") == 0
    assert isinstance(values(here, {"supporters": []})("last.day"), Unknown)
    assert values(here, {"supporters": [{"pays": 1}, {"pays": 2}]})("most.pays") == 200
    assert isinstance(values(here, {"supporters": [{"pays": 1}, {}]})("most.pays"), Unknown)
