"""The rows of a roster, from Excel or CSV, one after the other: however long the file is, only one row is held at a time."""

from __future__ import annotations

import codecs
import csv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.json_text import clean
from minsheng.policy.language import N_

__all__ = ["LARGEST_FILE", "MOST_ROWS", "Row", "Table", "column_letters", "open_table"]

#: What one import may hold; a larger roster is cut into several.
LARGEST_FILE = 50 << 20
MOST_ROWS = 200_000
#: An Excel file is packed; unpacked it may not be larger, or a small file could fill the memory.
_LARGEST_UNPACKED = 512 << 20
_MOST_COLUMNS = 500
_BROKEN = N_("the file cannot be read as a table: {reason}")


@dataclass(frozen=True)
class Row:
    """A row with its number as Excel shows it, and its cells from column A on."""

    number: int
    cells: tuple[Any, ...]


@dataclass
class Table:
    """A sheet that is being read."""

    file: str
    sheet: str
    rows: Iterator[Row]

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands, counted from 0 across: ``Sheet1!C7``."""
        cell = f"{column_letters(column)}{row}"
        return Place(self.file, path=f"{self.sheet}!{cell}" if self.sheet else cell)


def column_letters(column: int) -> str:
    """How a column is called, counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    letters = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


@contextmanager
def open_table(path: Path, file: str = "") -> Iterator[Table]:
    """The first sheet of an Excel file, or a CSV file in UTF-8 or GB 18030.

    Args:
        path: where the file is.
        file: how findings call it.

    Raises:
        PolicyError: it is neither, cannot be read, or is too large.
    """
    file = file or path.name
    _check_size(path, file)
    opened = _excel(path, file) if path.suffix.lower() == ".xlsx" else _csv(path, file)
    with opened as table:
        yield table


def _check_size(path: Path, file: str) -> None:
    if path.suffix.lower() not in (".xlsx", ".csv"):
        hint = N_("Save the roster as .xlsx or .csv; older .xls files are saved anew by Excel or WPS.")
        raise PolicyError([Finding("I1", Place(file), N_("a roster is an Excel file (.xlsx) or a CSV file"), hint)])
    try:
        size = path.stat().st_size
    except OSError as problem:
        raise _broken(file, problem) from None
    if size > LARGEST_FILE:
        raise _too_large(file, N_("the file is larger than {most} MB"), LARGEST_FILE >> 20)


def _broken(file: str, problem: Exception) -> PolicyError:
    reason = clean(getattr(problem, "strerror", None) or type(problem).__name__)
    return PolicyError(
        [Finding("I1", Place(file), _BROKEN, N_("Open it in Excel or WPS and save it again."), {"reason": reason})]
    )


def _too_large(file: str, message: str, most: int) -> PolicyError:
    hint = N_("Cut it into several files; keep the rows of a household together.")
    return PolicyError([Finding("I2", Place(file), message, hint, {"most": most})])


@contextmanager
def _excel(path: Path, file: str) -> Iterator[Table]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > _LARGEST_UNPACKED:
            raise _too_large(file, N_("unpacked, the file is larger than {most} MB"), _LARGEST_UNPACKED >> 20)
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size is often wrong
    except PolicyError:
        raise
    except Exception as problem:  # openpyxl raises whatever it meets in a broken file
        raise _broken(file, problem) from None
    try:
        yield Table(file, clean(sheet.title), _guarded(enumerate(sheet.iter_rows(values_only=True), start=1), file))
    finally:
        book.close()


@contextmanager
def _csv(path: Path, file: str) -> Iterator[Table]:
    try:
        encoding = _encoding(path)
        with path.open(encoding=encoding, newline="") as text:
            yield Table(
                file, "", _guarded(((number, tuple(row)) for number, row in enumerate(csv.reader(text), start=1)), file)
            )
    except (OSError, UnicodeDecodeError) as problem:
        raise _broken(file, problem) from None


def _encoding(path: Path) -> str:
    """UTF-8 where the whole file is UTF-8, otherwise what Excel writes in China."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8-sig"


def _guarded(rows: Iterator[tuple[int, tuple[Any, ...]]], file: str) -> Iterator[Row]:
    """Rows that are not empty, as long as there are not too many."""
    count = 0
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except PolicyError:
            raise
        except Exception as problem:  # a broken sheet shows itself only while it is read
            raise _broken(file, problem) from None
        if not any(cell not in (None, "") for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise _too_large(file, N_("the sheet has more than {most} rows"), MOST_ROWS)
        yield Row(number, cells[:_MOST_COLUMNS])
