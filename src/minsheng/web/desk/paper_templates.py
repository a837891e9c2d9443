"""Word templates of an office: download the one that comes with the program, put one's own in its place, go back."""

from __future__ import annotations

from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.casework.models import OfficeTemplate
from minsheng.casework.office_template import LARGEST, replace_template, templates_in_use, templates_of, use_default
from minsheng.casework.papers import PaperKind, paper_kind, paper_kinds
from minsheng.casework.papers.word import template_fields
from minsheng.casework.papers.word_template import built_template
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.registry.models import Area
from minsheng.registry.words import L_, language, say
from minsheng.web.desk.found import require, scope, staff

__all__ = ["default", "template", "templates", "version"]

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LANGS = [("zh", "中文"), ("en", "English")]


class _UploadForm(forms.Form):
    """A template to put in place."""

    lang = forms.ChoiceField(label=L_("language"), choices=_LANGS)
    file = forms.FileField(label=L_("Word document (.docx)"), widget=forms.FileInput(attrs={"accept": ".docx"}))

    def clean_file(self) -> bytes:
        """Its content; one that is too large is not read."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise forms.ValidationError(say(N_("a template has at most {most} MB"), most=LARGEST >> 20))
        content: bytes = sent.read()
        return content


@login_required
@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """Every paper, and whose template it is printed with, in an area that I administer."""
    require(request, "administer")
    areas = _areas(request)
    code = request.GET.get("area", "")[:12]
    area = next((one for one in areas if one.code == code), areas[0] if areas else None)
    if area is None:
        raise Http404
    in_use, rows = templates_in_use(area), []
    for kind in paper_kinds():
        own = [in_use[kind.name, lang] for lang, _ in _LANGS if (kind.name, lang) in in_use]
        rows.append({"kind": kind, "title": kind.title.in_(language()), "own": own})
    shown = {"rows": rows, "area": area, "areas": areas, "page": "administration"}
    return render(request, "desk/paper_templates.html", shown)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, area: str, name: str) -> HttpResponse:
    """One paper: its versions, a form to put another in place, a button to go back."""
    place, kind = _area(request, area), _kind(name)
    form, problem, status = _UploadForm(), "", 200
    if request.method == "POST" and request.POST.get("do") == "default":
        lang = request.POST.get("lang", "")
        if lang in dict(_LANGS):
            use_default(kind, place, lang, staff(request))
            messages.success(request, say(N_("The template that comes with the program is in use again.")))
        return redirect("desk:template", area, name)
    if request.method == "POST":
        form = _UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                given = form.cleaned_data
                made = replace_template(kind, place, given["lang"], given["file"], staff(request))
                messages.success(request, say(N_("Version {version} is in use from now on."), version=made.version))
                return redirect("desk:template", area, name)
            except PolicyError as wrong:
                problem = "\n".join(finding.render(language()) for finding in wrong.findings)
        status = 400
    in_use = templates_in_use(place)
    shown = {
        "kind": kind,
        "title": kind.title.in_(language()),
        "area": place,
        "form": form,
        "problem": problem,
        "versions": templates_of(place, kind.name),
        "in_use": [{"lang": lang, "word": word, "row": in_use.get((kind.name, lang))} for lang, word in _LANGS],
        "fields": template_fields(kind),
        "must": kind.must,
        "page": "administration",
    }
    return render(request, "desk/paper_template.html", shown, status=status)


@login_required
@require_GET
def default(request: HttpRequest, area: str, name: str) -> HttpResponse:
    """The template that comes with the program."""
    _area(request, area)
    kind, lang = _kind(name), "en" if request.GET.get("lang") == "en" else "zh"
    return _file(built_template(kind, lang), f"{kind.name}.docx")


@login_required
@require_GET
def version(request: HttpRequest, area: str, name: str, version: int) -> HttpResponse:
    """A version that was put in place."""
    place, lang = _area(request, area), "en" if request.GET.get("lang") == "en" else "zh"
    if version > 2**31:
        raise Http404
    row = get_object_or_404(OfficeTemplate, area=place, name=_kind(name).name, version=version, lang=lang)
    return _file(bytes(row.content), f"{row.name}-{row.version}.docx")


def _areas(request: HttpRequest) -> list[Area]:
    """The areas down to the township in which whoever asks may administer."""
    seen = scope(request)
    listed = seen.areas().filter(level__lte=9).order_by("level", "code")[:500]
    return [area for area in listed if seen.may("administer", area.stem)]


def _area(request: HttpRequest, code: str) -> Area:
    """An area that whoever asks may administer.

    Raises:
        Http404: it is none of theirs.
    """
    seen = scope(request)
    area = seen.areas().filter(code=code).order_by("-pk").first()
    if area is None or not seen.may("administer", area.stem):
        raise Http404
    return area


def _kind(name: str) -> PaperKind:
    try:
        return paper_kind(name)
    except PolicyError as wrong:
        raise Http404 from wrong


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_WORD)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
