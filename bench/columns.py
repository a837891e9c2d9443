"""Columns of a population as one ``.npz`` file that is written chunk by chunk, so that ten million people need no memory."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np

__all__ = ["ColumnsFile", "read_columns"]


class ColumnsFile:
    """Writes named columns to an ``.npz`` file. Every chunk brings the same names; columns may differ in length.

    Args:
        path: the file to be written when the block ends without an error.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parts = path.with_suffix(".parts")
        self._files: dict[str, BinaryIO] = {}
        self._rows: dict[str, int] = {}
        self._types: dict[str, np.dtype] = {}

    def __enter__(self) -> ColumnsFile:
        """The writer itself."""
        shutil.rmtree(self._parts, ignore_errors=True)
        self._parts.mkdir(parents=True)
        return self

    def write(self, columns: Mapping[str, np.ndarray]) -> None:
        """Put rows after those that are there.

        Raises:
            ValueError: a column came with another type before.
        """
        for name, values in columns.items():
            if name not in self._files:
                self._files[name] = (self._parts / f"{len(self._files)}").open("w+b")
                self._rows[name], self._types[name] = 0, values.dtype
            if values.dtype != self._types[name]:
                raise ValueError(f"{name} was {self._types[name]} before and is {values.dtype} now")
            self._files[name].write(np.ascontiguousarray(values).data)
            self._rows[name] += len(values)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the columns together into one file."""
        try:
            if error is None:
                self._join()
        finally:
            for file in self._files.values():
                file.close()
            shutil.rmtree(self._parts, ignore_errors=True)

    def _join(self) -> None:
        with zipfile.ZipFile(self._path, "w", zipfile.ZIP_STORED) as archive:
            for name, file in self._files.items():
                header = {
                    "descr": np.lib.format.dtype_to_descr(self._types[name]),
                    "fortran_order": False,
                    "shape": (self._rows[name],),
                }
                file.seek(0)
                with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                    np.lib.format.write_array_header_1_0(member, header)
                    shutil.copyfileobj(file, member, 1 << 22)


def read_columns(path: Path) -> dict[str, np.ndarray]:
    """All columns of a file, by name."""
    with np.load(path) as archive:
        return {name: archive[name] for name in archive.files}
