"""Matters of other offices: the list at the window and in the other office, and one matter with what may be done now."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from minsheng.casework import referral as matter
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Referral
from minsheng.casework.models.referral import REFERRAL_ANSWERS
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import User
from minsheng.registry.scope import Scope
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import L_, language, say
from minsheng.web.desk.evidence import evidence_field, evidence_of, keep_evidence, refused_file
from minsheng.web.desk.found import scope, staff
from minsheng.web.desk.prompts import Prompt

__all__ = ["AnswerForm", "WordsForm", "prompts_of", "referral", "referrals", "shown_referrals"]

_PAGE = 50
TABS = {
    "open": L_("all that are open"),
    "to_pass_on": L_("to be passed on"),
    "waiting": L_("wait for an answer"),
    "late": L_("late"),
    "answered": L_("answered"),
    "filed": L_("filed"),
}
#: What may be done, and how the button says it.
MOVES = {
    "pass_on": N_("pass it on"),
    "receive": N_("receive it"),
    "remind": N_("remind the office"),
    "answer": N_("write down the answer"),
    "supply": N_("send what was asked for"),
    "file_away": N_("put it on file"),
}


class WordsForm(forms.Form):
    """A remark with what is done."""

    words = forms.CharField(label=L_("remark"), max_length=1000, required=False)


class AnswerForm(forms.Form):
    """What the other office answered."""

    answer = forms.ChoiceField(label=L_("answer"), choices=REFERRAL_ANSWERS.items())
    words = forms.CharField(label=L_("in words"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    on = forms.DateField(
        label=L_("day of the answer"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    evidence = forms.CharField(
        label=L_("number of the letter"),
        max_length=200,
        required=False,
        help_text=L_("needed where the answer came by letter"),
    )
    signed = forms.CharField(label=L_("signed by"), max_length=60, required=False)
    file = evidence_field()


@login_required
def referrals(request: HttpRequest) -> HttpResponse:
    """Matters of other offices by deadline; fifty at a time."""
    seen, day = scope(request), today_in_china()
    asked = request.GET.get("tab", "")
    tab = asked if asked in TABS else "open"
    rows = _rows_of(tab, seen, day).order_by("-pk" if tab == "filed" else "pk")
    after = request.GET.get("after", "")
    if after.isdecimal():
        rows = rows.filter(**{"pk__lt" if tab == "filed" else "pk__gt": int(after[:18])})
    found = list(rows[: _PAGE + 1])
    more = urlencode({"tab": tab, "after": str(found[_PAGE - 1].pk)}) if len(found) > _PAGE else ""
    tabs = [{"name": name, "word": word} for name, word in TABS.items()]
    about = {"tabs": tabs, "tab": tab, "more": more, "page": "referrals"}
    return render(request, "desk/referrals.html", {"rows": shown_referrals(found[:_PAGE], day), **about})


@login_required
def referral(request: HttpRequest, number: str) -> HttpResponse:
    """One matter: what it is about, what happened, and what may be done now."""
    rows = scope(request).of(Referral.objects.select_related("area", "household", "person", "office"))
    found = get_object_or_404(rows.prefetch_related("steps__by"), number=number)
    day, possible = today_in_china(), matter.moves(scope(request), found)
    wanted = request.POST.get("do", "") if request.method == "POST" else ""
    if request.method == "POST" and wanted not in MOVES:
        raise Http404
    if wanted and not (matter.at_the_window(scope(request), found) or matter.may_answer(scope(request), found)):
        raise Http404
    form: forms.Form = AnswerForm(request.POST, request.FILES) if wanted == "answer" else WordsForm(request.POST)
    if wanted and form.is_valid() and _did(request, found, form, wanted, day):
        return redirect("desk:referral", number)
    shown = {
        "referral": found,
        "row": shown_referrals([found], day)[0],
        "steps": found.steps.all(),
        "moves": [{"name": name, "word": say(MOVES[name])} for name in possible if name != "answer"],
        "answer": (form if wanted == "answer" else AnswerForm(initial={"on": day})) if "answer" in possible else None,
        "files": evidence_of(scope(request), found.household, f"referral/{found.pk}"),
        "by_letter": not matter.may_answer(scope(request), found),
        "sees_household": matter.at_the_window(scope(request), found),
        "problems": form.errors.get("__all__", []) if wanted and wanted != "answer" else [],
        "key": uuid4().hex,
        "page": "referrals",
    }
    return render(request, "desk/referral.html", shown, status=400 if wanted else 200)


def _did(request: HttpRequest, found: Referral, form: forms.Form, wanted: str, day: date) -> bool:
    """Do what was asked for once; what does not allow it stands in the form."""
    user, told = staff(request), form.cleaned_data
    try:
        with transaction.atomic():
            if not first_time(request.POST.get("key", "")[:300], user):
                return True
            if wanted == "answer":
                about = {"on": told["on"], "words": told["words"], "evidence": told["evidence"]}
                if told["on"] > day:
                    form.add_error("on", say(N_("a day to come cannot be written down")))
                    return False
                matter.answer(found.number, user, told["answer"], signed=told["signed"], **about)
                keep_evidence(request, found.household, f"referral/{found.pk}")
            else:
                getattr(matter, wanted)(found.number, user, on=day, words=told["words"])
    except NotAllowed as problem:
        form.add_error(None, problem.finding.render(language()))
        return False
    except PolicyError as problem:
        refused_file(form, problem)
        return False
    messages.success(request, say(N_("Done and written down.")))
    return True


def prompts_of(seen: Scope, user: User, day: date) -> list[Prompt]:
    """Prompts for the page of today: matters to be passed on, and answers that are late or have come."""
    own, address = seen.of(Referral.objects.all()), reverse("desk:referrals")
    told = [
        (N_("matters to be passed on"), own.filter(state="taken_in"), "to_pass_on"),
        (N_("answers of other offices that are late"), _late(own, day), "late"),
        (N_("answers of other offices that have come"), own.filter(state="answered"), "answered"),
    ]
    return [Prompt(say(word), rows.count(), f"{address}?tab={tab}") for word, rows, tab in told]


def shown_referrals(found: list[Referral], day: date) -> list[dict[str, Any]]:
    """Matters as lists show them."""
    rows = []
    for one in found:
        left = (one.due_on - day).days if one.due_on is not None else None
        rows.append({"referral": one, "level": one.level(day), "left": left, "late": -(left or 0)})
    return rows


def _late(rows: QuerySet[Referral], day: date) -> QuerySet[Referral]:
    return rows.filter(state__in=("passed_on", "followed_up"), due_on__lt=day)


def _rows_of(tab: str, seen: Scope, day: date) -> QuerySet[Referral]:
    rows = seen.of(Referral.objects.select_related("area", "household", "person", "office"))
    states = {"to_pass_on": ("taken_in",), "waiting": ("passed_on", "followed_up"), "answered": ("answered",)}
    if tab == "late":
        return _late(rows, day)
    if tab == "open":
        return rows.exclude(state="filed")
    return rows.filter(state__in=states.get(tab, ("filed",)))
