"""The door: a number that is far outside what can be is refused with its column and row; what stands under a null is nobody's."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from minsheng.population.determine import determine, determine_part
from tests.generated.by_kernel import part_of_households
from tests.kernel.small import refusal, rules, tables, told

RULES = rules(
    ("twice", "person", "money/month", "income * 2"),
    ("year", "person", "money/month", "per_month(yearly_income)"),
    ("count", "person", "int", "refusals + 1"),
    ("score", "household", "int", "villagers_score"),
    ("age", "person", "years", "age_on(birth_date, law_day)"),
    ("paid", "person", "money/month", "sum(s.pays for s in supporters)"),
    ("in_village", "household", "bool", "setting == rural"),
    ("cared", "person", "bool", "care == full"),
    ("waiting", "household", "days", "days_between(applied_on, law_day)"),
    ("ill", "person", "bool", "seriously_ill"),
)
BILLION, MILLION = 10**11, 10**6
FAR = "the number is far outside what can be: check its unit (money is in fen)"


@pytest.fixture(scope="module")
def here(law):
    return law(rules=RULES)


@pytest.fixture(scope="module")
def refused(here):
    def of(given, name):
        (finding,) = refusal(determine, here, given, rules=[name], threads=1)
        assert finding.code == "T52"
        return finding.render("en").replace("error[T52] ", "")

    return of


def people(**columns):
    return tables(columns)


def homes(**columns):
    return tables(households=columns)


@pytest.mark.parametrize(
    ("given", "name", "place"),
    [
        (people(income=np.array([BILLION, BILLION + 1])), "twice", "people: income[1]"),
        (people(income=np.array([-BILLION - 1, 0])), "twice", "people: income[0]"),
        (people(income=pa.array([0, None, -BILLION - 1])), "twice", "people: income[2]"),
        (people(income=np.array([2**64 - 5, 0], np.uint64)), "twice", "people: income[0]"),
        (people(yearly_income=np.array([0, -1])), "year", "people: yearly_income[1]"),
        (people(refusals=np.array([0, -1])), "count", "people: refusals[1]"),
        (people(refusals=np.array([0, MILLION + 1])), "count", "people: refusals[1]"),
        (people(refusals=np.array([0, 2**32 + 1])), "count", "people: refusals[1]"),
        (people(refusals=pa.array([None, 2**32 + 1])), "count", "people: refusals[1]"),
        (homes(villagers_score=np.array([2**32, 1])), "score", "households: villagers_score[0]"),
        (homes(applied_on=np.array([0, 3_000_000], "datetime64[D]")), "waiting", "households: applied_on[1]"),
        (people(birth_date=np.array([-800_000, 0], "datetime64[D]")), "age", "people: birth_date[0]"),
    ],
)
def test_table_column_and_row_are_named(refused, given, name, place):
    assert refused(given, name) == f"{place}: {FAR}"


@pytest.mark.parametrize(
    "codes", [np.array([0, 2]), np.array([0, -1]), np.array([1, 65_536]), pa.array([None, 70_000])]
)
def test_the_place_of_a_choice_that_there_is_not(refused, codes):
    assert (
        refused(homes(setting=codes), "in_village") == "households: setting[1]: one of these was expected: urban, rural"
    )


def test_a_number_in_a_list_of_a_person(refused):
    supporters = {"person_id": np.array([0, 0, 1]), "pays": np.array([5, 6, -7])}
    given = {**people(income=np.array([1, 2])), "supporters": supporters}
    assert refused(given, "paid") == f"supporters: pays[2]: {FAR}"


def test_the_first_of_several_in_the_order_of_the_rows(refused):
    income = np.zeros(10_000, int)
    income[[7_003, 9_000]] = BILLION + 1
    assert refused(people(income=income), "twice") == f"people: income[7003]: {FAR}"


def test_the_household_is_named_where_rows_come_from_files(here, household):
    known = [household(here, {"income": 1}), household(here, {"income": 2}, {"income": 3})]
    part = part_of_households(known, here.vocabulary)
    part.tables["households"] = part.tables["households"].set_column(
        part.tables["households"].schema.get_field_index("household_id"), "household_id", pa.array(["h1", "h2"])
    )
    income = pa.array([1, 2, BILLION + 1])
    at = part.tables["people"].schema.get_field_index("income")
    part.tables["people"] = part.tables["people"].set_column(at, "income", income)
    (finding,) = refusal(determine_part, here, part, ["twice"])
    assert (finding.code, finding.place.path, finding.params["household"]) == ("T52", "income", "h2")


def test_bounds_themselves_are_taken(here):
    given = people(income=np.array([BILLION, -BILLION]), refusals=np.array([0, MILLION]))
    found = determine(here, given, rules=["twice", "count"], threads=1)
    assert told(found["twice"]) == [2 * BILLION, -2 * BILLION]
    assert told(found["count"]) == [1, MILLION + 1]


def nulls(values, kind):
    """An Arrow array whose first cell is null, with a value under it."""
    data = np.ascontiguousarray(values, kind)
    array = pa.Array.from_buffers(
        pa.from_numpy_dtype(data.dtype), len(data), [pa.py_buffer(b"\xfe"), pa.py_buffer(data)]
    )
    assert array.null_count == 1
    return array


@pytest.mark.parametrize("under", [0, 1, -1, 2**62, -(2**62), 2**63 - 1, -(2**63)])
def test_what_stands_under_a_null_never_matters(here, under):
    small = max(min(under, 2**31 - 1), -(2**31))
    given = tables(
        {
            "income": nulls([under, 10], np.int64),
            "yearly_income": nulls([under, 12], np.int64),
            "refusals": nulls([under, 3], np.int64),
            "birth_date": nulls([small, 0], np.int32).view(pa.date32()),
            "care": nulls([max(min(under, 2**15 - 1), -(2**15)), 2], np.int16),
        },
        households={"setting": nulls([under % 128, 1], np.int8), "villagers_score": nulls([small, 4], np.int32)},
    )
    names = ["twice", "year", "count", "age", "cared", "in_village", "score"]
    found = determine(here, given, rules=names, threads=1)
    expected = [20, 1, 4, 47, True, True, 4]
    assert [told(found[name]) for name in names] == [[None, value] for value in expected]


def test_masked_numbers_are_as_null_ones(here):
    given = people(income=np.ma.MaskedArray([BILLION * 10, 5], [True, False]))
    assert told(determine(here, given, rules=["twice"], threads=1)["twice"]) == [None, 10]


def test_a_date_in_the_first_and_the_last_year(here):
    given = people(birth_date=pa.array([date.min, date.max]))
    assert told(determine(here, given, rules=["age"], threads=1)["age"]) == [2016, 2017 - 9999 - 1]
