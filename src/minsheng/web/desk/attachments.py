"""Looking at a photo or paper: only who may see what it belongs to, and never without writing it down."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from minsheng.casework.attachment import PICTURES, attachments_for, content_of
from minsheng.web.desk.found import scope, staff

__all__ = ["look"]

_LARGEST_KEY = 2**63 - 1


@login_required
@require_GET
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """The content of an attachment. A picture is shown, anything else is saved as a file; the browser keeps neither."""
    if pk > _LARGEST_KEY:
        raise Http404
    attachment = get_object_or_404(attachments_for(scope(request)), pk=pk)
    response = HttpResponse(content_of(attachment, staff(request)), content_type=attachment.media_type)
    how = "inline" if attachment.media_type in PICTURES.values() else "attachment"
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(attachment.name)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
