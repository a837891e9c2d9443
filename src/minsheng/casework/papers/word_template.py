"""The Word template of a paper, as it comes with the program: the same parts as the PDF, with fields where values will stand."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from minsheng.casework.papers.compose import PHOTO, SCAN, SEAL, caption_of, is_salutation
from minsheng.casework.papers.kind import Block, FieldKind, PaperKind, catalogue
from minsheng.casework.papers.paper import Cell, Form
from minsheng.casework.papers.words import day_to_write
from minsheng.policy.language import N_, render

__all__ = ["built_template"]

_FONT, _LATIN = "仿宋", "Times New Roman"
_TALL, _ROW = Mm(17), Mm(8)
_WIDTH, _NUMBER = 166.0, 42.0


def built_template(kind: PaperKind, lang: str = "zh") -> bytes:
    """The template of a paper as a docx file."""
    document = Document()
    _page(document, kind, lang)
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(heading, "{{ title }}", size=20, bold=True)
    if "number" in kind.fields:
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(line, render(lang, N_("No.")) + ("：" if lang == "zh" else " ") + "{{ number }}", size=11)
    for block in kind.body:
        _BLOCKS[block.kind](document, block, lang)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any, kind: PaperKind, lang: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _LATIN, Pt(12)
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")  # or signs such as the full stop are drawn as elsewhere in East Asia
    properties.append(language)
    style.paragraph_format.space_after = Pt(4)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    before, after = render(lang, N_("page {n}"), n="{n}").split("{n}")
    _run(footer, before, size=9)
    _counter(footer, "PAGE")
    _run(footer, after + (" / " if lang == "zh" else " "), size=9)
    before, after = render(lang, N_("of {n} pages"), n="{n}").split("{n}")
    _run(footer, before, size=9)
    _counter(footer, "NUMPAGES")
    _run(footer, after, size=9)
    document.core_properties.title = kind.title.in_(lang)
    document.core_properties.author = ""


def _counter(paragraph: Any, what: str) -> None:
    """A page number that Word and WPS work out."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _run(paragraph: Any, text: str, *, size: float = 12, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold


def _placed(template: str) -> str:
    """The words of a paragraph with fields as templates write them.

    >>> _placed("{addressee}：")
    '{{ addressee }}：'
    """
    return template.replace("{", "{{ ").replace("}", " }}")


def _text(document: Any, block: Block, lang: str) -> None:
    assert block.text is not None  # noqa: S101 - a block of text has its words
    template = block.text.in_(lang)
    paragraph = document.add_paragraph()
    if lang == "zh" and not is_salutation(template):
        paragraph.paragraph_format.first_line_indent = Pt(24)
    _run(paragraph, _placed(template))


def _cell(field: FieldKind, lang: str) -> Cell:
    wide = field.kind == "long" or field.wide or len(field.options) > 2
    return Cell(field.label.in_(lang), f"{{{{ {field.name} }}}}", wide, field.tall)


def _form(document: Any, block: Block, lang: str) -> None:
    form = Form(tuple(_cell(catalogue().fields[name], lang) for name in block.fields))
    rows = form.rows()
    table = document.add_table(rows=0, cols=5 if block.photo else 4)
    table.style = "Table Grid"
    for row in rows:
        cells = table.add_row().cells
        for place, cell in enumerate(row):
            _write(cells[2 * place], cell.label, centre=True)
            _write(cells[2 * place + 1], cell.value)
        if len(row) == 1:
            cells[1].merge(cells[3])
        if row[0].tall:
            table.rows[-1].height = _TALL
    if block.photo:
        merged = table.cell(0, 4).merge(table.cell(len(rows) - 1, 4))
        _write(merged, render(lang, PHOTO), centre=True)
    _widths(table, (26, 57, 26, 57) if not block.photo else (24, 44, 24, 44, 30))
    document.add_paragraph()


def _widths(table: Any, widths: tuple[float, ...]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=False):
            if cell.grid_span == 1:
                cell.width = Mm(width)


def _write(cell: Any, text: str, *, centre: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, text, size=10.5)


def _table(document: Any, block: Block, lang: str) -> None:
    field = catalogue().fields[block.fields[0]]
    columns = block.columns or tuple(field.columns)
    caption = document.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    _run(caption, field.label.in_(lang), size=11, bold=True)
    table = document.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        _write(cell, field.columns[name].in_(lang), centre=True)
    _write(table.add_row().cells[0], f"{{%tr for row in {field.name} %}}")
    for cell, name in zip(table.add_row().cells, columns, strict=True):
        _write(cell, f"{{{{ row.{name} }}}}")
    _write(table.add_row().cells[0], "{%tr endfor %}")
    for row in table.rows:
        row.height = _ROW
    _widths(table, _shares(columns))
    document.add_paragraph()


def _shares(columns: tuple[str, ...]) -> tuple[float, ...]:
    """Widths of columns that fill the page; an ID number stands in one line."""
    wide = _NUMBER if "id_number" in columns else 0
    others = (_WIDTH - wide) / (len(columns) - bool(wide))
    return tuple(wide if wide and name == "id_number" else others for name in columns)


def _lines(document: Any, block: Block, lang: str) -> None:
    field = catalogue().fields[block.fields[0]]
    heading = document.add_paragraph()
    heading.paragraph_format.page_break_before = block.annex
    _run(heading, caption_of(block, field, lang), size=11, bold=True)
    _run(document.add_paragraph(), f"{{%p for line in {field.name} %}}")
    line = document.add_paragraph()
    line.paragraph_format.space_after = Pt(1)
    _run(line, "{{ line }}", size=10.5)
    _run(document.add_paragraph(), "{%p endfor %}")


def _opinions(document: Any, block: Block, lang: str) -> None:
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    signed = catalogue().signers["head_of_office"].in_(lang)
    for name in block.fields:
        cells = table.add_row().cells
        _write(cells[0], catalogue().fields[name].label.in_(lang), centre=True)
        _write(cells[1], f"{{{{ {name} }}}}")
        for text in (f"{signed}：　　　　　　　　", f"{render(lang, SEAL)}　{day_to_write(None, lang)}"):
            line = cells[1].add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _run(line, text, size=10.5)
        table.rows[-1].height = Mm(28)
    _widths(table, (26, 140))
    document.add_paragraph()


def _sign(document: Any, block: Block, lang: str) -> None:
    for name in block.fields:
        label = catalogue().signers[name].in_(lang)
        _run(document.add_paragraph(), f"{label}：＿＿＿＿＿＿＿＿　{day_to_write(None, lang)}")


def _seal(document: Any, block: Block, lang: str) -> None:
    document.add_paragraph()
    for text in ("{{ office }}", render(lang, SEAL), "{{ day }}"):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(line, text)


def _appeal(document: Any, block: Block, lang: str) -> None:
    _run(document.add_paragraph(), "{%p if appeal %}")
    _run(document.add_paragraph(), "{{ appeal }}")
    _run(document.add_paragraph(), "{%p endif %}")


def _code(document: Any, block: Block, lang: str) -> None:
    _run(document.add_paragraph(), "{{ qr_code }}")
    _run(document.add_paragraph(), render(lang, SCAN), size=9)


_BLOCKS = {
    "text": _text,
    "form": _form,
    "table": _table,
    "lines": _lines,
    "opinions": _opinions,
    "sign": _sign,
    "seal": _seal,
    "appeal": _appeal,
    "code": _code,
}
