"""Papers on the desk: filled in and looked at, given out, printed again exactly, taken back."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Case, GivenPaper
from minsheng.casework.paper_file import PaperFile
from minsheng.casework.paper_giving import draft_of, give_out, keep_draft, kept_paper, may_give_out, withdraw
from minsheng.casework.paper_suggestions import suggestions
from minsheng.casework.papers import Paper, PaperKind, paper_kind, pdf, word
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.policy.wording import who
from minsheng.registry.access import read_all_in_full
from minsheng.registry.models import Household
from minsheng.registry.words import language, say
from minsheng.web.desk.found import found_case, found_household, scope, staff
from minsheng.web.desk.paper_form import PaperForm
from minsheng.web.desk.words import move_word

__all__ = ["give_back", "of_case", "of_household", "print_pdf", "print_word", "show"]

#: The environment's name for the address of the public pages, which stands in codes on certificates.
PUBLIC = "MINSHENG_PUBLIC"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LONGEST_REASON = 300


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """A paper of a case: fill it in, look at it, give it out."""
    case = found_case(request, number)
    return _page(request, case.household, case, name)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_household(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """A paper of the file of a household, without a case."""
    return _page(request, found_household(request, number), None, name)


def _page(request: HttpRequest, household: Household, case: Case | None, name: str) -> HttpResponse:
    kind = _kind(name)
    if not may_give_out(scope(request), kind, household.area.code):
        raise Http404
    asked = request.GET.get("lang", "")
    lang = asked if asked in ("zh", "en") else language()
    file = PaperFile(kind, household, case, staff(request), lang, today_in_china(), request.GET.get("about", "")[:80])
    try:
        if request.method == "POST":
            return _sent(request, file)
        initial = {**suggestions(file), **draft_of(file)}
        initial |= {"version": str(case.version) if case else "", "key": uuid4().hex}
        form, looks = PaperForm(file, initial=initial), "look" in request.GET
        preview, problem = _composed(file, {**suggestions(file), **draft_of(file)}) if looks else (None, "")
    except PolicyError as wrong:  # a decision that was made cannot be worked out again
        return render(request, "desk/paper.html", {**_frame(file), "problem": _told(wrong)}, status=409)
    return render(request, "desk/paper.html", {**_frame(file), "form": form, "paper": preview, "problem": problem})


def _sent(request: HttpRequest, file: PaperFile) -> HttpResponse:
    do = request.POST.get("do", "")
    form = PaperForm(file, request.POST, whole=do == "give")
    shown = {**_frame(file), "form": form}
    if not form.is_valid():
        return render(request, "desk/paper.html", shown, status=400)
    values = form.values()
    if do in ("draft", "look"):
        keep_draft(file, values)
        if do == "draft":
            messages.success(request, say(N_("The draft is kept.")))
        words = {"lang": file.lang, "about": file.about, "look": "yes" if do == "look" else ""}
        more = {name: word for name, word in words.items() if word}
        return redirect(f"{_address(file)}?{urlencode(more)}{'#sheet' if do == 'look' else ''}")
    if do != "give":
        return render(request, "desk/paper.html", shown, status=400)
    base = os.environ.get(PUBLIC) or request.build_absolute_uri("/")
    try:
        given = give_out(file, values, key=form.cleaned_data["key"], version=form.cleaned_data["version"], base=base)
    except PolicyError as wrong:
        return render(request, "desk/paper.html", {**shown, "problem": _told(wrong)}, status=400)
    except NotAllowed as wrong:
        return render(request, "desk/paper.html", {**shown, "problem": wrong.finding.render(language())}, status=409)
    if given is None:  # the button was pressed twice
        return redirect(_home(file))
    messages.success(request, say(N_("Given out and kept: {number}."), number=given.number))
    return redirect("desk:paper", given.number)


def _frame(file: PaperFile) -> dict[str, Any]:
    """What every state of the page shows."""
    decision, journey = file.decision if file.record is None else _decided(file), file.journey
    several = len(file.outcomes) > 1 if decision is not None else False
    return {
        "kind": file.kind,
        "title": file.kind.title.in_(language()),
        "file": file,
        "lang": file.lang,
        "home": _home(file),
        "move": move_word(file.move, journey) if file.move is not None and journey is not None else "",
        "abouts": [
            {"key": one.key, "word": who(one.key, decision.evaluation, language()), "now": one is file.outcome}
            for one in file.outcomes
        ]
        if several and decision is not None
        else [],
        "page": "cases" if file.case is not None else "households",
    }


def _decided(file: PaperFile) -> Any:
    """The decision that was kept; nothing where it cannot be worked out again, which the page then says."""
    try:
        return file.decision
    except PolicyError:
        return None


def _composed(file: PaperFile, values: dict[str, Any]) -> tuple[Paper | None, str]:
    """The paper as it would be, with masked numbers, or why it cannot be made yet."""
    try:
        return file.compose(values), ""
    except PolicyError as wrong:
        return None, _told(wrong)


def _told(wrong: PolicyError) -> str:
    return "\n".join(finding.render(language()) for finding in wrong.findings)


def _home(file: PaperFile) -> str:
    if file.case is not None:
        return reverse("desk:case", args=[file.case.number])
    return reverse("desk:household", args=[file.household.number])


def _address(file: PaperFile) -> str:
    if file.case is not None:
        return reverse("desk:case_paper", args=[file.case.number, file.kind.name])
    return reverse("desk:household_paper", args=[file.household.number, file.kind.name])


def _kind(name: str) -> PaperKind:
    try:
        return paper_kind(name)
    except PolicyError as wrong:
        raise Http404 from wrong


# what was given out ------------------------------------------------------------------------------------------------------------


def _found(request: HttpRequest, number: str) -> GivenPaper:
    rows = GivenPaper.objects.select_related("area", "household__area", "case", "given_by", "template", "replaced_by")
    return get_object_or_404(scope(request).of(rows), number=number)


def _in_full(request: HttpRequest, given: GivenPaper) -> bool:
    """Whether whoever prints may have the numbers in full; if so it is written down."""
    code = given.area.code
    if not scope(request).may("see_id_number", code):
        return False
    read_all_in_full(given.people.all(), staff(request), code, given.number)
    return True


@login_required
@require_GET
def show(request: HttpRequest, number: str) -> HttpResponse:
    """A paper as it was given out, on the screen: numbers are masked."""
    given = _found(request, number)
    shown = {
        "given": given,
        "title": _kind(given.name).title.in_(language()),
        "paper": kept_paper(given, in_full=False),
        "may": given.withdrawn_on is None and may_give_out(scope(request), _kind(given.name), given.area.code),
        "page": "cases" if given.case_id else "households",
    }
    return render(request, "desk/paper_given.html", shown)


@login_required
@require_GET
def print_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The same to print."""
    given = _found(request, number)
    try:
        made = pdf(kept_paper(given, in_full=_in_full(request, given)))
    except PolicyError as wrong:
        messages.error(request, _told(wrong))
        return redirect("desk:paper", number)
    return _file(made, "application/pdf", given, "pdf")


@login_required
@require_GET
def print_word(request: HttpRequest, number: str) -> HttpResponse:
    """The same for Word and WPS, with the template that was in use when it was given out."""
    given = _found(request, number)
    template = bytes(given.template.content) if given.template is not None else None
    try:
        made = word(kept_paper(given, in_full=_in_full(request, given)), template=template)
    except PolicyError as wrong:
        messages.error(request, _told(wrong))
        return redirect("desk:paper", number)
    return _file(made, _WORD, given, "docx")


def _file(made: bytes, media_type: str, given: GivenPaper, ending: str) -> HttpResponse:
    response = HttpResponse(made, content_type=media_type)
    name = f"{_kind(given.name).title.in_(given.lang)} {given.number}.{ending}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    """Take a paper back, with the reason; it stays in the file."""
    given = _found(request, number)
    if not may_give_out(scope(request), _kind(given.name), given.area.code):
        raise Http404
    why = request.POST.get("why", "").strip()
    if not why or len(why) > _LONGEST_REASON or "\x00" in why:
        messages.error(request, say(N_("A reason of at most {most} characters is needed."), most=_LONGEST_REASON))
        return redirect("desk:paper", number)
    withdraw(given, staff(request), today_in_china(), why)
    messages.success(request, say(N_("Taken back; it stays in the file with the reason.")))
    return redirect("desk:paper", number)
