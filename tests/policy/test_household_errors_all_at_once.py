"""Everything wrong with a file is said at once, each with its path, and nothing is returned."""

from datetime import date

import pytest

FORMAT = "minsheng/household/1"
EVERYTHING = """{
  "format": "minsheng/household/9",
  "synthetic": "yes",
  "area": 620171,
  "applied_on": "2021-11-16",
  "setting": "village",
  "financial_assets": -0.01,
  "dwellings_owned": 1.0,
  "dibao_now": 1,
  "vilage": "第一村",
  "can_eat": true,
  "people": [
    {"id": "a", "age": 63, "wage_income": 12.345, "work_costs": NaN, "can_eat": "yes", "name": 7},
    {"id": "a", "birth_date": "2021-02-29", "id_number": "620123195805120018", "sex": "man"},
    {"birth_date": {"vale": "1958-05-12", "source": "hearsay"}, "registered_area": "62017", "in_prison": null},
    {"birth_date": "1899-12-31", "away_since": "2021-11-16", "wage_income": 1, "wage_income": 2, "出生日期": "x"},
    {"supporters": {"complete": "no", "items": [{"able": 0, "supporter_income": "1,200.00"}, 3]}},
    {"supporters": "none", "family_planning_grant_received": 10000000000, "refusals_in_a_row": -1},
    []
  ]
}"""
EXPECTED = {
    ("H17", "format"),
    ("H11", "synthetic"),
    ("H11", "area"),
    ("H12", "applied_on"),
    ("H11", "setting"),
    ("H12", "financial_assets"),
    ("H11", "dwellings_owned"),
    ("H11", "dibao_now"),
    ("H7", "vilage"),
    ("H18", "can_eat"),
    ("H9", "people[0].age"),
    ("H11", "people[0].wage_income"),
    ("H12", "people[0].work_costs"),
    ("H11", "people[0].can_eat"),
    ("H11", "people[0].name"),
    ("H15", "people[1].id"),
    ("H12", "people[1].birth_date"),
    ("H13", "people[1].id_number"),
    ("H11", "people[1].sex"),
    ("H7", "people[2].birth_date.vale"),
    ("H8", "people[2].birth_date"),
    ("H11", "people[2].birth_date.source"),
    ("H11", "people[2].registered_area"),
    ("H12", "people[3].birth_date"),
    ("H12", "people[3].away_since"),
    ("H4", "people[3].wage_income"),
    ("H7", "people[3].出生日期"),
    ("H11", "people[4].supporters.complete"),
    ("H11", "people[4].supporters.items[0].able"),
    ("H11", "people[4].supporters.items[0].supporter_income"),
    ("H6", "people[4].supporters.items[1]"),
    ("H6", "people[5].supporters"),
    ("H12", "people[5].family_planning_grant_received"),
    ("H12", "people[5].refusals_in_a_row"),
    ("H6", "people[6]"),
}


def test_one_file_with_every_mistake(refused):
    found = refused(EVERYTHING, latest=date(2021, 11, 15), file="bad.json")
    assert set(found) == EXPECTED
    assert {finding.place.file for finding in found.values()} == {"bad.json"}


def test_every_finding_can_be_shown_in_both_languages(refused):
    for finding in refused(EVERYTHING, latest=date(2021, 11, 15)).values():
        for lang in ("zh", "en"):
            assert "{" not in finding.render(lang).replace("{…}", "").replace('{"complete": false', "")


def test_facts_of_the_derived_family_cannot_be_given(vocabulary):
    from dataclasses import replace

    from minsheng.policy.finding import PolicyError
    from minsheng.policy.household import read_household
    from minsheng.policy.vocabulary import Vocabulary

    moved = replace(vocabulary.facts["dibao_now"], entity="family")
    facts = Vocabulary(vocabulary.entities, {**vocabulary.facts, "dibao_now": moved})
    with pytest.raises(PolicyError, match="worked out by the rules") as problem:
        read_household({"format": FORMAT, "dibao_now": True, "people": [{}]}, facts)
    assert [finding.code for finding in problem.value.findings] == ["H10"]


@pytest.mark.parametrize(
    ("household", "expected"),
    [
        ({}, {("H8", "")}),
        ({"format": FORMAT, "people": None}, {("H8", "")}),
        ({"format": FORMAT, "people": []}, {("H16", "people")}),
        ({"format": FORMAT, "people": {"items": []}}, {("H16", "people")}),
        ({"format": FORMAT, "people": {"complete": True}}, {("H8", "people")}),
        ({"format": FORMAT, "people": {}}, {("H8", "people")}),
        ({"format": FORMAT, "people": 3}, {("H6", "people")}),
        ({"format": FORMAT, "people": [{}], "id": "p1"}, {("H15", "people[0].id")}),
        ({"format": FORMAT, "people": [{"id": ""}]}, {("H11", "people[0].id")}),
        ({"format": FORMAT, "people": [{"id": "a\x00"}]}, {("H11", "people[0].id")}),
        ({"format": FORMAT, "people": [{}], "facts": {}}, {("H7", "facts")}),
        ({"format": FORMAT, "people": [{}], 7: 1}, {("H7", "7")}),
    ],
)
def test_the_shape_of_a_household(refused, household, expected):
    assert set(refused(household)) == expected


@pytest.mark.parametrize("text", ["[1]", "[]"])
def test_json_that_is_no_object(refused, text):
    assert set(refused(text)) == {("H6", "")}
