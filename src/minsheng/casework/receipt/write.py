"""Writing down what happens to an award: its amounts without gap or overlap, whom it covers, when it ends, and what was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from minsheng.casework.models import Award, AwardAmount, AwardChange, Case, Covered, Happening, Record
from minsheng.registry.models import User

__all__ = ["Cause", "close", "cover", "note", "reopen", "set_amount"]

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cause:
    """Why something is written: the case and what happened to it, or nothing but who does it where it comes from an earlier register."""

    on: date
    by: User | None
    case: Case | None = None
    happening: Happening | None = None
    record: Record | None = None
    why: str = ""


def note(award: Award, kind: str, counts_from: date, cause: Cause, why: str = "") -> AwardChange:
    """Write down what was done to an award."""
    return AwardChange.objects.create(
        award=award,
        kind=kind,
        on=cause.on,
        counts_from=counts_from,
        case=cause.case,
        happening=cause.happening,
        why=(why or cause.why)[:1000],
        by=cause.by,
    )


def set_amount(
    award: Award, first: date, amount: int | None, period: str, cause: Cause, parts: Iterable[dict[str, Any]] = ()
) -> AwardAmount | None:
    """An amount from a day on, until the award ends: what was before ends the day before, what was to come after it is void.

    Args:
        award: which.
        first: the first day; never before that of the award.
        amount: fen a ``period``; ``None`` where it must still be settled.
        period: ``month``, ``year`` or ``once``.
        cause: the case whose end settles it.
        parts: what it is made of.
    """
    first = max(first, award.first_day)
    _cut(award, first - _DAY)
    if award.last_day is not None and award.last_day < first:
        return None
    return AwardAmount.objects.create(
        award=award,
        amount=amount,
        period=period or "month",
        parts=list(parts),
        valid_from=first,
        valid_to=award.last_day,
        case=cause.case,
        record=cause.record,
    )


def _cut(award: Award, last: date) -> None:
    """No amount holds after a day."""
    standing = award.amounts.filter(void=False)
    standing.filter(valid_from__gt=last).update(void=True)
    standing.filter(valid_from__lte=last).exclude(valid_to__lt=last).update(valid_to=last)


def cover(award: Award, people: Iterable[int], first: date) -> None:
    """Whom an award covers from a day on; who is not named is covered until the day before."""
    if award.last_day is not None and award.last_day < first:
        return
    wanted = set(people)
    present = {row.person_id: row for row in award.covered.filter(valid_to__isnull=True)}
    for person, row in present.items():
        if person not in wanted:
            _uncover(row, first - _DAY)
    Covered.objects.bulk_create(
        Covered(
            award=award,
            person_id=person,
            benefit=award.benefit,
            valid_from=max(first, award.first_day),
            valid_to=award.last_day,
        )
        for person in sorted(wanted - set(present))
    )


def _uncover(row: Covered, last: date) -> None:
    row.valid_to = last
    row.save(update_fields=["valid_to"])


def close(award: Award, last: date) -> None:
    """The last day on which an award is received is settled: nothing is paid and nobody is covered after it."""
    award.last_day = last
    award.save(update_fields=["last_day"])
    _cut(award, last)
    award.covered.filter(valid_to__isnull=True).update(valid_to=last)
    award.covered.filter(valid_to__gt=last).update(valid_to=last)


def reopen(award: Award) -> None:
    """A taper is called off: the award goes on without an end."""
    was = award.last_day
    award.last_day, award.tapers = None, False
    award.save(update_fields=["last_day", "tapers"])
    award.covered.filter(valid_to=was).update(valid_to=None)
    award.amounts.filter(void=False, valid_to=was).update(valid_to=None)
