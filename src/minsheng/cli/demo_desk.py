"""The desk of ``minsheng demo``: a database of its own, a made-up register, staff with a printed password, cases in every state."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from minsheng.cli.scan import progress_bar
from minsheng.cli.web_setup import desk
from minsheng.policy.language import N_, render
from minsheng.policy.today import today_in_china

__all__ = ["address_of", "demo_desk", "fill_desk", "open_desk", "say_what_to_try"]

#: Files of the desk in the folder of the demonstration.
_DATABASE, _KEYS = "desk.sqlite3", "desk.keys"
_TOWNSHIPS = 2


@contextmanager
def demo_desk(out: Path, lang: str, *, anew: bool) -> Iterator[None]:
    """Django ready on the database of a demonstration; no database and no key of a real desk are touched.

    Args:
        out: the folder of the demonstration.
        lang: of messages.
        anew: begin with an empty database.
    """
    database, keys = out / _DATABASE, out / _KEYS
    if anew:
        for file in (database, database.with_name(f"{_DATABASE}-wal"), database.with_name(f"{_DATABASE}-shm"), keys):
            file.unlink(missing_ok=True)
    if not keys.exists():
        from minsheng.registry.secrets import new_key

        keys.touch(mode=0o600)
        keys.write_text(new_key(), encoding="utf-8")
    os.environ["MINSHENG_DEMO"] = "1"
    os.environ["DATABASE_URL"] = f"sqlite:///{database.resolve()}"
    os.environ["MINSHENG_KEYS"] = keys.read_text(encoding="utf-8").strip()
    with desk(lang, encrypts=True, tables=False):
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        yield


def fill_desk(county_folder: Path, county: str, console: Console, lang: str) -> None:
    """Fill the register, appoint staff and open cases; to be called inside :func:`demo_desk`."""
    from minsheng.casework.law import law_of
    from minsheng.population.table import Population
    from minsheng.registry.divisions import load_divisions
    from minsheng.registry.models import Area
    from minsheng.web.demonstration.cases import make_cases
    from minsheng.web.demonstration.register import smallest_townships, take_county
    from minsheng.web.demonstration.staff import make_staff

    begun, day = time.perf_counter(), today_in_china()
    load_divisions(county)
    law = law_of(county, day)
    population = Population.open(county_folder, law.vocabulary)
    townships = smallest_townships(population, _TOWNSHIPS)
    with progress_bar(render(lang, N_("filling the register"))) as progress:
        taken = take_county(population, law, day, townships, progress=progress)
    areas = {area.code: area for area in Area.objects.filter(code__in=[*townships, county, f"{county[:2]}0000"])}
    since = day - timedelta(days=365)
    make_staff([areas[code] for code in townships], areas[county], areas[f"{county[:2]}0000"], since=since)
    message = N_(
        "5. The register of the desk: {names} in full, of the others everybody who receives something: "
        "{households} households, {people} people, {awards} benefits in receipt, nobody real ({seconds} s)"
    )
    console.print(
        render(
            lang,
            message,
            names="、".join(str(areas[code]) for code in townships),
            households=f"{taken.households:,}",
            people=f"{taken.people:,}",
            awards=f"{taken.awards:,}",
            seconds=f"{time.perf_counter() - begun:.0f}",
        )
    )
    begun = time.perf_counter()
    with progress_bar(render(lang, N_("working on cases"))) as progress:
        opened = make_cases(taken.candidates, townships, day, progress=progress)
    console.print(
        render(
            lang,
            N_("6. {cases} cases in {states} states, worked through day by day ({seconds} s)"),
            cases=opened.cases,
            states=opened.states,
            seconds=f"{time.perf_counter() - begun:.0f}",
        )
    )


def say_what_to_try(console: Console, lang: str, address: str) -> None:
    """Who may sign in, and what to try first; to be called inside :func:`demo_desk`."""
    from minsheng.registry.models import Assignment
    from minsheng.registry.models.staff import ROLES
    from minsheng.web.demonstration.staff import PASSWORD

    console.print(
        render(lang, N_("The desk: {address} – password of everybody: {password}"), address=address, password=PASSWORD)
    )
    table = Table(show_edge=False, pad_edge=False)
    for word in (N_("sign in as"), N_("role"), N_("area")):
        table.add_column(render(lang, word))
    for held in Assignment.objects.select_related("user", "area").order_by("pk"):
        table.add_row(held.user.username, render(lang, str(ROLES[held.role])), str(held.area))
    console.print(table)
    for line in _TO_TRY:
        console.print("  " + render(lang, line), soft_wrap=True, highlight=False)


_TO_TRY = (
    N_(
        "1. As township: “new household”, answer the questions, open a case, ask for what is missing, accept it, visit, give an opinion."
    ),
    N_("2. Move the demonstration on by days (at the top of every page) and see notices end and deadlines pass."),
    N_("3. As county: look at the reasons, decide, give out the letter and the certificate; scan its code."),
    N_("4. As supervisor: the same pages, and nothing that can be changed."),
)


def open_desk(host: str, port: int, console: Console, lang: str) -> None:
    """Run the desk of a demonstration until somebody ends it; to be called inside :func:`demo_desk`."""
    import waitress

    from minsheng.web.wsgi import application

    console.print(render(lang, N_("The desk listens on {host}:{port}. End it with Ctrl+C."), host=host, port=port))
    waitress.serve(application, host=host, port=port, threads=8, ident=None, _quiet=True)


def address_of(host: str, port: int) -> str:
    """Where the desk is reached."""
    return f"http://{host}:{port}/"
