"""Drafts of forms: what was typed is kept encrypted for whoever typed it, until it is sent, thrown away or too old."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from minsheng.registry.models import User
from minsheng.registry.secrets import KeysMissing, decrypted, encrypted
from minsheng.web.models import Draft

__all__ = ["NEVER_KEPT", "Typed", "drafts_of", "drop", "drop_sent", "form_of", "keep"]

Fields = list[tuple[str, str]]
#: Fields that belong to a page and not to what somebody typed.
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "key", "version", "next"})
#: Hidden fields that say which of several forms with one address it is.
_MARKS = ("kind", "role", "step", "outcome", "clock", "do")
_LONGEST = 200_000
_MOST = 200


@dataclass(frozen=True)
class Typed:
    """What was typed into a form, and when.

    Attributes:
        pk: the number of the draft.
        action: where the form is sent.
        fields: pairs of name and value.
        at: when it was kept.
    """

    pk: int
    action: str
    fields: Fields
    at: datetime


def form_of(action: str, fields: Fields) -> str:
    """Which form it is: where it is sent, and for what."""
    said = dict(fields)
    return sha256(json.dumps([action, *(said.get(mark, "") for mark in _MARKS)]).encode()).hexdigest()


def keep(
    user: User, page: str, action: str, fields: Iterable[tuple[str, str]], *, lasts: timedelta | None = None
) -> bool:
    """Keep what was typed; whether it could be kept.

    Args:
        user: who typed it.
        page: the path of the page.
        action: the path to which the form is sent.
        fields: what was typed; passwords and what belongs to the page are left out.
        lasts: how long; as many days as ``DESK_DRAFT_DAYS`` says when left out.
    """
    kept = [(name, value) for name, value in fields if name not in NEVER_KEPT and "password" not in name]
    content = json.dumps([action, kept], ensure_ascii=False)
    fits = all(path.startswith("/desk/") and len(path) <= 300 and "\x00" not in path for path in (page, action))
    now = timezone.now()
    Draft.objects.filter(until__lte=now).delete()
    form = form_of(action, kept)
    others = Draft.objects.filter(user=user).exclude(form=form)
    if not fits or len(content) > _LONGEST or others.count() >= _MOST:
        return False
    until = now + (lasts or timedelta(days=settings.DESK_DRAFT_DAYS))
    Draft.objects.update_or_create(
        user=user, form=form, defaults={"page": page, "token": encrypted(content), "until": until}
    )
    return True


def drafts_of(user: User, page: str) -> list[Typed]:
    """What somebody typed on a page and has not sent; what no key reads any more is passed over."""
    found = []
    for draft in Draft.objects.filter(user=user, page=page, until__gt=timezone.now()):
        try:
            action, fields = json.loads(decrypted(draft.token))
        except (KeysMissing, ValueError):
            continue
        found.append(Typed(draft.pk, action, [(name, value) for name, value in fields], draft.at))
    return found


def drop(user: User, number: str) -> None:
    """Throw a draft of one's own away."""
    if number.isdecimal() and len(number) < 19:
        Draft.objects.filter(user=user, pk=int(number)).delete()


def drop_sent(user: User, action: str, fields: Fields) -> None:
    """A form was sent and taken: its draft has served."""
    Draft.objects.filter(user=user, form=form_of(action, fields)).delete()
