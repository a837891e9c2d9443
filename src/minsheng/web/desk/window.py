"""The one window of a household: what the packs see, ticked and asked for at once; and matters that no pack speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Referral
from minsheng.casework.referral import take_in
from minsheng.casework.window import Offer, ask_for, offers
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import OFFICE_KINDS, Household
from minsheng.registry.sent_form import first_time
from minsheng.registry.words import L_, language, say
from minsheng.web.desk.found import found_household, staff
from minsheng.web.desk.panels import HouseholdLook
from minsheng.web.desk.referrals import shown_referrals

__all__ = ["MatterForm", "referrals_panel", "window"]

_MOST = 60


class MatterForm(forms.Form):
    """A matter of another office that no pack speaks of."""

    office_kind = forms.ChoiceField(label=L_("kind of office"), choices=OFFICE_KINDS.items())
    person = forms.ChoiceField(label=L_("for whom"), required=False)
    words = forms.CharField(label=L_("matter"), max_length=300)

    def __init__(self, *args: Any, people: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].choices = [("", say(N_("the whole household"))), *people.items()]  # type: ignore[attr-defined]


@login_required
def window(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that a household may be entitled to, to be asked for at once."""
    household, day = found_household(request, number, "apply"), today_in_china()
    wanted = request.POST.get("do", "") if request.method == "POST" else ""
    problem, found, ticked = "", [], set(request.POST.getlist("offer")[:_MOST])
    people = {str(m.person_id): m.person.name for m in household.members_on(day)}
    form = MatterForm(request.POST if wanted == "matter" else None, people=people)
    if wanted == "ask":
        problem = _asked(request, household, ticked)
    elif wanted == "matter":
        problem = _taken_in(request, household, form) if form.is_valid() else say(N_("Please look at this again:"))
    if wanted and not problem:
        return redirect("desk:household", number)
    try:
        found = offers(household, day)
    except PolicyError as refused:
        problem = problem or "\n".join(finding.render(language()) for finding in refused.findings)
    if not wanted:
        ticked = {offer.key for offer in found if offer.status == "yes" and offer.can_be_asked_for}
    shown = {
        "household": household,
        "fits": [_shown(offer, ticked) for offer in found if offer.status == "yes"],
        "open": [_shown(offer, ticked) for offer in found if offer.status not in ("yes", "no")],
        "refused": [_shown(offer, ticked) for offer in found if offer.status == "no"],
        "form": form,
        "problem": problem if wanted != "matter" else "",
        "key": uuid4().hex,
        "page": "search",
    }
    return render(request, "desk/window.html", shown, status=400 if wanted else 200)


def _shown(offer: Offer, ticked: set[str]) -> dict[str, Any]:
    office = OFFICE_KINDS.get(offer.office, "")
    return {"offer": offer, "office": office, "ticked": offer.key in ticked}


def _asked(request: HttpRequest, household: Household, ticked: set[str]) -> str:
    """Open everything that was ticked, once; what does not allow it in words."""
    user = staff(request)
    if not ticked:
        return say(N_("Tick at least one."))
    try:
        with transaction.atomic():
            if not first_time(request.POST.get("key", "")[:300], user):
                return ""
            opened = ask_for(household, sorted(ticked), user, on=today_in_china())
    except NotAllowed as refused:
        return say(N_("Nothing was opened: {why}"), why=refused.finding.render(language()))
    except (KeyError, PolicyError):
        return say(
            N_("Nothing was opened: something was asked for that is not offered any more. Look at the page again.")
        )
    told = {"cases": len(opened.cases), "matters": len(opened.referrals)}
    messages.success(request, say(N_("Opened: {cases} cases; passed on to other offices: {matters}."), **told))
    return ""


def _taken_in(request: HttpRequest, household: Household, form: MatterForm) -> str:
    user, told = staff(request), form.cleaned_data
    person = next(
        (m.person for m in household.members_on(today_in_china()) if str(m.person_id) == told["person"]), None
    )
    try:
        with transaction.atomic():
            if first_time(request.POST.get("key", "")[:300], user):
                about = {"office_kind": told["office_kind"], "words": told["words"], "person": person}
                taken = take_in(household, user, on=today_in_china(), **about)
                messages.success(request, say(N_("Taken in: {number}. Now pass it on."), number=taken.number))
    except NotAllowed as refused:
        form.add_error(None, refused.finding.render(language()))
        return refused.finding.render(language())
    return ""


def referrals_panel(look: HouseholdLook) -> dict[str, Any] | None:
    """A panel of the household's file: the one window, and matters of other offices with their answers."""
    rows = look.scope.of(Referral.objects.filter(household=look.household))
    found = list(rows.select_related("area", "household", "person", "office").order_by("-pk")[:50])
    may = look.scope.may("apply", look.household.area.code)
    if not found and not may:
        return None
    return {"rows": shown_referrals(found, look.day), "household": look.household, "may_apply": may}
