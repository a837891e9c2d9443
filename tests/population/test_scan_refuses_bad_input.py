"""Bad rows stop a scan before anything is written, or are set aside with the reason."""

import csv
from datetime import date

import pyarrow.parquet as pq
import pytest

from minsheng.policy.finding import PolicyError
from minsheng.population.scan import scan

DAY = date(2017, 12, 31)


def test_nothing_is_written_when_a_cell_is_bad(small, packs, tmp_path, spoil):
    spoil(small, "people.csv", 4, birth_date="1988-02-30")
    with pytest.raises(PolicyError, match=r"people\.csv:4: birth_date: error\[T11\]"):
        scan(small, packs, DAY, tmp_path / "out", workers=1)
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


def test_skip_bad_sets_the_household_aside_with_the_reason(small, packs, tmp_path, spoil):
    spoil(small, "people.csv", 4, birth_date="1988-02-30")
    result = scan(small, packs, DAY, tmp_path / "out", workers=1, skip_bad=True, lang="en")
    assert pq.read_table(result.out / "household_results.parquet")["household_id"].to_pylist() == ["h1", "h3"]
    assert pq.read_table(result.out / "person_results.parquet")["person_id"].to_pylist() == ["p1", "p2", "p4"]
    assert result.totals.set_aside == 1
    with (result.out / "set-aside.csv").open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert (row["household_id"], row["file"], row["row"], row["column"]) == ("h2", "people.csv", "4", "birth_date")
    assert "a date that exists" in row["reason"]


def test_skip_bad_passes_over_members_of_no_household(small, packs, tmp_path, spoil):
    spoil(small, "people.csv", 5, household_id="h9")
    result = scan(small, packs, DAY, tmp_path / "out", workers=1, skip_bad=True)
    assert pq.read_table(result.out / "household_results.parquet")["household_id"].to_pylist() == ["h1", "h2"]


def test_rows_out_of_order_cannot_be_set_aside(small, packs, tmp_path, spoil):
    spoil(small, "households.csv", 3, household_id="h0")
    with pytest.raises(PolicyError, match="not in the order"):
        scan(small, packs, DAY, tmp_path / "out", workers=1, skip_bad=True)


def test_a_place_without_law_is_refused(small, packs, tmp_path, spoil):
    spoil(small, "households.csv", 4, area="310101001")
    with pytest.raises(PolicyError):
        scan(small, packs, date(1990, 1, 1), tmp_path / "out", workers=1)
    assert not (tmp_path / "out").exists()
