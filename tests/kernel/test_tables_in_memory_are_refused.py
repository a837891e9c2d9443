"""Each way in which tables in memory can be wrong, with the place that is named. Nothing wrong is taken for something else."""

import numpy as np
import pyarrow as pa
import pytest

from minsheng.population.determine import determine
from tests.kernel.small import refusal, rules, tables

RULES = rules(
    ("twice", "person", "money/month", "income * 2"),
    ("in_village", "household", "bool", "setting == rural"),
    ("helpers", "person", "int", "count(s for s in supporters if s.able)"),
    ("here", "person", "bool", "registered_in(home_area, area)"),
    ("works", "person", "bool", "can_work"),
    ("old", "person", "years", "age_on(birth_date, law_day)"),
    ("part", "person", "ratio", "weight"),
    ("score", "household", "int", "villagers_score"),
)
KEYS = {"household_id": np.array([0, 1])}
ONE_TOO_MANY = np.zeros(1001, int)


@pytest.fixture(scope="module")
def refused(law):
    here = law(rules=RULES)

    def of(given, name):
        (finding,) = refusal(determine, here, given, rules=[name])
        return finding.code, finding.render("en").splitlines()[0].replace(f"error[{finding.code}] ", "")

    return of


def people(**columns):
    return tables({"household_id": np.array([0, 1]), **columns}, homes=[0, 1])


def ill_formed(given, name, message):
    return pytest.param(given, name, message, id=message)


@pytest.mark.parametrize(
    ("given", "name", "message"),
    [
        ill_formed({"people": KEYS}, "twice", "households: the table households is missing"),
        ill_formed({"households": KEYS}, "twice", "people: the table people is missing"),
        ill_formed({**people(), "dwellings": KEYS}, "twice", "dwellings: there is no table dwellings"),
        ill_formed(people(wages=np.array([1, 2])), "twice", "people: unknown column wages"),
        ill_formed(
            people(income=np.array([1])), "twice", "people: the columns differ in length (household_id: 2, income: 1)"
        ),
        ill_formed({"households": {}, "people": KEYS}, "twice", "households: the columns differ in length (0)"),
        ill_formed({"households": KEYS, "people": {}}, "twice", "people: the column household_id is missing"),
        ill_formed({**people(), "supporters": {}}, "helpers", "supporters: the column person_id is missing"),
        ill_formed(tables(homes=[0, 2], households=KEYS), "twice", "people: row 1 belongs to nobody"),
        ill_formed(tables(homes=[-1, 1], households=KEYS), "twice", "people: row 0 belongs to nobody"),
        ill_formed(
            tables(homes=np.array([0, 2**63 + 1], np.uint64), households=KEYS),
            "twice",
            "people: row 1 belongs to nobody",
        ),
        ill_formed(
            {"households": KEYS, "people": {"household_id": pa.array([0, None])}},
            "twice",
            "people: row 1 belongs to nobody",
        ),
        ill_formed(
            tables(homes=[0, 1, 0], households=KEYS),
            "twice",
            "people: the rows are not in the order of their owners, first at row 2",
        ),
        ill_formed(
            {**people(), "supporters": {"person_id": np.array([1, 0])}},
            "helpers",
            "supporters: the rows are not in the order of their owners, first at row 1",
        ),
        ill_formed(
            {"households": {"household_id": np.array(["a"])}, "people": {"household_id": np.array(["a", "b"])}},
            "twice",
            "people: row 1 belongs to nobody",
        ),
        ill_formed(
            {"households": {"household_id": np.array(["a", "a"])}, "people": {"household_id": np.array(["a"])}},
            "twice",
            "households: the column household_id has an id twice",
        ),
        ill_formed(
            {"households": {"setting": np.array([0])}, "people": {"household_id": np.array(["a"])}},
            "twice",
            "households: the column household_id is missing",
        ),
        ill_formed(
            {"households": KEYS, "people": {"household_id": np.array(["a"])}},
            "twice",
            "households: the column household_id has the type int64; text was expected",
        ),
        ill_formed(
            {"households": KEYS, "people": {"household_id": np.array([0.0, 1.7])}},
            "twice",
            "people: the column household_id has the type double; text was expected",
        ),
        ill_formed(
            tables(homes=ONE_TOO_MANY, households={"household_id": np.array([7])}),
            "twice",
            "people: more than 1000 rows belong to one owner, row 0",
        ),
        ill_formed(
            people(income=[1, 2]),
            "twice",
            "people: the column income is neither a NumPy array of one dimension nor an Arrow array",
        ),
        ill_formed(
            people(income=np.array([[1, 2], [3, 4]])),
            "twice",
            "people: the column income is neither a NumPy array of one dimension nor an Arrow array",
        ),
        ill_formed(
            people(income=np.array([1.0, 2.0])),
            "twice",
            "people: the column income has the type double; money/month was expected",
        ),
        ill_formed(
            people(income=pa.array([1.0, 2.0])),
            "twice",
            "people: the column income has the type double; money/month was expected",
        ),
        ill_formed(
            people(income=np.array([True, False])),
            "twice",
            "people: the column income has the type bool; money/month was expected",
        ),
        ill_formed(
            people(income=np.array([1, "x"], object)),
            "twice",
            "people: the column income has a type that is not read: object",
        ),
        ill_formed(
            people(income=pa.array([1, 2**64 - 1], pa.uint64())),
            "twice",
            "people: the column income has numbers that 64 bits do not hold",
        ),
        ill_formed(
            people(can_work=np.array([1, 0])),
            "works",
            "people: the column can_work has the type int64; bool was expected",
        ),
        ill_formed(
            people(birth_date=np.array([1, 0])),
            "old",
            "people: the column birth_date has the type int64; date was expected",
        ),
        ill_formed(
            people(birth_date=np.array(["2000-01-01", "2000-01-02"])),
            "old",
            "people: the column birth_date has the type string; date was expected",
        ),
        ill_formed(
            people(home_area=np.array([620102, 620103])),
            "here",
            "people: the column home_area has the type int64; area was expected",
        ),
        ill_formed(
            people(home_area=np.array(["620102", "Lanzhou"])),
            "here",
            "people: home_area[1]: an area code of 2, 4, 6, 9 or 12 digits was expected",
        ),
        ill_formed(
            tables(households={"area": pa.array(["620", "620102"])}),
            "here",
            "households: area[0]: an area code of 2, 4, 6, 9 or 12 digits was expected",
        ),
        ill_formed(
            tables(households={"setting": np.array(["urban", "town"])}),
            "in_village",
            "households: setting[1]: one of these was expected: urban, rural",
        ),
        ill_formed(
            tables(households={"setting": pa.array([None, "town"]).dictionary_encode()}),
            "in_village",
            "households: setting[1]: one of these was expected: urban, rural",
        ),
        ill_formed(
            tables(households={"setting": np.array([0.0, 1.0])}),
            "in_village",
            "households: the column setting has the type double; urban | rural was expected",
        ),
        ill_formed(
            people(weight=np.array(["1/2", "half"])),
            "part",
            "people: weight[1]: a ratio was expected, such as 0.73, 3/2 or 60%",
        ),
        ill_formed(
            people(supporters_complete=np.array([1, 0]), can_work=np.array([True, True]))
            | {"supporters": {"person_id": np.array([0])}},
            "helpers",
            "people: the column supporters_complete has the type int64; bool was expected",
        ),
    ],
)
def test_what_is_wrong_and_where(refused, given, name, message):
    assert refused(given, name) == ("T50", message)


@pytest.mark.parametrize("names", [["nothing"], ["twice", "nothing", "income"]])
def test_names_that_are_no_rules(law, names):
    given = people(income=np.array([1, 2]))
    findings = refusal(determine, law(rules=RULES), given, rules=names)
    assert [(f.code, f.params["name"]) for f in findings] == [("T51", name) for name in names if name != "twice"]
