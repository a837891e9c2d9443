"""Bad input is refused on Spark with the findings of `minsheng scan`, and nothing is written."""

from datetime import date

import pytest

from minsheng.policy.finding import PolicyError
from minsheng.population.scan import scan
from minsheng.population.spark.scan import spark_scan
from minsheng.population.spark.source import Files
from tests.spark.conftest import DAY
from tests.spark.small import HOUSEHOLDS, PEOPLE, SUPPORTERS, spoilt, write_small

ID = "11010519491231002X"
BAD = {
    "a day that does not exist": {"people": spoilt(PEOPLE, 2, birth_date="1988-02-30")},
    "several cells": {"people": spoilt(spoilt(PEOPLE, 1, birth_date="1850-01-01"), 3, id_number="110105194912310021")},
    "a word that is no choice": {"households": spoilt(HOUSEHOLDS, 1, setting="village")},
    "a person twice": {"people": spoilt(PEOPLE, 2, person_id="p1")},
    "an ID number twice": {"people": spoilt(PEOPLE, 2, id_number=ID.lower())},
    "an ID number three times": {"people": spoilt(spoilt(PEOPLE, 2, id_number=ID), 3, id_number=ID)},
    "a member without household": {"people": [*PEOPLE, {"household_id": "h9", "person_id": "p9"}]},
    "a household without members": {"people": spoilt(PEOPLE, 3, household_id="h2")},
    "a supporter of nobody here": {"supporters": spoilt(SUPPORTERS, 0, person_id="p3")},
    "a supporter of no household": {"supporters": spoilt(SUPPORTERS, 0, household_id="h7")},
    "no household id": {"people": spoilt(PEOPLE, 0, household_id="")},
    "an unknown column": {"people": spoilt(PEOPLE, 0, age="67")},
    "nobody at all": {"people": [dict.fromkeys(PEOPLE[0], "")][:0] or [{"household_id": "", "person_id": ""}]},
    "cells and keys": {
        "people": [*spoilt(PEOPLE, 0, birth_date="x"), {"household_id": "h9", "person_id": "p9"}],
        "supporters": spoilt(SUPPORTERS, 0, person_id="p3"),
    },
}


def refused(run, *args, **options) -> list[str]:
    with pytest.raises(PolicyError) as problem:
        run(*args, **options)
    return [finding.render("en") for finding in problem.value.findings]


@pytest.mark.parametrize("what", BAD)
def test_the_same_findings(here, library, tmp_path, what):
    folder = write_small(tmp_path / "bad", **BAD[what])

    def on_spark():
        spark_scan(here, Files.open(folder, library.vocabulary), library, DAY, tmp_path / "out", partitions=2)

    expected = refused(scan, folder, library.folder, DAY, tmp_path / "out", workers=1)
    assert refused(on_spark) == expected
    assert [path.name for path in tmp_path.iterdir()] == ["bad"]


def test_a_day_without_law(here, library, tmp_path):
    folder, early = write_small(tmp_path / "right"), date(2005, 1, 1)

    def on_spark():
        spark_scan(here, Files.open(folder, library.vocabulary), library, early, tmp_path / "out", partitions=2)

    expected = refused(scan, folder, library.folder, early, tmp_path / "out", workers=1)
    assert "error[L4]" in expected[0]
    assert refused(on_spark) == expected


def test_a_household_that_is_there_twice(here, library, tmp_path):
    folder = write_small(tmp_path / "bad", households=[*HOUSEHOLDS, HOUSEHOLDS[0]])
    with pytest.raises(PolicyError) as problem:
        spark_scan(here, Files.open(folder, library.vocabulary), library, DAY, tmp_path / "out")
    (finding,) = problem.value.findings
    assert finding.code == "T20"
    assert finding.render("en").startswith("households.csv:5: household_id: error[T20] the household h1 is there twice")


def test_a_folder_that_is_there(here, library, tmp_path):
    folder = write_small(tmp_path / "right")
    (tmp_path / "out").mkdir()
    with pytest.raises(PolicyError, match="T30"):
        spark_scan(here, Files.open(folder, library.vocabulary), library, DAY, tmp_path / "out")
    done = spark_scan(here, Files.open(folder, library.vocabulary), library, DAY, tmp_path / "out", replace_older=True)
    assert done.totals.households == 3


def test_missing_and_double_files(library, tmp_path):
    folder = write_small(tmp_path / "right")
    (folder / "households.csv").unlink()
    (folder / "supporters.parquet").mkdir()
    with pytest.raises(PolicyError) as problem:
        Files.open(folder, library.vocabulary)
    assert {finding.code for finding in problem.value.findings} == {"T01", "T02"}
    with pytest.raises(PolicyError, match="there is no such folder"):
        Files.open(tmp_path / "nowhere", library.vocabulary)


def test_a_column_of_another_type(here, library, county, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = tmp_path / "bad"
    folder.mkdir()
    for name in ("households", "people", "supporters"):
        table = pq.read_table(county / f"{name}.parquet")
        if name == "people":
            place = table.schema.get_field_index("wage_income")
            table = table.set_column(place, "wage_income", pc_divide(table["wage_income"]))
        pq.write_table(table, folder / f"{name}.parquet")
    expected = refused(scan, folder, library.folder, DAY, tmp_path / "out", workers=1)

    def on_spark():
        spark_scan(here, Files.open(folder, library.vocabulary), library, DAY, tmp_path / "out")

    assert refused(on_spark) == expected
    assert pa.types.is_floating(pq.read_schema(folder / "people.parquet").field("wage_income").type)


def pc_divide(fen):
    import pyarrow.compute as pc

    return pc.divide(pc.cast(fen, "float64"), 100.0)
