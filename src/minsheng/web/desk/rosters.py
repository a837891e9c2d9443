"""Rosters in the browser: upload, look at everything that is wrong or would change, then take all of it over, or nothing."""

from __future__ import annotations

import base64
import tempfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from minsheng.casework.law import library
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import RosterUpload, User
from minsheng.registry.roster import Report, import_roster
from minsheng.registry.roster_update import update_roster
from minsheng.registry.scope import RIGHTS, Scope
from minsheng.registry.secrets import decrypted, encrypted
from minsheng.registry.words import language, say
from minsheng.web.desk.found import scope, staff
from minsheng.web.desk.known_facts import value_words

__all__ = ["roster", "roster_import", "roster_report", "roster_template", "rosters"]

_LARGEST = 10 << 20
_MOST_CHANGES = 500
_KEPT = timedelta(days=1)
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HANDS_IN = ("import", "administer")


def _allowed(request: HttpRequest) -> Scope:
    seen = scope(request)
    if not any(seen.covers(stem, right) for _, stem in seen.roles for right in _HANDS_IN):
        raise Http404
    return seen


class _UploadForm(forms.Form):
    """A file, from when it is true, and whether files that are there are updated."""

    file = forms.FileField(widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}))
    on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    update = forms.ChoiceField(choices=())

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"on": today_in_china()})
        update: Any = self.fields["update"]
        update.choices = [
            ("no", say(N_("new files only; refuse those that are on the register"))),
            ("yes", say(N_("also update files that are on the register"))),
        ]
        words = {"file": N_("roster (.xlsx or .csv)"), "on": N_("true from"), "update": N_("what to do")}
        for name, word in words.items():
            self.fields[name].label = say(word)

    def clean_file(self) -> Any:
        """Small enough for the browser."""
        file = self.cleaned_data["file"]
        if file.size > _LARGEST:
            message = N_("the file is larger than {most} MB; cut it, or let the administrator import it on the server")
            raise forms.ValidationError(say(message, most=_LARGEST >> 20))
        return file

    def clean_on(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["on"]
        if day > today_in_china() or day.year < 1950:
            raise forms.ValidationError(say(N_("a day that has come")))
        return day


@login_required
def rosters(request: HttpRequest) -> HttpResponse:
    """Upload a roster and see what is in it; what one has uploaded before."""
    seen = _allowed(request)
    form = _UploadForm(request.POST, request.FILES) if request.method == "POST" else _UploadForm()
    if request.method == "POST" and form.is_valid():
        kept = _look_at(form.cleaned_data, seen, staff(request))
        return redirect("desk:roster", kept.pk)
    _forget_old()
    uploads = RosterUpload.objects.filter(user=staff(request)).defer("token", "report")[:20]
    shown = {"form": form, "uploads": uploads, "page": "administration"}
    return render(request, "desk/rosters.html", shown, status=400 if form.errors else 200)


def _forget_old() -> None:
    """The content of rosters that nobody has imported for a day is not kept."""
    RosterUpload.objects.filter(at__lt=timezone.now() - _KEPT).exclude(token="").update(token="")


def _look_at(told: dict[str, Any], seen: Scope, user: User) -> RosterUpload:
    content = told["file"].read()
    kept = RosterUpload(
        name=Path(told["file"].name).name[-120:],
        token=encrypted(base64.b64encode(content).decode()),
        update=told["update"] == "yes",
        on=told["on"],
        user=user,
    )
    try:
        kept.report, kept.state = _plain(_run(kept, content, seen, dry_run=True)), "checked"
    except PolicyError as problem:
        kept.report, kept.state, kept.token = _findings(problem), "refused", ""
    kept.save()
    return kept


def _run(kept: RosterUpload, content: bytes, seen: Scope, *, dry_run: bool) -> Report:
    """Read a roster with what its user may use."""
    take = update_roster if kept.update else import_roster
    with tempfile.TemporaryDirectory(prefix="minsheng-roster-") as folder:
        path = Path(folder) / f"roster{Path(kept.name).suffix.lower()}"
        path.write_bytes(content)
        return take(
            path,
            library().vocabulary,
            on=kept.on,
            by=kept.user,
            may=lambda code: any(seen.may(right, code) for right in _HANDS_IN),
            dry_run=dry_run,
            file=kept.name,
        )


def _plain(report: Report) -> dict[str, Any]:
    numbers = {name: getattr(report, name) for name in ("households", "people", "facts", "examples", "updated")}
    changes = [_values(change) for change in report.changes[:_MOST_CHANGES]]
    return {**numbers, "changes": changes, "changed": len(report.changes)}


def _values(change: Any) -> dict[str, Any]:
    """A change as plain values."""
    return {name: getattr(change, name) for name in ("household", "person", "name", "before", "after")}


def _findings(problem: PolicyError) -> dict[str, Any]:
    return {"findings": {lang: [finding.as_json(lang) for finding in problem.findings] for lang in ("zh", "en")}}


def _own(request: HttpRequest, pk: int) -> RosterUpload:
    _allowed(request)
    return get_object_or_404(RosterUpload.objects.filter(user=staff(request)), pk=pk)


@login_required
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in a roster; only for who has uploaded it."""
    kept = _own(request, pk)
    handles = any("register" in RIGHTS[role] for role, _ in scope(request).roles)
    shown = {
        "upload": kept,
        "findings": kept.report.get("findings", {}).get(language(), []),
        "changes": [_change(change, handles) for change in kept.report.get("changes", [])],
        "page": "administration",
    }
    return render(request, "desk/roster.html", shown)


def _change(change: dict[str, Any], handles: bool) -> dict[str, Any]:
    """A change in words; what the register says of something sensitive is for who handles files."""
    declared = library().vocabulary.facts.get(change["name"])
    if declared is None:
        return {**change, "label": change["name"]}
    before = value_words(change["before"], declared) if change["before"] is not None else ""
    if before and declared.sensitive and not handles:
        before = "＊"
    return {
        **change,
        "label": declared.label.in_(language()),
        "before": before,
        "after": value_words(change["after"], declared),
    }


@login_required
@require_POST
def roster_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a roster over that was looked at: all of it, or nothing with what has become wrong meanwhile."""
    seen = _allowed(request)
    with transaction.atomic():
        _own(request, pk)
        kept = RosterUpload.objects.select_for_update().select_related("user").get(pk=pk)
        if kept.state != "checked" or not kept.token:
            messages.error(
                request, say(N_("This roster was imported already, or is not kept any more; upload it again."))
            )
            return redirect("desk:roster", pk)
        content = base64.b64decode(decrypted(kept.token))
        try:
            with transaction.atomic():
                kept.report, kept.state = _plain(_run(kept, content, seen, dry_run=False)), "imported"
        except PolicyError as problem:
            kept.report, kept.state = _findings(problem), "refused"
        kept.token, kept.imported_at = "", timezone.now()
        kept.save()
    if kept.state == "imported":
        messages.success(request, say(N_("The roster was taken over.")))
    return redirect("desk:roster", pk)


@login_required
def roster_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is wrong with a roster, as Excel: one row for each cell."""
    from openpyxl import Workbook

    kept = _own(request, pk)
    book = Workbook()
    sheet: Any = book.active
    sheet.append([say(word) for word in (N_("place"), N_("code"), N_("what is wrong"), N_("what to do"))])
    for finding in kept.report.get("findings", {}).get(language(), []):
        cells = [finding["path"] or "", finding["code"], finding["message"], finding["hint"] or ""]
        sheet.append([f"'{cell}" if str(cell)[:1] in "=+-@" else cell for cell in cells])
    for letters, width in (("A", 20), ("B", 8), ("C", 60), ("D", 60)):
        sheet.column_dimensions[letters].width = width
    return _excel(book, "report")


@login_required
def roster_template(request: HttpRequest) -> HttpResponse:
    """The empty roster to fill in."""
    from minsheng.registry.roster_template import write_template

    _allowed(request)
    with tempfile.TemporaryDirectory(prefix="minsheng-roster-") as folder:
        path = Path(folder) / "roster.xlsx"
        write_template(path, library().vocabulary, language())
        return _file(path.read_bytes(), "roster")


def _excel(book: Any, name: str) -> HttpResponse:
    content = BytesIO()
    book.save(content)
    return _file(content.getvalue(), name)


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response
