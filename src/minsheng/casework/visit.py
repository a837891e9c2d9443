"""What is done in the steps of a case: home visits, villagers' reviews, neighbours and offices that are asked. Written down, then counted.

Each function keeps what was done and lets ``did …`` happen to the case where a step asks for it, in one transaction. The other way
round is closed: ``did home_visit`` without a visit is refused by :func:`recorded`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction

from minsheng.casework.act import act, journey_of, process_of_case
from minsheng.casework.attachment import keep
from minsheng.casework.event import Event
from minsheng.casework.journey import Journey, NotAllowed
from minsheng.casework.law import law_of
from minsheng.casework.models import Attachment, Case, Happening, Inquiry, VillagersReview, Visit, Visitor
from minsheng.policy.fact_value import read_value, write_value
from minsheng.policy.finding import Finding, Findings, Place
from minsheng.policy.language import N_
from minsheng.registry.models import Fact, Person, User
from minsheng.registry.scope import scope_of

__all__ = [
    "INQUIRIES",
    "Seen",
    "Sent",
    "VisitNotes",
    "inquire",
    "least_visitors",
    "record_visit",
    "recorded",
    "review_by_villagers",
    "settle",
    "visiting_role",
]

HOME_VISIT, VILLAGERS_REVIEW = "home_visit", "villagers_review"
#: What is asked of others, by the word of the packs.
INQUIRIES = ("neighbours", "letters")
Done = TypeVar("Done", Visit, VillagersReview, Inquiry)
_MODELS: dict[str, type[Visit] | type[VillagersReview] | type[Inquiry]] = {
    HOME_VISIT: Visit,
    VILLAGERS_REVIEW: VillagersReview,
    **dict.fromkeys(INQUIRIES, Inquiry),
}


@dataclass(frozen=True)
class Sent:
    """A file that was sent with a form."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Seen:
    """A fact that was seen on a visit: of whom (nothing for the household), and the value as household files write it."""

    person: Person | None
    fact: str
    value: Any
    declared: Any = None


@dataclass(frozen=True)
class VisitNotes:
    """Everything that is written down of a visit; ``others`` are visitors who are no staff."""

    on: date
    at: time
    place: str
    met: str
    staff: Sequence[User]
    others: Sequence[str] = ()
    remark: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    seen: Sequence[Seen] = ()
    photos: Sequence[Sent] = ()
    signature: Sent | None = None


def least_visitors(case: Case) -> tuple[int | None, tuple[str, ...]]:
    """How many make a visit together at least by the pack, and its article; nothing where the place must set it or nobody asks."""
    law = law_of(case.area.code, case.law_day)
    bound = law.bound.get(process_of_case(case).safeguard("visitors"))
    if bound is None:
        return None, ()
    row, value = bound.row(()), bound.value(())
    return (value if isinstance(value, int) else None), (row.cites if row is not None else bound.parameter.cites)


def visiting_role(case: Case, journey: Journey, user: User) -> str:
    """As whom somebody visits: in the role of the step that asks for it, otherwise in the highest role that they fill there."""
    roles = scope_of(user).process_roles(case.area.code)
    step = journey.step
    if step is not None and HOME_VISIT in step.does and journey.role_of(step) in roles:
        return journey.role_of(step)
    return next((role for role in ("county", "township", "village") if role in roles), "village")


@transaction.atomic
def record_visit(case: Case, notes: VisitNotes, user: User) -> Visit:
    """Write down a home visit; facts that were seen stand in the file with their source, photos are encrypted.

    Raises:
        NotAllowed: V17 fewer visitors than needed; V19 no right, or something is missing; and what the case does not allow.
        PolicyError: V10 or V11 for a photo or the signature.
    """
    journey = journey_of(case)
    if not scope_of(user).may("visit", case.area.code):
        raise _refused("V19", case, N_("you may not record visits here"))
    names = [
        *dict.fromkeys([*(str(member) for member in notes.staff), *(n.strip() for n in notes.others if n.strip())])
    ]
    _enough(case, names)
    if not notes.place.strip() or not notes.met.strip():
        raise _refused("V19", case, N_("where it was and who was met must be said"))
    role = visiting_role(case, journey, user)
    visit = Visit.objects.create(
        case=case,
        household=case.household,
        area=case.area,
        role=role,
        on=notes.on,
        at=notes.at,
        place=notes.place.strip()[:200],
        latitude=notes.latitude,
        longitude=notes.longitude,
        met=notes.met.strip()[:200],
        remark=notes.remark.strip()[:2000],
        seen=_facts_seen(case, notes, user),
        signature=_kept(case, notes.signature, "signature", user) if notes.signature else None,
        by=user,
    )
    known = {str(member): member for member in notes.staff}
    Visitor.objects.bulk_create(Visitor(visit=visit, user=known.get(name), name=name[:60]) for name in names)
    visit.attachments.set([_kept(case, photo, HOME_VISIT, user) for photo in notes.photos])
    if _asked_for(journey, HOME_VISIT, role):
        _did(case, journey, HOME_VISIT, notes.on, role, user)
        visit.refresh_from_db()
    return visit


def _enough(case: Case, names: Sequence[str]) -> None:
    least, cites = least_visitors(case)
    needed = max(least or 1, 1)
    if len(names) < needed:
        message = N_("a visit is made by {needed} or more together; {count} are named")
        params = {"needed": needed, "count": len(names), "cites": "、".join(cites)}
        hint = N_("Who else was there? See {cites}.") if least else N_("Say who made the visit.")
        raise NotAllowed(Finding("V17", Place(case.number), message, hint, params))


def _facts_seen(case: Case, notes: VisitNotes, user: User) -> list[dict[str, object]]:
    """What was seen becomes facts of the day of the visit; gives what is kept with the visit."""
    vocabulary = law_of(case.area.code, case.law_day).vocabulary
    members = {member.person_id for member in case.household.members_on(notes.on)}
    rows, kept, findings = [], [], Findings()
    for seen in notes.seen:
        declared = vocabulary.facts.get(seen.fact)
        person = seen.person.pk if seen.person is not None else None
        if (
            declared is None
            or declared.entity != ("person" if seen.person else "household")
            or person not in {None, *members}
            or seen.value is None
        ):
            raise _refused(
                "V19", case, N_("{fact} is not a fact of this household or its members"), fact=seen.fact[:60]
            )
        value = read_value(seen.value, declared, Place(declared.label.zh), findings, notes.on)
        if findings.errors:
            raise NotAllowed(findings.errors[0])
        whose = {"person": seen.person} if seen.person is not None else {"household": case.household}
        evidence = f"{case.number} {notes.on.isoformat()}"
        about = {"source": "visit", "evidence": evidence, "valid_from": notes.on, "recorded_by": user}
        written = write_value(value, declared.type)
        rows.append(Fact(name=seen.fact, value=written, **about, **whose))
        kept.append({"person": person, "fact": seen.fact, "declared": seen.declared, "seen": written})
    Fact.objects.bulk_create(rows)
    return kept


@transaction.atomic
def review_by_villagers(
    case: Case, notes: VillagersReview, user: User, *, photos: Sequence[Sent] = ()
) -> VillagersReview:
    """Write down a villagers' review.

    Args:
        case: the case.
        notes: what is written down, not saved yet.
        user: who writes it down.
        photos: of the signed minutes.

    Raises:
        NotAllowed: V19 more votes than people, or nobody was there; and what the case does not allow.
        PolicyError: V10 or V11 for a photo.
    """
    if not notes.present or notes.votes_for + notes.votes_against + notes.abstained > notes.present:
        raise _refused("V19", case, N_("there are more votes than people, or nobody was there"))
    return _write(case, notes, VILLAGERS_REVIEW, user, photos)


@transaction.atomic
def inquire(case: Case, notes: Inquiry, user: User, *, photos: Sequence[Sent] = ()) -> Inquiry:
    """Write down what neighbours or an office were asked and answered; as :func:`review_by_villagers`."""
    return _write(case, notes, notes.activity, user, photos)


def _write(case: Case, notes: Done, activity: str, user: User, photos: Sequence[Sent]) -> Done:
    journey = journey_of(case)
    step = journey.step
    role = journey.role_of(step) if step is not None else ""
    notes.case, notes.by = case, user
    notes.save()
    notes.attachments.set([_kept(case, photo, activity, user) for photo in photos])
    _did(case, journey, activity, notes.on, role, user)
    notes.refresh_from_db()
    return notes


def _kept(case: Case, sent: Sent, what: str, user: User) -> Attachment:
    return keep(sent.content, sent.name, what=what, by=user, case=case, pdf=what not in (HOME_VISIT, "signature"))


def _asked_for(journey: Journey, activity: str, role: str) -> bool:
    """Whether the step that runs asks for something of a role."""
    return any(move.kind == "did" and move.outcome == activity and move.role == role for move in journey.moves())


def _did(case: Case, journey: Journey, activity: str, on: date, role: str, user: User) -> None:
    step = journey.step.name if journey.step is not None else ""
    act(case.pk, Event("did", on, role, step=step, outcome=activity), user)


def recorded(case: Case, journey: Journey, event: Event) -> Finding | None:
    """A precondition: ``did home_visit`` and the like need what was written down of it."""
    if event.kind != "did" or event.outcome not in _MODELS:
        return None
    if _waiting(case, event.outcome, event.on) is not None:
        return None
    return Finding("V18", Place(case.number), N_("what was done is written down on its form first"))


def settle(case: Case, journey: Journey, happening: Happening, user: User) -> None:
    """A consequence: what was written down stands behind what happened."""
    if happening.kind == "did" and happening.outcome in _MODELS:
        done = _waiting(case, happening.outcome, happening.on)
        if done is not None:
            done.happening = happening
            done.save(update_fields=["happening"])


def _waiting(case: Case, activity: str, on: date) -> Visit | VillagersReview | Inquiry | None:
    """What was written down of an activity on a day and stands behind nothing yet; the newest."""
    narrowed = {"activity": activity} if activity in INQUIRIES else {}
    rows: Any = _MODELS[activity].objects
    found: Visit | VillagersReview | Inquiry | None = (
        rows.filter(case=case, happening__isnull=True, on=on, **narrowed).order_by("-pk").first()
    )
    return found


def _refused(code: str, case: Case, message: str, **params: object) -> NotAllowed:
    return NotAllowed(Finding(code, Place(case.number), message, params=params))
