"""Texts that must stand once in a whole file, such as ID numbers: found among any number of rows with bounded memory.

Every text is kept as a number of 64 bits in a sorted file, eight bytes a row. The files are read together in slices of the numbers, so that
only a slice is in memory. Equal numbers say where to look; the texts themselves decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.policy.finding import Finding, Place
from minsheng.policy.idnumber import masked
from minsheng.policy.language import N_
from minsheng.population.files import TableFile

__all__ = ["UNIQUE", "duplicates", "hashes_of", "repeated", "write_hashes"]

Hashes = npt.NDArray[np.uint64]

#: The columns of people whose texts must stand once in the whole file.
UNIQUE = ("person_id", "id_number")

_FIRST = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xBF58476D1CE4E5B9)
_SLICE = 1_000_000
_SPACE, _SMALL_X = 32, ord("x")


def hashes_of(name: str, texts: pa.Array) -> Hashes:
    """A 64-bit number for each text, 0 for none; equal texts have equal numbers, others almost never.

    ID numbers are compared without outer spaces and with a capital X.

    Args:
        name: the column.
        texts: its cells.

    >>> a, b, none = hashes_of("id_number", pa.array(["11010519491231002X", " 11010519491231002x", None]))
    >>> bool(a == b), int(none)
    (True, 0)
    """
    texts = pc.fill_null(texts, "")
    starts, lengths, data = _bytes(texts)
    if name == "id_number" and ((data == _SMALL_X) | (data <= _SPACE) & (data > 0)).any():
        texts = _same_form(texts)
        starts, lengths, data = _bytes(texts)
    last = len(data) - 8
    words = np.ndarray((last + 1,), np.uint64, data, strides=(1,))
    total = lengths.astype(np.uint64) * _FIRST
    least = int(lengths.min(initial=0))
    for at in range(0, int(lengths.max(initial=0)), 8):
        word = words[np.minimum(starts + at, last)]
        if least < at + 8:
            word &= _mask(np.clip(lengths - at, 0, 8))
        mixed = (total ^ word) * _SECOND
        mixed ^= mixed >> np.uint64(29)
        total = mixed if least > at else np.where(lengths > at, mixed, total)
    total *= _FIRST
    total ^= total >> np.uint64(32)
    return np.where(lengths > 0, np.maximum(total, np.uint64(1)), np.uint64(0))


def _bytes(texts: pa.Array) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Where each text begins, how long it is, and all bytes with eight empty ones behind."""
    offsets = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    low, high = int(offsets[0]), int(offsets[-1])
    data = np.zeros(high - low + 8, np.uint8)
    if high > low:
        data[:-8] = np.frombuffer(texts.buffers()[2], np.uint8)[low:high]
    return offsets[:-1] - low, np.diff(offsets), data


def _mask(count: npt.NDArray[np.int64]) -> Hashes:
    """The lowest ``count`` bytes of a word."""
    bits = (count * 8).astype(np.uint64)
    partly = (np.uint64(1) << np.minimum(bits, np.uint64(63))) - np.uint64(1)
    return np.where(bits >= np.uint64(64), ~np.uint64(0), partly)


def _same_form(texts: pa.Array) -> pa.Array:
    return pc.utf8_upper(pc.utf8_trim_whitespace(texts))


def write_hashes(path: Path, hashes: Iterable[Hashes]) -> None:
    """Keep the numbers of some rows, sorted; those of empty cells are left out.

    Raises:
        OSError: the file cannot be written.
    """
    parts = list(hashes)
    whole = np.sort(np.concatenate(parts)) if parts else np.empty(0, np.uint64)
    path.write_bytes(whole[np.searchsorted(whole, np.uint64(1)) :].data)


def repeated(paths: Sequence[Path]) -> Hashes:
    """The numbers that are there more than once in files that :func:`write_hashes` made.

    Memory grows with how many are repeated, not with the files.
    """
    files = [np.memmap(path, np.uint64, "r") for path in paths if path.stat().st_size]
    slices = -(-sum(len(file) for file in files) // _SLICE)
    if not slices:
        return np.empty(0, np.uint64)
    edges = np.array([(place << 64) // slices for place in range(1, slices)], np.uint64)
    cuts = [[0, *np.searchsorted(file, edges).tolist(), len(file)] for file in files]
    found = []
    for place in range(slices):
        whole = np.concatenate([file[cut[place] : cut[place + 1]] for file, cut in zip(files, cuts, strict=True)])
        whole.sort()
        found.append(np.unique(whole[1:][whole[1:] == whole[:-1]]))
    return np.concatenate(found)


def duplicates(table: TableFile, name: str, suspects: Hashes) -> Iterator[tuple[int, str | None, Finding]]:
    """Every row whose text stood in an earlier row: its place from 0, its household, and what to say.

    Args:
        table: the file.
        name: the column.
        suspects: numbers of texts that may be there twice; only they are looked at.

    Raises:
        PolicyError: the file cannot be read.
    """
    if not len(suspects):
        return
    first: dict[str, int] = {}
    start = 0
    for batch in table.canonical(("household_id", name)):
        texts = batch.column(name)
        for at in np.flatnonzero(np.isin(hashes_of(name, texts), suspects)).tolist():
            text = texts[at].as_py()
            same = text.strip().upper() if name == "id_number" else text
            row = table.first_row + start + at
            if first.setdefault(same, row) != row:
                finding = Finding(
                    "T21",
                    Place(table.path.name, row, name),
                    N_("{value} is there already, in row {first}"),
                    params={"value": masked(text) if name == "id_number" else text, "first": first[same]},
                )
                yield start + at, batch.column("household_id")[at].as_py(), finding
        start += len(batch)
