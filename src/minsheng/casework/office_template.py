"""The Word templates of offices: looked through before they are taken, kept version by version, taken back at will."""

from __future__ import annotations

import io
import re
import zipfile
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from minsheng.casework.models import OfficeTemplate
from minsheng.casework.office import stems_above
from minsheng.casework.papers.kind import PaperKind, catalogue, refuse
from minsheng.casework.papers.paper import Paper
from minsheng.casework.papers.word import word
from minsheng.policy.language import N_
from minsheng.registry.models import Area, User

__all__ = [
    "LARGEST",
    "replace_template",
    "template_in_use",
    "templates_in_use",
    "templates_of",
    "try_template",
    "use_default",
]

#: Bytes of a template, packed and unpacked.
LARGEST, LARGEST_INSIDE = 2 << 20, 30 << 20
_OUTSIDE = re.compile(rb'TargetMode\s*=\s*["\']External["\']', re.IGNORECASE)
_HYPERLINK = re.compile(rb"<Relationship\b[^>]*>", re.IGNORECASE)


def template_in_use(kind: PaperKind, area: Area, lang: str) -> OfficeTemplate | None:
    """The template with which papers of an area are printed; nothing where it is that of the program."""
    return templates_in_use(area).get((kind.name, lang))


def templates_in_use(area: Area) -> dict[tuple[str, str], OfficeTemplate]:
    """By paper and language, the templates of offices with which papers of an area are printed, without their contents."""
    rows = OfficeTemplate.objects.filter(removed_at__isnull=True, area__stem__in=stems_above(area))
    listed = sorted(rows.select_related("area").defer("content"), key=lambda row: (len(row.area.stem), row.version))
    return {(row.name, row.lang): row for row in listed}


def templates_of(area: Area, name: str) -> list[OfficeTemplate]:
    """Every version of a template that an area has had, the newest first, without their contents."""
    rows = OfficeTemplate.objects.filter(area=area, name=name).select_related("uploaded_by").defer("content")
    return list(rows.order_by("lang", "-version"))


def try_template(kind: PaperKind, content: bytes, lang: str) -> None:
    """Refuse a template that could not be printed, that leaves something out, or that would fetch something from outside.

    Raises:
        PolicyError: ``J13`` where it is too large, ``J14`` where it reaches outside; otherwise as for Word templates (``J5`` to ``J7``).
    """
    if len(content) > LARGEST:
        _too_large()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST_INSIDE:
                _too_large()
            _refuse_outside(packed)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        hint = N_("Save it as .docx from Word or WPS, and look at what stands between the braces.")
        refuse("J7", kind.name, N_("the template cannot be used: {why}"), hint, why="docx")
    word(_sample(kind, lang), template=content)


def _too_large() -> None:
    hint = N_("Make pictures in it smaller.")
    refuse("J13", "", N_("a template has at most {most} MB"), hint, most=LARGEST >> 20)


def _refuse_outside(packed: zipfile.ZipFile) -> None:
    """No macros, and nothing that the reader's Word would fetch when it opens a paper; links that somebody must click are fine."""
    names = packed.namelist()
    outside = any(name.lower().endswith("vbaproject.bin") for name in names)
    for name in names:
        if name.endswith(".rels"):
            relations = _HYPERLINK.findall(packed.read(name))
            outside = outside or any(_OUTSIDE.search(one) and b"/hyperlink" not in one for one in relations)
    if outside:
        hint = N_("Put pictures into the document itself, and leave macros and linked templates out.")
        refuse("J14", "", N_("the template has macros or fetches something from outside"), hint)


def _sample(kind: PaperKind, lang: str) -> Paper:
    """A paper on which everything is filled in, to try a template with."""
    fields = catalogue().fields
    values: dict[str, object] = {}
    for name in kind.fields:
        field = fields[name]
        if field.kind == "rows":
            values[name] = [dict.fromkeys(field.columns, "0")]
        else:
            values[name] = ["0"] if field.kind == "lines" else "0"
    return Paper(kind, lang, kind.title.in_(lang), "0", "0", (), values, "0", "https://example.org/verify/0")


@transaction.atomic
def replace_template(kind: PaperKind, area: Area, lang: str, content: bytes, user: User) -> OfficeTemplate:
    """Take a template into use for the papers of an area.

    Raises:
        PolicyError: it cannot be used; see :func:`try_template`.
    """
    try_template(kind, content, lang)
    Area.objects.select_for_update().get(pk=area.pk)  # versions are numbered one after the other
    last = OfficeTemplate.objects.filter(area=area, name=kind.name, lang=lang).order_by("-version").first()
    return OfficeTemplate.objects.create(
        area=area,
        name=kind.name,
        lang=lang,
        version=last.version + 1 if last is not None else 1,
        content=content,
        digest=sha256(content).hexdigest(),
        uploaded_by=user,
    )


def use_default(kind: PaperKind, area: Area, lang: str, user: User) -> int:
    """Go back to the template that comes with the program; every version stays kept. Gives how many were in use."""
    rows = OfficeTemplate.objects.filter(area=area, name=kind.name, lang=lang, removed_at__isnull=True)
    return rows.update(removed_at=timezone.now(), removed_by=user)
