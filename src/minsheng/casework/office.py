"""Which office gives out the papers of an area."""

from __future__ import annotations

from minsheng.registry.models import Area, Office, User
from minsheng.registry.scope import scope_of

__all__ = ["office_of", "stems_above"]


def office_of(area: Area, user: User | None = None) -> tuple[str, str]:
    """The name and the telephone of an office: that of whoever acts, otherwise the nearest one that answers for the area.

    Whoever has no office of their own speaks for the one of the area in which they have their role: what a county decides is not said
    by a township. Where no office is on the register the area stands for it, so that a paper always says who speaks.
    """
    if user is not None and user.office is not None:
        return user.office.name, user.office.telephone
    stems = {stem for _, stem in scope_of(user).roles if area.stem.startswith(stem)} if user is not None else set()
    found = Office.objects.filter(area__stem__in=stems_above(area), kind="").select_related("area")
    nearest = max(found, key=lambda office: (office.area.stem in stems, len(office.area.stem)), default=None)
    return (nearest.name, nearest.telephone) if nearest is not None else (area.name, "")


def stems_above(area: Area) -> list[str]:
    """The stems of an area and of everything that it lies in.

    >>> stems_above(Area(stem="620171001"))
    ['', '62', '6201', '620171', '620171001']
    """
    return [area.stem[:length] for length in (0, 2, 4, 6, 9, 12) if length <= len(area.stem)]
