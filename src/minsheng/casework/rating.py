"""Ratings of cases that have ended (好差评): five levels with reasons, once for each case; bad ones are called back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hmac import compare_digest
from typing import NoReturn

from django.db import IntegrityError, transaction

from minsheng.casework.journey import NotAllowed
from minsheng.casework.models import Case, Happening, Rating
from minsheng.casework.notification import notify
from minsheng.casework.place_setting import settings_on
from minsheng.policy.deadline import due
from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.registry.models import Office, User
from minsheng.registry.scope import scope_of
from minsheng.registry.secrets import blind_index, encrypted

__all__ = ["LEVELS_OF_RATING", "REASONS", "call_back", "proof_of", "rate", "rated_with"]

RIGHT = "complaints"
#: The five levels, from the worst.
LEVELS_OF_RATING = {
    5: N_("very satisfied"),
    4: N_("satisfied"),
    3: N_("fairly satisfied"),
    2: N_("dissatisfied"),
    1: N_("very dissatisfied"),
}
#: Levels that are called back.
BAD = (1, 2)
#: Why, as somebody may tick.
REASONS = {
    "kind": N_("friendly and patient"),
    "clear": N_("well explained"),
    "quick": N_("quick"),
    "few_papers": N_("few papers and few ways"),
    "unkind": N_("unfriendly or impatient"),
    "unclear": N_("badly explained"),
    "late": N_("late"),
    "many_papers": N_("papers or ways that should not be needed"),
    "fees": N_("money or favours were asked for"),
}


def proof_of(case: Case) -> str:
    """The word by which whoever holds the letter of a case may rate it: only the office can make it."""
    return blind_index(case.number, of="rating of a case")[:20]


def rated_with(number: str, word: str) -> Case | None:
    """The case with a number, for whoever has its word; a wrong word and a number that was never given are the same."""
    case = Case.objects.select_related("area", "household").filter(number=number[:30]).first()
    right = proof_of(case) if case is not None else blind_index("nothing", of="rating of a case")[:20]
    same = compare_digest(right.encode(), word.encode())
    return case if same else None


@transaction.atomic
def rate(case: Case, level: int, reasons: Sequence[str], text: str, *, channel: str, on: date) -> Rating:
    """Keep a rating.

    Raises:
        NotAllowed: the case has not ended, or was rated already.
        ValueError: there is no such level or reason.
    """
    if level not in LEVELS_OF_RATING or set(reasons) - set(REASONS):
        raise ValueError("a level from 1 to 5, and reasons of the list")
    if not case.ended:
        _refuse("M17", case, N_("a case is rated when it has ended"))
    span = settings_on(on).span("rating.call_back", case.area.code)
    row = Rating(
        case=case, area=case.area, office=_office(case), level=level, reasons=list(reasons), channel=channel, on=on
    )
    row.text = encrypted(text.strip()) if text.strip() else ""
    row.call_back_by = due(on, span).date if span and level in BAD else None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        _refuse("M18", case, N_("this case was rated already; thank you"))
    if level in BAD:
        role = "township_head" if case.area.level >= 9 else "county_head"  # noqa: PLR2004 - nine digits: a township
        words = {"case_number": case.number}
        notify(f"rating/{row.pk}", "rating.bad", area=case.area, on=on, role=role, address="/desk/ratings", words=words)
    return row


def _office(case: Case) -> Office | None:
    """The office that is rated: that of whoever acted last."""
    last = (
        Happening.objects.filter(case=case, by__office__isnull=False)
        .select_related("by__office")
        .order_by("-place")
        .first()
    )
    return last.by.office if last is not None and last.by is not None else None


@transaction.atomic
def call_back(rating_id: int, user: User, outcome: str, *, on: date) -> Rating:
    """Write down what came of calling back after a bad rating.

    Raises:
        NotAllowed: no right there, whoever is rated would call, it was done already, it was no bad rating, or the text is missing.
    """
    row = Rating.objects.select_for_update(of=("self",)).select_related("case", "area").get(pk=rating_id)
    if not scope_of(user, on).may(RIGHT, row.area.code):
        _refuse("M11", row.case, N_("you may not handle complaints in {area}"), area=str(row.area))
    if Happening.objects.filter(case=row.case, by=user).exists():
        _refuse("M19", row.case, N_("whoever acted on the case does not call back about it"))
    if row.level not in BAD or row.called_back_on is not None:
        _refuse("M20", row.case, N_("nobody needs to be called back, or it was done already"))
    if not outcome.strip():
        _refuse("M15", row.case, N_("this needs a text: what was found, the reason, or the answer"))
    row.called_back_on, row.called_back_by, row.outcome = on, user, outcome.strip()
    row.save(update_fields=["called_back_on", "called_back_by", "outcome"])
    return row


def _refuse(code: str, case: Case, message: str, **params: object) -> NoReturn:
    raise NotAllowed(Finding(code, Place(case.number), message, params=params))
