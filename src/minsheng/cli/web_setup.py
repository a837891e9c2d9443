"""What the commands of the desk share: Django made ready, or a finding that says what is missing. Nothing of Django is imported before."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from minsheng.cli.output import REFUSED
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.json_text import clean
from minsheng.policy.language import N_, render

__all__ = ["desk", "refused", "require_free", "require_tables", "waiting_migrations"]

#: How long the secret that signs sessions must be.
_SHORTEST_SECRET = 32


@contextmanager
def desk(lang: str, *, encrypts: bool = False, tables: bool = True) -> Iterator[None]:
    """Django ready for a command; everything that is refused inside is printed, with exit code 2.

    Args:
        lang: the language of the findings.
        encrypts: the command needs keys in demo mode too.
        tables: the command needs a database that is up to date.
    """
    try:
        _make_ready(encrypts=encrypts)
        if tables:
            require_tables()
        yield
    except PolicyError as problem:
        refused(problem, lang)


def refused(problem: PolicyError, lang: str) -> NoReturn:
    """Print everything that is wrong and leave with exit code 2."""
    for finding in problem.findings:
        click.echo(finding.render(lang), err=True)
    click.echo(render(lang, N_("Problems: {count}. Nothing was changed."), count=len(problem.findings)), err=True)
    sys.exit(REFUSED)


def _make_ready(*, encrypts: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minsheng.web.settings")
    try:
        import cryptography  # noqa: F401 - part of the same extra
        import django
        from django.conf import settings
    except ImportError:
        hint = N_("Install minsheng with the extra: minsheng[desk]")
        raise PolicyError(
            [Finding("A2", Place("minsheng"), N_("the desk needs more than what is installed"), hint)]
        ) from None
    try:
        demo = settings.DEMO
    except ValueError:  # says nothing of the address, which may hold a password
        message = N_("the environment variable DATABASE_URL does not name a database that is known here")
        hint = N_("Write postgresql://USER:PASSWORD@HOST/NAME or sqlite:///FILE; other signs in the password as %XX.")
        raise PolicyError([Finding("A5", Place("DATABASE_URL"), message, hint)]) from None
    findings = [] if demo else _secret_findings(settings.SECRET_KEY if os.environ.get("MINSHENG_SECRET") else "")
    findings += _key_findings() if encrypts or not demo else []
    if findings:
        raise PolicyError(findings)
    django.setup()


def _secret_findings(secret: str) -> list[Finding]:
    if len(secret) >= _SHORTEST_SECRET:
        return []
    message = N_("the environment variable MINSHENG_SECRET is not set, or has fewer than {count} characters")
    hint = N_(
        "Set it to a text that nobody knows, such as one of `minsheng keys`, and keep it; MINSHENG_DEMO=1 is for trying out."
    )
    return [Finding("A3", Place("MINSHENG_SECRET"), message, hint, {"count": _SHORTEST_SECRET})]


def _key_findings() -> list[Finding]:
    from minsheng.registry.secrets import KEYS, KeysMissing, decrypted, encrypted

    try:
        decrypted(encrypted("x"))
    except KeysMissing:
        message = N_("the environment variable MINSHENG_KEYS is not set, or what it holds are not keys")
        hint = N_("Make a key with `minsheng keys`, keep it apart from the database, and set MINSHENG_KEYS to it.")
        return [Finding("A4", Place(KEYS), message, hint)]
    return []


def waiting_migrations() -> list[str]:
    """The changes of the tables that the database does not have yet."""
    from django.db import Error, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as problem:
        reason = clean(next(iter(str(problem).splitlines()), ""), 200)
        hint = N_("Look whether it runs, and at DATABASE_URL.")
        message = N_("the database cannot be reached: {reason}")
        raise PolicyError([Finding("A6", Place("DATABASE_URL"), message, hint, {"reason": reason})]) from None
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def require_tables() -> None:
    """Refuse when the tables are not those of this version."""
    if waiting := waiting_migrations():
        message = N_("the tables of the database are not those of this version: {count} changes are waiting")
        hint = N_("Make a copy of the database, then: minsheng migrate")
        raise PolicyError([Finding("A7", Place("DATABASE_URL"), message, hint, {"count": len(waiting)})])


def require_free(host: str, port: int, lang: str) -> None:
    """Leave with a finding when nobody can listen there."""
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            return
    except (OSError, OverflowError) as problem:
        message = N_("nobody can listen on {host}:{port}: {reason}")
        hint = N_("Another program may listen there already; choose another --port.")
        reason = getattr(problem, "strerror", None) or str(problem)
        params = {"host": host, "port": port, "reason": reason}
        refused(PolicyError([Finding("A13", Place("--port"), message, hint, params)]), lang)
