"""The JSON Schema of the household file accepts what reading accepts, and finds the mistakes of form."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from minsheng.policy.household import read_household
from minsheng.policy.schema import household_schema

ROOT = Path(__file__).resolve().parents[2]
FORMAT = "minsheng/household/1"


@pytest.fixture(scope="module")
def schema(vocabulary):
    return household_schema(vocabulary)


@pytest.fixture(scope="module")
def validator(schema):
    return Draft202012Validator(schema)


def test_it_is_a_schema_of_draft_2020_12_and_plain_json(schema):
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


def test_the_sample_fits(validator):
    validator.validate(json.loads((ROOT / "tests" / "data" / "zhang.json").read_text(encoding="utf-8")))


def test_the_example_of_the_reference_fits_and_is_read(validator, vocabulary):
    page = (ROOT / "docs" / "reference" / "household-file.md").read_text(encoding="utf-8")
    example = page.split("```json\n")[1].split("```")[0]
    validator.validate(json.loads(example))
    assert len(read_household(example, vocabulary).lists["people"].items) == 2


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"wage_income": 1.1},
        {"wage_income": "589.30"},
        {"wage_income": None},
        {"transfer_income": "-12.50"},
        {"transfer_income": -12.5},
        {"can_eat": {"value": None, "source": None}},
        {"can_eat": {"value": True, "source": "visit", "on": "2021-11-03", "evidence": "x"}},
        {"birth_date": "1958-05-12", "sex": "male", "registered_area": "620171", "refusals_in_a_row": 3},
        {"id_number": " 62012319580512001x"},
        {"supporters": None},
        {"supporters": {"complete": False, "items": [{"able": True}]}},
    ],
)
def test_good_facts(validator, facts):
    validator.validate({"format": FORMAT, "people": [facts]})


@pytest.mark.parametrize(
    "facts",
    [
        {"wage_incom": 1},
        {"age": 63},
        {"setting": "rural"},
        {"wage_income": -1},
        {"wage_income": "-1"},
        {"wage_income": "1,200"},
        {"wage_income": "1.234"},
        {"wage_income": 10**10},
        {"wage_income": True},
        {"can_eat": "yes"},
        {"can_eat": {"source": "visit"}},
        {"can_eat": {"value": True, "source": "hearsay"}},
        {"can_eat": {"value": True, "sauce": "visit"}},
        {"birth_date": "1958/05/12"},
        {"sex": "男"},
        {"registered_area": 620171},
        {"registered_area": "62017"},
        {"refusals_in_a_row": 1.5},
        {"refusals_in_a_row": -1},
        {"id_number": "110105491231002"},
        {"supporters": {"complete": False}},
        {"supporters": [3]},
        {"id": ""},
    ],
)
def test_bad_facts(validator, refused, facts):
    household = {"format": FORMAT, "people": [facts]}
    assert not validator.is_valid(household)
    assert refused(json.dumps(household))


@pytest.mark.parametrize(
    "household",
    [
        {},
        {"people": [{}]},
        {"format": "minsheng/household/9", "people": [{}]},
        {"format": FORMAT},
        {"format": FORMAT, "people": []},
        {"format": FORMAT, "people": None},
        {"format": FORMAT, "people": {"items": []}},
        {"format": FORMAT, "people": [{}], "synthetic": "yes"},
        {"format": FORMAT, "people": [{}], "members": []},
        [],
    ],
)
def test_bad_households(validator, refused, household):
    assert not validator.is_valid(household)
    assert refused(json.dumps(household))
