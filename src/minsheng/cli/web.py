"""``minsheng serve | migrate | keys | areas``: the desk set up and run from the command line."""

from __future__ import annotations

import sys

import click

from minsheng.cli.output import WRONG, language_option
from minsheng.cli.web_setup import desk, require_free, waiting_migrations
from minsheng.policy.language import N_, render

__all__ = ["areas", "keys", "migrate", "serve"]

#: The largest request, in bytes: a dozen photos of the largest size, and a little more. Anything larger is refused before it is read.
_LARGEST_REQUEST = 80 << 20


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True, help="Requests at one time.")
@language_option
def serve(host: str, port: int, threads: int, lang: str) -> None:
    """Run the desk. Outside demo mode it is reached through a web server with HTTPS that passes requests on to it."""
    with desk(lang, encrypts=True):
        import waitress
        from django.conf import settings

        from minsheng.web.wsgi import application

        require_free(host, port, lang)
        scheme = "http" if settings.DEMO else "https"
        click.echo(render(lang, N_("The desk listens on {host}:{port}. End it with Ctrl+C."), host=host, port=port))
        options = {"threads": threads, "url_scheme": scheme, "max_request_body_size": _LARGEST_REQUEST}
        waitress.serve(application, host=host, port=port, ident=None, _quiet=True, **options)


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit code 1 when changes are waiting.")
@language_option
def migrate(check: bool, lang: str) -> None:
    """Bring the tables of the database to this version."""
    with desk(lang, tables=False):
        waiting = waiting_migrations()
        if waiting and check:
            for name in waiting:
                click.echo(name)
            sys.exit(WRONG)
        if waiting:
            from django.core.management import call_command

            call_command("migrate", verbosity=0, interactive=False)
            click.echo(render(lang, N_("{count} changes made."), count=len(waiting)))
        else:
            click.echo(render(lang, N_("The database is up to date.")))


@click.command()
@language_option
def keys(lang: str) -> None:
    """Print a new key for MINSHENG_KEYS. Whoever loses all keys loses every ID number in the register."""
    try:
        from minsheng.registry.secrets import new_key
    except ImportError:
        with desk(lang, tables=False):
            raise
    click.echo(new_key())


@click.group()
def areas() -> None:
    """The areas of the register."""


@areas.command("load")
@click.argument("code", default="100000")
@click.option("--no-villages", is_flag=True, help="Only down to the township.")
@language_option
def load(code: str, no_villages: bool, lang: str) -> None:
    """Load the area CODE, what it lies in and everything in it: 500110, or nothing for the whole country."""
    with desk(lang):
        from minsheng.registry.divisions import load_divisions

        loaded = load_divisions(code, villages=not no_villages)
        click.echo(
            render(
                lang,
                N_("{made} areas are new, {there} were there."),
                made=f"{loaded.made:,}",
                there=f"{loaded.there:,}",
            )
        )
        if loaded.named_otherwise:
            message = N_("The register calls these otherwise, and keeps its names: {codes}")
            click.echo(render(lang, message, codes=", ".join(loaded.named_otherwise[:20])))
