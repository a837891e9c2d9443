"""Files that are damaged, empty, or of another make than they should be are refused with what is wrong with them."""

import re
import shutil
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from minsheng.policy.finding import PolicyError

DAY = date(2017, 12, 31)


@pytest.fixture
def people(county, tmp_path):
    folder = tmp_path / "people"
    shutil.copytree(county, folder)
    return folder


@pytest.fixture
def message(scan_here, tmp_path):
    """What a scan says in English about a population that it refuses."""

    def said(folder, **options):
        with pytest.raises(PolicyError) as problem:
            scan_here(folder, on=DAY, out=tmp_path / "results" / "out", **options)
        assert not (tmp_path / "results").exists() or list((tmp_path / "results").iterdir()) == []
        return "\n".join(finding.render("en") for finding in problem.value.findings)

    return said


def test_a_file_that_was_cut_off(people, message):
    path = people / "people.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    assert message(people).startswith("people.parquet: error[T03] the file cannot be read: ")


def test_a_file_with_damaged_pages(people, message):
    path = people / "people.parquet"
    content = bytearray(path.read_bytes())
    for place in range(1000, len(content) // 2, 50):
        content[place] ^= 0x5A
    path.write_bytes(bytes(content))
    said = message(people)
    assert "people.parquet: error[T03] the file cannot be read: " in said
    assert "T08" not in said


def test_damaged_pages_cannot_be_set_aside(people, message):
    path = people / "people.parquet"
    content = bytearray(path.read_bytes())
    content[1000 : len(content) // 2] = bytes(len(content) // 2 - 1000)
    path.write_bytes(bytes(content))
    assert "people.parquet: error[T03] the file cannot be read: " in message(people, skip_bad=True)


def thousand(path):
    """A file of households with a thousand rows, and where its footer begins."""
    table = pa.table({"household_id": [f"h{n:05d}" for n in range(1000)], "area": ["500110107"] * 1000})
    pq.write_table(table, path, use_dictionary=False, compression="none", write_statistics=False)
    content = path.read_bytes()
    return content, len(content) - 8 - int.from_bytes(content[-8:-4], "little")


def test_columns_that_differ_in_length(people, message):
    path = people / "households.parquet"
    content, footer = thousand(path)
    places = [found.start() for found in re.finditer(re.escape(b"\xd0\x0f"), content) if found.start() > footer]
    changed = bytearray(content)
    changed[places[1]] = 0xCE  # 999 cells in the first column
    path.write_bytes(bytes(changed))
    assert message(people).splitlines() == [
        "households.parquet: household_id: error[T07] the column has 999 cells where the file has 1000 rows (row group 1)",
        "    The file is damaged; write it again.",
    ]


def test_a_page_with_fewer_cells_than_the_file_has_rows(people, message):
    path = people / "households.parquet"
    content, footer = thousand(path)
    changed = bytearray(content)
    changed[content.index(b"\xd0\x0f", 0, footer)] = 0xCE
    path.write_bytes(bytes(changed))
    assert "households.parquet: error[T03] the file cannot be read: " in message(people)


@pytest.mark.parametrize("name", ["households.parquet", "people.parquet"])
def test_a_file_of_no_bytes(people, message, name):
    (people / name).write_bytes(b"")
    assert message(people).startswith(f"{name}: error[T08] the file is empty")


def test_parquet_without_rows(people, message):
    for name in ("households", "people", "supporters"):
        table = pq.read_table(people / f"{name}.parquet")
        pq.write_table(table.slice(0, 0), people / f"{name}.parquet")
    assert message(people).splitlines() == [
        "households.parquet: error[T08] the file has no rows",
        "    There is nothing to decide.",
        "people.parquet: error[T08] the file has no rows",
        "    There is nothing to decide.",
    ]


def test_csv_with_a_header_only(small, message):
    header = (small / "people.csv").read_text(encoding="utf-8").splitlines()[0]
    (small / "people.csv").write_text(header + "\n", encoding="utf-8")
    assert message(small).startswith("people.csv: error[T08] the file has no rows")


def test_a_list_without_rows_is_an_empty_list(small, scan_here, tmp_path):
    (small / "supporters.csv").write_text("household_id,person_id,kinship,able\n", encoding="utf-8")
    assert scan_here(small, on=DAY, out=tmp_path / "out").totals.households == 3


def test_a_column_that_is_missing(people, message):
    table = pq.read_table(people / "people.parquet").drop_columns(["person_id"])
    pq.write_table(table, people / "people.parquet")
    assert "people.parquet: person_id: error[T05] the column person_id is missing" in message(people)


def test_a_column_of_another_type(people, message):
    table = pq.read_table(people / "people.parquet")
    place = table.column_names.index("wage_income")
    table = table.set_column(place, "wage_income", table["wage_income"].cast(pa.float64()))
    pq.write_table(table, people / "people.parquet")
    assert message(people).splitlines()[0] == (
        "people.parquet: wage_income: error[T10] the column has the type double; int64 was expected"
    )


def test_keys_that_are_numbers(people, message):
    table = pq.read_table(people / "households.parquet")
    keys = pa.array(range(len(table)), pa.int64())
    table = table.set_column(table.column_names.index("household_id"), "household_id", keys)
    pq.write_table(table, people / "households.parquet")
    said = message(people)
    assert "households.parquet: household_id: error[T10] the column has the type int64; string was expected" in said
    assert "T11" not in said


def test_a_row_with_too_many_cells(small, message):
    with (small / "supporters.csv").open("a", encoding="utf-8") as file:
        file.write("h1,p1,child,true,extra\n")
    assert message(small) == "supporters.csv:3: error[T06] the row has 5 cells, the header has 4"


def test_text_that_is_not_of_its_encoding(small, message):
    path = small / "people.csv"
    rows = path.read_bytes().splitlines(keepends=True)
    filler = b"".join(b"h3,q%05d,,,\n" % n for n in range(9000))
    path.write_bytes(b"".join(rows) + filler + b"h3,\xff\xfe\xff,,,\n")
    assert "people.csv: error[T03] the file cannot be read: " in message(small)
