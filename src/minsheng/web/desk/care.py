"""Looking after somebody: the page with everything, and the forms that write down what was found, settled, agreed and given back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from minsheng.casework.act import open_case
from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import CareAgreement, KeptProperty, Placement
from minsheng.casework.support import placement as placing
from minsheng.casework.support.assessment import Found, assess, service_of_kind
from minsheng.casework.support.look import covered_people, look_at, parts_of
from minsheng.casework.support.may import may_look_after
from minsheng.casework.support.property import give_back, keep_for
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.pack import Service
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Household, Membership, Person
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import language, say
from minsheng.web.desk.care_forms import (
    AgreementForm,
    AssessmentForm,
    PlacementForm,
    PropertyForm,
    ReturnForm,
    SignForm,
    VisitForm,
)
from minsheng.web.desk.care_panel import hardship_panel
from minsheng.web.desk.evidence import evidence_of, keep_evidence, refused_file
from minsheng.web.desk.found import scope, staff

__all__ = ["agreement", "care", "kept", "open_change", "write"]

_TITLES = {
    "assess": N_("self-care assessment"),
    "place": N_("form of support"),
    "agree": N_("care agreement"),
    "keep": N_("property kept for somebody"),
    "visit": N_("care visit"),
}


@login_required
def care(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything on how somebody is looked after; it prints as it stands."""
    person, household = found_person(request, pk)
    panel = hardship_panel(person, household, scope(request), today_in_china())
    shown = {"person": person, "household": household, "panel": panel, "key": uuid4().hex, "page": "households"}
    return render(request, "desk/care.html", shown)


@login_required
def write(request: HttpRequest, pk: int, do: str) -> HttpResponse:
    """One of the forms: an assessment, a placement, an agreement, property that is kept, a visit."""
    person, household = found_person(request, pk)
    if do not in _TITLES or not may_look_after(scope(request), household.area.code):
        raise Http404
    make, save = _FORMS[do](request, person, household)
    form = make((request.POST, request.FILES) if request.method == "POST" else (None, None))
    if request.method == "POST" and form.is_valid() and _saved(request, form, save, household, do):
        return redirect("desk:care", pk)
    shown = {"person": person, "household": household, "form": form, "title": say(_TITLES[do]), "do": do}
    status = 400 if request.method == "POST" else 200
    return render(request, "desk/care_form.html", {**shown, "key": uuid4().hex, "page": "households"}, status=status)


@login_required
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """A care agreement as it is printed and signed, and the form that says that it is signed."""
    rows = CareAgreement.objects.select_related(
        "placement__person", "placement__household__area", "placement__home__area"
    )
    found = get_object_or_404(rows, pk=_key(pk))
    household = found.placement.household
    found_person(request, found.placement.person_id)
    may = may_look_after(scope(request), household.area.code) and found.signed_on is None
    form = SignForm(*((request.POST, request.FILES) if request.method == "POST" else (None, None)))
    if request.method == "POST" and not may:
        raise Http404
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if _saved(
            request,
            form,
            lambda: placing.sign(found, staff(request), on=told["on"], evidence=told["evidence"]),
            household,
            "agree",
        ):
            return redirect("desk:agreement", pk)
    shown: dict[str, Any] = {
        "agreement": found,
        "household": household,
        "form": form if may else None,
        "key": uuid4().hex,
    }
    shown["files"] = evidence_of(scope(request), household, f"agree/{found.pk}")
    return render(
        request, "desk/agreement.html", {**shown, "page": "households"}, status=400 if request.method == "POST" else 200
    )


@login_required
def kept(request: HttpRequest, pk: int) -> HttpResponse:
    """The form that says that something which was kept for somebody was given back."""
    found = get_object_or_404(KeptProperty.objects.select_related("person", "household__area"), pk=_key(pk))
    found_person(request, found.person_id)
    if not may_look_after(scope(request), found.household.area.code):
        raise Http404
    sent: tuple[Any, Any] = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ReturnForm(data=sent[0], files=sent[1], initial={"to": found.person.name})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        about = {"on": told["on"], "to": told["to"], "evidence": told["evidence"]}
        if _saved(request, form, lambda: give_back(found, staff(request), **about), found.household, "kept"):
            return redirect("desk:care", found.person_id)
    shown = {
        "person": found.person,
        "household": found.household,
        "form": form,
        "title": found.what,
        "key": uuid4().hex,
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "desk/care_form.html", {**shown, "page": "households"}, status=status)


@login_required
@require_POST
def open_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the case by which what somebody receives is changed or ended, where the page offers it."""
    person, household = found_person(request, pk)
    panel = hardship_panel(person, household, scope(request), today_in_china()) or {}
    wanted = request.POST.get("process", "")[:60]
    offered = {p["name"]: e["benefit"] for e in panel.get("ends", []) for p in e["processes"]}
    if panel.get("change"):
        offered[panel["change"]["process"]] = panel["change"]["benefit"]
    if wanted not in offered:
        raise Http404
    award = next(
        r.award for r in covered_people(household, today_in_china())[person.pk] if r.benefit == offered[wanted]
    )
    try:
        about = {
            "process": wanted,
            "award": award,
            "came_by": "found",
            "key": request.POST.get("key", "")[:300] or None,
        }
        case = open_case(household, offered[wanted], staff(request), on=today_in_china(), **about)  # type: ignore[arg-type]
    except NotAllowed as problem:
        messages.error(request, problem.finding.render(language()))
        return redirect("desk:care", pk)
    messages.success(request, say(N_("A case was opened: {number}."), number=case.number))
    return redirect("desk:case", case.number)


def found_person(request: HttpRequest, pk: int) -> tuple[Person, Household]:
    """Somebody of the scope, with the household that they belong to or belonged to last.

    Raises:
        Http404: there is nobody that they may see.
    """
    stays = Membership.objects.filter(person=_key(pk)).select_related("person", "household__area")
    last = stays.order_by("-valid_from", "-pk").first()
    if last is None or not scope(request).of(Household.objects.filter(pk=last.household_id)).exists():
        raise Http404
    return last.person, last.household


def _key(pk: int) -> int:
    if pk >= 2**63:
        raise Http404
    return pk


def _saved(request: HttpRequest, form: Form, save: Callable[[], object], household: Household, kind: str) -> bool:
    """Save once; what does not allow it stands in the form."""
    try:
        with transaction.atomic():
            if first_time(request.POST.get("key", "")[:300], staff(request)):
                made: Any = save()
                keep_evidence(request, household, f"{kind}/{made.pk}")
    except NotAllowed as problem:
        form.add_error(None, problem.finding.render(language()))
        return False
    except PolicyError as problem:
        refused_file(form, problem)
        return False
    messages.success(request, say(N_("Done and written down.")))
    return True


Maker = tuple[Callable[[Any], Form], Callable[[], object]]


def _service(household: Household, person: Person, kind: str) -> Service:
    """The service of a kind that the packs have for somebody."""
    day = today_in_china()
    look, rows = look_at(household, day), covered_people(household, day).get(person.pk, [])
    benefits = {row.benefit for row in rows}
    benefits |= {name for benefit in benefits for name in parts_of(look.law, benefit)}
    service = service_of_kind(look.law, kind, benefits)
    if service is None:
        raise Http404
    return service


def _assessing(request: HttpRequest, person: Person, household: Household) -> Maker:
    service = _service(household, person, "assessment")
    form = AssessmentForm(None, service=service)

    def make(sent: Any) -> Form:
        nonlocal form
        form = AssessmentForm(*sent, service=service)
        return form

    def save() -> object:
        told = form.cleaned_data
        keys = ("on", "place", "assessed_by", "organisation", "evidence")
        found = Found(form.answers(), **{key: told[key] for key in keys})
        return assess(household, person, service, found, staff(request))

    return make, save


def _placing(request: HttpRequest, person: Person, household: Household) -> Maker:
    form = PlacementForm(None, household=household)

    def make(sent: Any) -> Form:
        nonlocal form
        form = PlacementForm(*sent, household=household)
        return form

    return make, lambda: placing.place(household, person, form.choice(), staff(request))


def _agreeing(request: HttpRequest, person: Person, household: Household) -> Maker:
    current = get_object_or_404(Placement, person=person, valid_to__isnull=True)
    form = AgreementForm(None, placement=current)

    def make(sent: Any) -> Form:
        nonlocal form
        form = AgreementForm(*sent, placement=current)
        return form

    return make, lambda: placing.agree(current, form.promise(), staff(request))


def _keeping(request: HttpRequest, person: Person, household: Household) -> Maker:
    form = PropertyForm(None)

    def make(sent: Any) -> Form:
        nonlocal form
        form = PropertyForm(*sent)
        return form

    return make, lambda: keep_for(household, person, staff(request), **form.cleaned_data)


def _visiting(request: HttpRequest, person: Person, household: Household) -> Maker:
    current = get_object_or_404(Placement, person=person, valid_to__isnull=True)
    form = VisitForm(None)

    def make(sent: Any) -> Form:
        nonlocal form
        form = VisitForm(*sent)
        return form

    return make, lambda: placing.visit(current, staff(request), **form.cleaned_data)


_FORMS: dict[str, Callable[[HttpRequest, Person, Household], Maker]] = {
    "assess": _assessing,
    "place": _placing,
    "agree": _agreeing,
    "keep": _keeping,
    "visit": _visiting,
}
