"""A paper as a Word document (docx, which WPS opens too), from a template that an office may replace.

A template is an ordinary document with fields such as ``{{ applicant_name }}``. The one that comes with the program is made from
``papers.yaml``; :func:`write_templates` writes it out so that an office can change it. A template is looked through before anything
is written: one that names a field that does not exist, or leaves out one that the paper must hold, is refused.
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from minsheng.casework.papers.certificate import code_png
from minsheng.casework.papers.kind import PaperKind, paper_kind, paper_kinds, refuse
from minsheng.casework.papers.paper import Paper
from minsheng.policy.language import N_

if TYPE_CHECKING:
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

__all__ = ["FOLDER", "check_template", "template_fields", "word", "write_templates"]

#: The environment's name for the folder with the templates of an office.
FOLDER = "MINSHENG_TEMPLATES"
#: What every template may use beside the fields of its paper.
_ALWAYS = ("title", "mark", "qr_code")
_DOCX_MM = 30


def word(paper: Paper, templates: str | Path | None = None, *, template: bytes | None = None) -> bytes:
    """The paper as a Word document.

    Args:
        paper: what stands on it.
        templates: the folder with the templates of the office; otherwise that of ``MINSHENG_TEMPLATES``, otherwise those that come
            with the program. A paper without a template there takes the one of the program.
        template: the template itself, where it is not in a folder; goes before ``templates``.

    Raises:
        PolicyError: the template of the office cannot be used; nothing was written.
    """
    path = _own_template(paper.kind, templates) if template is None else None
    content = template if template is not None else path.read_bytes() if path is not None else None
    place = str(path or "")
    opened = _opened(paper.kind, content, paper.lang, place)
    check_template(paper.kind, opened, place)
    _filled(opened, paper, place)
    document = opened.docx  # not get_docx(): that would open the template again, empty
    if paper.mark:
        _put_mark(document, paper.mark)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_templates(folder: str | Path, lang: str = "zh") -> list[Path]:
    """Write the templates that come with the program into a folder, for an office to change; what is there already is left alone."""
    from minsheng.casework.papers.word_template import built_template

    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in paper_kinds():
        path = target / f"{kind.name}.docx"
        if not path.exists():
            path.write_bytes(built_template(kind, lang))
            written.append(path)
    return written


def template_fields(kind: PaperKind) -> list[str]:
    """Every name that a template of this paper may use."""
    return [*kind.fields, *_ALWAYS]


def check_template(kind: PaperKind | str, template: DocxTemplate, place: str = "") -> None:
    """Refuse a template that names a field which does not exist, or leaves out one that the paper must hold.

    Raises:
        PolicyError: the field is named in it.
    """
    kind = paper_kind(kind) if isinstance(kind, str) else kind
    named = _named_in(template, place)
    unknown = sorted(named - set(template_fields(kind)))
    if unknown:
        refuse(
            "J5",
            place,
            N_("the template names a field that {paper} does not have: {fields}"),
            N_("It has: {known}."),
            paper=kind.name,
            fields=", ".join(unknown),
            known=", ".join(template_fields(kind)),
        )
    left_out = [name for name in kind.must if name not in named]
    if left_out:
        refuse(
            "J6",
            place,
            N_("the template leaves out what {paper} must hold: {fields}"),
            N_("Put it in as {{{{ name }}}}; a list or a table needs its loop."),
            paper=kind.name,
            fields=", ".join(left_out),
        )


def _own_template(kind: PaperKind, templates: str | Path | None) -> Path | None:
    folder = templates or os.environ.get(FOLDER)
    if not folder:
        return None
    if not Path(folder).is_dir():
        hint = N_("Make the folder, or set MINSHENG_TEMPLATES to the one that has the templates.")
        refuse("J7", str(folder), N_("there is no such folder of templates"), hint)
    path = Path(folder) / f"{kind.name}.docx"
    return path if path.is_file() else None


def _opened(kind: PaperKind, content: bytes | None, lang: str, place: str) -> DocxTemplate:
    from docxtpl import DocxTemplate

    from minsheng.casework.papers.word_template import built_template

    template = DocxTemplate(io.BytesIO(content if content is not None else built_template(kind, lang)))
    try:
        template.init_docx()
    except Exception as error:  # noqa: BLE001 - whatever a broken file does to the reader, the office is told which file it is
        _unreadable(place, error)
    return template


def _unreadable(place: str, error: Exception) -> NoReturn:
    refuse(
        "J7",
        place,
        N_("the template cannot be used: {why}"),
        N_("Save it as .docx from Word or WPS, and look at what stands between the braces."),
        why=str(error).splitlines()[0] if str(error) else type(error).__name__,
    )


def _environment() -> Any:
    """What templates may do: show fields and go through lists. They come from outside, so they run in a sandbox."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _named_in(template: DocxTemplate, place: str) -> set[str]:
    try:
        return set(template.get_undeclared_template_variables(_environment()))
    except Exception as error:  # noqa: BLE001 - the reader of templates raises many kinds
        _unreadable(place, error)


def _filled(template: DocxTemplate, paper: Paper, place: str) -> None:
    from jinja2 import UndefinedError

    try:
        template.render(_context(template, paper), _environment(), autoescape=True)
    except UndefinedError as error:
        refuse(
            "J5",
            place,
            N_("the template names a column that does not exist: {why}"),
            N_("The columns of every table are in docs/reference/papers.md."),
            why=str(error),
        )
    except Exception as error:  # noqa: BLE001 - as above
        _unreadable(place, error)


def _context(template: DocxTemplate, paper: Paper) -> Mapping[str, object]:
    from docx.shared import Mm
    from docxtpl import InlineImage

    code: object = ""
    if paper.address:
        code = InlineImage(template, io.BytesIO(code_png(paper.address)), width=Mm(_DOCX_MM))
    return {**paper.values, "title": paper.title, "mark": paper.mark, "qr_code": code}


def _put_mark(document: Any, mark: str) -> None:
    """Say on every page that the people are made up, whatever the template holds."""
    for section in document.sections:
        headers = [section.header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        if document.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
        for header in headers:
            header.is_linked_to_previous = False
            paragraph = header.add_paragraph(mark)
            paragraph.alignment = 1
