"""Put a paper together: its words, its fields, and what is known of the case."""

from __future__ import annotations

import re
from collections.abc import Mapping

from minsheng.casework.papers.certificate import code_svg
from minsheng.casework.papers.fill import from_case
from minsheng.casework.papers.kind import Block, Catalogue, FieldKind, PaperKind, catalogue, paper_kind, refuse
from minsheng.casework.papers.paper import (
    Cell,
    Code,
    Form,
    Lines,
    Opinions,
    Paper,
    Paragraph,
    Part,
    Seal,
    Signatures,
    Table,
)
from minsheng.casework.papers.particulars import Particulars
from minsheng.casework.papers.privacy import refuse_private
from minsheng.casework.papers.words import BLANK, boxes, day_to_write, rows, shown
from minsheng.policy.language import N_, render

__all__ = ["MARK", "caption_of", "compose", "is_salutation"]

#: Said on every page where the people are made up.
MARK = N_("Made up: nobody's real data, of no effect")
SEAL = N_("(seal)")
PHOTO = N_("photograph")
SCAN = N_("Scan to verify")
#: One step of depth in a list: an en space.
_STEP = "\u2002"


def compose(name: str, given: Particulars, lang: str = "zh") -> Paper:
    """One paper of a case.

    Args:
        name: which paper, as in docs/reference/papers.md.
        given: what is known; a form may have blanks, a letter may not.
        lang: ``zh`` or ``en``.

    Raises:
        PolicyError: there is no such paper, a field is not one of it, something it needs is missing, or something private would
            hang in public.
    """
    kind, known = paper_kind(name), catalogue()
    values = _values(kind, known, given, lang)
    mark = render(lang, MARK) if given.made_up else ""
    paper = Paper(
        kind,
        lang,
        kind.title.in_(lang),
        str(values["office"]),
        str(values["number"]),
        tuple(part for block in kind.body if (part := _part(block, kind, known, values, given, lang)) is not None),
        values,
        mark,
        given.address,
    )
    if kind.public:
        refuse_private(paper, given)
    return paper


def _values(kind: PaperKind, known: Catalogue, given: Particulars, lang: str) -> dict[str, object]:
    """The fields of the paper; what the office filled in goes before what the case says."""
    for name in given.values:
        if name not in known.fields:
            hint = N_("This paper has: {known}.")
            refuse("J2", kind.name, N_("there is no field {field}"), hint, field=name, known=", ".join(kind.fields))
    found = {**from_case(given, lang), **{name: value for name, value in given.values.items() if value is not None}}
    missing = [name for name in kind.needs if not found.get(name)]
    if missing:
        labels = ", ".join(f"{known.fields[name].label.in_(lang)} ({name})" for name in missing)
        refuse(
            "J3",
            kind.name,
            N_("{paper} cannot be made without: {missing}"),
            N_("Give these fields first."),
            paper=kind.title.in_(lang),
            missing=labels,
        )
    found["day"] = day_to_write(given.day, lang)
    return {name: _value(known.fields[name], found.get(name), lang) for name in kind.fields}


def _value(field: FieldKind, value: object, lang: str) -> object:
    if field.kind == "boxes":
        return boxes(field, value, lang)
    if field.kind == "rows":
        return rows(field, value, lang)
    if field.kind == "lines":
        lines = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
        return [_indented(str(line)) for line in lines]
    return shown(value, lang)


def _indented(line: str) -> str:
    """A line with its depth in spaces that no word processor swallows."""
    bare = line.lstrip(" ")
    return _STEP * ((len(line) - len(bare)) // 2) + bare


def is_salutation(template: str) -> bool:
    """Whether a paragraph only says to whom the paper goes."""
    return re.fullmatch(r"(To )?\{\w+\}[：:,]", template) is not None


def _part(
    block: Block, kind: PaperKind, known: Catalogue, values: Mapping[str, object], given: Particulars, lang: str
) -> Part | None:
    """What a block becomes with these values; nothing where it has nothing to say."""
    match block.kind:
        case "text":
            assert block.text is not None  # noqa: S101 - a block of text has its words
            template = block.text.in_(lang)
            filled = {name: value or BLANK for name, value in values.items()}
            return Paragraph(template.format_map(filled), is_salutation(template))
        case "form":
            cells = tuple(_cell(known.fields[name], values, lang) for name in block.fields)
            return Form(cells, render(lang, PHOTO) if block.photo else "")
        case "table":
            return _table(block, known.fields[block.fields[0]], values, lang)
        case "lines":
            return _lines(block, known.fields[block.fields[0]], values, lang)
        case "opinions":
            cells = tuple(_cell(known.fields[name], values, lang) for name in block.fields)
            return Opinions(cells, known.signers["head_of_office"].in_(lang) + "|" + _seal_line(lang))
        case "sign":
            labels = tuple(known.signers[name].in_(lang) for name in block.fields)
            return Signatures(labels, day_to_write(None, lang))
        case "seal":
            return Seal(str(values["office"]), render(lang, SEAL), str(values["day"]))
        case "appeal":
            return Paragraph(str(values["appeal"])) if values["appeal"] else None
        case "code":
            return Code(code_svg(given.address), given.address, render(lang, SCAN)) if given.address else None
    raise AssertionError(block.kind)


def _seal_line(lang: str) -> str:
    return f"{render(lang, SEAL)}　{day_to_write(None, lang)}"


def _cell(field: FieldKind, values: Mapping[str, object], lang: str) -> Cell:
    wide = field.kind == "long" or field.wide or len(field.options) > 2
    return Cell(field.label.in_(lang), str(values[field.name]), wide, field.tall)


def _table(block: Block, field: FieldKind, values: Mapping[str, object], lang: str) -> Table:
    columns = block.columns or tuple(field.columns)
    given = values[field.name]
    assert isinstance(given, list)  # noqa: S101 - rows are a list
    header = tuple(field.columns[name].in_(lang) for name in columns)
    return Table(field.label.in_(lang), header, tuple(tuple(row[name] for name in columns) for row in given))


def _lines(block: Block, field: FieldKind, values: Mapping[str, object], lang: str) -> Lines | None:
    given = values[field.name]
    assert isinstance(given, list)  # noqa: S101 - lines are a list
    lines = tuple((len(line) - len(line.lstrip(_STEP)), line.lstrip(_STEP)) for line in given)
    caption = caption_of(block, field, lang)
    return Lines(caption, lines, block.annex) if lines else None


def caption_of(block: Block, field: FieldKind, lang: str) -> str:
    """What stands above a list."""
    label = field.label.in_(lang)
    return render(lang, N_("Annex: {what}"), what=label) if block.annex else label
