"""Telling staff: one person, or everybody with a role in an area; each thing once, readable in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from minsheng.casework.models.case import Case
from minsheng.casework.models.notification import Notification, NotificationRead
from minsheng.policy.language import N_, render
from minsheng.registry.models import Area, User
from minsheng.registry.scope import Scope

__all__ = ["TEXTS", "mark_read", "notifications_for", "notify", "text_of", "unread"]

#: What is said, by code.
TEXTS = {
    "clock.reminder": N_("{clock} of case {case_number} ends on {last}"),
    "clock.yellow": N_("{clock} of case {case_number} ended on {last} and is not over"),
    "clock.red": N_("{clock} of case {case_number} is very late: it ended on {last}; {role} acts next"),
    "clock.supervisor": N_("{clock} of case {case_number} is reported: it ended on {last}; {role} acts next"),
    "due.changed": N_("the day of case {case_number} was worked out anew: {before} → {after}"),
    "complaint.assigned": N_("complaint {number} was passed to you"),
    "complaint.late": N_("complaint {number} was to be answered by {last}"),
    "rating.bad": N_("a bad rating of case {case_number} must be called back"),
    "rating.late": N_("a bad rating of case {case_number} was to be called back by {last}"),
}


def notify(
    key: str,
    text: str,
    *,
    area: Area,
    on: date,
    user: User | None = None,
    role: str = "",
    level: str = "",
    case: Case | None = None,
    address: str = "",
    words: Mapping[str, object] | None = None,
) -> bool:
    """Tell somebody something, once.

    Args:
        key: what makes it the same thing; told again under the same key to the same people it is not told.
        text: a code of :data:`TEXTS`.
        area: where; whoever has the role in an area around it is told.
        on: the day.
        user: one person, or
        role: everybody with this role of the staff.
        level: how late something is.
        case: what it is about.
        address: where it leads, when it is not the case.
        words: for the text; a value of two languages is a mapping with ``zh`` and ``en``.

    Returns:
        Whether it is new.
    """
    if text not in TEXTS or (user is None) == (not role):
        raise ValueError("a known text, and either a person or a role")
    whole = f"{key}/{user.pk if user is not None else role}"
    about = {"user": user, "role": role, "area": area, "level": level, "case": case, "on": on, "address": address}
    _, new = Notification.objects.get_or_create(
        key=whole, defaults={**about, "text": text, "params": dict(words or {})}
    )
    return new


def notifications_for(scope: Scope, user: User) -> QuerySet[Notification]:
    """Everything that somebody has been told, with ``was_read``."""
    told = [Q(role=role, area__stem__startswith=stem) for role, stem in sorted(scope.roles)]
    mine: Q = reduce(or_, told, Q(user=user))
    return Notification.objects.filter(mine).annotate(was_read=_read_by(user)).select_related("area", "case")


def _read_by(user: User) -> Exists:
    return Exists(NotificationRead.objects.filter(notification=OuterRef("pk"), user=user))


def unread(scope: Scope, user: User) -> int:
    """How many of them have not been read."""
    return notifications_for(scope, user).filter(~_read_by(user)).count()


def mark_read(rows: QuerySet[Notification], user: User) -> None:
    """Somebody has read these; read twice is read once."""
    new = [NotificationRead(notification=row, user=user) for row in rows.filter(~_read_by(user))]
    NotificationRead.objects.bulk_create(new, ignore_conflicts=True)


def text_of(row: Notification, lang: str) -> str:
    """What a notification says in a language."""
    told = {name: value[lang] if isinstance(value, Mapping) else value for name, value in row.params.items()}
    return render(lang, TEXTS[row.text], **told)
