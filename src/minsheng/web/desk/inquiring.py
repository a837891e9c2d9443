"""What is done in a step is written down on its form: which form belongs to which word of the packs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Case, Inquiry, VillagersReview
from minsheng.casework.visit import INQUIRIES, VILLAGERS_REVIEW, inquire, review_by_villagers
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import L_, say
from minsheng.web.desk.fields import FilesField, errors_of, keyed, text_field
from minsheng.web.desk.found import found_case, staff
from minsheng.web.desk.words import activity_word

__all__ = ["FORMS", "do"]

_ACCEPT = "image/jpeg,image/png,image/webp,application/pdf"


class _DoneForm(forms.Form):
    """What everything that is done in a step says."""

    on = forms.DateField(label=L_("day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    place = text_field(L_("place"), 200)
    key = keyed()

    def clean_on(self) -> Any:
        """Nothing is written down before it was done."""
        if self.cleaned_data["on"] > today_in_china():
            raise ValidationError(say(N_("it is written down once it was done")))
        return self.cleaned_data["on"]


class VillagersReviewForm(_DoneForm):
    """A villagers' review."""

    present = forms.IntegerField(label=L_("people present"), min_value=1, max_value=10_000)
    chair = text_field(L_("chair"), 60)
    recorder = text_field(L_("recorder"), 60)
    votes_for = forms.IntegerField(label=L_("in favour"), min_value=0, max_value=10_000)
    votes_against = forms.IntegerField(label=L_("against"), min_value=0, max_value=10_000)
    abstained = forms.IntegerField(label=L_("abstained"), min_value=0, max_value=10_000)
    opinion = text_field(L_("opinion"), 2000, rows=4)
    photos = FilesField(label=L_("minutes and photos"), accept=_ACCEPT, help_text=L_("photos or PDF, up to 5 MB each"))

    def keep(self, case: Case, user: Any, activity: str) -> None:
        """Write it down."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("key", "photos")}
        review_by_villagers(case, VillagersReview(**told), user, photos=self.cleaned_data["photos"])


class InquiryForm(_DoneForm):
    """What neighbours or an office were asked."""

    asked = text_field(L_("who was asked"), 200)
    answer = text_field(L_("answer"), 2000, rows=4)
    photos = FilesField(label=L_("evidence"), accept=_ACCEPT, help_text=L_("photos or PDF, up to 5 MB each"))

    def keep(self, case: Case, user: Any, activity: str) -> None:
        """Write it down."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("key", "photos")}
        inquire(case, Inquiry(activity=activity, **told), user, photos=self.cleaned_data["photos"])


_BY_ACTIVITY: dict[str, type[VillagersReviewForm] | type[InquiryForm]] = {
    VILLAGERS_REVIEW: VillagersReviewForm,
    **dict.fromkeys(INQUIRIES, InquiryForm),
}
#: The address of the form for a word of the packs; a word that is not here keeps its plain button.
FORMS: dict[str, Callable[[str], tuple[str, list[str]]]] = {
    "home_visit": lambda number: ("desk:visit", [number]),
    "data_check": lambda number: ("desk:case_check", [number]),
    **{word: (lambda number, word=word: ("desk:do", [number, word])) for word in _BY_ACTIVITY},  # type: ignore[misc]
}


@login_required
def do(request: HttpRequest, number: str, activity: str) -> HttpResponse:
    """The form of something that is done in a step."""
    case, user = found_case(request, number, "act"), staff(request)
    if activity not in _BY_ACTIVITY:
        raise Http404
    first = {"on": today_in_china(), "key": uuid4().hex}
    make = _BY_ACTIVITY[activity]
    form = make(request.POST, request.FILES) if request.method == "POST" else make(initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                if first_time(form.cleaned_data["key"], user):
                    form.keep(case, user, activity)
                    messages.success(request, say(N_("Done and written down.")))
            return redirect("desk:case", number)
        except (NotAllowed, PolicyError) as problem:
            errors_of(form, problem)
    shown = {"case": case, "form": form, "title": activity_word(activity), "page": "cases"}
    return render(request, "desk/do.html", shown, status=400 if form.errors else 200)
