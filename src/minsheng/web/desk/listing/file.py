"""What a list shows, as a file for Excel or as text: of the same rows and columns, with nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import get_language, override
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from minsheng.registry.words import say
from minsheng.web.desk.listing.asked import Asked
from minsheng.web.desk.listing.cells import as_cell
from minsheng.web.models import TakenFile

__all__ = ["FORMATS", "file_response", "harmless"]

#: What a list can be taken away as, and what browsers call it.
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_AT_A_TIME = 1000
_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula, and without signs that a file cannot hold.

    >>> harmless("=1+1"), harmless("李四"), harmless("a" + chr(7))
    ("'=1+1", '李四', 'a')
    """
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{clean}" if clean.startswith(_BEGINS) else clean


def file_response(asked: Asked, kind: str, count: int) -> HttpResponseBase:
    """A file of everything that the filter shows.

    Args:
        asked: what is asked of the list; its filters are right.
        kind: one of :data:`FORMATS`.
        count: how many rows there are, to be written down beside who takes them.
    """
    listing, look = asked.listing, asked.look
    TakenFile.objects.create(user=look.user, listing=listing.name, query=asked.query()[:2000], kind=kind, rows=count)
    name = f"{listing.name}-{look.day:%Y%m%d}.{kind}"
    if kind == "xlsx":
        return FileResponse(_workbook(asked), as_attachment=True, filename=name, content_type=FORMATS[kind])
    response = StreamingHttpResponse(_lines(asked, get_language() or "zh-hans"), content_type=FORMATS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _values(asked: Asked) -> Iterator[list[Any]]:
    """The headings, then the rows."""
    yield [say(column.word) for column in asked.columns]
    for rows in asked.pages(_AT_A_TIME):
        for item in asked.listing.items(rows, asked.look):
            yield [_value(column.cell(item, asked.look)) for column in asked.columns]


def _value(content: object) -> date | int | Decimal | str:
    cell = as_cell(content)
    value = cell.text if cell.value is None else cell.value
    return harmless(value) if isinstance(value, str) else value


def _lines(asked: Asked, code: str) -> Iterator[str]:
    """The lines of a text file; a mark at its beginning tells Excel that it is UTF-8."""
    rows = _values(asked)
    yield "\ufeff"
    while True:
        line = StringIO()
        with override(code):  # the page is over when this is asked for
            row = next(rows, None)
        if row is None:
            return
        csv.writer(line).writerow(row)
        yield line.getvalue()


def _workbook(asked: Asked) -> Any:
    """A workbook in a file of its own, written row by row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(say(asked.listing.word)[:31])
    for row in _values(asked):
        sheet.append(row)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file
