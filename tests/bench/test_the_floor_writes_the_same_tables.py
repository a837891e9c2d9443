import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench.floor import read, table_in


@pytest.mark.parametrize("compression", ["zstd", "snappy", "none"])
def test_rows_row_groups_and_compression_are_those_of_the_result(tmp_path, compression):
    rows = pa.table({"household_id": ["h1", "h2", "h3"], "fen": [1, 2, None]})
    pq.write_table(rows, tmp_path / "a.parquet", row_group_size=2, compression=compression)
    (tmp_path / "again").mkdir()
    table_in(tmp_path / "a.parquet").write(tmp_path / "again")
    one, other = (pq.ParquetFile(place / "a.parquet") for place in (tmp_path, tmp_path / "again"))
    assert other.read().equals(one.read())
    assert other.num_row_groups == 2
    assert [f.metadata.row_group(0).column(1).compression for f in (one, other)] == [
        one.metadata.row_group(0).column(1).compression
    ] * 2


def test_all_rows_are_read(folder, columns):
    wanted = {"people": ["household_id", "wage"], "households": ["household_id"]}
    homes, people = len(columns["households/setting"]), len(columns["people/wage"])
    assert read(folder / "population", wanted) == homes + people
