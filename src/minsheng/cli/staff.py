"""``minsheng user``: who signs in to the desk, with which roles in which areas."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

import click

from minsheng.cli.output import language_option, print_json
from minsheng.cli.web_setup import desk
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_, render
from minsheng.policy.today import today_in_china

__all__ = ["user"]

#: The roles of the register; the register itself is not imported before it is needed.
_ROLES = (
    "village_assistant",
    "township_clerk",
    "township_head",
    "county_clerk",
    "county_head",
    "finance",
    "check_centre",
    "supervisor",
    "city",
    "administrator",
    "other_office",
)
_DAY = click.DateTime(["%Y-%m-%d"])
_new_password = click.option("--new-password", is_flag=True, help="Make one up and print it, instead of asking.")


@click.group()
def user() -> None:
    """Staff of the desk."""


@user.command()
@click.argument("username")
@click.option("--role", type=click.Choice(_ROLES), required=True, help="What they are.")
@click.option("--area", "code", required=True, metavar="CODE", help="Where: they see this area and everything in it.")
@click.option("--name", default="", help="Their own name; needed for somebody new.")
@click.option("--from", "begins", type=_DAY, metavar="YYYY-MM-DD", help="First day; today when left out.")
@click.option("--to", "ends", type=_DAY, metavar="YYYY-MM-DD", help="Last day; open when left out.")
@_new_password
@language_option
def add(
    username: str, role: str, code: str, name: str, begins: datetime | None, ends: datetime | None,
    new_password: bool, lang: str,
) -> None:  # fmt: skip
    """Give USERNAME a role in an area; whoever is not there yet is made, with a password."""
    with desk(lang):
        from django.db import transaction

        from minsheng.registry.models import User
        from minsheng.registry.staffing import appoint, area_with, new_user

        first = begins.date() if begins else today_in_china()
        with transaction.atomic():
            area = area_with(code, first)
            someone = User.objects.filter(username=username).first()
            password = ""
            if someone is None:
                _require_name(username, name)
                password = _password(new_password, lang)
                someone = new_user(username, name, password)
            appoint(someone, role, area, first, ends.date() if ends else None)
            someone.is_active = True
            someone.save()
        click.echo(
            render(
                lang, N_("{name} is {role} in {area} ({code})."), name=username, role=role, area=area.name, code=code
            )
        )
        _tell(password if new_password else "", lang)


def _require_name(username: str, name: str) -> None:
    if not name.strip():
        message, hint = N_("{name} is new, and has no name of their own yet"), N_("Give it with --name.")
        raise PolicyError([Finding("A11", Place("--name"), message, hint, {"name": username})])


def _password(made_up: bool, lang: str) -> str:
    if made_up:
        return secrets.token_urlsafe(12)
    question = render(lang, N_("Password"))
    return str(click.prompt(question, hide_input=True, confirmation_prompt=True, err=True))


def _tell(password: str, lang: str) -> None:
    if password:
        click.echo(render(lang, N_("Password (shown once): {password}"), password=password))


@user.command()
@click.argument("username")
@_new_password
@language_option
def password(username: str, new_password: bool, lang: str) -> None:
    """Give USERNAME another password."""
    with desk(lang):
        from minsheng.registry.staffing import set_password, user_with

        someone = user_with(username)
        chosen = _password(new_password, lang)
        set_password(someone, chosen)
        _tell(chosen if new_password else "", lang)


@user.command("list")
@click.option("--area", "code", default="", metavar="CODE", help="Only roles in this area and in what lies in it.")
@click.option("--on", type=_DAY, metavar="YYYY-MM-DD", help="Only roles that are held on this day.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@language_option
def list_(code: str, on: datetime | None, as_json: bool, lang: str) -> None:
    """Everybody with their roles; those without any, too, unless an area or a day is given."""
    with desk(lang):
        rows = _rows(code, on.date() if on else None)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        days = f"{row['from'] or ''} – {row['to'] or ''}" if row["role"] else ""
        active = "" if row["active"] else render(lang, N_("(cannot sign in)"))
        area = f"{row['area'] or ''} {row['area_name'] or ''}".strip()
        parts = (row["username"], row["name"], row["role"], area, days, active)
        click.echo("\t".join(str(part or "") for part in parts).rstrip())


def _rows(code: str, on: date | None) -> list[dict[str, Any]]:
    from minsheng.registry.models import Assignment, User
    from minsheng.registry.models.area import stem_of
    from minsheng.registry.models.household import held_on

    held = Assignment.objects.select_related("area", "user").order_by("user__username", "area__code", "role", "id")
    held = held.filter(held_on(on)) if on else held
    held = held.filter(area__stem__startswith=stem_of(code)) if code else held
    rows = [_row(one.user, one) for one in held]
    if not code and not on:
        rows += [_row(someone, None) for someone in User.objects.filter(assignments=None).order_by("username")]
    return sorted(rows, key=lambda row: str(row["username"]))


def _row(someone: Any, held: Any) -> dict[str, Any]:
    return {
        "username": someone.username,
        "name": someone.name,
        "active": someone.is_active,
        "role": held and held.role,
        "area": held and held.area.code,
        "area_name": held and held.area.name,
        "from": held and held.valid_from.isoformat(),
        "to": held and held.valid_to and held.valid_to.isoformat(),
    }


@user.command()
@click.argument("username")
@click.option("--role", type=click.Choice(_ROLES), default=None, help="Only this role.")
@click.option("--area", "code", default="", metavar="CODE", help="Only in this area.")
@click.option("--on", type=_DAY, metavar="YYYY-MM-DD", help="Last day of the role; today when left out.")
@language_option
def end(username: str, role: str | None, code: str, on: datetime | None, lang: str) -> None:
    """End roles of USERNAME; all of them, and signing in too, when neither a role nor an area is given."""
    with desk(lang):
        from minsheng.registry.staffing import dismiss, user_with

        today = today_in_china()
        someone = user_with(username)
        count = dismiss(someone, on.date() if on else today, today, role=role or "", area=code)
        click.echo(render(lang, N_("{count} roles of {name} end."), count=count, name=username))
        if not someone.is_active:
            click.echo(render(lang, N_("{name} cannot sign in any more."), name=username))
