"""determine() from a folder to a folder: the same values as in memory, however it is cut; whole or not there at all."""

from datetime import date

import numpy as np
import pyarrow.parquet as pq
import pytest

from minsheng.population import determine_files as files
from minsheng.population.determine import determine
from minsheng.population.determine_files import determine_files
from tests.kernel.files import values_in, written
from tests.kernel.small import LABEL, parameter, refusal, rules, tables, told

RULES = "\n".join(
    [
        rules(
            ("poor", "person", "bool", "income < standard"),
            ("third", "person", "money/month", "income / 3"),
            ("twice", "person", "money/month", "income * 2"),
            ("care_now", "person", "[self_care, partial, full]", "care"),
            ("birthday", "person", "date", "add_years(birth_date, 18)"),
            ("home", "person", "area", "home_area"),
            ("share", "person", "money/month", "income * weight"),
            ("size", "household", "int", "count(p for p in people)"),
            ("waiting", "household", "days", "days_between(applied_on, law_day)"),
            ("head", "family", "money/month", "sum(m.income for m in members) / count(m for m in members)"),
            ("able_family", "family", "bool", "any(m.can_work for m in members)"),
            ("helped", "supporter", "bool", "pays > standard"),
            ("enough", "person", "bool", "granted > income - income or per_month(yearly_income) < granted"),
        ),
        f'granted: {{of: person, gives: money/month, {LABEL}, modality: may, at_least: "per_month(yearly_income)"}}',
    ]
)
UNIT = "family: {counts: lives_here, apart: seriously_ill, rest: without, cites: 第一条}"
PERSONS = ["poor", "third", "twice", "care_now", "birthday", "home", "share", "enough"]
ALL = [*PERSONS, "size", "waiting", "head", "able_family"]


@pytest.fixture(scope="module")
def here(law):
    return law(rules=RULES, unit=UNIT, parameters=parameter("standard", "money/month", "589.00"))


def drawn(households, known=0.97):
    """Households of one to four people, some of whose facts are not known."""
    draw = np.random.default_rng(households)
    sizes = draw.integers(1, 5, households)
    count = int(sizes.sum())

    def some(values, length=count):
        return np.ma.MaskedArray(values, draw.random(length) > known)

    days = np.datetime64("1950-01-01") + draw.integers(0, 25_000, count)
    people = {
        "income": some(draw.integers(-500, 150_000, count)),
        "yearly_income": some(draw.integers(0, 150_000, count)),
        "lives_here": some(draw.random(count) < 0.8),
        "seriously_ill": some(draw.random(count) < 0.1),
        "can_work": some(draw.random(count) < 0.5),
        "care": some(np.array(["self_care", "partial", "full"], object)[draw.integers(0, 3, count)]),
        "birth_date": some(days),
        "home_area": some(np.array(["620102", "110101", "620103001"], object)[draw.integers(0, 3, count)]),
        "weight": some(np.array(["1/2", "3/4", "20%"], object)[draw.integers(0, 3, count)]),
    }
    applied = np.datetime64("2017-01-01") + draw.integers(0, 100, households)
    homes = {"household_id": np.arange(households), "applied_on": some(applied, households)}
    owners = np.repeat(np.arange(count), draw.integers(0, 3, count))
    place = np.repeat(np.arange(households), sizes)
    supporters = {"household_id": place[owners], "person_id": owners, "pays": draw.integers(0, 99_999, len(owners))}
    return tables(people, homes=place, households=homes, supporters=supporters)


def in_memory(here, given, names):
    return {name: told(found) for name, found in determine(here, given, rules=names, threads=1).items()}


@pytest.mark.parametrize("part", [7, 50, 60_000])
def test_the_same_values_as_in_memory_however_it_is_cut(here, tmp_path, monkeypatch, part):
    monkeypatch.setattr(files, "_PART", part)
    given = drawn(120)
    source = written(tmp_path / "people", given, here.vocabulary)
    rows = determine_files(here, source, tmp_path / "out", rules=ALL, threads=2)
    expected = in_memory(here, given, ALL)
    found = {}
    for name in ("household", "person", "family"):
        values = values_in(tmp_path / "out" / f"{name}_values.parquet")
        assert rows[f"{name}_values.parquet"] == len(values["household_id"])
        found |= values
    for name in ALL:
        assert found[name] == expected[name], name
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "people"]


def test_ids_and_members_stand_beside_the_values(here, tmp_path):
    ids = {
        "income": np.array([1, 2, 3, 4]),
        "lives_here": np.ones(4, bool),
        "seriously_ill": np.array([0, 1, 0, 0], bool),
    }
    given = tables(ids, homes=[0, 0, 0, 1], households={"household_id": np.arange(2)})
    source = written(tmp_path / "people", given, here.vocabulary)
    determine_files(here, source, tmp_path / "out", rules=["head", "size", "twice"])
    families = values_in(tmp_path / "out" / "family_values.parquet")
    assert families == {
        "household_id": ["h00000", "h00000", "h00001"],
        "person_id": ["p000000", "p000001", "p000003"],
        "members": [2, 1, 1],
        "head": [2, 2, 4],
    }
    assert values_in(tmp_path / "out" / "household_values.parquet") == {
        "household_id": ["h00000", "h00001"],
        "size": [3, 1],
    }
    persons = values_in(tmp_path / "out" / "person_values.parquet")
    assert list(persons) == ["household_id", "person_id", "twice"]
    assert persons["household_id"] == ["h00000"] * 3 + ["h00001"]


def test_families_that_the_evaluator_formed_stand_in_their_place(here, tmp_path):
    people = {
        "income": np.array([10, 20, 30, 40, 50]),
        "lives_here": np.ma.MaskedArray(np.ones(5, bool), [False, True, False, False, False]),
        "seriously_ill": np.array([False, False, False, False, True]),
    }
    given = tables(people, homes=[0, 1, 1, 2, 2], households={"household_id": np.arange(3)})
    source = written(tmp_path / "people", given, here.vocabulary)
    determine_files(here, source, tmp_path / "out", rules=["head"])
    families = values_in(tmp_path / "out" / "family_values.parquet")
    assert families["household_id"] == ["h00000", "h00001", "h00002", "h00002"]
    assert families["person_id"] == ["p000000", "p000001", "p000003", "p000004"]
    assert families["members"] == [1, 2, 1, 1]
    assert families["head"] == [10, None, 40, 50]


def test_types_and_what_the_file_says_of_itself(here, tmp_path):
    source = written(tmp_path / "people", drawn(20), here.vocabulary)
    determine_files(here, source, tmp_path / "out", rules=PERSONS)
    schema = pq.read_schema(tmp_path / "out" / "person_values.parquet")
    assert {
        b"format": b"minsheng values 1",
        b"on": b"2017-06-01",
        b"area": b"620100",
    }.items() <= schema.metadata.items()
    kinds = {name: str(schema.field(name).type) for name in schema.names}
    assert kinds["poor"] == "bool"
    assert (kinds["twice"], kinds["third.number"], kinds["third.denominator"]) == ("int64",) * 3
    assert kinds["birthday"] == "date32[day]"
    assert kinds["care_now"] == "dictionary<values=string, indices=int32, ordered=0>"


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_that_is_there_is_not_touched(here, tmp_path):
    source = written(tmp_path / "people", drawn(3), here.vocabulary)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("kept")
    (finding,) = refusal(determine_files, here, source, tmp_path / "out", rules=["size"])
    assert (finding.code, finding.place.file) == ("T30", str(tmp_path / "out"))
    assert left(tmp_path / "out") == ["mine"]


@pytest.mark.parametrize(("names", "code"), [(["nothing"], "T51"), (["helped"], "T53"), (["size", "helped"], "T53")])
def test_rules_that_cannot_be_written(here, tmp_path, names, code):
    source = written(tmp_path / "people", drawn(3), here.vocabulary)
    (finding,) = refusal(determine_files, here, source, tmp_path / "out", rules=names)
    assert finding.code == code
    assert left(tmp_path) == ["people"]


def test_a_population_that_is_refused(here, tmp_path):
    given = drawn(3)
    given["people"]["income"][1] = 10**11 + 1
    source = written(tmp_path / "people", given, here.vocabulary)
    (finding,) = refusal(determine_files, here, source, tmp_path / "out", rules=["size"])
    assert finding.code == "T11"
    assert left(tmp_path) == ["people"]


def test_without_a_check_only_the_bounds_are_held(here, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_PART", 2)
    given = drawn(9, known=1)
    given["people"]["income"][-1] = 10**11 + 1
    given["people"]["home_area"][0] = "Lanzhou"
    source = written(tmp_path / "people", given, here.vocabulary)
    (finding,) = refusal(determine_files, here, source, tmp_path / "out", rules=["twice"], check=False)
    assert (finding.code, finding.place.path, finding.params["household"]) == ("T52", "income", "h00008")
    assert left(tmp_path) == ["people"]
    assert determine_files(here, source, tmp_path / "out", rules=["size"], check=False) == {
        "household_values.parquet": 9
    }


def test_nothing_is_left_when_something_fails_half_way(here, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_PART", 5)
    source = written(tmp_path / "people", drawn(60), here.vocabulary)
    real, parts = files.determine_part, []

    def failing(*arguments):
        parts.append(arguments)
        if len(parts) > 6:
            raise OSError(5, "Input/output error")
        return real(*arguments)

    monkeypatch.setattr(files, "determine_part", failing)
    with pytest.raises(OSError, match="Input/output"):
        determine_files(here, source, tmp_path / "out", rules=["size", "head"], threads=2)
    assert left(tmp_path) == ["people"]


def test_folders_on_the_way_are_made(here, tmp_path):
    source = written(tmp_path / "people", drawn(3), here.vocabulary)
    determine_files(here, source, tmp_path / "a" / "b" / "out", rules=["size"])
    assert left(tmp_path / "a" / "b") == ["out"]


def test_a_household_without_people(here, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_PART", 1)
    people = {"income": np.array([1, 2]), "lives_here": np.ones(2, bool), "seriously_ill": np.zeros(2, bool)}
    given = tables(people, homes=[0, 0], households={"household_id": np.arange(3)})
    source = written(tmp_path / "people", given, here.vocabulary)
    assert [f.code for f in refusal(determine_files, here, source, tmp_path / "out", rules=["size"])] == ["T23", "T23"]
    determine_files(here, source, tmp_path / "out", rules=["size", "twice", "head"], check=False)
    assert values_in(tmp_path / "out" / "household_values.parquet")["size"] == [2, 0, 0]
    assert values_in(tmp_path / "out" / "family_values.parquet")["head"] == [1.5]


def test_nobody_at_all_is_refused(here, tmp_path):
    given = tables({"income": np.zeros(0, int)}, homes=[], households={"household_id": np.arange(0)})
    source = written(tmp_path / "people", given, here.vocabulary)
    findings = refusal(determine_files, here, source, tmp_path / "out", rules=["size"])
    assert {finding.code for finding in findings} == {"T08"}
    assert left(tmp_path) == ["people"]


def test_dates_in_files_are_dates(here, tmp_path):
    people = {"birth_date": np.array(["2000-02-29"], "datetime64[D]")}
    source = written(tmp_path / "people", tables(people), here.vocabulary)
    determine_files(here, source, tmp_path / "out", rules=["birthday"])
    assert values_in(tmp_path / "out" / "person_values.parquet")["birthday"] == [date(2018, 2, 28)]
