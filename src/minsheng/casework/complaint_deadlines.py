"""Complaints and bad ratings that wait too long: told once each, to the heads of their area."""

from __future__ import annotations

from datetime import date

from minsheng.casework.models import Complaint, Rating
from minsheng.casework.nightly import Said
from minsheng.casework.notification import notify
from minsheng.policy.language import N_
from minsheng.policy.wording import format_date

__all__ = ["nightly"]

_TOWNSHIP = 9


def nightly(day: date) -> list[Said]:
    """Tell of complaints that were to be answered, and of bad ratings that were to be called back, before today."""
    waiting = Complaint.objects.exclude(state__in=("answered", "closed", "not_accepted"))
    complaints = waiting.filter(due_on__lt=day).select_related("area").order_by("pk")
    ratings = (
        Rating.objects.filter(call_back_by__lt=day, called_back_on=None).select_related("area", "case").order_by("pk")
    )
    late = sum(_complaint(row, day) for row in complaints.iterator(500))
    bad = sum(_rating(row, day) for row in ratings.iterator(500))
    message = N_("told: {late} complaints not answered in time, {bad} bad ratings not called back in time")
    return [Said(message, {"late": late, "bad": bad})]


def _head(level: int) -> str:
    return "township_head" if level >= _TOWNSHIP else "county_head"


def _days(day: date | None) -> dict[str, str]:
    return {lang: format_date(day, lang) if day else "—" for lang in ("zh", "en")}


def _complaint(row: Complaint, day: date) -> bool:
    words = {"number": row.number, "last": _days(row.due_on)}
    address = f"/desk/complaints/{row.number}"
    told = {
        "area": row.area,
        "on": day,
        "role": _head(row.area.level),
        "level": "yellow",
        "address": address,
        "words": words,
    }
    return notify(f"complaint/{row.pk}/late", "complaint.late", **told)  # type: ignore[arg-type]


def _rating(row: Rating, day: date) -> bool:
    words = {"case_number": row.case.number, "last": _days(row.call_back_by)}
    told = {"area": row.area, "on": day, "role": _head(row.area.level), "level": "yellow", "words": words}
    return notify(f"rating/{row.pk}/late", "rating.late", address="/desk/ratings", **told)  # type: ignore[arg-type]
