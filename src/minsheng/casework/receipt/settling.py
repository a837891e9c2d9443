"""Settling an amount that a case decided and the rules could not say: by whoever may decide such a case, within what was decided."""

from __future__ import annotations

from datetime import date

from minsheng.casework.law import law_of
from minsheng.casework.models import Award, AwardAmount, AwardChange
from minsheng.casework.receipt.write import Cause, note, set_amount
from minsheng.registry.models import User
from minsheng.registry.scope import Scope

__all__ = ["may_settle", "settle_amount", "unsettled_change"]


def unsettled_change(award: Award) -> AwardChange | None:
    """The last grant or change, where its case settled no amount and the benefit has one; ``None`` where everything is settled."""
    if award.ended_by_id is not None:
        return None
    last = max(
        (c for c in award.changes.all() if c.kind in ("granted", "changed") and c.case_id),
        key=lambda c: c.pk,
        default=None,
    )
    if (
        last is None
        or last.case is None
        or not law_of(award.area.code, last.case.law_day).benefit(award.benefit).amount
    ):
        return None
    settled = AwardAmount.objects.filter(award=award, case=last.case_id, amount__isnull=False).exists()
    return None if settled else last


def may_settle(award: Award, scope: Scope) -> bool:
    """Whether somebody fills the role that decided the case whose amount is open."""
    change = unsettled_change(award)
    if change is None or change.happening is None:
        return False
    return change.happening.role in scope.process_roles(award.area.code)


def settle_amount(
    award: Award, change: AwardChange, amount: int, *, on: date, by: User, why: str
) -> AwardAmount | None:
    """Write down the amount of a grant or change, in fen, from the day on which that counts; the case stays the one that decided.

    Args:
        award: which.
        change: as :func:`unsettled_change` gave it.
        amount: fen for the period of the award's amounts.
        on: today.
        by: who settles it.
        why: in words.
    """
    before = award.amounts.order_by("-id").first()
    record = getattr(change.happening, "record", None)
    cause = Cause(on, by, change.case, change.happening, record, why)
    row = set_amount(award, change.counts_from, amount, before.period if before is not None else "month", cause)
    note(award, "settled", change.counts_from, cause)
    return row
