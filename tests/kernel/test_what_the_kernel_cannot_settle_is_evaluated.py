"""Households with something unknown go to the evaluator only where it matters, and nobody can tell afterwards who decided them."""

import pytest

from minsheng.policy.thing import Listed
from tests.kernel.deciding import as_by_the_evaluator
from tests.kernel.small import LABEL, parameter, rules

PARAMETERS = "\n".join(
    [
        parameter("standard", "money/month", "589.00"),
        f"local: {{{LABEL}, type: money/month, set_by: {{zh: 县, en: the county}}, values: []}}",
    ]
)
UNIT = "family: {counts: lives_here, apart: seriously_ill, rest: without, cites: 第一条}"
POOR = {"income": 100, "can_work": False, "lives_here": True, "seriously_ill": False}


@pytest.fixture
def decided(law, household):
    """The number of households that the evaluator decided, and the statuses of the benefit; each person is one household."""

    def of(enter, *people, amount="", rules_="", unit="", change=lambda household: None, whose="person", **facts):
        paid = f", amount: {amount}" if amount else ""
        benefit = f'aid: {{label: {{zh: 甲, en: a}}, of: {whose}, enter: "{enter}"{paid}, cites: 第一条}}'
        blocks = {"rules": rules_, "unit": unit}
        here = law(parameters=PARAMETERS, benefit=benefit, **{name: text for name, text in blocks.items() if text})
        known = [household(here, person, **facts) for person in people]
        for one in known:
            change(one)
        found = as_by_the_evaluator(here, known)
        return found.evaluated, found.homes.column("aid.status").dictionary_decode().to_pylist()

    return of


def test_nobody_where_everything_is_known(decided):
    assert decided("income < standard and not can_work", POOR, {**POOR, "income": 600}) == (0, ["yes", "no"])


def test_a_fact_that_decides(decided):
    assert decided("income < standard and not can_work", POOR, {"income": 100}) == (1, ["yes", "cannot_tell_yet"])


def test_a_fact_that_no_longer_matters(decided):
    enter = "income < standard and not can_work"
    assert decided(enter, {"income": 600}, {"can_work": True}) == (0, ["no", "no"])
    assert decided("income < standard or can_work", {"income": 100}, {"can_work": True}) == (0, ["yes", "yes"])


def test_a_fact_of_which_only_the_bounds_matter(decided):
    assert decided("refusals >= 0 and income < standard", {"income": 100}) == (1, ["yes"])


def test_a_fact_that_only_the_amount_needs(decided):
    found = decided("can_work", {"can_work": True}, {"can_work": False}, amount="round_fen(income / 2)")
    assert found == (1, ["cannot_tell_yet", "no"])


def test_facts_that_no_benefit_needs(decided):
    more = rules(("unused", "person", "money/month", "income if can_eat else 0"))
    assert decided("can_work", {"can_work": True}, rules_=more) == (0, ["yes"])


def test_a_setting_that_is_missing_needs_nobody(decided):
    assert decided("income < local", {"income": 100}) == (0, ["needs_local_setting"])
    assert decided("can_work and income < local", POOR) == (0, ["no"])
    assert decided("can_work", {"can_work": True}, amount="local") == (0, ["needs_local_setting"])


def test_a_setting_and_a_fact_that_are_missing(decided):
    enter = "income < local and can_work"
    assert decided(enter, {"income": 100}, {"can_work": True}) == (2, ["cannot_tell_yet", "cannot_tell_yet"])
    assert decided(enter, {"can_work": False}) == (0, ["no"])


@pytest.mark.parametrize(("count", "evaluated"), [(29, 0), (30, 1), (31, 1)])
def test_more_missing_settings_than_there_are_bits(law, household, count, evaluated):
    set_by = "set_by: {zh: 县, en: the county}, values: []"
    parameters = "\n".join(f"local{n:02}: {{{LABEL}, type: money/month, {set_by}}}" for n in range(count))
    enter = " + ".join(f"local{n:02}" for n in range(count))
    benefit = f"aid: {{label: {{zh: 甲, en: a}}, of: person, enter: income < {enter}, cites: 第一条}}"
    here = law(parameters=parameters, benefit=benefit)
    found = as_by_the_evaluator(here, [household(here, {"income": 1})])
    assert found.evaluated == evaluated
    assert {name for _, name in found.totals.needs} == {f"local{n:02}" for n in range(count)}


RANGE = f'granted: {{of: person, gives: money/month, {LABEL}, modality: may, at_least: "LOW", at_most: "HIGH"}}'


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("standard", "standard", (0, ["yes"])),
        ("standard", "max(standard, income)", (0, ["yes"])),
        ("min(income, standard)", "standard", (1, ["yes"])),
        ("standard", "per_month(yearly_income)", (1, ["cannot_tell_yet"])),
    ],
)
def test_a_range_that_an_officer_fills(decided, low, high, expected):
    filled = RANGE.replace("LOW", low).replace("HIGH", high)
    assert decided("not can_work", POOR, rules_=filled, amount="round_fen(granted)") == expected


def test_a_range_with_one_end(decided):
    filled = RANGE.replace(', at_most: "HIGH"', "").replace("LOW", "standard")
    assert decided("granted > income", POOR, rules_=filled) == (1, ["yes"])
    assert decided("granted > income + standard", POOR, rules_=filled)[0] == 1


SUPPORTED = {"supporters": [{"able": True}, {"able": False}]}


@pytest.mark.parametrize(
    ("enter", "person", "expected"),
    [
        ("any(s.able for s in supporters)", SUPPORTED, (0, ["yes"])),
        ("all(s.able for s in supporters)", SUPPORTED, (0, ["no"])),
        ("count(s for s in supporters if s.able) == 1", SUPPORTED, (0, ["yes"])),
        ("any(s.able for s in supporters)", {"supporters": []}, (0, ["no"])),
        ("all(s.able for s in supporters)", {"supporters": []}, (0, ["yes"])),
        ("any(s.able for s in supporters)", {}, (1, ["cannot_tell_yet"])),
        ("any(s.able for s in supporters)", {"supporters": [{}, {"able": True}]}, (0, ["yes"])),
        ("any(s.able for s in supporters)", {"supporters": [{}, {"able": False}]}, (1, ["cannot_tell_yet"])),
        ("count(s for s in supporters if s.able) >= 1", {"supporters": [{}, {"able": True}]}, (1, ["yes"])),
        ("sum(s.pays for s in supporters if s.able) > 0", {"supporters": [{"able": False}]}, (0, ["no"])),
        ("sum(s.pays for s in supporters if s.able) > 0", {"supporters": [{"able": True}]}, (1, ["cannot_tell_yet"])),
        ("most(s.pays for s in supporters) > standard", {"supporters": [{"pays": 700}, {}]}, (1, ["yes"])),
        ("least(s.since for s in supporters) < law_day", {"supporters": []}, (0, ["no"])),
    ],
)
def test_lists_with_something_unknown(decided, enter, person, expected):
    assert decided(enter, person) == expected


@pytest.mark.parametrize(
    ("enter", "expected"),
    [
        ("any(s.able for s in supporters)", (0, ["yes"])),
        ("all(s.able for s in supporters)", (0, ["no"])),
        ("count(s for s in supporters) >= 2", (1, ["yes"])),
        ("count(s for s in supporters) == 2", (1, ["cannot_tell_yet"])),
        ("any(s.pays > standard for s in supporters)", (1, ["cannot_tell_yet"])),
    ],
)
def test_lists_that_may_have_more(decided, enter, expected):
    person = {"supporters": [{"able": True, "pays": 5}, {"able": False, "pays": 5}]}

    def open_(household):
        household.lists["people"].items[0].lists["supporters"].complete = False

    assert decided(enter, person, change=open_) == expected


def test_a_household_that_may_have_more_people(decided):
    def open_(household):
        household.lists["people"] = Listed(household.lists["people"].items, complete=False)

    assert decided("count(m for m in members) == 1", POOR, unit=UNIT, whose="family") == (0, ["yes"])
    assert decided("count(m for m in members) == 1", POOR, unit=UNIT, whose="family", change=open_) == (
        1,
        ["cannot_tell_yet"],
    )


@pytest.mark.parametrize("unknown", ["lives_here", "seriously_ill"])
def test_a_household_in_doubt_about_its_family(decided, unknown):
    doubtful = {name: value for name, value in POOR.items() if name != unknown}
    enter = "sum(m.income for m in members) < standard"
    assert decided(enter, POOR, doubtful, POOR, unit=UNIT, whose="family")[0] == 1
    assert decided("income < standard", POOR, doubtful, unit=UNIT) == (0, ["yes", "yes"])


def test_what_is_compared_as_text(decided):
    assert decided("village == village", POOR, village="一村") == (1, ["yes"])


def test_a_ratio_that_is_a_fact(decided):
    assert decided("weight >= 0", {"weight": "1/2"}, {}) == (2, ["yes", "yes"])


def test_a_day_that_no_calendar_has(decided):
    late = {"birth_date": "2000-01-01", "refusals": 100_000}
    soon = {"birth_date": "2000-01-01", "refusals": 12}
    assert decided("add_months(birth_date, refusals) < law_day", late, soon) == (1, ["no", "yes"])


def test_the_day_of_an_application_that_is_not_known(decided):
    assert decided("applied_on <= law_day", POOR) == (1, ["cannot_tell_yet"])
    assert decided("applied_on <= law_day", POOR, applied_on="2017-05-01") == (0, ["yes"])
