"""One window (一门受理、协同办理): every benefit that the packs see for a household, and asking for several of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from minsheng.casework.act import open_case
from minsheng.casework.law import law_of
from minsheng.casework.models import Award, Case, Covered, Referral
from minsheng.casework.referral import pass_on, take_in
from minsheng.casework.support.look import parts_of
from minsheng.policy.decision import Decision
from minsheng.policy.law import Law
from minsheng.policy.letter import amount_words
from minsheng.policy.outcome import Outcome
from minsheng.policy.procedure import process_of
from minsheng.policy.wording import status_word, who
from minsheng.registry.file import household_on
from minsheng.registry.models import Household, Person, User
from minsheng.registry.words import language

__all__ = ["Opened", "Offer", "ask_for", "offers"]

_ORDER = {"yes": 0, "cannot_tell_yet": 1, "needs_local_setting": 2, "no": 3}


@dataclass(frozen=True)
class Offer:
    """A benefit that a household may ask for at the window.

    Attributes:
        way: ``case`` where the packs have a process for it, ``referral`` where another office settles it, ``part`` where it comes with
            another benefit and nobody asks for it, ``none`` where nothing says who settles it.
        person: whom it is for, by their number on the register; nothing for a benefit of families.
        running: the number of the case or matter that is open already, or ``received``.
    """

    name: str
    label: str
    status: str
    word: str
    amount: str
    way: str
    office: str = ""
    person: int | None = None
    who: str = ""
    cites: tuple[str, ...] = ()
    running: str = ""
    document: str = ""

    @property
    def key(self) -> str:
        """How a form calls it."""
        return f"{self.name}/{self.person or ''}"

    @property
    def can_be_asked_for(self) -> bool:
        """Whether it can be asked for now."""
        return self.way in ("case", "referral") and not self.running


@dataclass(frozen=True)
class Opened:
    """What was opened at once."""

    cases: tuple[Case, ...]
    referrals: tuple[Referral, ...]


def offers(household: Household, day: date) -> list[Offer]:
    """Every benefit of the packs for a household, those it is entitled to first; refused ones too, because anybody may ask.

    Raises:
        PolicyError: no pack holds there then, or what is stored does not fit the vocabulary.
    """
    law = law_of(household.area.code, day)
    decision = law.decide(household_on(household, day, law.vocabulary), facts_day=day)
    parts = {name for benefit in law.benefits if process_of(law, benefit) for name in parts_of(law, benefit)}
    cases = dict(Case.objects.filter(household=household, ended=False).values_list("process", "number"))
    matters = {
        (r.benefit, r.person_id): r.number for r in Referral.objects.filter(household=household).exclude(state="filed")
    }
    running = Award.objects.running(day).filter(household=household)
    received = set(Covered.objects.filter(award__in=running, valid_to=None).values_list("benefit", "person"))
    found: dict[tuple[str, int | None], Offer] = {}
    for outcome in sorted(decision.outcomes, key=lambda one: _ORDER[one.status]):
        offer = _offer(outcome, decision, law, parts, cases, matters, received)
        found.setdefault((offer.name, offer.person if offer.way != "case" else None), offer)
    return list(found.values())


def _offer(
    outcome: Outcome,
    decision: Decision,
    law: Law,
    parts: set[str],
    cases: dict[str, str],
    matters: dict[tuple[str, int | None], str],
    received: set[tuple[str, int]],
) -> Offer:
    lang, benefit = language(), law.benefit(outcome.benefit)
    process = process_of(law, benefit.name)
    person = int(outcome.thing_id[1:]) if outcome.entity == "person" else None
    way = "case" if process else "referral" if benefit.office else "part" if benefit.name in parts else "none"
    running = cases.get(process.name, "") if process else matters.get((benefit.name, person), "")
    people = [person] if person is not None else [int(member[1:]) for member in outcome.members]
    if any((benefit.name, one) in received for one in people):
        running = "received"
    return Offer(
        name=benefit.name,
        label=benefit.label.in_(lang),
        status=outcome.status,
        word=status_word(outcome.status, lang),
        amount=amount_words(outcome, lang) if outcome.status == "yes" else "",
        way=way,
        office=benefit.office,
        person=person,
        who=who(outcome.key, decision.evaluation, lang) if person is not None else "",
        cites=benefit.cites,
        running=running,
        document=benefit.document,
    )


@transaction.atomic
def ask_for(household: Household, wanted: Iterable[str], user: User, *, on: date, send: bool = True) -> Opened:
    """Ask for several benefits at once: each becomes a case, or a matter that is passed on; all of them or none.

    Args:
        household: who asks.
        wanted: the keys of the offers.
        user: who is at the window.
        on: the day.
        send: whether matters of other offices are passed on at once.

    Raises:
        NotAllowed: one of them cannot be opened; then none is.
        KeyError: something is asked for that is not offered.
    """
    offered = {offer.key: offer for offer in offers(household, on)}
    cases, matters = [], []
    for key in dict.fromkeys(wanted):
        offer = offered[key]
        if not offer.can_be_asked_for:
            raise KeyError(key)
        if offer.way == "case":
            cases.append(open_case(household, offer.name, user, on=on))
            continue
        person = Person.objects.get(pk=offer.person) if offer.person is not None else None
        cites = f"《{offer.document}》" + "、".join(offer.cites)
        about = {"words": offer.label, "benefit": offer.name, "cites": cites}
        taken = take_in(household, user, on=on, office_kind=offer.office, person=person, **about)
        matters.append(pass_on(taken.number, user, on=on) if send else taken)
    return Opened(tuple(cases), tuple(matters))
