"""Who among the staff is told of a case: who acts next, who heads them, the head of the next level, the supervisor."""

from __future__ import annotations

__all__ = ["acting", "told_at"]

#: By the role of a process that acts next: who acts for it at the desk, who heads them, and who heads the next level.
_STAFF = {
    "applicant": ("township_clerk", "township_head", "county_head"),
    "village": ("village_assistant", "township_clerk", "township_head"),
    "township": ("township_clerk", "township_head", "county_head"),
    "county": ("county_clerk", "county_head", "city"),
    "city": ("city", "city", "city"),
    "home": ("county_clerk", "county_head", "city"),
    "other_office": ("county_clerk", "county_head", "city"),
}


def acting(role: str) -> str:
    """The role of the staff that acts for a role of a process; what is with an applicant or another office, somebody follows up."""
    return _STAFF.get(role, _STAFF["county"])[0]


def told_at(level: str, role: str) -> tuple[str, ...]:
    """The roles of the staff that are told at a level of the ladder.

    >>> told_at("reminder", "township"), told_at("yellow", "township"), told_at("red", "township")
    (('township_clerk',), ('township_clerk', 'township_head'), ('county_head',))
    """
    clerk, head, next_head = _STAFF.get(role, _STAFF["county"])
    told = {"reminder": (clerk,), "yellow": (clerk, head), "red": (next_head,), "supervisor": ("supervisor",)}
    other = ("other_office",) if role == "other_office" and level in ("reminder", "yellow") else ()
    return tuple(dict.fromkeys((*other, *told.get(level, ()))))
