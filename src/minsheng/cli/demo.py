"""``minsheng demo``: the whole way once, from the packs to a county with every reason."""

from __future__ import annotations

import shutil
import time
from datetime import date
from pathlib import Path

import click
from rich.console import Console

from minsheng.cli.demo_desk import address_of, demo_desk, fill_desk, open_desk, say_what_to_try
from minsheng.cli.output import language_option, load
from minsheng.cli.scan import page_name, progress_bar, totals_table
from minsheng.cli.web_setup import require_free
from minsheng.policy.language import N_, render
from minsheng.policy.library import Library, default_folder
from minsheng.policy.thing import Household
from minsheng.policy.wording import format_date

__all__ = ["demo"]

#: The day whose law and facts the demonstration uses: the figures of Qijiang's plan are those of the end of 2017.
DAY = date(2017, 12, 31)
#: The county that is made up.
COUNTY = "500110"
#: A demonstration is for this machine only.
_HOST = "127.0.0.1"


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("demo-out"), show_default=True)
@click.option(
    "--scale",
    type=click.FloatRange(0.001, 1.0),
    default=1.0,
    show_default=True,
    help="Part of the county, for example 0.05.",
)
@click.option("--people", type=click.IntRange(1000), default=None, help="All registered people before scaling.")
@click.option("--desk", "with_desk", is_flag=True, help="Also fill a register and appoint made-up staff for the desk.")
@click.option("--serve", is_flag=True, help="Then run the desk; goes with --desk or --again.")
@click.option("--again", is_flag=True, help="Only run the desk of the last demonstration, as it was left.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port of the desk.")
@language_option
def demo(
    out: Path, scale: float, people: int | None, with_desk: bool, serve: bool, again: bool, port: int, lang: str
) -> None:
    """Load the packs, make a synthetic county like Qijiang at the end of 2017, decide everybody, explain one household."""
    console = Console()
    if serve or again:
        require_free(_HOST, port, lang)
    if not again:
        _decide_everybody(out, scale, people, console, lang)
    if with_desk or again:
        with demo_desk(out, lang, anew=not again):
            if not again:
                fill_desk(out / "county", COUNTY, console, lang)
            say_what_to_try(console, lang, address_of(_HOST, port))
            if serve or again:
                open_desk(_HOST, port, console, lang)
            else:
                console.print(render(lang, N_("Start the desk with: minsheng demo --again")))


def _decide_everybody(out: Path, scale: float, people: int | None, console: Console, lang: str) -> None:
    """Make the county, decide everybody, explain one household."""
    from minsheng.population.scan import scan
    from minsheng.population.synthetic import make_county

    begun = time.perf_counter()
    library = load(None, lang)
    console.print(
        render(
            lang,
            N_("1. {packs} packs loaded and checked in {seconds} s: {rules} rules, {cases} cases worked by hand"),
            packs=len(library.packs),
            seconds=f"{time.perf_counter() - begun:.1f}",
            rules=sum(len(p.rules) for p in library.packs),
            cases=len(library.cases),
        )
    )
    county_folder, result_folder = out / "county", out / "result"
    shutil.rmtree(county_folder, ignore_errors=True)
    started = time.perf_counter()
    with progress_bar(render(lang, N_("making people"))) as progress:
        made = make_county(county_folder, library.vocabulary, scale=scale, people=people, progress=progress)
    console.print(
        render(
            lang,
            N_(
                "2. A synthetic county like Qijiang at the end of 2017: {households} households, {people} people, nobody real ({seconds} s)"
            ),
            households=f"{made.households:,}",
            people=f"{made.people:,}",
            seconds=f"{time.perf_counter() - started:.0f}",
        )
    )
    with progress_bar(render(lang, N_("deciding"))) as progress:
        result = scan(county_folder, default_folder(), DAY, result_folder, replace=True, progress=progress, lang=lang)
    console.print(
        render(
            lang,
            N_("3. Everybody decided by the law of {day}: {rate} households a second ({seconds} s)"),
            day=format_date(DAY, lang),
            rate=f"{result.households_per_second:,.0f}",
            seconds=f"{result.check_seconds + result.decide_seconds:.0f}",
        )
    )
    law = library.as_of(DAY, max(result.check.areas, key=len))
    console.print(totals_table(result.totals, law, lang))
    _explain_one(library, county_folder, console, lang)
    console.print()
    console.print(render(lang, N_("Tables and charts: {path}"), path=result_folder / page_name(lang)))
    console.print(render(lang, N_("Go on with: minsheng decide examples/zhang.json --on 2021-11-20")))


def _explain_one(library: Library, folder: Path, console: Console, lang: str) -> None:
    """Explain the first household of several people that is entitled to dibao and has somebody in hardship support, or just to dibao."""
    household = _worth_explaining(library, folder)
    if household is None:
        return
    law = library.as_of(DAY, household.area)
    decision = law.decide(household)
    paid = dict.fromkeys(outcome.benefit for outcome in decision.outcomes if outcome.status == "yes" and outcome.amount)
    text = decision.explain(lang, benefit=",".join(paid))
    title = render(lang, N_("4. One household in full: {id} (made up)"), id=household.id)
    console.rule(title, align="left")
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def _worth_explaining(library: Library, folder: Path) -> Household | None:
    from minsheng.population.table import Population

    second: Household | None = None
    for number, households in enumerate(Population.open(folder, library.vocabulary).households(500)):
        for household in households:
            if len(household.lists["people"].items) < 3:
                continue
            granted = {
                o.benefit
                for o in library.as_of(DAY, household.area).outcomes(household)
                if o.status == "yes" and o.amount
            }
            if {"dibao", "hardship"} <= granted:
                return household
            if second is None and "dibao" in granted:
                second = household
        if second is not None and number > 10:
            break
    return second
