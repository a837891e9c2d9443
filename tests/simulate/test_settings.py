"""A setting changes what it names and nothing else; the more special one holds."""

from fractions import Fraction

import pytest

from minsheng.policy.finding import Findings, Place
from minsheng.population.simulate.setting import Shapes, changed_values, read_setting
from tests.simulate.conftest import DAY

OLD = {("urban",): 50000, ("rural",): 35000}


@pytest.fixture(scope="module")
def shapes(library):
    return Shapes(library)


@pytest.fixture
def changed(library, shapes):
    """A function that gives the values that settings change in the law of a township."""

    def values(*texts, area="500110107"):
        findings = Findings()
        settings = [read_setting(text, Place("--set"), shapes, findings) for text in texts]
        findings.raise_errors()
        return changed_values(library.as_of(DAY, area), settings, shapes)

    return values


def test_one_choice_leaves_the_others_as_they_are(changed):
    assert changed("dibao.standard[500110,urban]=600") == {"dibao.standard": {**OLD, ("urban",): 60000}}


def test_no_choice_is_all_of_them(changed):
    assert changed("dibao.standard=600") == {"dibao.standard": {("urban",): 60000, ("rural",): 60000}}


def test_the_area_may_be_wider_or_left_out(changed):
    for area in ("", "100000,", "500000,", "50,", "500110,", "500110107,"):
        assert changed(f"dibao.standard[{area}urban]=600")["dibao.standard"]["urban",] == 60000


def test_another_area_changes_nothing(changed):
    assert changed("dibao.standard[500110108,urban]=600") == {}
    assert changed("dibao.standard[500110108,urban]=600", area="500110108003")


def test_a_value_that_holds_already_changes_nothing(changed):
    assert changed("dibao.standard[urban]=500.00") == {}


def test_the_more_special_one_holds_in_any_order(changed):
    wide, choice, place = "dibao.standard=400", "dibao.standard[urban]=600", "dibao.standard[500110107]=700"
    assert changed(wide, choice)["dibao.standard"] == {("urban",): 60000, ("rural",): 40000}
    assert changed(choice, wide)["dibao.standard"] == {("urban",): 60000, ("rural",): 40000}
    assert changed(place, choice, wide)["dibao.standard"] == {("urban",): 70000, ("rural",): 70000}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("dibao.standard=6000.12/year", 50001),
        ("dibao.adult_age=16", 16),
        ("supplement.elderly=1/8", Fraction(1, 8)),
        ("dibao.property_test=by_assessment", "by_assessment"),
        ("dibao.shares={central: 2/3, county: 1/3}", {"central": Fraction(2, 3), "county": Fraction(1, 3)}),
    ],
)
def test_values_are_written_as_in_packs(changed, text, value):
    (values,) = changed(text).values()
    assert all(one == value for one in values.values())


def test_the_changed_law_decides_by_the_new_value(library, changed):
    law = library.as_of(DAY, "500110107")
    other = law.with_settings(changed("dibao.standard[500110,urban]=600"))
    assert [other.parameter("dibao.standard", (key,)) for key in ("urban", "rural")] == [60000, 35000]
    assert law.parameter("dibao.standard", ("urban",)) == 50000
