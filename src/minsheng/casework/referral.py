"""One window: matters of other offices are taken in, passed on, followed up, answered and put on file.

Staff of the other office who use the system receive and answer themselves; others answer by letter, which the window writes down.
"""

from __future__ import annotations

from datetime import date
from typing import NoReturn

from django.db import transaction

from minsheng.casework.event import Event
from minsheng.casework.journey import Journey, NotAllowed
from minsheng.casework.models import Case, Referral, ReferralStep
from minsheng.casework.models.referral import REFERRAL_ANSWERS
from minsheng.casework.office import stems_above
from minsheng.casework.place_setting import settings_on
from minsheng.policy.deadline import due
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.registry.models import OFFICE_KINDS, Area, Household, Office, Person, User
from minsheng.registry.scope import NARROW, Scope, scope_of

__all__ = [
    "answer",
    "at_the_window",
    "file_away",
    "letter_named",
    "may_answer",
    "moves",
    "next_number",
    "office_for",
    "pass_on",
    "receive",
    "remind",
    "supply",
    "take_in",
]

#: The setting of a place: within which span another office answers.
ANSWER_WITHIN = "referral.answer"
_WAITS = ("passed_on", "followed_up")


def letter_named(case: Case, journey: Journey, event: Event) -> Finding | None:
    """A precondition: where another office decided by letter, whoever writes that down names the letter."""
    if event.role not in NARROW or event.kind != "step" or event.reason.strip() or not event.actor:
        return None
    office = Office.objects.filter(user__pk=event.actor).values_list("kind", flat=True).first()
    if office:
        return None
    message = N_("another office decided this by letter: give the number of the letter and what it says as the reason")
    return Finding("K6", Place(case.number), message)


def next_number(area: Area, day: date) -> str:
    """The next number of a referral of an area and day; to be asked inside a transaction."""
    Area.objects.select_for_update().get(pk=area.pk)
    count = Referral.objects.filter(area=area, opened_on=day).count() + 1
    return f"ZB{area.code}-{day:%Y%m%d}-{count:03}"


def office_for(kind: str, area: Area) -> Office | None:
    """The nearest office of a kind that answers for an area, where one is on the register."""
    found = Office.objects.filter(kind=kind, area__stem__in=stems_above(area)).select_related("area")
    return max(found, key=lambda office: len(office.area.stem), default=None)


def at_the_window(scope: Scope, referral: Referral) -> bool:
    """Whether somebody works at the window that a matter came in at."""
    return bool(scope.process_roles(referral.area.code) & {"township", "county"})


def may_answer(scope: Scope, referral: Referral) -> bool:
    """Whether somebody works in the office that a matter was passed on to."""
    own = any(role in NARROW and referral.area.code.startswith(stem) for role, stem in scope.roles)
    return own and scope.office == referral.office_kind


def moves(scope: Scope, referral: Referral) -> list[str]:
    """What somebody may do with a matter now: names of the functions here."""
    window, waits = at_the_window(scope, referral), referral.state in _WAITS
    received = any(step.kind == "received" for step in referral.steps.all())
    found = []
    if window and referral.state == "taken_in":
        found.append("pass_on")
    if waits and (window or may_answer(scope, referral)):
        found += [] if received else ["receive"]
        found.append("answer")
    if window and waits:
        found.append("remind")
    if window and referral.state == "answered":
        found.append("supply" if referral.answer == "more" else "file_away")
    return found


@transaction.atomic
def take_in(
    household: Household,
    user: User,
    *,
    on: date,
    office_kind: str,
    words: str,
    person: Person | None = None,
    benefit: str = "",
    cites: str = "",
) -> Referral:
    """Take in a matter of another office at the window.

    Raises:
        NotAllowed: K3 no right to take applications there, K6 no such kind of office, no words, or the same matter is open already.
    """
    if not scope_of(user, on).may("apply", household.area.code):
        _refuse("K3", household.number, N_("you may not take in matters in {area}"), area=str(household.area))
    if office_kind not in OFFICE_KINDS or not words.strip():
        _refuse("K6", household.number, N_("a matter for another office needs the kind of office and words"))
    number = next_number(household.area, on)
    same = Referral.objects.open().filter(household=household, person=person, office_kind=office_kind)
    if same.filter(benefit=benefit, words=words.strip()[:300]).exists():
        _refuse("K6", household.number, N_("this matter is with the other office already"))
    about = {"person": person, "benefit": benefit, "cites": cites[:300], "words": words.strip()[:300]}
    area = household.area
    referral = Referral.objects.create(
        number=number, household=household, area=area, office_kind=office_kind, opened_on=on, **about
    )
    ReferralStep.objects.create(referral=referral, kind="taken_in", on=on, by=user)
    return referral


@transaction.atomic
def pass_on(number: str, user: User, *, on: date, words: str = "") -> Referral:
    """Pass a matter on to its office; the place says by when it answers, or it has no last day.

    Raises:
        NotAllowed: K3, K6 as for everything here.
    """
    referral = _locked(number, user, "pass_on")
    referral.office = office_for(referral.office_kind, referral.area)
    referral.state = "passed_on"
    referral.due_on = _last_day(referral, on)
    return _write(referral, "passed_on", user, on, words=words)


@transaction.atomic
def receive(number: str, user: User, *, on: date, words: str = "") -> Referral:
    """The office has it (签收)."""
    return _write(_locked(number, user, "receive"), "received", user, on, words=words)


@transaction.atomic
def remind(number: str, user: User, *, on: date, words: str = "") -> Referral:
    """Remind the office (督办)."""
    referral = _locked(number, user, "remind")
    referral.state = "followed_up"
    referral.reminders += 1
    return _write(referral, "reminded", user, on, words=words)


@transaction.atomic
def answer(
    number: str, user: User, said: str, *, on: date, words: str, evidence: str = "", signed: str = ""
) -> Referral:
    """Write down what the office answered: by itself, or by the window from its letter.

    Args:
        number: of the referral.
        user: who writes it down.
        said: one of :data:`minsheng.casework.models.referral.REFERRAL_ANSWERS`.
        on: the day of the answer.
        words: the answer in words; always needed.
        evidence: the letter by its number; needed where the window writes it down.
        signed: who signed the letter.

    Raises:
        NotAllowed: K3, K6 as for everything here.
    """
    referral = _locked(number, user, "answer")
    by_letter = not may_answer(scope_of(user), referral)
    if said not in REFERRAL_ANSWERS or not words.strip():
        _refuse("K6", number, N_("an answer says granted, refused or more is needed, and why, in words"))
    if by_letter and not evidence.strip():
        _refuse("K6", number, N_("an answer that came by letter needs the number of the letter"))
    referral.state, referral.answer = "answered", said
    step = ReferralStep(answer=said, words=words, evidence=evidence, by_letter=by_letter, signed=signed)
    return _write(referral, "answered", user, on, step=step)


@transaction.atomic
def supply(number: str, user: User, *, on: date, words: str = "") -> Referral:
    """Send the office what it asked for; the time for its answer begins anew.

    Raises:
        NotAllowed: K3, K6 as for everything here.
    """
    referral = _locked(number, user, "supply")
    if not words.strip():
        _refuse("K6", number, N_("say what was sent"))
    referral.state, referral.answer = "passed_on", ""
    referral.due_on = _last_day(referral, on)
    return _write(referral, "supplied", user, on, words=words)


@transaction.atomic
def file_away(number: str, user: User, *, on: date, words: str = "") -> Referral:
    """Put an answered matter on file (归档)."""
    referral = _locked(number, user, "file_away")
    referral.state = "filed"
    return _write(referral, "filed", user, on, words=words)


def _last_day(referral: Referral, on: date) -> date | None:
    span = settings_on(on).span(ANSWER_WITHIN, referral.area.code)
    return due(on, span).date if span is not None else None


def _locked(number: str, user: User, move: str) -> Referral:
    referral = Referral.objects.select_for_update(of=("self",)).select_related("area").get(number=number)
    scope = scope_of(user)
    if not (at_the_window(scope, referral) or may_answer(scope, referral)):
        _refuse("K3", number, N_("you have no part in this matter"))
    if move not in moves(scope, referral):
        state = str(referral.get_state_display())
        _refuse("K6", number, N_("this cannot be done while the matter stands at {state}"), state=state)
    return referral


def _write(
    referral: Referral,
    kind: str,
    user: User,
    on: date,
    *,
    words: str = "",
    step: ReferralStep | None = None,
) -> Referral:
    """Keep the matter and what happened to it; ``step`` where more than words was said."""
    last = referral.steps.order_by("-on").first()
    if on < (last.on if last is not None else referral.opened_on):
        _refuse("K6", referral.number, N_("{day} would come before what happened last"), day=on.isoformat())
    referral.save()
    step = step or ReferralStep(words=words)
    step.referral, step.kind, step.on, step.by = referral, kind, on, user
    step.words, step.evidence = step.words.strip()[:1000], step.evidence.strip()[:200]
    step.signed = step.signed.strip()[:60]
    step.save()
    return referral


def _refuse(code: str, place: str, message: str, **params: object) -> NoReturn:
    raise NotAllowed(Finding(code, Place(place), message, params=params))
