"""Giving staff their roles, and taking them back: roles that exclude each other are never held in one area at one time."""

from __future__ import annotations

from datetime import date
from typing import NoReturn

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.json_text import clean
from minsheng.policy.language import N_
from minsheng.registry.models import Area, Assignment, User
from minsheng.registry.scope import EXCLUDE_EACH_OTHER

__all__ = ["appoint", "area_with", "dismiss", "new_user", "set_password", "user_with"]


def area_with(code: str, day: date) -> Area:
    """The area of the register with a code that holds on a day.

    Raises:
        PolicyError: there is none.
    """
    area = Area.objects.valid_on(day).filter(code=code).order_by("-valid_from").first()
    if area is None:
        hint = N_("Load the areas first: minsheng areas load {county}")
        county = clean(code)[:6]
        _refuse(
            "A8", "--area", N_("the register has no area with the code {area}"), hint, area=clean(code), county=county
        )
    return area


def user_with(username: str) -> User:
    """The member of staff who signs in by a name.

    Raises:
        PolicyError: there is none.
    """
    user = User.objects.filter(username=username).first()
    if user is None:
        hint = N_("`minsheng user list` names everybody.")
        _refuse("A10", clean(username), N_("nobody signs in by the name {name}"), hint, name=clean(username))
    return user


def new_user(username: str, name: str, password: str) -> User:
    """Somebody new who signs in; without a role yet, so that they see nothing.

    Raises:
        PolicyError: the name to sign in by or the password is not possible.
    """
    user = User(username=username, name=name)
    user.set_unusable_password()
    try:
        user.full_clean()
    except ValidationError as problem:
        _refuse("A11", clean(username), N_("this is not possible: {problem}"), problem=" ".join(problem.messages))
    set_password(user, password)
    return user


def set_password(user: User, password: str) -> None:
    """Give somebody a password.

    Raises:
        PolicyError: it is too easy to guess; the message does not repeat it.
    """
    try:
        validate_password(password, user)
    except ValidationError as problem:
        message, hint = (
            N_("the password is not possible: {problem}"),
            N_("Choose a longer one, or leave the choice to --new-password."),
        )
        _refuse("A11", clean(user.username), message, hint, problem=" ".join(problem.messages))
    user.set_password(password)
    user.save()


@transaction.atomic
def appoint(user: User, role: str, area: Area, begins: date, ends: date | None = None) -> Assignment:
    """Give somebody a role in an area between two days.

    Raises:
        PolicyError: it ends before it begins, is held already, or a role that excludes it is held in the same area then.
    """
    place = clean(user.username)
    if ends is not None and ends < begins:
        _refuse("A12", place, N_("the role ends on {ends}, before it begins on {begins}"), ends=ends, begins=begins)
    for held in user.assignments.select_related("area"):
        if not _at_one_time(held, begins, ends):
            continue
        told = {"held": held.role, "area": held.area.code, "role": role}
        if held.role == role and held.area_id == area.pk:
            _refuse("A12", place, N_("the role {role} is held in {area} already"), **told)
        if frozenset({held.role, role}) in EXCLUDE_EACH_OTHER and _overlap(held.area.stem, area.stem):
            message = N_(
                "who is {held} in {area} cannot be {role} there at the same time: these two control each other"
            )
            hint = N_("Give one of the roles to somebody else, or end the other one first: minsheng user end")
            _refuse("A9", place, message, hint, **told)
    return Assignment.objects.create(user=user, role=role, area=area, valid_from=begins, valid_to=ends)


@transaction.atomic
def dismiss(user: User, last_day: date, today: date, *, role: str = "", area: str = "") -> int:
    """End roles with a last day; a role that would not have begun by then is taken back altogether.

    Args:
        user: whose roles.
        last_day: on which they are still held.
        today: from which day on somebody without any role left cannot sign in.
        role: only this role.
        area: only in the area with this code.

    Returns:
        How many roles have ended.

    Raises:
        PolicyError: there is no such role to end.
    """
    running = [
        held for held in user.assignments.select_related("area") if held.valid_to is None or held.valid_to > last_day
    ]
    ending = [held for held in running if role in ("", held.role) and area in ("", held.area.code)]
    if (role or area) and not ending:
        _refuse(
            "A12",
            clean(user.username),
            N_("there is no such role to end"),
            N_("`minsheng user list` shows who has which."),
        )
    for held in ending:
        if held.valid_from > last_day:
            held.delete()
        else:
            held.valid_to = last_day
            held.save()
    if len(ending) == len(running) and last_day <= today:
        user.is_active = False
        user.save()
    return len(ending)


def _at_one_time(held: Assignment, begins: date, ends: date | None) -> bool:
    return (held.valid_to is None or held.valid_to >= begins) and (ends is None or held.valid_from <= ends)


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _refuse(code: str, place: str, message: str, hint: str = "", **params: object) -> NoReturn:
    raise PolicyError([Finding(code, Place(place), message, hint, params)])
