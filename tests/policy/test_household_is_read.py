"""A household file becomes things with facts, each with where it comes from."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from minsheng.policy.household import FROM_ID_NUMBER, Household, read_household
from minsheng.policy.thing import Origin
from minsheng.policy.types import RATIO
from minsheng.policy.vocabulary import Fact, Text, Vocabulary

ZHANG = Path(__file__).resolve().parents[1] / "data" / "zhang.json"
FORMAT = "minsheng/household/1"


def person(vocabulary, **facts):
    household = read_household({"format": FORMAT, "people": [facts]}, vocabulary)
    return household.lists["people"].items[0]


def test_the_sample_household(vocabulary):
    zhang = read_household(ZHANG, vocabulary)
    assert isinstance(zhang, Household)
    assert (zhang.id, zhang.area, zhang.applied_on, zhang.synthetic) == ("zhang", "620171", date(2021, 11, 1), True)
    assert zhang.facts["setting"] == "rural"
    assert zhang.facts["financial_assets"] == 320000
    san, mei, liang = zhang.lists["people"].items
    assert san.facts["birth_date"] == date(1958, 5, 12)
    assert (san.facts["sex"], mei.facts["sex"]) == ("male", "female")
    assert san.facts["business_income"] == 62050
    assert san.origins["business_income"] == Origin("visit", date(2021, 11, 5), "入户调查表")
    assert san.origins["birth_date"] == Origin("ledger", evidence=FROM_ID_NUMBER)
    assert [supporter.id for supporter in san.lists["supporters"].items] == ["wife"]
    assert [s.facts["kinship"] for s in liang.lists["supporters"].items] == ["parent", "parent"]


def test_a_path_may_be_text_or_a_path_and_the_contents_text_or_an_object(vocabulary):
    text = ZHANG.read_text(encoding="utf-8")
    loaded = json.loads(text, parse_float=Decimal)
    ways = [str(ZHANG), text, "\ufeff\n" + text, loaded]
    assert all(read_household(way, vocabulary) == read_household(ZHANG, vocabulary) for way in ways)


def test_a_byte_order_mark_is_skipped(vocabulary, tmp_path):
    file = tmp_path / "windows.json"
    file.write_bytes(b"\xef\xbb\xbf" + ZHANG.read_bytes())
    assert read_household(file, vocabulary).id == "zhang"


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("589", 58900),
        ("589.3", 58930),
        ("589.30", 58930),
        ('"589.30"', 58930),
        ("0", 0),
        ("-0", 0),
        ("0.01", 1),
        ("1.1", 110),
        ("5.893e2", 58930),
        ("9999999999", 999999999900),
    ],
)
def test_money_is_exact(vocabulary, written, fen):
    text = f'{{"format": "{FORMAT}", "people": [{{"wage_income": {written}}}]}}'
    assert read_household(text, vocabulary).lists["people"].items[0].facts["wage_income"] == fen


@pytest.mark.parametrize("name", ["business_income", "property_income", "transfer_income", "other_income"])
def test_net_incomes_may_be_negative(vocabulary, name):
    assert person(vocabulary, **{name: "-12.50"}).facts[name] == -1250


@pytest.mark.parametrize(
    ("written", "expected"), [("0.73", "73/100"), ("3/2", "3/2"), ("60%", "3/5"), (1, "1"), (Decimal("1.5"), "3/2")]
)
def test_ratios_are_exact(vocabulary, written, expected):
    t = Text("", "")
    share = Vocabulary(vocabulary.entities, {"share": Fact("share", "person", RATIO, t, t, "declared", False)})
    assert person(share, share=written).facts["share"] == Fraction(expected)


def test_null_and_a_missing_key_are_unknown(vocabulary):
    facts = person(vocabulary, can_eat=None, can_dress={"value": None, "source": "visit"}).facts
    assert facts == {}


def test_a_fact_comes_from_where_the_vocabulary_says(vocabulary):
    origins = person(vocabulary, can_eat=True, married={"value": True}).origins
    assert origins == {"can_eat": Origin("assessment"), "married": Origin("ledger")}


def test_a_value_may_say_where_it_comes_from(vocabulary):
    given = {"value": False, "source": "declared", "on": "2021-11-03", "evidence": "本人陈述"}
    assert person(vocabulary, can_eat=given).origins["can_eat"] == Origin("declared", date(2021, 11, 3), "本人陈述")


def test_a_list_not_given_is_unknown_and_one_given_is_complete(vocabulary):
    assert "supporters" not in person(vocabulary).lists
    assert "supporters" not in person(vocabulary, supporters=None).lists
    empty = person(vocabulary, supporters=[]).lists["supporters"]
    assert (empty.items, empty.complete) == ([], True)
    some = person(vocabulary, supporters={"complete": False, "items": [{"able": True}]}).lists["supporters"]
    assert (len(some.items), some.complete) == (1, False)
    assert person(vocabulary, supporters={"items": []}).lists["supporters"].complete


def test_things_without_an_id_are_called_by_their_position(vocabulary):
    people = [{}, {"id": "mother", "supporters": [{}, {}]}, {}]
    household = read_household({"format": FORMAT, "people": people}, vocabulary)
    assert [p.id for p in household.lists["people"].items] == ["p1", "mother", "p3"]
    supporters = household.lists["people"].items[1].lists["supporters"].items
    assert [s.id for s in supporters] == ["mother.supporter1", "mother.supporter2"]


@pytest.mark.parametrize("day", ["1900-01-01", "2021-11-15"])
def test_the_first_and_the_last_possible_day(vocabulary, day):
    household = {"format": FORMAT, "applied_on": day, "people": [{"birth_date": day}]}
    assert read_household(household, vocabulary, latest=date(2021, 11, 15)).applied_on == date.fromisoformat(day)
