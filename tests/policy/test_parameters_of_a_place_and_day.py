"""Which row of a parameter holds: the most specific place, real before demonstration, then the latest day."""

from datetime import date

import pytest

from minsheng.policy.finding import PolicyError
from minsheng.policy.unknown import Unknown

STANDARD = """
standard:
  label: {zh: 标准, en: standard}
  type: money/month
  by: [area, setting, from]
  set_by: {zh: 市, en: the city}
  renew: 12
  cites: 第一条
  values:
    - {area: 100000, setting: urban, from: 2017-01-01, value: 100.00}
    - {area: 100000, setting: rural, from: 2017-01-01, value: 90.00}
    - {area: 620000, setting: urban, from: 2017-02-01, value: 200.00}
    - {area: 620000, setting: rural, from: 2017-02-01, value: 190.00}
    - {area: 620100, setting: urban, from: 2017-03-01, value: 300.00}
    - {area: 620100, setting: rural, from: 2017-03-01, value: 290.00}
    - {area: 620100, setting: urban, from: 2018-03-01, value: 320.00}
    - {area: 620100, setting: rural, from: 2018-03-01, value: 310.00}
    - {area: 620171, setting: urban, from: 2017-06-01, to: 2017-06-30, value: 400.00}
    - {area: 620171, setting: rural, from: 2017-06-01, to: 2017-06-30, value: 390.00}
"""
RULE = 'mine: {of: household, gives: money/month, label: {zh: 甲, en: a}, is: "standard[setting]", cites: 第一条}'
SETS = """
ring: {label: {zh: 环, en: ring}, areas: [620102, 620171], from: 2017-03-01, to: 2017-08-31, cites: 第一条}
"""
SHARES = """
share:
  label: {zh: 份额, en: share}
  type: ratio
  by: [area, area_set]
  set_by: {zh: 市, en: the city}
  cites: 第一条
  values:
    - {area: 620100, value: 10%}
    - {area_set: ring, value: 20%}
    - {area: 620171, value: 30%}
quota: {label: {zh: 定额, en: quota}, type: int, by: [year], cites: 第一条, values: [{year: 2017, value: 1}, {year: 2018, value: 2}]}
"""
USES = """
part: {of: household, gives: ratio, label: {zh: 甲, en: a}, is: share, cites: 第一条}
number: {of: household, gives: int, label: {zh: 甲, en: a}, is: quota, cites: 第一条}
"""


@pytest.mark.parametrize(
    ("place", "day", "fen"),
    [
        ("110101", date(2017, 6, 1), 10000),
        ("620500", date(2017, 1, 31), 10000),
        ("620500", date(2017, 2, 1), 20000),
        ("620102", date(2017, 2, 28), 20000),
        ("620102", date(2017, 3, 1), 30000),
        ("620102", date(2018, 2, 28), 30000),
        ("620102", date(2018, 3, 1), 32000),
        ("620171", date(2017, 5, 31), 30000),
        ("620171", date(2017, 6, 1), 40000),
        ("620171", date(2017, 6, 30), 40000),
        ("620171", date(2017, 7, 1), 30000),
        ("620171001", date(2017, 6, 15), 40000),
        ("620100", date(2017, 6, 15), 30000),
    ],
)
def test_the_most_specific_area_wins_then_the_latest_day(packs, pack, values, place, day, fen):
    library = packs({"a.md": pack(area="100000", parameters=STANDARD, rules=RULE)})
    assert values(library.as_of(day, place), setting="urban")("mine") == fen


def test_before_the_first_row_the_parameter_is_not_set(packs, pack, values):
    library = packs({"a.md": pack(area="100000", in_force="2016-01-01", parameters=STANDARD, rules=RULE)})
    assert values(library.as_of(date(2016, 12, 31), "620171"), setting="urban")("mine").unset == {"standard"}


def test_an_open_choice_that_makes_no_difference_is_no_doubt(law, values):
    same = STANDARD.replace("290.00", "300.00")
    assert values(law(parameters=same, rules=RULE, on=date(2017, 4, 1)))("mine") == 30000


def test_an_open_choice_bounds_the_value(law, values):
    mine = values(law(parameters=STANDARD, rules=RULE, on=date(2017, 4, 1)))("mine")
    assert (mine.low, mine.high, mine.needs) == (29000, 30000, {("household", "setting")})


@pytest.mark.parametrize(
    ("place", "day", "percent"),
    [
        ("620102", date(2017, 2, 28), 10),
        ("620102", date(2017, 3, 1), 20),
        ("620102", date(2017, 8, 31), 20),
        ("620102", date(2017, 9, 1), 10),
        ("620103", date(2017, 6, 1), 10),
        ("620171", date(2017, 6, 1), 30),
    ],
)
def test_a_set_of_areas_is_between_the_city_and_the_county_while_it_lasts(law, values, place, day, percent):
    here = law(area_sets=SETS, parameters=SHARES, rules=USES, place=place, on=day)
    assert values(here)("part") * 100 == percent


@pytest.mark.parametrize(("year", "number"), [(2017, 1), (2018, 2)])
def test_a_row_of_a_year_holds_from_its_first_to_its_last_day(law, values, year, number):
    for day in (date(year, 1, 1), date(year, 12, 31)):
        assert values(law(area_sets=SETS, parameters=SHARES, rules=USES, on=day))("number") == number


def test_a_year_without_a_row_is_not_set(law, values):
    here = law(area_sets=SETS, parameters=SHARES, rules=USES, on=date(2019, 1, 1))
    assert isinstance(values(here)("number"), Unknown)


DECLARED = """
figure: {label: {zh: 数额, en: figure}, type: money/month, by: [area, from], set_by: {zh: 县, en: the county}, cites: 第一条, values: []}
"""
AMOUNT = "aid: {label: {zh: 救助, en: aid}, of: person, enter: can_work, amount: figure, cites: 第一条}"


@pytest.fixture(scope="module")
def demonstrated(packs, pack):
    made_up = "figure: [{area: 620171, from: 2017-01-01, value: 111.00}]"
    printed = "figure: [{area: 620171, from: 2018-01-01, value: 222.00, cites: 第一条}]"
    return packs(
        {
            "a.md": pack(parameters=DECLARED, benefit=AMOUNT),
            "b.md": pack(document="示范", rank="demonstration", area="620171", values=made_up),
            "c.md": pack(document="县标准", rank="county", area="620171", in_force="2018-01-01", values=printed),
        }
    )


def test_a_demonstration_value_is_used_and_every_output_says_so(demonstrated, decided):
    assert demonstrated.findings.errors == []
    decision, outcomes = decided(demonstrated.as_of(date(2017, 6, 1), "620171"), {"can_work": True})
    assert (outcomes["aid"].amount, outcomes["aid"].demonstration) == (11100, True)
    assert decision.demonstration(outcomes["aid"]) == ("figure",)
    assert decision.as_json("en")["outcomes"][0]["demonstration"] == ["figure"]


def test_a_demonstration_value_yields_to_a_real_one_of_the_same_area(demonstrated, decided):
    _, outcomes = decided(demonstrated.as_of(date(2018, 6, 1), "620171"), {"can_work": True})
    assert (outcomes["aid"].amount, outcomes["aid"].demonstration) == (22200, False)


def test_demonstration_values_can_be_left_out(demonstrated, decided):
    here = demonstrated.as_of(date(2017, 6, 1), "620171", demonstration=False)
    _, outcomes = decided(here, {"can_work": True})
    assert (outcomes["aid"].status, outcomes["aid"].unset) == ("needs_local_setting", {"figure"})


AID = "aid: {of: person, label: {zh: 补助, en: aid}, enter: can_work, amount: mine, cites: 第一条}"


def test_an_old_value_is_used_and_to_be_confirmed(law, decided):
    fresh, _ = decided(law(parameters=STANDARD, rules=RULE, benefit=AID, on=date(2018, 3, 1)), {"can_work": True})
    assert fresh.old_values() == []
    later, _ = decided(law(parameters=STANDARD, rules=RULE, benefit=AID, on=date(2019, 4, 2)), {"can_work": True})
    assert [(name, row.first_day) for name, row in later.old_values()] == [("standard", date(2018, 3, 1))]


def test_an_old_value_that_nothing_granted_rests_on_need_not_be_confirmed(law, decided):
    refused, _ = decided(law(parameters=STANDARD, rules=RULE, benefit=AID, on=date(2019, 4, 2)), {"can_work": False})
    assert refused.old_values() == []


def test_values_can_be_set_for_looking_at_a_change(law, values):
    here = law(parameters=STANDARD, rules=RULE)
    changed = here.with_settings({"standard": {(): 1, ("rural",): 2}})
    assert [values(changed, setting=setting)("mine") for setting in ("urban", "rural")] == [1, 2]
    assert values(here, setting="urban")("mine") == 30000


def test_a_place_without_any_law_is_refused_with_a_hint(real):
    with pytest.raises(PolicyError) as problem:
        real.as_of(date(1990, 1, 1), "620171")
    assert [(f.code, bool(f.hint)) for f in problem.value.findings] == [("L4", True)]
    with pytest.raises(PolicyError) as problem:
        real.as_of(date(2013, 1, 1), "999999")
    assert [f.code for f in problem.value.findings] == ["L4"]
