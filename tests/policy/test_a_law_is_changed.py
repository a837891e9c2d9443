"""A law with other values: what is wrong is said at once, with the nearest names; values from arrays are taken as plain numbers."""

from datetime import date
from fractions import Fraction

import pytest


@pytest.fixture(scope="module")
def here(real):
    return real.as_of(date(2017, 12, 31), "500110")


def test_a_name_that_is_not_in_force(here):
    with pytest.raises(KeyError, match=r"no parameter dibao.standart in force here; there is: dibao.standard"):
        here.change({"dibao.standart": 60000})


@pytest.mark.parametrize("value", [600.0, "600", True])
def test_a_value_of_another_type(here, value):
    with pytest.raises(TypeError, match="dibao.standard takes whole numbers of fen"):
        here.change({"dibao.standard": {"urban": value}})


def test_a_whole_number_of_another_kind(here):
    class Whole:
        def __index__(self):
            return 60000

    changed = here.change({"dibao.standard": {"urban": Whole()}})
    assert changed.parameter("dibao.standard", ("urban",)) == 60000
    assert changed.parameter("dibao.standard", ("rural",)) == here.parameter("dibao.standard", ("rural",))


def test_shares(here):
    shares = {"county": 1, "city": Fraction(0)}
    assert here.change({"dibao.shares": {(): shares}}).parameter("dibao.shares", ()) == shares


def test_it_says_what_it_is(here):
    assert repr(here).startswith("<Law of 2017-12-31 in 500110: ")
    assert repr(here.change({"dibao.standard": 1})).endswith("changed: dibao.standard>")
