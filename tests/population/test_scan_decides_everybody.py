"""A scan gives one row for each household and person, in the order of the input, whose money is that of the totals."""

import csv
import json
from datetime import date

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from minsheng.population.scan import scan

DAY = date(2017, 12, 31)


@pytest.fixture(scope="module")
def result(county, packs, tmp_path_factory):
    return scan(county, packs, DAY, tmp_path_factory.mktemp("scan") / "out", workers=1, chunk=50)


def test_rows_keep_the_order_of_the_input(result, county):
    for name, key in (("household", "household_id"), ("person", "person_id")):
        source = "households" if name == "household" else "people"
        given = pq.read_table(county / f"{source}.parquet", columns=[key])[key]
        decided = pq.read_table(result.out / f"{name}_results.parquet", columns=[key])[key]
        assert decided.to_pylist() == given.to_pylist()


@pytest.mark.parametrize("name", ["household", "person"])
def test_money_in_the_rows_is_the_money_in_the_totals(result, name):
    table = pq.read_table(result.out / f"{name}_results.parquet")
    for benefit in result.totals.benefits():
        line = result.totals.line(benefit, "yes")
        assert (pc.sum(table[f"{benefit}.amount_fen"]).as_py() or 0) == sum(line.amount.values())
        for payer in ("central", "city", "county"):
            borne = sum(fen for (_, of), fen in line.shares.items() if of == payer)
            assert (pc.sum(table[f"{benefit}.{payer}_fen"]).as_py() or 0) == borne


def test_somebody_is_entitled_and_everybody_has_a_status(result):
    assert result.totals.line("dibao", "yes").people > 0
    assert result.totals.line("hardship", "yes").people > 0
    statuses = pq.read_table(result.out / "person_results.parquet", columns=["hardship.status"])["hardship.status"]
    assert statuses.null_count == 0


def test_the_files_of_totals_agree(result):
    content = json.loads((result.out / "totals.json").read_text(encoding="utf-8"))
    with (result.out / "totals.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert content["people"] == 993
    from_json = sum(fen for line in content["lines"] for fen in line["amount_fen"].values())
    assert sum(int(row["amount_fen"]) for row in rows) == from_json > 0
