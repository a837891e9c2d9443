"""The number of workers, the size of shards and of what is decided at a time change nothing about the results but the cut into parts."""

from datetime import date

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from minsheng.policy.types import format_money
from minsheng.population.scan import plan, scan

DAY = date(2017, 12, 31)
ROWS = ("household_results.parquet", "person_results.parquet")


@pytest.fixture(scope="module")
def whole(scan_here, county, tmp_path_factory):
    return scan_here(county, on=DAY, out=tmp_path_factory.mktemp("whole") / "out").out


@pytest.fixture(scope="module")
def in_parts(scan_here, county, tmp_path_factory):
    return scan_here(county, on=DAY, out=tmp_path_factory.mktemp("parts") / "out", shard=77).out


def plain(path):
    """A table with its words as plain text: dictionaries are of each part."""
    table = pq.read_table(path)
    types = [f.type.value_type if pa.types.is_dictionary(f.type) else f.type for f in table.schema]
    return table.cast(pa.schema(zip(table.column_names, types, strict=True))).combine_chunks()


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ROWS)
def test_a_folder_of_parts_is_read_as_one_table_with_the_same_rows(whole, in_parts, name):
    assert [path.name for path in sorted((whole / name).iterdir())] == ["part-00000.parquet"]
    assert [path.name for path in sorted((in_parts / name).iterdir())] == [f"part-0000{n}.parquet" for n in range(6)]
    assert plain(in_parts / name).equals(plain(whole / name))


def test_everything_else_is_the_same_byte_for_byte(whole, in_parts):
    mine, other = (
        {name: content for name, content in files_of(out).items() if "/part-" not in name and name != "manifest.json"}
        for out in (whole, in_parts)
    )
    assert mine == other
    assert "totals.csv" in mine


def test_other_workers_and_another_chunk_give_the_same_bytes(in_parts, county, packs, tmp_path):
    seen = []
    again = scan(
        county,
        packs,
        DAY,
        tmp_path / "out",
        workers=2,
        shard=77,
        chunk=30,
        progress=lambda done, of: seen.append((done, of)),
    )
    assert files_of(again.out) == files_of(in_parts)
    assert seen[-1] == (again.totals.households, again.totals.households)


def test_row_groups_that_are_too_long_and_have_no_statistics_are_cut_up_first(
    whole, scan_here, county, tmp_path, monkeypatch
):
    folder = tmp_path / "people"
    folder.mkdir()
    for path in county.glob("*.parquet"):
        pq.write_table(pq.read_table(path), folder / path.name, row_group_size=500, write_statistics=False)
    once = scan_here(folder, on=DAY, out=tmp_path / "once", shard=77)
    monkeypatch.setattr(plan, "MOST_ROWS_OF_GROUP", 499)
    seen = []

    def look(done, of):
        seen.append(sorted(path.name for path in (tmp_path / ".copied.scan" / "tables").iterdir()))

    copied = scan_here(folder, on=DAY, out=tmp_path / "copied", shard=77, progress=look)
    assert seen[0] == ["people.parquet", "supporters.parquet"]
    for out in (once.out, copied.out):
        assert all(plain(out / name).equals(plain(whole / name)) for name in ROWS)


def test_csv_gives_the_rows_that_parquet_gives(whole, scan_here, county, tmp_path):
    folder = tmp_path / "csv"
    folder.mkdir()
    for path in county.glob("*.parquet"):
        pa.csv.write_csv(in_yuan(pq.read_table(path)), folder / f"{path.stem}.csv")
    out = scan_here(folder, on=DAY, out=tmp_path / "out", shard=77).out
    assert all(plain(out / name).equals(plain(whole / name)) for name in ROWS)


def in_yuan(table):
    """The table as CSV has it: money in yuan, choices as their names."""
    for place, field in enumerate(table.schema):
        column = table.column(place)
        if field.metadata and field.metadata.get(b"unit") == b"fen":
            yuan = [None if fen is None else format_money(fen).replace(",", "") for fen in column.to_pylist()]
            table = table.set_column(place, field.name, pa.array(yuan, pa.string()))
        elif pa.types.is_dictionary(field.type):
            table = table.set_column(place, field.name, column.cast(pa.string()))
    return table


def test_no_part_has_more_households_than_asked_for(in_parts):
    rows = [pq.read_metadata(path).num_rows for path in sorted((in_parts / ROWS[0]).iterdir())]
    assert set(rows[:-1]) == {77}
    assert 0 < rows[-1] <= 77
