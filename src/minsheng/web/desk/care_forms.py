"""The forms of care: assessment, placement, agreement, property and visits. Labels of questions come from the vocabulary."""

from __future__ import annotations

from typing import Any

from django import forms

from minsheng.casework.law import library
from minsheng.casework.models import CareHome, Placement
from minsheng.casework.models.care import CARER_KINDS, PLACEMENT_FORMS
from minsheng.casework.support.placement import Choice, Promise
from minsheng.policy.language import N_
from minsheng.policy.pack import Service
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Household
from minsheng.registry.words import L_, language, say
from minsheng.web.desk.evidence import evidence_field

__all__ = ["AgreementForm", "AssessmentForm", "PlacementForm", "PropertyForm", "ReturnForm", "SignForm", "VisitForm"]


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, initial=today_in_china, **more)


def _text(label: Any, most: int, *, required: bool = True, rows: int = 0, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else None
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, **more)


class AssessmentForm(forms.Form):
    """The questions that the service of the packs asks, and who looked, where and when."""

    on = _day(L_("assessed on"))
    place = _text(L_("place"), 120)
    assessed_by = _text(L_("assessed by"), 120, help_text=L_("names of those who looked"))
    organisation = _text(L_("office or organisation"), 120, required=False)
    evidence = _text(L_("evidence"), 200, required=False, help_text=L_("the form or report by its number"))
    file = evidence_field()

    def __init__(self, *args: Any, service: Service, **more: Any) -> None:
        super().__init__(*args, **more)
        self.asked = service.asks
        words = [("", say(N_("not assessed"))), ("yes", say(N_("yes"))), ("no", say(N_("no")))]
        facts = library().vocabulary.facts
        own = {
            f"fact_{name}": forms.ChoiceField(label=facts[name].ask.in_(language()), choices=words, required=False)
            for name in service.asks
        }
        self.fields = {**own, **self.fields}

    def answers(self) -> dict[str, bool]:
        """What was looked at: by fact, yes or no."""
        told = {name: self.cleaned_data[f"fact_{name}"] for name in self.asked}
        return {name: value == "yes" for name, value in told.items() if value}


class PlacementForm(forms.Form):
    """Where somebody is to be looked after."""

    form = forms.ChoiceField(label=L_("form of support"), choices=PLACEMENT_FORMS.items())
    wish = forms.ChoiceField(label=L_("wishes to live in a home"), required=False)
    home = forms.ModelChoiceField(label=L_("home"), queryset=CareHome.objects.none(), required=False)
    on = _day(L_("since"))
    reason = _text(L_("reason"), 300, required=False, help_text=L_("needed for a change"))
    evidence = _text(L_("evidence"), 200, required=False)

    def __init__(self, *args: Any, household: Household, **more: Any) -> None:
        super().__init__(*args, **more)
        county = household.area.code[:6]
        near = CareHome.objects.filter(closed_on__isnull=True, area__code__startswith=county[:4]).select_related("area")
        self.fields["home"].queryset = near  # type: ignore[attr-defined]
        self.fields["wish"].choices = [  # type: ignore[attr-defined]
            ("", say(N_("not asked"))),
            ("yes", say(N_("yes"))),
            ("no", say(N_("no"))),
        ]

    def choice(self) -> Choice:
        """What was chosen."""
        told = self.cleaned_data
        wish = {"yes": True, "no": False}.get(told["wish"])
        return Choice(told["form"], told["on"], wish, told["home"], told["reason"], told["evidence"])


class AgreementForm(forms.Form):
    """Who looks after somebody, and what is to be done."""

    carer = _text(L_("who is entrusted"), 120)
    carer_kind = forms.ChoiceField(label=L_("who that is"), choices=CARER_KINDS.items())
    township = _text(L_("for the township"), 120)
    signed_for = _text(L_("for the person, if not the person"), 60, required=False)
    duties = _text(L_("what the carer does"), 3000, rows=6)
    valid_from = _day(L_("since"))
    valid_to = forms.DateField(
        label=L_("until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, placement: Placement, **more: Any) -> None:
        start: dict[str, Any] = {"township": str(placement.household.area)}
        if placement.home is not None:
            start |= {"carer": placement.home.name, "carer_kind": "home"}
        super().__init__(*args, **{"initial": start, **more})

    def promise(self) -> Promise:
        """What was agreed on."""
        return Promise(**self.cleaned_data)


class PropertyForm(forms.Form):
    """Something that others keep for somebody."""

    what = _text(L_("what"), 300)
    where = _text(L_("where it is"), 200)
    keeper = _text(L_("who keeps it"), 120)
    agreement = _text(L_("by which agreement"), 200, required=False)
    since = _day(L_("since"))


class ReturnForm(forms.Form):
    """Something is given back."""

    on = _day(L_("given back on"))
    to = _text(L_("given back to"), 120)
    evidence = _text(L_("receipt"), 200)
    file = evidence_field()


class SignForm(forms.Form):
    """An agreement is signed."""

    on = _day(L_("signed on"))
    evidence = _text(L_("evidence"), 200, help_text=L_("where the signed paper is kept"))
    file = evidence_field()


class VisitForm(forms.Form):
    """Somebody looked in."""

    on = _day(L_("on"))
    by_names = _text(L_("who went"), 120)
    found = _text(L_("what was found"), 1000, rows=3)
