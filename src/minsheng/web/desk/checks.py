"""The economic-status check on the desk: who has signed, asking for it, the list of the check centre, entering what ledgers say."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from minsheng.casework.act import act, decision_of, journey_of
from minsheng.casework.attachment import keep
from minsheng.casework.authorisation import adults_on, authorise, authorised_on, withdraw
from minsheng.casework.economic_check import (
    DATA_CHECK,
    OPEN,
    Found,
    Result,
    ask_again,
    ask_for_check,
    report,
    standing_report,
    take_up,
)
from minsheng.casework.event import Event
from minsheng.casework.fact_sources import Beside, beside, facts_of
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Authorisation, Case, CheckRequest
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.policy.wording import who
from minsheng.registry.intake import read_answer
from minsheng.registry.models import Person, User
from minsheng.registry.scope import RIGHTS, Scope
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import L_, language, say
from minsheng.web.desk.fields import FilesField, errors_of, fact_field, keyed, text_field
from minsheng.web.desk.found import found_case, require, scope, staff
from minsheng.web.desk.prompts import Prompt

__all__ = ["case_check", "check", "checks", "open_checks"]

_PAGE = 50


class SignForm(forms.Form):
    """Somebody has signed."""

    person = forms.ChoiceField(label=L_("who has signed"))
    signed_on = forms.DateField(
        label=L_("signed on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    evidence = text_field(L_("evidence"), 200, help_text=L_("the number of the paper, or where it is kept"))
    photo = FilesField(label=L_("photo of the paper"), accept="image/jpeg,image/png,image/webp,application/pdf")
    key = keyed()

    def __init__(self, people: list[Person], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(person.pk): person for person in people}
        self.fields["person"].choices = [(key, person.name) for key, person in self.people.items()]  # type: ignore[attr-defined]


@login_required
def case_check(request: HttpRequest, number: str) -> HttpResponse:
    """The check for a case: who has signed, and asking for it; an objection, and a report that is taken over."""
    case, user, day = found_case(request, number, "act"), staff(request), today_in_china()
    household = case.household
    adults, signed = adults_on(household, day), authorised_on(household, day)
    people = [person for person in adults if person.pk not in signed]
    wanted = request.POST.get("do", "") if request.method == "POST" else ""
    form = SignForm(
        people,
        *((request.POST, request.FILES) if wanted == "sign" else ()),
        initial={"signed_on": day, "key": uuid4().hex},
    )
    problem = ""
    if request.method == "POST" and (wanted != "sign" or form.is_valid()):
        try:
            with transaction.atomic():
                if first_time(request.POST.get("key", "")[:300], user):
                    _do(wanted, request, case, form, user)
                    messages.success(request, say(N_("Done and written down.")))
            return redirect("desk:case_check", number)
        except (NotAllowed, PolicyError) as refused:
            if wanted == "sign":
                errors_of(form, refused)
            else:
                found = getattr(refused, "findings", None) or [refused.finding]  # type: ignore[union-attr]
                problem = "\n".join(finding.render(language()) for finding in found)
    standing = standing_report(household, day)
    shown = {
        "case": case,
        "form": form,
        "problem": problem,
        "adults": [{"person": person, "signed": signed.get(person.pk)} for person in adults],
        "may_ask": not people,
        "standing": standing,
        "takes_over": standing is not None and _waits(case),
        "checks": _checks_of(case),
        "key": uuid4().hex,
        "page": "cases",
    }
    return render(request, "desk/case_check.html", shown, status=400 if form.errors or problem else 200)


def _do(wanted: str, request: HttpRequest, case: Case, form: SignForm, user: User) -> None:
    day, because = today_in_china(), request.POST.get("because", "").replace("\x00", "")
    if wanted == "sign":
        told = form.cleaned_data
        photos = [keep(s.content, s.name, what="authorisation", by=user, case=case, pdf=True) for s in told["photo"]]
        authorise(
            case.household,
            form.people[told["person"]],
            user,
            signed_on=told["signed_on"],
            evidence=told["evidence"],
            on=day,
            attachment=photos[0] if photos else None,
        )
    elif wanted == "withdraw":
        rows = Authorisation.objects.filter(household=case.household)
        withdraw(get_object_or_404(rows, pk=_key(request.POST.get("of", ""))), user, on=day, because=because)
    elif wanted == "ask":
        ask_for_check(case.household, user, on=day, case=case)
    elif wanted == "again":
        rows_of = CheckRequest.objects.filter(household=case.household)
        ask_again(get_object_or_404(rows_of, number=request.POST.get("of", "")[:40]), user, on=day, because=because)
    elif wanted == "take_over":
        journey = journey_of(case)
        step = journey.step
        if step is None:
            raise Http404
        act(case.pk, Event("did", day, journey.role_of(step), step=step.name, outcome=DATA_CHECK), user)
    else:
        raise Http404


def _key(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)


def _waits(case: Case) -> bool:
    """Whether the step that runs asks for a check that is not done."""
    journey = journey_of(case)
    step = journey.step
    return step is not None and DATA_CHECK in step.does and DATA_CHECK not in journey.done(step.name)


def _checks_of(case: Case) -> QuerySet[CheckRequest]:
    rows = CheckRequest.objects.filter(household=case.household_id).select_related("report__by", "asked_by", "taken_by")
    return rows.order_by("-pk")[:20]


@login_required
def checks(request: HttpRequest) -> HttpResponse:
    """The checks that wait, the oldest first; for the check centre and the county."""
    rows = _to_do(require(request, "check")).select_related("area", "household", "asked_by", "taken_by")
    after = request.GET.get("after", "")
    if after.isdecimal():
        rows = rows.filter(pk__gt=int(after[:18]))
    found = list(rows.order_by("pk")[: _PAGE + 1])
    more = found[_PAGE - 1].pk if len(found) > _PAGE else None
    return render(request, "desk/checks.html", {"checks": found[:_PAGE], "more": more, "page": "checks"})


def _to_do(seen: Scope) -> QuerySet[CheckRequest]:
    allowed = Scope(frozenset((role, stem) for role, stem in seen.roles if "check" in RIGHTS[role]))
    return allowed.of(CheckRequest.objects.filter(state__in=OPEN))


def open_checks(seen: Scope, user: User, day: Any) -> list[Prompt]:
    """A prompt for whoever makes checks."""
    count = _to_do(seen).count()
    return [Prompt(say(N_("checks to be made")), count, reverse("desk:checks"))]


class ReportForm(forms.Form):
    """What the ledgers say; a fact that was not looked up stays empty."""

    remark = text_field(L_("remark"), 1000, required=False, rows=2)
    key = keyed()


class LedgerForm(forms.Form):
    """One value and its evidence for each fact."""

    def __init__(self, rows: list[Beside], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = rows
        for place, row in enumerate(rows):
            self.fields[f"value{place}"] = fact_field(row.declared)
            self.fields[f"evidence{place}"] = text_field(L_("evidence"), 200, required=False)

    def clean(self) -> dict[str, Any]:
        """What was typed, as findings."""
        cleaned, found = super().clean() or {}, []
        people = Person.objects.in_bulk([row.whose[0] for row in self.rows if row.whose[0] is not None])
        for place, row in enumerate(self.rows):
            try:
                value = read_answer(str(cleaned.get(f"value{place}") or ""), row.declared, today_in_china())
            except ValidationError as problem:
                self.add_error(f"value{place}", problem)
                continue
            evidence = str(cleaned.get(f"evidence{place}") or "")
            if value is not None and not evidence.strip():
                self.add_error(f"evidence{place}", say(N_("which ledger says so, and of which day?")))
            elif value is not None:
                person = people[row.whose[0]] if row.whose[0] is not None else None
                found.append(Found(person, row.declared.name, value, evidence))
        cleaned["found"] = found
        return cleaned


@login_required
def check(request: HttpRequest, number: str) -> HttpResponse:
    """A check: taken up, and reported with what the ledgers say."""
    user, seen, day = staff(request), scope(request), today_in_china()
    rows = seen.of(CheckRequest.objects.select_related("household__area", "area", "case", "report__by", "repeats"))
    found = get_object_or_404(rows, number=number[:40])
    if not seen.may("check", found.area.code):
        raise Http404
    wanted = request.POST.get("do", "") if request.method == "POST" else ""
    facts, names = _facts(found)
    reported = request.POST if wanted == "report" else None
    form, ledger = ReportForm(reported, initial={"key": uuid4().hex}), LedgerForm(facts, reported)
    if wanted == "take_up" or (wanted == "report" and form.is_valid() and ledger.is_valid()):
        try:
            with transaction.atomic():
                if wanted == "take_up":
                    take_up(found, user, on=day)
                elif first_time(form.cleaned_data["key"], user):
                    result = Result(ledger.cleaned_data["found"], form.cleaned_data["remark"])
                    report(found, result, user, on=day)
            messages.success(request, say(N_("Done and written down.")))
            return redirect(
                "desk:check" if wanted == "take_up" else "desk:checks", *([number] if wanted == "take_up" else [])
            )
        except (NotAllowed, PolicyError) as problem:
            errors_of(form if form.is_bound else (form := _bound(form)), problem)
    shown = {
        "check": found,
        "open": found.state in OPEN,
        "members": found.household.members_on(day),
        "form": form,
        "facts": [
            {"who": names[row.key], "value": ledger[f"value{n}"], "evidence": ledger[f"evidence{n}"]}
            for n, row in enumerate(facts)
        ],
        "page": "checks",
    }
    return render(request, "desk/check.html", shown, status=400 if form.errors or ledger.errors else 200)


def _bound(form: ReportForm) -> ReportForm:
    """The same form with nothing in it, so that it can tell what went wrong."""
    bound = ReportForm({"key": str(form.initial.get("key", ""))})
    bound.is_valid()
    return bound


def _facts(request: CheckRequest) -> tuple[list[Beside], dict[str, str]]:
    """The facts that the open cases of the household rest on, of the household and its people; and the names of whom they are about."""
    day = today_in_china()
    found: dict[tuple[int, str], Beside] = {}
    names: dict[str, str] = {}
    cases = Case.objects.filter(household=request.household, ended=False).select_related("area", "household__area")
    for case in cases:
        try:
            decision = decision_of(case, day)
        except PolicyError:
            continue
        for row in beside(decision, case.household, facts_of(decision, case.benefit), day):
            if not row.whose[1] and row.declared.changes:
                found.setdefault((row.whose[0] or 0, row.declared.name), row)
                names[row.key] = who(row.key, decision.evaluation, language())
    return [found[key] for key in sorted(found)], names
