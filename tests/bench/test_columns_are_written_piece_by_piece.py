import numpy as np
import pytest

from bench.columns import ColumnsFile, read_columns


def test_pieces_become_one_column(tmp_path):
    with ColumnsFile(tmp_path / "a.npz") as file:
        file.write({"fen": np.array([1, 2]), "known": np.array([True])})
        file.write({"fen": np.array([3]), "known": np.array([False])})
    found = read_columns(tmp_path / "a.npz")
    assert found["fen"].tolist() == [1, 2, 3]
    assert found["known"].tolist() == [True, False]
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


def write_two_types(path):
    with ColumnsFile(path) as file:
        file.write({"fen": np.array([1])})
        file.write({"fen": np.array([1], np.float32)})


def test_a_column_keeps_its_type_and_nothing_is_left_of_a_broken_file(tmp_path):
    with pytest.raises(ValueError, match="fen was int64 before and is float32 now"):
        write_two_types(tmp_path / "a.npz")
    assert list(tmp_path.iterdir()) == []
