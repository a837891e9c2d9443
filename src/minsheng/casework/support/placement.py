"""Where somebody is looked after: at home or in a home, with whom by which agreement, and who looked in on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NoReturn

from django.db import transaction

from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import CareAgreement, CareHome, CareVisit, Placement, Task
from minsheng.casework.models.care import CARER_KINDS, PLACEMENT_FORMS
from minsheng.casework.support.may import require_role
from minsheng.casework.support.services import settle_services
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.policy.today import today_in_china
from minsheng.registry.models import Fact, Household, Person, User
from minsheng.registry.scope import scope_of

__all__ = ["Choice", "Promise", "agree", "place", "sign", "visit"]

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Choice:
    """A form of support from a day on.

    Attributes:
        form: ``at_home`` or ``residential``.
        wishes_residential: what the person wants; nothing where that was not asked.
        home: which home, where it is one.
    """

    form: str
    on: date
    wishes_residential: bool | None = None
    home: CareHome | None = None
    reason: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Promise:
    """What is agreed on with whoever looks after somebody."""

    carer: str
    carer_kind: str
    township: str
    duties: str
    valid_from: date
    valid_to: date | None = None
    signed_for: str = ""


@transaction.atomic
def place(household: Household, person: Person, choice: Choice, user: User) -> Placement:
    """Settle where somebody is looked after; what was before ends on the day before, with its agreements.

    Raises:
        NotAllowed: K3 no role in the area, K8 no such form, a home is missing or closed, a change has no reason, or the day cannot be.
    """
    require_role(household, user)
    before = Placement.objects.select_for_update().filter(person=person, valid_to__isnull=True).first()
    if choice.form not in PLACEMENT_FORMS or (choice.form == "residential") != (choice.home is not None):
        _refuse(
            household, N_("whoever lives in a home is in one of the homes listed, and whoever lives at home in none")
        )
    if choice.home is not None and choice.home.closed_on is not None and choice.home.closed_on <= choice.on:
        _refuse(household, N_("{home} was closed on {day}"), home=str(choice.home), day=choice.home.closed_on)
    if choice.on > today_in_china():
        _refuse(household, N_("a day to come cannot be written down"))
    if before is not None and choice.on <= before.valid_from:
        _refuse(household, N_("{day} is not after the day on which the present placement began"), day=choice.on)
    if before is not None and not choice.reason.strip():
        _refuse(household, N_("a change of placement needs a reason"))
    if before is not None:
        _end(before, choice.on - _DAY)
    made = Placement.objects.create(
        household=household,
        person=person,
        form=choice.form,
        wishes_residential=choice.wishes_residential,
        home=choice.home,
        valid_from=choice.on,
        reason=choice.reason.strip()[:300],
        evidence=choice.evidence.strip()[:200],
        recorded_by=user,
    )
    about = {"person": person, "valid_from": choice.on, "recorded_by": user, "evidence": choice.evidence.strip()[:200]}
    Fact.objects.create(name="placement", value=choice.form, source="ledger", **about)
    if choice.wishes_residential is not None:
        Fact.objects.create(name="wishes_residential", value=choice.wishes_residential, source="declared", **about)
    settle_services(household, today_in_china())
    _done(household, person, "placement", user, choice.on)
    return made


@transaction.atomic
def agree(placement: Placement, promise: Promise, user: User) -> CareAgreement:
    """Write an agreement down; it is signed when somebody says so (:func:`sign`).

    Raises:
        NotAllowed: K3 no role in the area, K8 something is missing, or the days do not lie in the placement.
    """
    require_role(placement.household, user)
    texts = (promise.carer, promise.township, promise.duties)
    if not all(text.strip() for text in texts) or promise.carer_kind not in CARER_KINDS:
        _refuse(
            placement.household,
            N_("an agreement names who is entrusted, who signs for the township, and what is to be done"),
        )
    if promise.valid_from < placement.valid_from or (placement.valid_to and promise.valid_from > placement.valid_to):
        _refuse(
            placement.household,
            N_("the agreement begins within the placement, not before {day}"),
            day=placement.valid_from,
        )
    if promise.valid_to is not None and promise.valid_to < promise.valid_from:
        _refuse(placement.household, N_("the agreement ends before it begins"))
    return CareAgreement.objects.create(
        placement=placement,
        carer=promise.carer.strip()[:120],
        carer_kind=promise.carer_kind,
        township=promise.township.strip()[:120],
        signed_for=promise.signed_for.strip()[:60],
        duties=promise.duties.strip()[:3000],
        valid_from=promise.valid_from,
        valid_to=promise.valid_to,
        recorded_by=user,
    )


@transaction.atomic
def sign(agreement: CareAgreement, user: User, *, on: date, evidence: str) -> CareAgreement:
    """Say that an agreement is signed, with what shows it.

    Raises:
        NotAllowed: K3 no role in the area, K8 it is signed already, the day is to come, or nothing shows it.
    """
    household = agreement.placement.household
    require_role(household, user)
    if agreement.signed_on is not None:
        _refuse(household, N_("the agreement was signed on {day} already"), day=agreement.signed_on)
    if on > today_in_china() or not evidence.strip():
        _refuse(household, N_("the day of the signature, not one to come, and the signed paper are needed"))
    agreement.signed_on, agreement.evidence = on, evidence.strip()[:200]
    agreement.save(update_fields=["signed_on", "evidence"])
    _done(household, agreement.placement.person, "agreement", user, on, evidence)
    return agreement


@transaction.atomic
def visit(placement: Placement, user: User, *, on: date, by_names: str, found: str) -> CareVisit:
    """Write down that somebody looked in on a person.

    Raises:
        NotAllowed: K3 no role in the area, K8 the day is to come or before the placement, or something is missing.
    """
    scope = scope_of(user)
    if not scope.may("visit", placement.household.area.code):
        require_role(placement.household, user)
    if on > today_in_china() or on < placement.valid_from or not by_names.strip() or not found.strip():
        _refuse(placement.household, N_("who went, what was found, and a day within the placement are needed"))
    return CareVisit.objects.create(
        placement=placement, on=on, by_names=by_names.strip()[:120], found=found.strip()[:1000], recorded_by=user
    )


def _end(placement: Placement, last: date) -> None:
    placement.valid_to = last
    placement.save(update_fields=["valid_to"])
    for agreement in placement.agreements.all():
        if agreement.valid_to is None or agreement.valid_to > last:
            agreement.valid_to = max(last, agreement.valid_from)
            agreement.save(update_fields=["valid_to"])


def _done(household: Household, person: Person, kind: str, user: User, on: date, evidence: str = "") -> None:
    """The tasks of a kind are done with it."""
    tasks = Task.objects.open().filter(household=household, person=person, kind=kind)
    today = today_in_china()
    tasks.update(done_on=max(on, today), outcome="done", done_by=user, evidence=evidence.strip()[:200])


def _refuse(household: Household, message: str, **params: object) -> NoReturn:
    raise NotAllowed(Finding("K8", Place(household.number), message, params={k: str(v) for k, v in params.items()}))
