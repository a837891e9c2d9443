"""Complaining and reporting without signing in, and seeing how it stands with the receipt number and the secret word."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from minsheng.casework.complaint import RIGHT, Statement, answer_of, file_complaint, known_by
from minsheng.casework.models import Case, Complaint
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Area
from minsheng.registry.models.household import held_on
from minsheng.registry.scope import RIGHTS
from minsheng.registry.words import L_, say
from minsheng.web.portal.notices import public
from minsheng.web.portal.throttle import count, must_wait

__all__ = ["complain", "complaint_state"]

#: From one address so many complaints, and so many wrong words, in so many seconds.
FILED, GUESSES, WINDOW = 5, 12, 3600
_AREAS = 400


class ComplainForm(forms.Form):
    """What somebody says. ``website`` is shown to nobody: only programmes fill it in."""

    kind = forms.ChoiceField(
        label=L_("what it is"),
        choices=[
            ("complaint", L_("a complaint about how I was treated")),
            ("report", L_("a report of something that is wrong")),
        ],
    )
    area = forms.ChoiceField(label=L_("which county"))
    whom = forms.CharField(
        label=L_("about whom or what"),
        required=False,
        max_length=200,
        help_text=L_("a name and village, an office, or a case number"),
    )
    text = forms.CharField(
        label=L_("what went wrong, or what you saw"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8})
    )
    name = forms.CharField(
        label=L_("your name"), required=False, max_length=60, help_text=L_("You may leave it empty and stay unknown.")
    )
    contact = forms.CharField(label=L_("how we reach you"), required=False, max_length=200)
    website = forms.CharField(
        label=L_("leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, areas: list[Area], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"].choices = [(area.code, str(area)) for area in areas]  # type: ignore[attr-defined]


class _LookForm(forms.Form):
    """What stands on the receipt."""

    number = forms.CharField(label=L_("receipt number"), max_length=40, widget=forms.TextInput({"autocomplete": "off"}))
    word = forms.CharField(label=L_("secret word"), max_length=40, widget=forms.TextInput({"autocomplete": "off"}))


def _areas() -> list[Area]:
    """The counties, and cities without any, where somebody handles complaints today."""
    day = today_in_china()
    roles = [role for role, rights in RIGHTS.items() if RIGHT in rights]
    counties = Area.objects.valid_on(day).filter(level=6)
    held = held_on(day)
    stems = Area.objects.filter(assignment__in=_assignments(roles, held), level__gte=4).values_list("stem", flat=True)
    here = {stem[:6] for stem in stems.distinct()}
    return [area for area in counties if any(area.stem.startswith(stem) for stem in here)][:_AREAS]


def _assignments(roles: list[str], held: Any) -> Any:
    from minsheng.registry.models import Assignment

    return Assignment.objects.filter(held, role__in=roles)


@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """The form; once it is sent, the receipt number and the secret word."""
    areas = _areas()
    form = ComplainForm(areas, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return public(
            render(request, "portal/complain.html", {"form": form, "look": _LookForm(), "page": "complaints"})
        )
    if must_wait(request, "complain", FILED):
        return _wait(request)
    if not form.is_valid():
        shown = {"form": form, "look": _LookForm(), "page": "complaints"}
        return public(render(request, "portal/complain.html", shown, status=400))
    count(request, "complain", WINDOW)
    if form.cleaned_data["website"]:  # a programme; it is told nothing
        return public(render(request, "portal/complained.html", {"page": "complaints"}))
    typed = form.cleaned_data
    area = next(area for area in areas if area.code == typed["area"])
    case = Case.objects.filter(number=typed["whom"].strip(), area__stem__startswith=area.stem).first()
    words = (typed["text"], typed["whom"], typed["name"], typed["contact"])
    statement = Statement(typed["kind"], "public", *words, case=case)
    made, word = file_complaint(statement, area, on=today_in_china(), by=None)
    return public(render(request, "portal/complained.html", {"complaint": made, "word": word, "page": "complaints"}))


@require_http_methods(["GET", "HEAD", "POST"])
def complaint_state(request: HttpRequest, number: str = "") -> HttpResponse:
    """How a complaint stands, and its answer; the word is sent in the body, so that it stands in no address and no log."""
    if request.method != "POST":
        form = _LookForm(initial={"number": number[:40]})
        return public(render(request, "portal/complaint_state.html", {"form": form, "page": "complaints"}))
    if must_wait(request, "complaint", GUESSES):
        return _wait(request)
    form = _LookForm(request.POST)
    found: Complaint | None = None
    if form.is_valid():
        found = known_by(form.cleaned_data["number"], form.cleaned_data["word"])
        if found is None:
            count(request, "complaint", WINDOW)
            form.add_error(None, say(N_("There is no complaint with this number and word. Look at both again.")))
    if found is None:
        return public(render(request, "portal/complaint_state.html", {"form": form, "page": "complaints"}, status=400))
    shown = {"complaint": found, "answer": answer_of(found), "page": "complaints"}
    return public(render(request, "portal/complaint_state.html", shown))


def _wait(request: HttpRequest) -> HttpResponse:
    response = public(render(request, "portal/wait.html", {"wait": WINDOW // 60, "page": "complaints"}, status=429))
    response["Retry-After"] = str(WINDOW)
    return response
