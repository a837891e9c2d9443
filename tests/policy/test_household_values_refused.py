"""What the value of a fact cannot be."""

from datetime import date
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator

from minsheng.policy.finding import PolicyError
from minsheng.policy.household import read_household
from minsheng.policy.schema import household_schema
from minsheng.policy.types import RATIO
from minsheng.policy.vocabulary import Fact, Text, Vocabulary

FORMAT = "minsheng/household/1"
HUGE = "9" * 5000


def codes(refused, name, written):
    """The code for a fact of a person with a value as it is written in JSON."""
    text = f'{{"format": "{FORMAT}", "people": [{{"{name}": {written}}}]}}'
    return {code for code, _ in refused(text, latest=date(2021, 11, 15))}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("true", "H11"),
        ('"yes"', "H11"),
        ("[]", "H11"),
        ('""', "H11"),
        ('"589元"', "H11"),
        ('"1,200.00"', "H11"),
        ('" 589"', "H11"),
        ('"５８９"', "H11"),
        ('"7068.00/year"', "H11"),
        ("0.001", "H11"),
        ("589.300", "H11"),
        ("1e-400", "H11"),
        ("-0.01", "H12"),
        ('"-1"', "H12"),
        ("10000000000", "H12"),
        ("9999999999.01", "H12"),
        ("1e400", "H12"),
        ("1e999999999", "H12"),
        ("1e99999999999999999999", "H12"),
        ("NaN", "H12"),
        ("Infinity", "H12"),
        ("-Infinity", "H12"),
        pytest.param(HUGE, "H12", id="5000 digits"),
        pytest.param(f"0.{HUGE}", "H12", id="5000 decimals"),
    ],
)
def test_money(refused, written, code):
    assert codes(refused, "wage_income", written) == {code}


@pytest.mark.parametrize(
    "value",
    [
        589.3,
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("Infinity"),
        float("nan"),
        pytest.param(10**5000, id="5001 digits"),
    ],
)
def test_money_of_an_object(refused, value):
    assert len(refused({"format": FORMAT, "people": [{"wage_income": value}]})) == 1


@pytest.mark.parametrize(
    "value", ["3/0", "x", "６0%", "9" * 50, True, [], Decimal("1e-30"), Decimal("1e400"), "-1/2", 10**6]
)
def test_ratios(vocabulary, value):
    t = Text("", "")
    share = Vocabulary(vocabulary.entities, {"share": Fact("share", "person", RATIO, t, t, "declared", False)})
    household = {"format": FORMAT, "people": [{"share": value}]}
    with pytest.raises(PolicyError) as problem:
        read_household(household, share)
    assert [finding.place.path for finding in problem.value.findings] == ["people[0].share"]
    if not isinstance(value, Decimal):
        schema = Draft202012Validator(household_schema(share))
        assert schema.is_valid(household) == isinstance(value, str)  # what text is a ratio, only reading finds


@pytest.mark.parametrize("written", ["1", "0", '"true"', '"是"', "{}", "[true]"])
def test_truth(refused, written):
    assert codes(refused, "married", written) <= {"H8", "H11"}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.0", "H11"),
        ('"1"', "H11"),
        ("true", "H11"),
        ("-1", "H12"),
        ("1000000000", "H12"),
        (HUGE, "H12"),
        ("1e2", "H11"),
    ],
)
def test_whole_numbers(refused, written, code):
    assert codes(refused, "refusals_in_a_row", written) == {code}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("19580512", "H11"),
        ('"1958/05/12"', "H11"),
        ('"1958-5-12"', "H11"),
        ('"1958-05-12T00:00"', "H11"),
        ('"１９５８-05-12"', "H11"),
        ('"2021-02-29"', "H12"),
        ('"0000-01-01"', "H12"),
        ('"1899-12-31"', "H12"),
        ('"2021-11-16"', "H12"),
    ],
)
def test_dates(refused, written, code):
    assert codes(refused, "birth_date", written) == {code}


@pytest.mark.parametrize("written", ['"Male"', '"男"', "1", "true", '""'])
def test_choices(refused, written):
    assert codes(refused, "sex", written) == {"H11"}


@pytest.mark.parametrize("written", ["620171", '"62017"', '"6201711"', '"六二"', '" 620171"', '"٦٢٠١٧١"'])
def test_areas(refused, written):
    assert codes(refused, "registered_area", written) == {"H11"}


@pytest.mark.parametrize("written", ["3", "[]", r'"\u0000"', r'"\ud800"', r'"\u0007"'])
def test_text(refused, written):
    text = f'{{"format": "{FORMAT}", "village": {written}, "people": [{{}}]}}'
    assert set(refused(text)) == {("H11", "village")}


def test_what_is_shown_of_a_value_is_short_and_printable(refused):
    finding = refused({"format": FORMAT, "people": [{"sex": "\x1b[31m\ud800" + "x" * 1000}]})["H11", "people[0].sex"]
    text = finding.render("en")
    assert len(text) < 200
    text.encode("utf-8")
    assert "\x1b" not in text
