"""Complaints and reports (举报投诉): received, passed to an office, accepted or not, looked into, answered, closed.

Who complains, what they say and what is found out are encrypted. Whoever is complained of, whoever acted on what it is about, and the
staff of an office that is complained of, have no part in it and do not see it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Case, Complaint, ComplaintStep, Happening, next_serial
from minsheng.casework.notification import notify
from minsheng.casework.papers.certificate import CertificateNumber, read_number
from minsheng.casework.place_setting import settings_on
from minsheng.policy.deadline import due
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.registry.models import Area, Household, Office, User
from minsheng.registry.scope import RIGHTS, Scope, scope_of
from minsheng.registry.secrets import blind_index, decrypted, encrypted

__all__ = [
    "MOVES",
    "RIGHT",
    "Statement",
    "answer_of",
    "assign",
    "complaints_for",
    "file_complaint",
    "identity_of",
    "known_by",
    "move",
    "open_about",
    "steps_of",
    "told_in",
    "visit_reasons",
]

RIGHT = "complaints"
_MARK = "J"
#: What may happen to a complaint: kind, from where, to where.
MOVES: Mapping[str, tuple[str, str]] = {
    "accepted": ("received", "accepted"),
    "not_accepted": ("received", "not_accepted"),
    "investigated": ("accepted", "investigated"),
    "answered": ("investigated", "answered"),
    "closed": ("answered", "closed"),
}
#: Letters and digits that nobody takes for each other.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class Statement:
    """What somebody says.

    Attributes:
        kind: ``complaint`` or ``report``.
        channel: how it came, one of :data:`minsheng.casework.models.complaint.CHANNELS`.
        text: what they say.
        whom: about whom or what, in their words.
        name: who complains; empty when it is anonymous.
        contact: how they are reached.
        household, case, office: what it is about, where that is known.
        accused: staff who are complained of by name.
    """

    kind: str
    channel: str
    text: str
    whom: str = ""
    name: str = ""
    contact: str = ""
    household: Household | None = None
    case: Case | None = None
    office: Office | None = None
    accused: Sequence[User] = ()

    @property
    def about(self) -> str:
        """What kind of thing it is about."""
        named = {"case": self.case, "household": self.household, "office": self.office}
        return next((word for word, thing in named.items() if thing is not None), "other")


@transaction.atomic
def file_complaint(statement: Statement, area: Area, *, on: date, by: User | None) -> tuple[Complaint, str]:
    """Take in a complaint or report.

    Args:
        statement: what somebody says.
        area: where it is handled.
        on: the day it was received.
        by: who took it in; nobody when it came by the public page.

    Returns:
        The complaint, and the secret word with which whoever complained sees how it stands; it is told once and not kept.

    Raises:
        NotAllowed: whoever takes it in may not handle complaints there.
    """
    if by is not None and not scope_of(by, on).may(RIGHT, area.code):
        _refuse("M11", area.code, N_("you may not handle complaints in {area}"), area=str(area))
    word = "".join(secrets.choice(_LETTERS) for _ in range(10))
    spans = {name: settings_on(on).span(f"complaint.{name}", area.code) for name in ("accept", "answer")}
    days = {name: due(on, span).date if span else None for name, span in spans.items()}
    complaint = Complaint.objects.create(
        number=_number(area, on),
        secret=_fingerprint(word),
        kind=statement.kind,
        channel=statement.channel,
        named=bool(statement.name),
        identity=_sealed({"name": statement.name, "contact": statement.contact}) if statement.name else "",
        text=_sealed({"text": statement.text, "whom": statement.whom}),
        about=statement.about,
        household=statement.household,
        case=statement.case,
        office=statement.office,
        area=area,
        received_on=on,
        accept_by=days["accept"],
        due_on=days["answer"],
    )
    complaint.accused.set(statement.accused)
    _keep(complaint, "received", on, by, "")
    return complaint, word


def _number(area: Area, on: date) -> str:
    """The receipt number: the county, the year, a serial, check digits."""
    code = area.code[:6]
    return f"{_MARK}{CertificateNumber(code, on.year, next_serial(f'complaint {code} {on.year}'))}"


def _sealed(content: Mapping[str, str]) -> str:
    return encrypted(json.dumps(dict(content), ensure_ascii=False))


def _fingerprint(word: str) -> str:
    return blind_index("".join(letter for letter in word.upper() if letter.isalnum()), of="secret of a complaint")


def known_by(number: str, word: str) -> Complaint | None:
    """The complaint with a number and its secret word; a wrong word and a number that was never given are the same."""
    plain = number.strip().upper().removeprefix(_MARK)
    read = read_number(plain[:40])
    if read is None or not 1 <= len(word) <= 40:
        return None
    return Complaint.objects.filter(number=f"{_MARK}{read}", secret=_fingerprint(word)).first()


def told_in(complaint: Complaint) -> dict[str, str]:
    """What somebody said (``text``) and about whom (``whom``), in the clear."""
    told: dict[str, str] = json.loads(decrypted(complaint.text))
    return told


def complaints_for(scope: Scope, user: User) -> QuerySet[Complaint]:
    """The complaints that somebody may handle: in their areas, with the right, and without any part in what they are about."""
    stems = [stem for role, stem in sorted(scope.roles) if RIGHT in RIGHTS[role]]
    here = Q(pk__in=[])
    for stem in stems:
        here |= Q(area__stem__startswith=stem)
    rows = Complaint.objects.filter(here).exclude(Exists(Complaint.accused.through.objects.filter(
        complaint_id=OuterRef("pk"), user_id=user.pk
    )))  # fmt: skip
    acted = Happening.objects.filter(by=user)
    rows = rows.exclude(Exists(acted.filter(case=OuterRef("case"))))
    rows = rows.exclude(Exists(acted.filter(case__household=OuterRef("household"))))
    if user.office_id:
        rows = rows.exclude(office=user.office_id)
    return rows.select_related("area", "assigned", "case", "household", "office")


@transaction.atomic
def assign(complaint_id: int, office: Office, user: User, *, on: date, version: int) -> Complaint:
    """Pass a complaint to an office; its staff then handle it.

    Raises:
        NotAllowed: no part in it, somebody was quicker, it is closed, or it is about that office.
    """
    complaint = _held(complaint_id, user, on, version)
    if not complaint.open:
        _refuse("M13", complaint.number, N_("this complaint is closed"))
    if office.pk == complaint.office_id:
        _refuse("M14", complaint.number, N_("an office does not handle a complaint about itself"))
    complaint.assigned = office
    _keep(complaint, "assigned", on, user, office.name)
    words = {"number": complaint.number}
    address = f"/desk/complaints/{complaint.number}"
    for person in User.objects.filter(office=office, is_active=True):
        if complaints_for(scope_of(person, on), person).filter(pk=complaint.pk).exists():
            key = f"complaint/{complaint.pk}/assigned/{complaint.version}"
            notify(key, "complaint.assigned", area=complaint.area, on=on, user=person, address=address, words=words)
    return complaint


@transaction.atomic
def move(complaint_id: int, kind: str, user: User, *, on: date, version: int, text: str = "") -> Complaint:
    """Bring a complaint forward, one of :data:`MOVES`.

    Args:
        complaint_id: which.
        kind: what happens.
        user: who does it: somebody of the office that it was passed to.
        on: the day.
        version: how much had happened when they looked.
        text: what was found, why it is not accepted, or the answer; needed for all but accepting and closing.

    Raises:
        NotAllowed: no part in it, another office handles it, somebody was quicker, not now, or the text is missing.
    """
    complaint = _held(complaint_id, user, on, version)
    if complaint.assigned_id and complaint.assigned_id != user.office_id:
        _refuse("M12", complaint.number, N_("{office} handles this complaint"), office=str(complaint.assigned))
    before, after = MOVES.get(kind, ("", ""))
    if complaint.state != before:
        _refuse(
            "M13",
            complaint.number,
            N_("this cannot be done while the complaint stands at {state}"),
            state=complaint.state,
        )
    if kind not in ("accepted", "closed") and not text.strip():
        _refuse("M15", complaint.number, N_("this needs a text: what was found, the reason, or the answer"))
    complaint.state = after
    if kind in ("answered", "not_accepted"):
        complaint.answer = encrypted(text.strip())
    _keep(complaint, kind, on, user, text.strip())
    return complaint


def _held(complaint_id: int, user: User, on: date, version: int) -> Complaint:
    """A complaint, locked, for somebody who may handle it and has seen everything that happened."""
    Complaint.objects.select_for_update().get(pk=complaint_id)
    complaint = complaints_for(scope_of(user, on), user).filter(pk=complaint_id).first()
    if complaint is None:
        _refuse("M11", str(complaint_id), N_("you have no part in this complaint"))
    if complaint.version != version:
        _refuse(
            "M16",
            complaint.number,
            N_("somebody else has acted on this complaint since you opened it; look at it again"),
        )
    return complaint


def identity_of(complaint: Complaint, user: User, on: date) -> dict[str, str]:
    """Who complains and how they are reached, for whoever handles it; that they looked is written down.

    Raises:
        NotAllowed: another office handles it.
    """
    with transaction.atomic():
        held = _held(complaint.pk, user, on, complaint.version)
        if held.assigned_id and held.assigned_id != user.office_id:
            _refuse("M12", held.number, N_("{office} handles this complaint"), office=str(held.assigned))
        _write(held, "looked", on, user, "")
        told: dict[str, str] = json.loads(decrypted(held.identity)) if held.identity else {}
    return told


def open_about(household: Household) -> bool:
    """Whether a complaint about a household, or about a case of it, still waits for something."""
    rows = Complaint.objects.exclude(state__in=("closed", "not_accepted"))
    return rows.filter(Q(household=household) | Q(case__household=household)).exists()


def visit_reasons(case: Case) -> dict[str, Finding]:
    """What makes a visit of the county mandatory, for :mod:`minsheng.casework.mandatory_visit`: fact of the vocabulary and why.

    It says that there is a complaint, not who complains or what they say: whoever visits may be the one who is complained of.
    """
    if not open_about(case.household):
        return {}
    return {
        "complaint_received": Finding("M21", Place(case.number), N_("a complaint or report about this family is open"))
    }


def steps_of(complaint: Complaint) -> list[tuple[ComplaintStep, str]]:
    """What happened to a complaint, with what was written, in the clear."""
    steps = complaint.steps.select_related("by")
    return [(step, decrypted(step.text) if step.text else "") for step in steps]


def answer_of(complaint: Complaint) -> str:
    """The answer, or why it was not accepted, in the clear."""
    return decrypted(complaint.answer) if complaint.answer else ""


def _keep(complaint: Complaint, kind: str, on: date, by: User | None, text: str) -> None:
    complaint.version += 1
    complaint.save()
    _write(complaint, kind, on, by, text)


def _write(complaint: Complaint, kind: str, on: date, by: User | None, text: str) -> None:
    place = complaint.steps.count() + 1
    sealed = encrypted(text) if text else ""
    about: dict[str, Any] = {"kind": kind, "on": on, "by": by, "text": sealed}
    ComplaintStep.objects.create(complaint=complaint, place=place, **about)


def _refuse(code: str, about: str, message: str, **params: object) -> NoReturn:
    raise NotAllowed(Finding(code, Place(about), message, params=params))
