"""A scan or photo that goes with a form: kept encrypted in the household's file, and found again by what it is evidence of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from minsheng.casework.attachment import LARGEST, attachments_for, keep
from minsheng.casework.models import Attachment
from minsheng.policy.finding import PolicyError
from minsheng.registry.models import Household
from minsheng.registry.scope import Scope
from minsheng.registry.words import L_, language
from minsheng.web.desk.found import staff

__all__ = ["evidence_field", "evidence_of", "keep_evidence", "refused_file"]


def evidence_field() -> forms.FileField:
    """The field of a form for a scan or photo; it may be left empty."""
    help_text = L_("a photo, or a PDF file; at most {most} MB", most=LARGEST >> 20)
    return forms.FileField(label=L_("scan or photo"), required=False, help_text=help_text)


def keep_evidence(request: HttpRequest, household: Household, what: str) -> None:
    """Keep what was sent with a form, if anything was; in the transaction that does what the form is for.

    Raises:
        PolicyError: V10 too large or empty, V11 neither a picture nor a PDF file.
    """
    sent = request.FILES.get("file")
    if sent is not None:
        keep(sent.read(LARGEST + 1), sent.name or "", what=what, by=staff(request), household=household, pdf=True)


def refused_file(form: forms.Form, problem: PolicyError) -> None:
    """Say at the field why a file is not kept."""
    form.add_error("file", [finding.render(language()) for finding in problem.findings])


def evidence_of(scope: Scope, household: Household, what: str) -> list[Any]:
    """The attachments of something, as far as somebody may see them."""
    rows = attachments_for(scope).filter(household=household, what=what)
    found: list[Attachment] = list(rows.order_by("pk")[:20])
    return found
