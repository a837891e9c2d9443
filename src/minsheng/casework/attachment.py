"""Taking in photos and papers, and giving them back: only real pictures and PDF files, without what a camera hides in them."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from PIL import Image, ImageOps

from minsheng.casework.models import Attachment, AttachmentView, Case
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.registry.models import Area, Household, User
from minsheng.registry.scope import RIGHTS, Scope
from minsheng.registry.secrets import decrypted_bytes, encrypted_bytes

__all__ = ["LARGEST", "PDF", "PICTURES", "attachments_for", "content_of", "keep", "plain_picture", "usable"]

#: The largest file that is taken in, in bytes.
LARGEST = 5 << 20
#: Pictures by the name of their format.
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
PDF = "application/pdf"
#: A picture of more dots is refused: a small file can unfold to more than a computer holds.
_DOTS = 50_000_000
_LONGEST_NAME = 120


def usable(content: bytes, name: str, *, pdf: bool = False) -> tuple[bytes, str]:
    """What is kept of a file, and its media type: a picture written anew, so that nothing but the picture is left.

    Args:
        content: the file; what it is called does not count, only what it is.
        name: how it is called, for the message.
        pdf: whether a PDF file is taken too; it is kept as it came.

    Raises:
        PolicyError: V10 too large or empty, V11 neither a picture nor, where that is allowed, a PDF file.
    """
    shown = name[:60] or "?"
    if not content or len(content) > LARGEST:
        message = N_("{name} has {size} kB; a file may have up to {most} kB and must not be empty")
        params = {"name": shown, "size": -(-len(content) // 1024), "most": LARGEST // 1024}
        hint = N_("Take the photo with fewer dots, or send it in parts.")
        raise PolicyError([Finding("V10", Place(shown), message, hint, params)])
    if pdf and content.startswith(b"%PDF-"):
        return content, PDF
    plain = plain_picture(content)
    if plain is None:
        message = N_("{name} is not a picture that can be kept")
        hint = N_("Photos are taken as JPEG, PNG or WebP; papers as a photo, or as PDF where the form says so.")
        raise PolicyError([Finding("V11", Place(shown), message, hint, {"name": shown})])
    return plain


def plain_picture(content: bytes) -> tuple[bytes, str] | None:
    """A picture written anew in its own format, upright, without place, time and camera; nothing where it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=tuple(PICTURES)) as picture:
                kind = str(picture.format)
                if picture.width * picture.height > _DOTS:
                    return None
                upright = ImageOps.exif_transpose(picture)
                plain = Image.new(upright.mode, upright.size)
                if upright.mode == "P":
                    plain.putpalette(upright.getpalette() or [])
                plain.paste(upright)
                kept = BytesIO()
                plain.save(kept, kind, **({"quality": 88} if kind != "PNG" else {}))
    except (
        Exception
    ):  # a broken file fails anywhere inside a decoder, with any error: whatever it is, it is no picture to keep
        return None
    return kept.getvalue(), PICTURES[kind]


@transaction.atomic
def keep(
    content: bytes,
    name: str,
    *,
    what: str,
    by: User | None,
    area: Area | None = None,
    case: Case | None = None,
    household: Household | None = None,
    right: str = "",
    pdf: bool = False,
) -> Attachment:
    """Keep a photo or paper, encrypted.

    Args:
        content: the file as it was sent.
        name: how it is called; only the last part is kept.
        what: what it is evidence of.
        by: who sent it; nobody where a resident did.
        area: where it belongs; that of the case or household when left out.
        case: the case that it belongs to, if any.
        household: the household that it belongs to; that of the case when left out.
        right: the right that is needed to see it, besides a role in the area.
        pdf: whether a PDF file is taken too.

    Raises:
        PolicyError: V10 or V11, as :func:`usable` says.
        ValueError: it belongs nowhere, or the right is not known.
    """
    household = household or (case.household if case is not None else None)
    area = area or (case.area if case is not None else household.area if household is not None else None)
    if area is None or (right and not any(right in rights for rights in RIGHTS.values())):
        raise ValueError("an attachment belongs to an area, and its right is one of the known ones")
    kept, media_type = usable(content, name, pdf=pdf)
    return Attachment.objects.create(
        area=area,
        case=case,
        household=household,
        right=right,
        what=what,
        name=_own_name(name),
        token=encrypted_bytes(kept),
        size=len(kept),
        media_type=media_type,
        digest=sha256(kept).hexdigest(),
        by=by,
    )


def _own_name(name: str) -> str:
    """The last part of a name, without what no keyboard writes."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[-_LONGEST_NAME:] or "?"


def attachments_for(scope: Scope) -> QuerySet[Attachment]:
    """The attachments that somebody may see; the contents are left where they are until somebody looks."""
    rows = scope.of(Attachment.objects.defer("token"))
    allowed = Q(right="")
    for right in _rights(scope):
        stems = [stem for role, stem in scope.roles if right in RIGHTS[role]]
        for stem in stems:
            allowed |= Q(right=right, area__stem__startswith=stem)
    return rows.filter(allowed)


def _rights(scope: Scope) -> Iterable[str]:
    return sorted(frozenset().union(*(RIGHTS[role] for role, _ in scope.roles)))


@transaction.atomic
def content_of(attachment: Attachment, user: User) -> bytes:
    """The content of an attachment; that somebody looked is written down.

    Raises:
        KeysMissing: it was encrypted with a key that is gone.
    """
    AttachmentView.objects.create(attachment=attachment, user=user)
    token: Any = attachment.token
    return decrypted_bytes(bytes(token))
