"""A Parquet file does not depend on how its rows came in: row groups have a fixed size, dictionaries the words that occur."""

import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from minsheng.population.row_groups import RowGroupWriter

SCHEMA = pa.schema([("word", pa.dictionary(pa.int8(), pa.string())), ("number", pa.int64())])


def written(path, words, cuts):
    with RowGroupWriter(path, SCHEMA, rows=300) as writer:
        for begin, end in zip([0, *cuts], [*cuts, len(words)], strict=True):
            array = pa.array(words[begin:end], pa.string()).dictionary_encode().cast(SCHEMA.field("word").type)
            writer.write(pa.RecordBatch.from_arrays([array, pa.array(range(begin, end))], schema=SCHEMA))
    return path


@pytest.fixture
def words():
    chance = random.Random(5)
    return [chance.choice(["yes", "no", None, "b", "a"]) for _ in range(1000)]


def test_however_the_rows_are_cut_the_bytes_are_the_same(words, tmp_path):
    one = written(tmp_path / "one", words, [])
    many = written(tmp_path / "many", words, [7, 450, 451, 900])
    assert one.read_bytes() == many.read_bytes()
    assert pq.read_table(one)["word"].to_pylist() == words
    about = pq.read_metadata(one)
    assert [about.row_group(group).num_rows for group in range(about.num_row_groups)] == [300, 300, 300, 100]


def test_a_column_of_nothing_and_a_file_without_rows(tmp_path):
    path = written(tmp_path / "nulls", [None] * 5, [2])
    assert pq.read_table(path)["word"].to_pylist() == [None] * 5
    path = written(tmp_path / "empty", [], [])
    assert pq.read_table(path).schema.names == ["word", "number"]


def test_an_error_while_rows_are_made_is_not_hidden(tmp_path):
    with pytest.raises(ZeroDivisionError), RowGroupWriter(tmp_path / "broken", SCHEMA):
        _ = 1 / 0
