"""ID numbers of GB 11643: form, place, date of birth, sex, check digit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.policy.idnumber import birth_date_of, check_digit, masked, problems_of, sex_of

STANDARD = "11010519491231002X"  # the example printed in the standard


def made(first17: str) -> str:
    return first17 + check_digit(first17)


def test_the_example_of_the_standard_is_right():
    assert problems_of(STANDARD) == []
    assert birth_date_of(STANDARD) == date(1949, 12, 31)
    assert sex_of(STANDARD) == "female"


def test_an_odd_sequence_is_male():
    assert sex_of(made("11010519491231001")) == "male"
    assert sex_of(made("11010519491231010")) == "female"


def test_a_small_x_and_outer_spaces_are_accepted():
    assert problems_of(f" {STANDARD.lower()} ") == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("", "17 digits"),
        ("11010519491231002", "17 digits"),
        (STANDARD + "0", "17 digits"),
        ("1101051949123100XX", "17 digits"),
        ("１１０１０５19491231002X", "17 digits"),
        ("110105491231002", "old form"),
        (made("00010519491231002"), "province"),
        (made("99010519491231002"), "province"),
        (made("11010519490231002"), "does not exist"),
        (made("11010519491301002"), "does not exist"),
        (made("11010519000229002"), "does not exist"),
        (made("11010518991231002"), "out of range"),
        ("110105194912310020", "check digit"),
    ],
)
def test_each_problem_is_named(number, words):
    problems = problems_of(number)
    assert len(problems) == 1
    assert words in problems[0]


def test_all_problems_are_named_at_once():
    assert len(problems_of("000105194902300020")) == 3


def test_a_leap_day_is_a_real_date():
    assert problems_of(made("11010520000229002")) == []


def test_a_birth_after_the_latest_day_is_out_of_range():
    number = made("11010520211116002")
    assert problems_of(number, date(2021, 11, 16)) == []
    assert problems_of(number, date(2021, 11, 15)) == ["the ID number has a date of birth that is out of range"]


@pytest.mark.parametrize("function", [birth_date_of, sex_of])
def test_a_wrong_number_gives_nothing_and_is_not_repeated(function):
    with pytest.raises(ValueError, match="check digit") as problem:
        function("110105194912310020")
    assert "1949" not in str(problem.value)


def test_the_check_digit_needs_seventeen_digits():
    with pytest.raises(ValueError, match="seventeen"):
        check_digit("1101051949123100")


@given(st.integers(0, 10**17 - 1), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number, position, change):
    first17 = f"{number:017}"
    slip = first17[:position] + str((int(first17[position]) + change) % 10) + first17[position + 1 :]
    assert check_digit(slip) != check_digit(first17)


@given(st.integers(0, 10**17 - 1), st.integers(0, 15))
def test_two_neighbours_exchanged_are_always_found(number, position):
    digits = list(f"{number:017}")
    digits[position], digits[position + 1] = digits[position + 1], digits[position]
    if digits[position] != digits[position + 1]:
        assert check_digit("".join(digits)) != check_digit(f"{number:017}")


@given(st.text(max_size=25))
def test_a_mask_shows_at_most_five_characters(text):
    shown = masked(text)
    assert len(shown) - shown.count("*") <= 5


def test_a_mask_keeps_three_and_two():
    assert masked(STANDARD) == "110*************2X"
    assert masked("1101051949") == "**********"
