"""The file of a ranking: Parquet or CSV, whole or not at all, the same bytes whatever was read at a time."""

import csv
from datetime import date

import pyarrow.parquet as pq
import pytest

from minsheng.policy.finding import PolicyError
from minsheng.population.lists import ranking_file, ranking_of
from tests.lists.conftest import pack, ranked, ruled

RULES = ruled("half", "household", "money/month", "paid_now / 2")
RANKINGS = (
    ranked("paid", "household", "paid_now", "village", "descending", "half")
    + ranked("now", "household", "receives_now", "setting", "descending", "above_since")
    + ranked("half", "person", "half", "village", "ascending", "weight")
)


@pytest.fixture(scope="module")
def law(small_library):
    return small_library(a=pack(area="620100", rules=RULES, ranking=RANKINGS)).as_of(date(2017, 6, 1), "620100")


@pytest.fixture
def people(law, people_of):
    names = ("village", "paid_now", "receives_now", "above_since")
    rows = [
        ("东", "12.30", "yes", "2017-01-01"),
        ("东", "0.05", "no", ""),
        ("", "1", "", "2016-01-01"),
        ("西", "0.33", "yes", "2015-02-03"),
    ]
    same = {"setting": "rural", "synthetic": "yes"}
    homes = [({**dict(zip(names, row, strict=True)), **same}, [{"weight": "1/3"}]) for row in rows]
    return people_of(law.vocabulary, *homes)


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_csv_has_money_in_yuan_and_exact_parts_of_a_fen_as_number_and_denominator(law, people, tmp_path):
    ranking_of(law, "paid", people, out=tmp_path / "list.csv")
    assert rows_of(tmp_path / "list.csv") == [
        [
            "household_id",
            "partition",
            "score",
            "tie_1.number",
            "tie_1.denominator",
            "place",
            "synthetic",
            "demonstration",
        ],
        ["h01", "东", "12.30", "615", "1", "1", "yes", "no"],
        ["h02", "东", "0.05", "5", "2", "2", "yes", "no"],
        ["h04", "西", "0.33", "33", "2", "1", "yes", "no"],
        ["h03", "", "1.00", "50", "1", "", "yes", "no"],
    ]


def test_csv_leaves_what_is_not_known_empty(law, people, tmp_path):
    ranking_of(law, "now", people, out=tmp_path / "list.csv")
    assert [row[:5] for row in rows_of(tmp_path / "list.csv")[1:]] == [
        ["h04", "rural", "yes", "2015-02-03", "1"],
        ["h01", "rural", "yes", "2017-01-01", "2"],
        ["h02", "rural", "no", "", ""],
        ["h03", "rural", "", "2016-01-01", ""],
    ]


def test_parquet_says_what_its_numbers_are(law, people, tmp_path):
    ranking_of(law, "paid", people, out=tmp_path / "list.parquet")
    schema = pq.read_schema(tmp_path / "list.parquet")
    about = {key.decode(): value.decode() for key, value in schema.metadata.items() if key != b"ARROW:schema"}
    assert about == {"format": "minsheng ranking 1", "ranking": "paid", "on": "2017-06-01", "area": "620100"}
    assert schema.field("score").metadata == {b"type": b"money/month", b"unit": b"fen", b"period": b"month"}
    assert schema.field("tie_1.number").metadata[b"unit"] == b"fen"
    assert pq.read_table(tmp_path / "list.parquet").column("score").to_pylist() == [1230, 5, 33, 100]


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_the_bytes_are_the_same_whatever_was_read_at_a_time(law, people, tmp_path, ending):
    for size in (1, 3, 100):
        ranking_of(law, "half", people, out=tmp_path / f"{size}.{ending}", size=size)
    first, *others = [(tmp_path / f"{size}.{ending}").read_bytes() for size in (1, 3, 100)]
    assert others == [first, first]


def test_more_rows_than_are_written_at_a_time_are_all_there(law, county, county_folder, library, tmp_path, monkeypatch):
    here = library.as_of(date(2017, 12, 31), "500110")
    whole = ranking_of(here, "savings", county, check=False).table
    monkeypatch.setattr(ranking_file, "_ROWS", 100)
    ranking_of(here, "savings", county, check=False, out=tmp_path / "list.parquet", size=333)
    assert pq.read_table(tmp_path / "list.parquet").to_pylist() == whole.to_pylist()


def test_an_older_file_stays_unless_it_may_be_replaced(law, people, tmp_path):
    out = tmp_path / "list.csv"
    out.write_text("older")
    with pytest.raises(PolicyError, match="the file is there already"):
        ranking_of(law, "paid", people, out=out)
    assert out.read_text() == "older"
    ranking_of(law, "paid", people, out=out, replace=True)
    assert rows_of(out)[1][0] == "h01"


def test_another_kind_of_file_is_refused(law, people, tmp_path):
    with pytest.raises(PolicyError, match=r"the list is written as \.parquet or \.csv"):
        ranking_of(law, "paid", people, out=tmp_path / "list.xlsx")


def test_a_disk_that_is_full_leaves_nothing_new_and_the_older_file(law, people, tmp_path, monkeypatch):
    def full(_, path, __):
        path.write_text("half a li")
        raise OSError(28, "No space left on device")

    out = tmp_path / "lists" / "list.csv"
    out.parent.mkdir()
    out.write_text("older")
    monkeypatch.setattr(ranking_file, "_write_csv", full)
    with pytest.raises(PolicyError, match="No space left on device"):
        ranking_of(law, "paid", people, out=out, replace=True)
    assert [path.name for path in out.parent.iterdir()] == ["list.csv"]
    assert out.read_text() == "older"


def test_synthetic_people_are_marked(law, people):
    result = ranking_of(law, "paid", people)
    assert result.synthetic
    assert set(result.table.column("synthetic").to_pylist()) == {True}
