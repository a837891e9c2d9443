"""Rating how a case was handled, with the word that stands on its letter, or on a screen that a clerk has opened."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Rating
from minsheng.casework.rating import LEVELS_OF_RATING, REASONS, rate, rated_with
from minsheng.policy.today import today_in_china
from minsheng.registry.words import L_, language
from minsheng.web.portal.complaints import GUESSES, WINDOW
from minsheng.web.portal.notices import public
from minsheng.web.portal.throttle import count, must_wait

__all__ = ["rate_case"]


class RateForm(forms.Form):
    """Five levels, reasons to tick, and own words."""

    level = forms.TypedChoiceField(
        label=L_("how was your case handled?"),
        coerce=int,
        choices=[(level, L_(word)) for level, word in LEVELS_OF_RATING.items()],
        widget=forms.RadioSelect,
    )
    reasons = forms.MultipleChoiceField(
        label=L_("why"),
        required=False,
        choices=[(name, L_(word)) for name, word in REASONS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        label=L_("in your own words"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rate_case(request: HttpRequest, number: str) -> HttpResponse:
    """The page that the code on a letter opens; a wrong word and a case that is not there are the same."""
    if must_wait(request, "rate", GUESSES):
        shown = {"wait": WINDOW // 60}
        return public(render(request, "portal/wait.html", shown, status=429))
    case = rated_with(number, request.GET.get("proof", "")[:40])
    if case is None:
        count(request, "rate", WINDOW)
        return public(render(request, "portal/rate.html", {"unknown": True}, status=404))
    if Rating.objects.filter(case=case).exists():
        return public(render(request, "portal/rate.html", {"case": case, "thanks": True}))
    form = RateForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        shown_form = {"form": form, "case": case}
        return public(render(request, "portal/rate.html", shown_form, status=400 if form.is_bound else 200))
    typed, at_window = form.cleaned_data, request.user.is_authenticated
    channel = "window" if at_window else "public"
    try:
        rate(case, typed["level"], typed["reasons"], typed["text"], channel=channel, on=today_in_china())
    except NotAllowed as problem:
        told = problem.finding.render(language())
        return public(render(request, "portal/rate.html", {"form": form, "case": case, "problem": told}, status=409))
    return public(render(request, "portal/rate.html", {"case": case, "thanks": True}))
