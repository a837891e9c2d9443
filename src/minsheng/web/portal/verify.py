"""Verifying a certificate: whether it is good, whose by a shortened name, and nothing more.

Only who has the certificate has the word that proves it. A wrong word and a number that was never given look the same, and whoever
tries many is asked to wait.
"""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from minsheng.casework.certificates import proven
from minsheng.casework.law import law_of
from minsheng.casework.models import Certificate
from minsheng.casework.papers.certificate import read_number
from minsheng.casework.papers.particulars import Member
from minsheng.casework.papers.words import name_on_the_web
from minsheng.policy.language import N_
from minsheng.policy.law import Law
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Person
from minsheng.registry.models.household import held_on
from minsheng.registry.secrets import blind_index
from minsheng.registry.words import L_, language, say
from minsheng.web.portal.notices import public

__all__ = ["ask", "show"]

#: So many wrong guesses from one address in so many seconds, before it has to wait.
GUESSES, WINDOW = 12, 600


class _AskForm(forms.Form):
    """What stands on a certificate."""

    number = forms.CharField(
        label=L_("certificate number"), max_length=40, widget=forms.TextInput({"autocomplete": "off"})
    )
    proof = forms.CharField(
        label=L_("verification word"),
        max_length=40,
        help_text=L_("the sixteen letters and digits after proof= under the code on the certificate"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        """A number whose check digits cannot be right is said to be mistyped: everybody could work that out."""
        number: str = self.cleaned_data["number"]
        if read_number(number) is None:
            raise forms.ValidationError(say(N_("a digit is missing or wrong; look at the number again")))
        return number


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Asks for the number and the word of a certificate."""
    if request.method != "POST":
        return public(render(request, "portal/verify.html", {"form": _AskForm()}))
    form = _AskForm(request.POST)
    if not form.is_valid():
        return public(render(request, "portal/verify.html", {"form": form}, status=400))
    return _answer(request, form.cleaned_data["number"], form.cleaned_data["proof"])


@require_http_methods(["GET", "HEAD"])
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The page that a QR code opens."""
    return _answer(request, number[:60], request.GET.get("proof", "")[:60])


def _answer(request: HttpRequest, number: str, word: str) -> HttpResponse:
    place = _place(request)
    if cache.get(place, 0) >= GUESSES:
        response = public(render(request, "portal/verified.html", {"wait": WINDOW // 60}, status=429))
        response["Retry-After"] = str(WINDOW)
        return response
    found = proven(number, word)
    if found is None:
        cache.add(place, 0, WINDOW)
        try:
            cache.incr(place)
        except ValueError:  # it ran out between the two
            cache.add(place, 1, WINDOW)
        return public(render(request, "portal/verified.html", {"unknown": True}, status=404))
    return public(render(request, "portal/verified.html", {"certificate": _told(found, today_in_china())}))


def _place(request: HttpRequest) -> str:
    """From where somebody asks, as a fingerprint: addresses are personal data, too."""
    return "verify-" + blind_index(request.META.get("REMOTE_ADDR", ""), of="address of a visitor")


def _told(certificate: Certificate, today: date) -> dict[str, object]:
    """What whoever holds the certificate in their hands may know."""
    law, lang = law_of(certificate.area.code, certificate.issued_on), language()
    person = certificate.person or _head(certificate)
    name = name_on_the_web(Member(person.name, child=_is_child(person, law, today))) if person is not None else ""
    known = certificate.benefit in law.benefits
    return {
        "number": certificate.number,
        "state": certificate.state_on(today),
        "name": name,
        "what": certificate.name_zh if lang == "zh" else certificate.name_en,
        "benefit": law.benefit(certificate.benefit).label.in_(lang) if known else "",
        "office": certificate.office,
        "issued_on": certificate.issued_on,
        "valid_to": certificate.valid_to,
        "cancelled_on": certificate.cancelled_on,
        "synthetic": certificate.synthetic,
    }


def _head(certificate: Certificate) -> Person | None:
    """Whoever was the head of the household when the certificate was issued."""
    members = certificate.household.memberships.filter(held_on(certificate.issued_on), relation="head")
    head = members.select_related("person").first()
    return head.person if head is not None else None


def _is_child(person: Person, law: Law, today: date) -> bool:
    """Whether somebody is below the age of majority of the law, or may be."""
    age = law.parameter("family.adult_age", ()) if "family.adult_age" in law.bound else None
    born = person.birth_date
    if born is None or not isinstance(age, int):
        return True
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < age
