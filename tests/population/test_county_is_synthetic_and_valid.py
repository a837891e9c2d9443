"""The made-up county passes its own check, has valid ID numbers, and says everywhere that it is made up."""

from datetime import date

import pyarrow.parquet as pq

from minsheng.policy.idnumber import birth_date_of, problems_of, sex_of
from minsheng.population.table import Population

DAY = date(2017, 12, 31)


def test_nothing_is_wrong_with_it(county, vocabulary):
    check = Population.open(county, vocabulary).check(DAY)
    assert check.findings == []
    assert check.people == 993


def test_every_id_number_is_valid_unique_and_fits_birth_date_and_sex(county):
    people = pq.read_table(county / "people.parquet", columns=["id_number", "birth_date", "sex"]).to_pylist()
    assert len({person["id_number"] for person in people}) == len(people)
    for person in people:
        assert not problems_of(person["id_number"], DAY)
        assert birth_date_of(person["id_number"]) == person["birth_date"]
        assert sex_of(person["id_number"]) == person["sex"]
        assert person["id_number"][:6] in ("500222", "500110")


def test_every_file_says_that_it_is_synthetic(county):
    for name in ("households", "people", "supporters"):
        file = pq.ParquetFile(county / f"{name}.parquet")
        assert file.schema_arrow.metadata[b"synthetic"] == b"true"
        assert all(file.read(["synthetic"])["synthetic"].to_pylist())
    readme = (county / "README.txt").read_text(encoding="utf-8")
    assert "SYNTHETIC" in readme
    assert "hardship_people = 7006 people; QJ 附件7 一" in readme


def test_some_facts_are_left_unknown_on_purpose_but_few(county):
    people = pq.read_table(county / "people.parquet", columns=["wage_income", "has_livelihood", "sex"])
    assert 0 < people["wage_income"].null_count < 0.05 * len(people)
    assert people["sex"].null_count == 0


def test_uncounted_parts_never_exceed_the_transfers(county):
    table = pq.read_table(county / "people.parquet")
    parts = [name for name in table.column_names if name.endswith("_received") or name == "other_uncounted_income"]
    for row in table.select(["transfer_income", *parts]).to_pylist():
        if row["transfer_income"] is not None:
            assert row["transfer_income"] >= sum(row[part] for part in parts)
