"""``minsheng worker``: the work of the night, once or for good."""

from __future__ import annotations

import json
import signal
import sys
import threading
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from minsheng.cli.output import WRONG, language_option
from minsheng.cli.web_setup import desk
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.json_text import clean
from minsheng.policy.language import N_, render
from minsheng.policy.today import today_in_china

if TYPE_CHECKING:
    from minsheng.casework.nightly import Done

__all__ = ["worker"]

_ANOTHER = N_("another worker is at work on this database")


@click.command()
@click.option("--once", is_flag=True, help="Do everything for today now, also what was done already, and end.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="With --once: for this day.")
@click.option(
    "--every", type=click.IntRange(1, 86_400), default=60, show_default=True, help="Seconds between two looks."
)
@click.option("--json", "as_json", is_flag=True, help="For programs: one line for each part.")
@language_option
def worker(once: bool, on: datetime | None, every: int, as_json: bool, lang: str) -> None:
    """Work out days anew, climb the ladder for what is late, and do what else the night is for.

    Without --once it goes on until it is told to end (SIGTERM, Ctrl+C): each part is done once for each day. Exit codes: 0 all was
    done; 1 a part failed; 2 it could not begin, for example because another worker is at work.
    """
    with desk(lang, encrypts=True):
        day = _day(once, on)
        ended = _told_to_end()
        if once:
            sys.exit(0 if _once(day, ended, lang, as_json=as_json) else WRONG)
        _tell(as_json, lang, N_("The worker looks every {every} seconds. End it with Ctrl+C."), every=every)
        _go_on(ended, every, lang, as_json=as_json)
        _tell(as_json, lang, N_("The worker has ended."))


def _day(once: bool, on: datetime | None) -> date:
    """For which day; one to come only where nothing is real."""
    from django.conf import settings

    today = _today()
    if on is None:
        return today
    if not once or (on.date() > today and not settings.DEMO):
        message = N_("--on goes with --once, and the day has come")
        raise PolicyError([Finding("M9", Place("--on"), message)])
    return on.date()


def _today() -> date:
    """Today; in a demonstration the day on which it stands."""
    from django.conf import settings

    if not settings.DEMO:
        return today_in_china()
    from minsheng.web.demonstration.day import standing_at

    return standing_at()


def _told_to_end() -> threading.Event:
    """Set when somebody asks the programme to end; the part that runs is brought to its end."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    return ended


def _once(day: date, ended: threading.Event, lang: str, *, as_json: bool) -> bool:
    """Everything for a day, whether it was done or not; whether none has failed."""
    from django.db import DatabaseError

    try:
        return _pass(day, ended, lang, again=True, as_json=as_json)
    except DatabaseError as problem:
        reason = clean(next(iter(str(problem).splitlines()), ""), 200)
        message, hint = N_("the database cannot be reached: {reason}"), N_("Look whether it runs, and at DATABASE_URL.")
        raise PolicyError([Finding("A6", Place("DATABASE_URL"), message, hint, {"reason": reason})]) from None


def _pass(day: date, ended: threading.Event, lang: str, *, again: bool, as_json: bool) -> bool:
    """Do the parts for a day; whether none has failed."""
    from minsheng.casework.nightly import parts, run
    from minsheng.casework.worker_lock import worker_lock

    with worker_lock() as held:
        if not held:
            hint = N_("One is enough; wait until it is done, or end it.")
            raise PolicyError([Finding("M10", Place("DATABASE_URL"), _ANOTHER, hint)])
        well = True
        for done in run(day, parts(day, again=again), stop=ended.is_set):
            well = well and not done.failed
            _report(day, done, lang, as_json=as_json)
        return well


def _go_on(ended: threading.Event, every: int, lang: str, *, as_json: bool) -> None:
    """Look again and again; another worker, and a database that has gone away, are waited for."""
    from django.db import DatabaseError, close_old_connections, connection

    while not ended.is_set():
        close_old_connections()
        try:
            _pass(_today(), ended, lang, again=False, as_json=as_json)
        except PolicyError:
            _tell(as_json, lang, _ANOTHER)
        except DatabaseError:
            connection.close()
            _tell(as_json, lang, N_("The database cannot be reached; it is tried again."))
        ended.wait(every)


def _report(day: date, done: Done, lang: str, *, as_json: bool) -> None:
    if as_json:
        said: list[Any] = [{"message": one.render(lang), "params": dict(one.params)} for one in done.said]
        told = {"day": day.isoformat(), "part": done.part, "said": said, "failed": done.failed}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for one in done.said:
        click.echo(f"{day} · {one.render(lang)}")
    if done.failed:
        message = N_("{part} failed ({problem}); the log says more. The other parts are done all the same.")
        click.echo(f"{day} · {render(lang, message, part=done.part, problem=done.failed)}", err=True)


def _tell(as_json: bool, lang: str, message: str, **params: object) -> None:
    if not as_json:
        click.echo(render(lang, message, **params))
