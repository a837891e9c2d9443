"""What is worked out at night over everything that is received, and over the register."""

from __future__ import annotations

from datetime import date

from minsheng.casework.models import Award
from minsheng.casework.nightly import Said
from minsheng.casework.receipt.due import DUE
from minsheng.casework.receipt.review import next_review
from minsheng.casework.receipt.unclaimed import find_unclaimed, in_batches
from minsheng.policy.language import N_

__all__ = ["at_night", "nightly"]


def nightly(day: date) -> dict[str, int]:
    """Work out when everything received must be reviewed next, and who is entitled and has not applied. May run as often as one likes.

    Args:
        day: the day that begins.

    Returns:
        What there is now, by kind: ``reviews_worked_out``, ``unclaimed``, and for everything that the day brings
        (:data:`minsheng.casework.receipt.due.DUE`) how much of it.
    """
    summary = {"households": 0, "reviews_worked_out": 0, "unclaimed": 0}
    for homes, told in in_batches(day):
        summary["households"] += len(homes)
        summary["unclaimed"] += find_unclaimed(day, homes, told)
        awards = list(
            Award.objects.running(day)
            .filter(household__in=homes)
            .select_related("area", "household__area")
            .prefetch_related("covered")
        )
        for award in awards:
            award.review_due_on, award.open_review = next_review(award, day, told.get(award.household_id))
        Award.objects.bulk_update(awards, ["review_due_on", "open_review"], batch_size=200)
        summary["reviews_worked_out"] += len(awards)
    for kind, find in DUE.items():
        summary[kind] = sum(1 for _ in find(day))
    return summary


def at_night(day: date) -> Said:
    """The same as a part of the work of the night (:mod:`minsheng.casework.nightly`), in a sentence."""
    summary = nightly(day)
    message = N_(
        "{households} files looked at: {unclaimed} benefits that nobody applied for, {review} reviews due, {taper} tapers that end"
    )
    return Said(message, {name: summary[name] for name in ("households", "unclaimed", "review", "taper")})
