"""What papers say of a benefit that is received: how much, since when, what it was before, and every change of it."""

from __future__ import annotations

from itertools import pairwise

from django.db.models import Q

from minsheng.casework.models import Award, AwardAmount
from minsheng.casework.paper_file import PaperFile
from minsheng.casework.receipt.follow import award_of
from minsheng.policy.types import Type
from minsheng.policy.wording import format_date, format_value

__all__ = ["from_receipt"]


def from_receipt(file: PaperFile) -> dict[str, object]:
    """By field, what follows from the award of the case or, in the file of a household, from the one that it receives."""
    award = _award(file)
    if award is None:
        return {}
    lang = file.lang
    amounts = list(award.amounts.filter(void=False).order_by("valid_from"))
    covered = award.covered.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=file.day)).select_related("person")
    names = [row.person.name for row in covered]
    found: dict[str, object] = {
        "since": format_date(award.first_day, lang),
        "covered_people": str(len(names)) if names else "",
        "covered_names": ("、" if lang == "zh" else ", ").join(names),
        "amount": _words(next((a for a in reversed(amounts) if a.valid_from <= file.day), amounts[0]), lang)
        if amounts
        else "",
        "last_review": format_date(award.reviewed_on, lang),
        "next_review": format_date(award.review_due_on, lang) if award.review_due_on else "",
        "changes": _changes(award, amounts, file),
    }
    if file.case is not None and award.case_id != file.case.pk:
        found |= _before_and_after(amounts, file)
    return {name: value for name, value in found.items() if value}


def _award(file: PaperFile) -> Award | None:
    if file.case is not None:
        granted = list(file.case.awards.all())
        who = {person.pk for person in file.people.values()} if len(granted) > 1 else set()
        of = next((one for one in granted if one.covered.filter(person__in=who).exists()), None) if who else None
        return of or next(iter(granted), None) or award_of(file.case)
    return Award.objects.active_on(file.day).filter(household=file.household).order_by("pk").first()


def _words(amount: AwardAmount, lang: str) -> str:
    """An amount in words; empty while the officer has not settled it."""
    if amount.amount is None:
        return ""
    return format_value(amount.amount, Type("money", period=amount.period), lang)


def _before_and_after(amounts: list[AwardAmount], file: PaperFile) -> dict[str, object]:
    """What the case changed: the amount before, the amount after, and from which day."""
    for before, after in pairwise(amounts):
        if file.case is not None and after.case_id == file.case.pk:
            raised = (after.amount or 0) > (before.amount or 0)
            told = {"amount_before": _words(before, file.lang), "amount_after": _words(after, file.lang)}
            return {
                **told,
                "changed_from": format_date(after.valid_from, file.lang),
                "change": ["raise" if raised else "lower"],
            }
    return {"amount_before": _words(amounts[-1], file.lang)} if amounts else {}


def _changes(award: Award, amounts: list[AwardAmount], file: PaperFile) -> list[dict[str, str]]:
    """The rows of the record of changes."""
    rows = []
    for change in award.changes.select_related("by"):
        after = next((a for a in amounts if a.valid_from == change.counts_from), None)
        earlier = [a for a in amounts if a.valid_from < change.counts_from]
        rows.append(
            {
                "day": format_date(change.on, file.lang),
                "what": str(change.get_kind_display()),
                "before": _words(earlier[-1], file.lang) if earlier else "",
                "after": _words(after, file.lang) if after is not None else "",
                "by": str(change.by or ""),
            }
        )
    return rows
