"""What the county of a demonstration has settled for its casework. No document says these figures, and each row says so."""

from __future__ import annotations

from datetime import date

from minsheng.casework.models import PlaceSetting
from minsheng.registry.models import Area, User

__all__ = ["settle"]

_BASIS = "示范数值 demonstration value"
_SETTINGS = {
    "ladder.reminder": "2",
    "ladder.red": "3",
    "ladder.supervisor": "10",
    "check.valid": "6 months",
    "complaint.accept": "5 working days",
    "complaint.answer": "30 days",
    "referral.answer": "15 working days",
    "rating.call_back": "5 working days",
}


def settle(county: Area, proposed_by: User, answered_by: User, since: date) -> None:
    """Settings of the county, from a day on, as if two of its staff had agreed on them."""
    about = {"area": county, "basis": _BASIS, "valid_from": since, "state": "confirmed"}
    who = {"proposed_by": proposed_by, "answered_by": answered_by}
    PlaceSetting.objects.bulk_create(
        PlaceSetting(name=name, value=value, **about, **who) for name, value in _SETTINGS.items()
    )
