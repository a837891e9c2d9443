"""Views of lists that somebody keeps: for themselves, or for their whole office."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from minsheng.policy.language import N_
from minsheng.registry.models import User
from minsheng.registry.words import say
from minsheng.web.desk.listing.asked import Asked
from minsheng.web.desk.listing.declared import Listing
from minsheng.web.models import SavedView

__all__ = ["delete_view", "save_view", "views_of"]

_MOST = 50
_LONGEST = 2000


def views_of(listing: Listing, user: User) -> list[SavedView]:
    """Somebody's own views of a list, and those that their office shares. What a view shows is still within the scope of who looks."""
    whose = Q(user=user)
    if user.office_id is not None:
        whose |= Q(user__office_id=user.office_id, shared=True)
    return list(SavedView.objects.filter(whose, listing=listing.name).order_by("name", "pk")[: 4 * _MOST])


@transaction.atomic
def save_view(asked: Asked, sent: Mapping[str, str]) -> tuple[str, bool]:
    """Keep what is asked of a list under a name; one of the same name is replaced. What to tell, and whether it was done."""
    name, query, user = sent.get("name", "").strip(), asked.query(), asked.look.user
    if not 1 <= len(name) <= 60 or "\x00" in name:
        return say(N_("A view needs a name of at most 60 characters.")), False
    if len(query) > _LONGEST or not asked.form.is_valid():
        return say(N_("This view cannot be kept: its filters are wrong or too long.")), False
    own = SavedView.objects.filter(user=user, listing=asked.listing.name)
    if own.exclude(name=name).count() >= _MOST:
        return say(N_("You have {most} views of this list; delete one first."), most=_MOST), False
    default = sent.get("default") == "yes"
    if default:
        own.update(default=False)
    values = {"query": query, "shared": sent.get("shared") == "yes", "default": default}
    SavedView.objects.update_or_create(user=user, listing=asked.listing.name, name=name, defaults=values)
    return say(N_("The view “{name}” is kept."), name=name), True


def delete_view(listing: Listing, user: User, number: str) -> None:
    """Delete a view of one's own; those of others are not touched."""
    if number.isdecimal() and len(number) < 19:
        SavedView.objects.filter(pk=int(number), user=user, listing=listing.name).delete()
