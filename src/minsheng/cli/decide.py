"""``minsheng decide`` and ``minsheng replay``: one household with every reason, and the proof that a stored decision comes out again."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click
from rich.progress import track

from minsheng.cli.output import WRONG, language_option, library_option, load, print_json, refuse
from minsheng.policy.decision import Decision
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.household import read_household
from minsheng.policy.language import N_, render
from minsheng.policy.library import Library
from minsheng.policy.record import Store
from minsheng.policy.today import today_in_china

__all__ = ["decide", "replay"]

DAY = click.DateTime(["%Y-%m-%d"])
DAY_SHOWN = "YYYY-MM-DD"


@click.command()
@click.argument("household", type=click.Path(path_type=Path))
@click.option("--on", type=DAY, metavar=DAY_SHOWN, default=None, help="Day of the decision; default: today.")
@click.option("--area", default="", help="Area code whose law applies; default: the household's own.")
@click.option("--json", "as_json", is_flag=True, help="The decision as JSON (minsheng/decision/1).")
@click.option("--full", is_flag=True, help="Open every branch of the reasons.")
@click.option("--benefit", default="", help="Show only this benefit, opened.")
@click.option("--no-demonstration", is_flag=True, help="Leave out the marked demonstration values.")
@click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Keep the decision record in this folder.",
)
@library_option
@language_option
def decide(
    household: Path,
    on: datetime | None,
    area: str,
    as_json: bool,
    full: bool,
    benefit: str,
    no_demonstration: bool,
    store: Path | None,
    policies: Path | None,
    lang: str,
) -> None:
    """Decide the household in the file HOUSEHOLD: every benefit, with reasons, amounts, who pays and what follows.

    Bad input is refused whole, with everything that is wrong; exit code 2.
    """
    library = load(policies, lang)
    day = on.date() if on else today_in_china()
    try:
        decision = _decide(library, household, day, area, demonstration=not no_demonstration)
    except PolicyError as problem:
        refuse(problem.findings, lang, as_json=as_json)
        return
    unknown = [name for name in benefit.split(",") if name and name not in decision.law.benefits]
    if unknown:
        known = ", ".join(decision.law.benefits)
        place = Place(str(household), path="--benefit")
        message, hint = N_("there is no benefit {name}"), N_("Known: {known}.")
        refuse(
            [Finding("B2", place, message, hint, {"name": name, "known": known}) for name in unknown],
            lang,
            as_json=as_json,
        )
    if store is not None:
        path = Store(store).add(decision)
        click.echo(render(lang, N_("record: {path}"), path=path), err=True)
    if as_json:
        print_json(decision.as_json(lang))
    else:
        click.echo(decision.explain(lang, full=full, benefit=benefit), nl=False)


def _decide(library: Library, path: Path, day: date, area: str, *, demonstration: bool) -> Decision:
    household = read_household(path, library.vocabulary, latest=max(day, today_in_china()))
    place = area or household.area
    if not place:
        raise PolicyError(
            [
                Finding(
                    "H21",
                    Place(str(path), path="area"),
                    N_("the household has no area"),
                    N_("Give its area code in the file, or --area."),
                )
            ]
        )
    return library.as_of(day, place, demonstration=demonstration).decide(household, facts_day=day)


@click.command()
@click.argument("store", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--words", is_flag=True, help="Compare the sentences and the days of clocks too.")
@click.option("--json", "as_json", is_flag=True)
@language_option
def replay(store: Path, words: bool, as_json: bool, lang: str) -> None:
    """Recompute every decision of a STORE under the packs it was made with, also packs since replaced.

    Exit code 0: the same is decided everywhere; 1: something differs; 2: a record or a pack cannot be read.
    """
    kept = Store(store)
    libraries: dict[tuple[str, ...], Library] = {}
    different: dict[str, list[dict[str, object]]] = {}
    paths = list(kept.records())
    if not paths:
        refuse(
            [
                Finding(
                    "Z3",
                    Place(str(store)),
                    N_("there is no decision record in this folder"),
                    N_("Make one with: minsheng decide … --store {store}."),
                    {"store": store},
                )
            ],
            lang,
            as_json=as_json,
        )
    for path in track(paths, description=render(lang, N_("replaying")), disable=not sys.stderr.isatty()):
        try:
            found = kept.replay(path, libraries, words=words)
        except PolicyError as problem:
            refuse(problem.findings, lang, as_json=as_json)
            return
        if found:
            different[path.name] = [{"path": d.path, "stored": d.stored, "recomputed": d.recomputed} for d in found]
    if as_json:
        print_json({"records": len(paths), "different": different})
    else:
        for name, found_here in different.items():
            click.echo(f"✗ {name}")
            for difference in found_here[:10]:
                click.echo(f"    {difference['path']}: {difference['stored']} → {difference['recomputed']}")
        click.echo(
            render(
                lang,
                N_("{count} decisions recomputed, {different} different"),
                count=len(paths),
                different=len(different),
            )
        )
    sys.exit(WRONG if different else 0)
