"""The empty roster to fill in: headings, what each column takes, choices to pick from, and an example row that is marked made up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from minsheng.policy.language import N_, render
from minsheng.policy.vocabulary import Fact, Vocabulary
from minsheng.registry.roster import EXAMPLE
from minsheng.registry.roster_columns import OWN, RELATION
from minsheng.registry.roster_table import column_letters

__all__ = ["write_template"]

#: Rows for which choices are offered and columns are formatted.
_ROWS = 5_000
_YES_NO = ("是", "否")
_KINDS = {
    "bool": N_("yes or no"),
    "choice": N_("one of the choices"),
    "date": N_("a date such as 2017-12-31"),
    "money": N_("yuan, at most two decimals"),
    "ratio": N_("a ratio such as 0.73 or 3/2"),
    "text": N_("text"),
    "area": N_("an area code"),
}
_EXAMPLE: dict[str, Any] = {
    "number": f"{EXAMPLE}-1",
    "area": "500110107",
    "township": "黑山镇",
    "address": "示例地址",
    "name": "示例（合成）",
    "synthetic": "是",
    RELATION: "户主",
    "birth_date": "1957-03-01",
    "sex": "女",
}


@dataclass(frozen=True)
class _Column:
    name: str
    heading: str
    kind: str
    choices: tuple[str, ...] = ()
    needed: bool = False


def write_template(path: Path, vocabulary: Vocabulary, lang: str = "zh") -> int:
    """Write the template for a vocabulary.

    Args:
        path: an Excel file to write.
        vocabulary: whose facts of people and households become columns.
        lang: the language of the sheet that explains; headings are Chinese.

    Returns:
        How many columns it has.
    """
    columns = _columns(vocabulary)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "名册"
    sheet.append([column.heading for column in columns])
    sheet.append([_EXAMPLE.get(column.name) for column in columns])
    for place, column in enumerate(columns):
        _dress(sheet, place, column)
    sheet.freeze_panes = sheet.cell(2, 1)
    _explain(book.create_sheet("说明"), columns, lang)
    book.save(path)
    return len(columns)


def _columns(vocabulary: Vocabulary) -> list[_Column]:
    own = [
        _Column(kind, headings[0], "bool" if kind == "synthetic" else "text", needed=kind in ("number", "name"))
        for kind, headings in OWN.items()
        if kind
    ]
    facts = [fact for entity in ("person", "household") for fact in vocabulary.facts_of(entity).values()]
    facts = [fact for fact in facts if fact.name != "village"]  # the column 村 says it
    facts.sort(key=lambda fact: fact.name != RELATION)
    own = [
        _Column(column.name, column.heading, column.kind, _YES_NO if column.kind == "bool" else (), column.needed)
        for column in own
    ]
    return own + [_of_fact(fact) for fact in facts]


def _of_fact(fact: Fact) -> _Column:
    kind = fact.type.kind
    choices = tuple(label.zh for label in fact.value_labels.values()) if kind == "choice" else ()
    unit = "（元）" if kind == "money" else ""
    return _Column(fact.name, fact.label.zh + unit, kind, _YES_NO if kind == "bool" else choices, fact.name == RELATION)


def _dress(sheet: Any, place: int, column: _Column) -> None:
    """The heading, the form of the cells, and what may be chosen."""
    letters = column_letters(place)
    heading = sheet.cell(1, place + 1)
    heading.font = Font(bold=True)
    heading.fill = PatternFill("solid", fgColor="FDE9A9" if column.needed else "E8EEF4")
    sheet.column_dimensions[letters].width = max(12, len(column.heading) * 2 + 2)
    if column.kind in ("text", "area", "ratio"):
        sheet.column_dimensions[letters].number_format = "@"  # or Excel makes numbers of codes and ID numbers
        sheet.cell(2, place + 1).number_format = "@"
    if column.kind == "date":
        sheet.column_dimensions[letters].number_format = "yyyy-mm-dd"
    if column.choices:
        offered = DataValidation("list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
        offered.showErrorMessage = True
        sheet.add_data_validation(offered)
        offered.add(f"{letters}2:{letters}{_ROWS}")


def _explain(sheet: Any, columns: list[_Column], lang: str) -> None:
    for line in (
        N_("One row for each person; the rows of a household stand one below the other, with the same file number."),
        N_(
            "What is not known stays empty. What is said of the household stands in one of its rows, or the same in all."
        ),
        N_("Yellow columns are needed. Columns that are not used may be removed. The example row is left out."),
    ):
        sheet.append([render(lang, line)])
    sheet.append([])
    heads = (N_("column"), N_("what it takes"), N_("choices"), N_("name in the vocabulary"))
    sheet.append([render(lang, head) for head in heads])
    for column in columns:
        kind = render(lang, _KINDS.get(column.kind, N_("a whole number")))
        sheet.append([column.heading, kind, "、".join(column.choices), column.name])
    for letters, width in (("A", 40), ("B", 28), ("C", 60), ("D", 32)):
        sheet.column_dimensions[letters].width = width
