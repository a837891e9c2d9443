"""Every bad cell is reported with its file, row and column, all of them at once."""

from datetime import date

import pytest

from minsheng.policy.finding import PolicyError
from minsheng.population.table import Population

DAY = date(2017, 12, 31)

CASES = [
    ("households.csv", 3, {"setting": "village"}, "one of these was expected: urban, rural"),
    ("households.csv", 2, {"financial_assets": "-1"}, "an amount may not be below zero here"),
    ("households.csv", 2, {"financial_assets": "12.345"}, "an amount in yuan with at most two decimals"),
    ("households.csv", 2, {"financial_assets": "99999999999.99"}, "the amount is out of range"),
    ("households.csv", 4, {"dibao_now": "perhaps"}, "true or false was expected"),
    ("households.csv", 4, {"area": "50011"}, "an area code of 2, 4, 6, 9 or 12 digits"),
    ("households.csv", 4, {"area": ""}, "this column is needed in every row"),
    ("people.csv", 5, {"birth_date": "2017-02-29"}, "a date that exists was expected"),
    ("people.csv", 5, {"birth_date": "45"}, "a date that exists was expected"),
    ("people.csv", 5, {"birth_date": "2018-01-01"}, "the date has not come yet"),
    ("people.csv", 5, {"birth_date": "1899-12-31"}, "the date is before 1900"),
    ("people.csv", 2, {"id_number": "110105194912310021"}, "the check digit"),
    ("people.csv", 2, {"id_number": "110105491231002"}, "15 digits"),
    ("people.csv", 2, {"id_number": "990105194912310021"}, "province"),
    ("supporters.csv", 2, {"kinship": "uncle"}, "one of these was expected"),
]


@pytest.mark.parametrize(("file", "row", "cells", "message"), CASES)
def test_a_bad_cell_has_its_row_and_column(small, vocabulary, spoil, file, row, cells, message):
    spoil(small, file, row, **cells)
    findings = Population.open(small, vocabulary).check(DAY).all_findings()
    (column,) = cells
    assert [(f.place.file, f.place.line, f.place.path) for f in findings] == [(file, row, column)]
    assert message in findings[0].render("en")


def test_incomes_that_may_be_negative_are_let_through(small, vocabulary, spoil):
    spoil(small, "people.csv", 2, business_income="-120.00", transfer_income="-30.00")
    assert Population.open(small, vocabulary).check(DAY).findings == []


def test_all_bad_cells_are_reported_together(small, vocabulary, spoil):
    spoil(small, "households.csv", 2, setting="x", financial_assets="y")
    spoil(small, "people.csv", 3, birth_date="z", wage_income="-1")
    places = [
        (f.place.file, f.place.line, f.place.path) for f in Population.open(small, vocabulary).check(DAY).all_findings()
    ]
    assert places == [
        ("households.csv", 2, "financial_assets"),
        ("households.csv", 2, "setting"),
        ("people.csv", 3, "birth_date"),
        ("people.csv", 3, "wage_income"),
    ]


def test_no_message_repeats_an_id_number(small, vocabulary, spoil):
    spoil(small, "people.csv", 2, id_number="110105194912310021")
    (finding,) = Population.open(small, vocabulary).check(DAY).findings
    assert "110105194912310021" not in finding.render("en") + finding.render("zh")


def test_an_unknown_column_is_refused_with_its_name(small, vocabulary, spoil):
    spoil(small, "people.csv", 2, age="45")
    with pytest.raises(PolicyError, match="unknown column age"):
        Population.open(small, vocabulary)


def test_a_missing_key_column_is_refused(small, vocabulary):
    (small / "households.csv").write_text("household_id\nh1\n", encoding="utf-8")
    with pytest.raises(PolicyError, match="the column area is missing"):
        Population.open(small, vocabulary)


def test_a_row_with_too_many_cells_is_refused(small, vocabulary):
    with (small / "supporters.csv").open("a", encoding="utf-8") as file:
        file.write("h1,p1,child,true,extra\n")
    with pytest.raises(PolicyError, match="the row has 5 cells, the header has 4"):
        Population.open(small, vocabulary)


def test_money_as_floating_point_in_parquet_refuses_the_column(county, vocabulary, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    for path in county.glob("*.parquet"):
        table = pq.read_table(path)
        if path.stem == "people":
            place = table.column_names.index("wage_income")
            table = table.set_column(place, "wage_income", table["wage_income"].cast(pa.float64()))
        pq.write_table(table, tmp_path / path.name)
    check = Population.open(tmp_path, vocabulary).check(DAY)
    assert check.fatal
    assert [f.place.path for f in check.findings] == ["wage_income"]
    assert "the column has the type double" in check.findings[0].render("en")
