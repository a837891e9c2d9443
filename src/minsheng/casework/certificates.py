"""Certificates: issued when a case grants what its document certifies, reviewed each year, cancelled when a case ends it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hmac import compare_digest

from django.db import transaction
from django.db.models import Q, QuerySet

from minsheng.casework.act import effect_of_event, process_of_case
from minsheng.casework.journey import Journey, NotAllowed
from minsheng.casework.kept_decision import decision_of_record, outcomes_of
from minsheng.casework.models import Case, Certificate, CertificateReview, Happening, Record, next_serial
from minsheng.casework.office import office_of
from minsheng.casework.papers.certificate import CertificateNumber, address_to_verify, proof, read_number
from minsheng.casework.papers.particulars import covered_by
from minsheng.casework.receipt.follow import award_of
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.policy.pack import Process
from minsheng.registry.models import Household, Person, User
from minsheng.registry.secrets import secret_for

__all__ = ["address_of", "cancel", "cancel_after", "issue_after", "proof_of", "proven", "reviewed"]

_PURPOSE = "proof on certificates"
_ENDED = N_("ended by case {number}")
_NEWER = N_("a newer certificate was issued: {number}")


def issue_after(case: Case, journey: Journey, happening: Happening, user: User) -> None:
    """A consequence of an event: the certificate that the document issues when a benefit is granted.

    One for each person who is entitled, or one for the household. It takes the place of an older one.

    Raises:
        NotAllowed: the area has no number left this year (``J11``).
    """
    process = process_of_case(case)
    issued = process.issues.get("certificate")
    if not isinstance(issued, Mapping) or effect_of_event(process, happening.event()) != "grants":
        return
    for person in _holders(case, happening):
        older = Certificate.objects.filter(
            household=case.household, benefit=process.benefit, person=person, cancelled_on__isnull=True
        )
        replaced = list(older)
        made = _issue(case, process, person, happening.on, user, issued)
        for certificate in replaced:
            cancel(certificate, happening.on, _words(_NEWER, number=made.number), case)


def _issue(
    case: Case, process: Process, person: Person | None, day: date, user: User, issued: Mapping[str, object]
) -> Certificate:
    county = case.area.code[:6]
    serial = next_serial(f"certificate {county} {day.year}")
    try:
        number = CertificateNumber(county, day.year, serial)
    except ValueError as problem:
        message = N_("no certificate number is left in {area} in {year}")
        raise NotAllowed(
            Finding("J11", Place(case.number), message, params={"area": county, "year": day.year})
        ) from problem
    return Certificate.objects.create(
        number=str(number),
        digits=number.digits,
        case=case,
        household=case.household,
        person=person,
        area=case.area,
        benefit=process.benefit,
        name_zh=str(issued.get("zh", ""))[:120],
        name_en=str(issued.get("en", ""))[:120],
        office=office_of(case.area, user)[0][:120],
        issued_on=day,
        synthetic=case.synthetic,
    )


def _holders(case: Case, happening: Happening) -> list[Person | None]:
    """Who gets a certificate: everybody who is entitled by themselves; nobody in particular where the household is."""
    record = Record.objects.filter(happening=happening).first()
    own = outcomes_of(decision_of_record(record), case.benefit) if record is not None else []
    if not own or own[0].entity != "person":
        return [None]
    ids = [covered_by(outcome)[0] for outcome in own if outcome.status == "yes"]
    keys = [int(known[1:]) for known in ids if known[1:].isdecimal()]
    found: list[Person | None] = list(Person.objects.filter(pk__in=keys).order_by("pk"))
    return found or [_head(case.household, happening.on)]


def _head(household: Household, day: date) -> Person | None:
    member = household.members_on(day).first()
    return member.person if member is not None else None


def cancel_after(case: Case, journey: Journey, happening: Happening, user: User) -> None:
    """A consequence of an event: when a case ends a benefit, the certificates of the household for it are no longer good."""
    process = process_of_case(case)
    if effect_of_event(process, happening.event()) != "ends":
        return
    for certificate in _of_what_ends(case, process):
        cancel(certificate, happening.on, happening.reason or _words(_ENDED, number=case.number), case)


def _of_what_ends(case: Case, process: Process) -> QuerySet[Certificate]:
    """The certificates of the award that a case ends, whichever file it stands in by now; of the household where none is known."""
    good = Certificate.objects.filter(benefit=process.benefit, cancelled_on__isnull=True)
    award = award_of(case)
    if award is None:
        return good.filter(household=case.household)
    people = award.covered.values("person")
    whose = Q(person__in=people) | Q(person__isnull=True, household=case.household)
    if award.case_id is not None:
        whose |= Q(person__isnull=True, case=award.case_id)
    return good.filter(whose)


def cancel(certificate: Certificate, on: date, why: str, case: Case | None = None) -> None:
    """A certificate is no longer good from a day on; one that was cancelled already stays as it is."""
    if certificate.cancelled_on is not None:
        return
    certificate.cancelled_on, certificate.cancelled_why, certificate.cancelled_by = on, why[:1000], case
    certificate.save(update_fields=["cancelled_on", "cancelled_why", "cancelled_by"])


@transaction.atomic
def reviewed(certificate: Certificate, on: date, by: User, result: str = "") -> CertificateReview:
    """Write the yearly review on a certificate (年审); the row of a year is written once, and again only with a new result.

    Args:
        certificate: which.
        on: the day of the review; its year is the one that is reviewed.
        by: who reviewed it.
        result: in words, as it is printed on the certificate.
    """
    row, new = CertificateReview.objects.select_for_update().get_or_create(
        certificate=certificate, year=on.year, defaults={"on": on, "by": by, "result": result[:200]}
    )
    if not new and result and result != row.result:
        row.on, row.by, row.result = on, by, result[:200]
        row.save(update_fields=["on", "by", "result"])
    return row


def proof_of(certificate: Certificate) -> str:
    """The word on a certificate that only this installation can make for its number."""
    number = read_number(certificate.digits)
    assert number is not None  # noqa: S101 - only numbers that can be right are kept
    return proof(number, secret_for(_PURPOSE))


def address_of(certificate: Certificate, base: str) -> str:
    """What the QR code of a certificate holds.

    Raises:
        PolicyError: the base is no address of the web.
    """
    number = read_number(certificate.digits)
    assert number is not None  # noqa: S101 - as above
    return address_to_verify(base, number, secret_for(_PURPOSE))


def proven(number: str, word: str) -> Certificate | None:
    """The certificate with a number, for whoever has the word that stands on it; a wrong word and an unknown number are alike."""
    read = read_number(number[:60])
    if read is None:
        return None
    right = proof(read, secret_for(_PURPOSE))
    if not compare_digest(right.encode(), word.strip().upper().encode()):
        return None
    rows = Certificate.objects.select_related("household", "person", "area")
    return rows.filter(digits=read.digits).first()


def _words(message: str, **params: object) -> str:
    from minsheng.registry.words import say

    return say(message, **params)
