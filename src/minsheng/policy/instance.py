"""Things laid out for evaluation: every thing of a household with one slot for each fact and rule of its kind."""

from __future__ import annotations

from collections.abc import Iterable

from minsheng.policy.thing import Thing

__all__ = ["Instance", "Members"]


class Instance:
    """A thing while a decision is made. ``v`` holds its values by slot; the other attributes lead to its neighbours."""

    __slots__ = ("entity", "family", "id", "lists", "owner", "thing", "v")

    def __init__(
        self, entity: str, id_: str, values: list[object], owner: Instance | None, thing: Thing | None
    ) -> None:
        self.entity = entity
        self.id = id_
        self.v = values
        self.owner = owner
        self.thing = thing
        self.family: Instance | None = None
        self.lists: dict[str, object] = {}


class Members:
    """A list whose elements may be in doubt: ``doubts`` has, for each element, ``True`` or the unknown that decides whether it belongs."""

    __slots__ = ("complete", "doubts", "items")

    def __init__(
        self, items: Iterable[Instance], doubts: Iterable[object] | None = None, complete: object = True
    ) -> None:
        self.items = list(items)
        self.doubts = [True] * len(self.items) if doubts is None else list(doubts)
        self.complete = complete
