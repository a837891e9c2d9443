"""What determine() takes: NumPy and Arrow, whole or in chunks, keys as rows or ids, choices as words or by their place."""

from datetime import date
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest

from minsheng.population.determine import determine
from tests.kernel.small import exact, rules, tables, told

RULES = rules(
    ("twice", "person", "money/month", "income * 2"),
    ("third", "person", "money/month", "income / 3"),
    ("in_village", "household", "bool", "setting == rural"),
    ("care_now", "person", "[self_care, partial, full]", "care"),
    ("helpers", "person", "int", "count(s for s in supporters if s.able)"),
    ("next_birthday", "person", "date", "add_years(birth_date, 1)"),
    ("home", "person", "area", "home_area"),
    ("here", "person", "bool", "registered_in(home_area, area)"),
    ("many", "household", "int", "count(p for p in people)"),
    ("score", "household", "int", "villagers_score + 1"),
    ("waiting", "household", "days", "days_between(above_since, applied_on)"),
    ("waiting_now", "household", "days", "days_between(above_since, applied_on) if receives_now else 0"),
)
MASKED = np.ma.MaskedArray


@pytest.fixture(scope="module")
def found(law):
    here = law(rules=RULES)

    def of(given, *names):
        values = determine(here, given, rules=names, threads=1)
        return told(values[names[0]]) if len(names) == 1 else {name: told(values[name]) for name in names}

    return of


def days(*texts):
    return np.array(texts, "datetime64[D]")


@pytest.mark.parametrize(
    "income",
    [
        np.array([5, 6]),
        np.array([5, 6], np.int16),
        np.array([5, 6], np.uint64),
        np.array([5, 6], ">i8"),
        np.array([5, 0, 6, 0])[::2],
        pa.array([5, 6]),
        pa.array([0, 5, 6, 0])[1:3],
        pa.array([5, 6], pa.uint8()),
        pa.chunked_array([[5], [6]]),
        pa.chunked_array([[5, 6], []], pa.int64()),
    ],
    ids=lambda array: f"{type(array).__name__}-{getattr(array, 'dtype', None) or array.type}",
)
def test_money_as_any_whole_numbers(found, income):
    assert found(tables({"income": income}), "twice") == [10, 12]


def test_an_exact_value_is_a_pair(law):
    values = determine(law(rules=RULES), tables({"income": np.array([100, 300])}), rules=["third"])["third"]
    assert [part.dtype for part in values] == [np.int64, np.int64]
    assert exact(values) == [Fraction(100, 3), 100]


def test_an_arrow_table_is_a_table(found):
    typed = pa.schema({"household_id": pa.int64(), "income": pa.int64()})
    people = [
        pa.table({"household_id": [0], "income": [5]}, typed),
        pa.table({"household_id": [1], "income": [None]}, typed),
    ]
    given = {"households": pa.table({"household_id": [0, 1]}), "people": pa.concat_tables(people)}
    assert found(given, "twice") == [10, None]
    assert found({name: table.combine_chunks().to_batches()[0] for name, table in given.items()}, "twice") == [10, None]


@pytest.mark.parametrize(
    "income", [pa.array([None, 6], pa.int64()), MASKED([5, 6], [True, False]), pa.array([None, 6], pa.int32())]
)
def test_what_is_null_or_masked_is_not_known(found, income):
    assert found(tables({"income": income}), "twice") == [None, 12]


def test_a_mask_that_hides_nothing(found):
    assert found(tables({"income": MASKED([5, 6])}), "twice") == [10, 12]


def test_a_column_that_is_not_given_is_not_known(found):
    assert found(tables({"can_work": np.array([True, False])}), "twice") == [None, None]


@pytest.mark.parametrize(
    "setting",
    [
        np.array(["urban", "rural"]),
        np.array(["urban", "rural"], object),
        pa.array(["urban", "rural"]),
        pa.array(["urban", "rural"]).dictionary_encode(),
        np.array([0, 1]),
        np.array([0, 1], np.uint8),
        pa.array([0, 1]),
        pa.array([0, 1], pa.int8()),
    ],
    ids=lambda array: f"{type(array).__name__}-{getattr(array, 'dtype', None) or array.type}",
)
def test_choices_as_words_and_by_their_place(found, setting):
    assert found(tables(households={"setting": setting}), "in_village") == [False, True]


def test_a_choice_is_told_in_words(found):
    assert found(tables({"care": pa.array([2, None, 0])}), "care_now") == ["full", None, "self_care"]


def test_dates(found):
    given = {"birth_date": days("2000-02-29", "NaT", "1999-05-06")}
    assert found(tables(given), "next_birthday") == [date(2001, 2, 28), None, date(2000, 5, 6)]
    given = {"birth_date": pa.array([date(2000, 2, 29)])}
    assert found(tables(given), "next_birthday") == [date(2001, 2, 28)]


def test_areas(found):
    given = tables({"home_area": np.array(["620102", "6201", "620102003004"])})
    assert found(given, "home") == ["620102", "6201", "620102003004"]
    given = tables({"home_area": pa.array(["620102", None, "110101"])})
    assert found(given, "home", "here") == {"home": ["620102", None, "110101"], "here": [True, None, False]}


def test_a_household_without_area_lives_where_the_law_holds(found):
    people = {"home_area": np.array(["620102", "110101", "620102"])}
    households = {"area": pa.array(["620103", None, None])}
    assert found(tables(people, households=households), "here") == [False, False, True]


@pytest.mark.parametrize("key", [np.int32, np.int64, np.uint8, np.uint64])
def test_owners_by_their_rows(found, key):
    given = {"households": {"household_id": np.arange(3)}, "people": {"household_id": np.array([0, 2, 2], key)}}
    assert found(given, "many") == [1, 0, 2]


@pytest.mark.parametrize("as_array", [np.array, pa.array, lambda ids: pa.array(ids).dictionary_encode()])
def test_owners_by_their_ids(found, as_array):
    people = {"household_id": as_array(["a", "c", "c"]), "person_id": as_array(["p", "q", "r"])}
    supporters = {"household_id": as_array(["c"]), "person_id": as_array(["q"]), "able": np.array([True])}
    given = {"households": {"household_id": as_array(["a", "b", "c"])}, "people": people, "supporters": supporters}
    assert found(given, "many", "helpers") == {"many": [1, 0, 2], "helpers": [0, 1, 0]}


def test_a_list_without_its_table_is_not_known(found):
    assert found(tables({"income": np.array([1])}), "helpers") == [None]


def test_a_list_whose_owner_says_that_there_may_be_more(found):
    supporters = {"person_id": np.array([0, 2]), "household_id": np.array([0, 2]), "able": np.array([True, True])}
    people = {"supporters_complete": MASKED([True, False, False], [False, False, True])}
    assert found(tables(people, supporters=supporters), "helpers") == [1, None, 1]


def test_a_household_that_may_have_more_people(found):
    given = tables({"income": np.array([1, 2])}, households={"people_complete": np.array([True, False])})
    assert found(given, "many") == [1, None]


def test_the_day_of_the_application_is_known_to_both(found):
    households = {
        "applied_on": days("2017-05-01", "2017-05-02", "NaT"),
        "above_since": days("2017-04-01", "2017-04-01", "2017-04-01"),
        "receives_now": MASKED([True, False, True], [False, True, False]),
    }
    given = tables(households=households)
    assert found(given, "waiting", "waiting_now") == {"waiting": [30, 31, None], "waiting_now": [30, None, None]}


@pytest.mark.parametrize("score", [np.array([7, 8]), np.array([7, 8], np.int8), pa.array([7, 8], pa.int16())])
def test_small_numbers(found, score):
    assert found(tables(households={"villagers_score": score}), "score") == [8, 9]


def test_columns_that_no_rule_reads_are_left_alone(found):
    given = tables({"income": np.array([5]), "yearly_income": np.array([0.5]), "name": np.array(["虚构"])})
    assert found(given, "twice") == [10]


def test_nobody(found):
    nothing = {"households": {"household_id": np.zeros(0, int)}, "people": {"household_id": pa.array([], pa.int64())}}
    assert found(nothing, "twice", "many", "care_now") == {"twice": [], "many": [], "care_now": []}


def test_no_rules(law):
    assert determine(law(rules=RULES), tables({"income": np.array([1])}), rules=[]) == {}
