"""Many identifiers at once: numbers as text columns, ID numbers with their check digits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = ["digits", "id_numbers", "texts"]

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]

_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CHECKS = np.frombuffer(b"10X98765432", np.uint8)


def digits(numbers: Ints, width: int) -> Bytes:
    """Each number as ``width`` digits in ASCII, a row each, with leading zeros.

    >>> digits(np.array([7, 42]), 3).tobytes()
    b'007042'
    """
    powers = 10 ** np.arange(width - 1, -1, -1)
    return (numbers[:, None] // powers % 10 + 48).astype(np.uint8)


def texts(*parts: Bytes) -> pa.Array:
    """Rows of bytes beside each other as one text column.

    >>> texts(digits(np.array([7, 42]), 3), digits(np.array([1, 2]), 1)).to_pylist()
    ['0071', '0422']
    """
    whole = np.ascontiguousarray(np.hstack(parts))
    rows, width = whole.shape
    offsets = np.arange(0, (rows + 1) * width, width, dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), rows, [None, pa.py_buffer(offsets), pa.py_buffer(whole)])


def id_numbers(area: Ints, born: npt.NDArray[np.datetime64], sequence: Ints) -> pa.Array:
    """ID numbers (GB 11643) of six digits of area, the birth date and a sequence number, which is odd for men.

    >>> id_numbers(np.array([110105]), np.array(["1949-12-31"], "datetime64[D]"), np.array([2])).to_pylist()
    ['11010519491231002X']
    """
    months = born.astype("datetime64[M]").astype(np.int64)
    day = (born - born.astype("datetime64[M]")).astype(np.int64) + 1
    date = (months // 12 + 1970) * 10_000 + (months % 12 + 1) * 100 + day
    first = np.hstack([digits(area, 6), digits(date, 8), digits(sequence, 3)])
    check = _CHECKS[(first.astype(np.int64) - 48) @ _WEIGHTS % 11]
    return texts(first, check[:, None])
