"""The published area codes go into the register: an area with all in it and all it lies in, twice without harm."""

import csv
import lzma
import tracemalloc
from datetime import date
from importlib import resources

import pytest

from minsheng.policy.finding import PolicyError
from minsheng.registry.divisions import documented, load_divisions, published
from minsheng.registry.models import Area


@pytest.fixture(scope="module")
def names():
    return dict(published(villages=False))


def test_a_district_with_its_townships_and_villages(db):
    loaded = load_divisions("500110")
    assert loaded.made == Area.objects.count() > 400
    assert list(Area.objects.exclude(stem__startswith="500110").values_list("code", flat=True)) == [
        "100000", "500000", "500100",
    ]  # fmt: skip
    assert Area.objects.get(code="500110107").name == "黑山镇"
    levels = set(Area.objects.within(Area.objects.get(code="500110")).values_list("level", flat=True))
    assert levels == {6, 9, 12}


def test_without_villages(db):
    load_divisions("620171", villages=False)
    towns = Area.objects.filter(level=9).values_list("code", flat=True)
    assert list(towns) == ["620171101", "620171102", "620171103", "620171104", "620171401", "620171402"]
    assert not Area.objects.filter(level=12).exists()


def test_parks_that_a_document_names_hold_from_its_day(db):
    load_divisions("620171", villages=False)
    load_divisions("620171", villages=False)
    parks = Area.objects.filter(code__startswith="6201714")
    assert [park.name for park in parks] == ["中川园区", "职教园区"]
    assert not parks.valid_on(date(2021, 11, 17)).exists()
    assert parks.valid_on(date(2021, 11, 18)).count() == 2
    assert {park.level for park in parks} == {9}


def test_no_code_of_ours_is_a_published_one(names):
    assert not {area.code for area in documented()} & set(names)


def test_elsewhere_there_are_no_parks(db):
    load_divisions("500110", villages=False)
    assert not Area.objects.filter(stem__startswith="6201").exists()


def test_a_single_village(db):
    load_divisions("500110107201")
    stems = list(Area.objects.values_list("level", flat=True))
    assert stems == [0, 2, 4, 6, 9, 12]


def test_a_city_without_counties(db):
    load_divisions("441900", villages=False)
    assert Area.objects.filter(level=9, stem__startswith="4419").count() > 20
    assert Area.objects.get(code="441900").level == 4


def test_loading_twice_changes_nothing(db):
    load_divisions("500110107")
    before = list(Area.objects.values())
    again = load_divisions("500110107")
    assert (again.made, again.there) == (0, len(before))
    assert list(Area.objects.values()) == before


def test_what_is_there_keeps_its_name(areas):
    loaded = load_divisions("500110", villages=False)
    assert loaded.named_otherwise == ["500110107", "500110108"]
    assert Area.objects.get(code="500110107").name == "东溪镇"


@pytest.mark.parametrize("code", ["999999", "500110999", "5001", "", "綦江"])
def test_a_code_that_is_none_is_refused_and_nothing_is_written(db, code):
    with pytest.raises(PolicyError) as problem:
        load_divisions(code)
    assert [finding.code for finding in problem.value.findings] == ["A1"]
    assert not Area.objects.exists()


def test_they_agree_with_the_codes_of_the_synthetic_county(names):
    text = resources.files("minsheng.population").joinpath("data/areas.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows
    assert {row["code"]: row["name"] for row in rows} == {row["code"]: names[row["code"]] for row in rows}


def test_every_village_lies_in_a_township(names):
    file = resources.files("minsheng.registry").joinpath("data/villages.csv.xz")
    with file.open("rb") as packed, lzma.open(packed, "rt", encoding="utf-8") as lines:
        next(lines)
        assert not {line[:9] for line in lines} - set(names)


def test_the_whole_country_is_there(names):
    assert len([code for code in names if code.endswith("0000") and len(code) == 6]) == 35
    assert len(names) > 44_000


def test_memory_stays_small_however_many_areas_there_are(db):
    tracemalloc.start()
    load_divisions("500000", villages=False)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert Area.objects.count() > 1_000
    assert peak < 30 << 20
