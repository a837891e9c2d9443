"""The same move for several cases of a list: chosen, looked at one by one, confirmed, and told what was done and what was not."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from minsheng.casework.event import Event
from minsheng.casework.models import Case
from minsheng.casework.together import MOST, OFFERED, act_together, moves_of, prospects
from minsheng.policy.finding import Finding
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.scope import Scope, scope_of
from minsheng.registry.words import say
from minsheng.web.desk.found import staff
from minsheng.web.desk.words import benefit_word, move_word, state_word

__all__ = ["bulk"]

_SPLIT = "|"


class _MoveForm(forms.Form):
    """Which move, why, and for which day."""

    move = forms.ChoiceField(widget=forms.RadioSelect)
    reason = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, data: Any, offered: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["move"].choices = offered  # type: ignore[attr-defined]
        words = {"move": N_("what to do"), "reason": N_("reason or opinion"), "until": N_("day")}
        for name, word in words.items():
            self.fields[name].label = say(word)

    def event(self) -> Event:
        """What is asked for."""
        kind, role, step, outcome, clock = self.cleaned_data["move"].split(_SPLIT)
        until = self.cleaned_data["until"] if kind == "planned" else None
        return Event(kind, today_in_china(), role, "", step, outcome, clock, self.cleaned_data["reason"].strip(), until)

    def clean(self) -> dict[str, Any]:
        """A day is planned for a day."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("move", "").startswith("planned") and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", say(N_("a day such as 2026-11-21 is expected")))
        return cleaned


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Choose a move for the cases that were chosen in a list, see what it means for each, and confirm it."""
    user = staff(request)
    scope = scope_of(user)
    asked = list(dict.fromkeys(request.POST.getlist("chosen")))
    shown: dict[str, Any] = {"page": "cases", "key": request.POST.get("key", "")[:64] or uuid4().hex, "most": MOST}
    if not asked or len(asked) > MOST:
        problem = N_("Choose at least one case.") if not asked else N_("Choose at most {most} cases.")
        return render(request, "desk/bulk.html", shown | {"problem": say(problem, most=MOST)}, status=400)
    cases = _cases(scope, asked)
    sent = request.POST.get("do", "")
    offered = _offered(cases, scope, request.POST.get("move", "") if sent == "confirm" else "")
    form = _MoveForm(request.POST if sent else None, [(value, word) for value, word, _ in offered])
    shown |= {"form": form, "offered": offered, "cases": cases, "missing": len(asked) - len(cases)}
    if not sent:
        return render(request, "desk/bulk.html", shown)
    if not form.is_valid():
        return render(request, "desk/bulk.html", shown, status=400)
    event = form.event()
    if sent == "confirm":
        versions = {case.number: _version(request, case.number) for case in cases}
        done = act_together(cases, event, user, versions=versions, key=shown["key"])
        results = [{"number": one.number, "why": _why(one.refused) if one.refused else ""} for one in done]
        shown |= {"results": results, "good": sum(not one.refused for one in done)}
        return render(request, "desk/bulk_done.html", shown)
    looked = prospects(cases, event, scope, user)
    rows = [
        {
            "case": look.case,
            "what": benefit_word(look.journey.process),
            "from": state_word(look.journey.process, look.case.state),
            "to": state_word(look.journey.process, look.leads_to) if look.leads_to else "",
            "why": _why(look.refused) if look.refused else "",
        }
        for look in looked
    ]
    good = [row for row in rows if not row["why"]]
    word = next(word for value, word, _ in offered if value == form.cleaned_data["move"])
    return render(
        request, "desk/bulk_confirm.html", shown | {"looked": rows, "good": good, "word": word, "event": event}
    )


def _cases(scope: Scope, numbers: list[str]) -> list[Case]:
    """The cases of the scope with these numbers, with everything that happened to them; a fixed number of queries."""
    fit = [number for number in numbers if len(number) <= 30 and "\x00" not in number]
    rows = scope.of(Case.objects.select_related("area", "household__area")).filter(number__in=fit)
    return list(rows.prefetch_related("happenings").order_by("number"))


def _offered(cases: list[Case], scope: Scope, sent: str) -> list[tuple[str, str, int]]:
    """The moves that are offered: how they are sent, what they are called, and how many cases allow them.

    A move that is being confirmed stays on the list although it was done a moment ago, so that a second click is told the same.
    """
    found = moves_of(cases, scope)
    offered = [(_SPLIT.join(key), move_word(*places[0]), len(places)) for key, places in found.items()]
    if sent.count(_SPLIT) == 4 and sent not in {value for value, _, _ in offered} and len(sent) <= 260:
        offered += [(sent, sent, 0)] if sent.partition(_SPLIT)[0] in OFFERED else []
    return sorted(offered, key=lambda row: -row[2])


def _why(finding: Finding) -> str:
    """Why something cannot be done, in words; its number stands beside it on the page."""
    hint = f" {say(finding.hint, **finding.params)}" if finding.hint and finding.code != "W1" else ""
    return say(finding.message, **finding.params) + hint


def _version(request: HttpRequest, number: str) -> int:
    text = request.POST.get(f"version-{number}", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1
