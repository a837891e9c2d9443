"""``minsheng scan``: a whole population, and ``minsheng county``: a made-up one to try it on."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from minsheng.cli.output import REFUSED, WRONG, language_option, library_option, load, print_json, refuse
from minsheng.cli.progress import progress_bar
from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_, render
from minsheng.policy.law import Law
from minsheng.policy.letter import payer_word
from minsheng.policy.library import Library, default_folder
from minsheng.policy.types import format_money
from minsheng.policy.wording import status_word

if TYPE_CHECKING:
    from minsheng.population.scan import ScanResult
    from minsheng.population.totals import Totals

__all__ = ["county", "page_name", "progress_bar", "scan", "show_scan", "totals_table"]

#: Findings after which what was decided may be kept.
_BROKEN_OFF = ("T32", "T33", "T35")
_PERIODS = {"month": N_("a month"), "year": N_("a year"), "once": N_("once")}


def page_name(lang: str) -> str:
    """The result page in a language."""
    return "index.en.html" if lang == "en" else "index.html"


@click.command()
@click.argument("people", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Day of the law and of the facts.  [required]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the results; must not exist yet.  [required]",
)
@click.option(
    "--skip-bad", is_flag=True, help="Set households with bad rows aside, with the reason, instead of stopping."
)
@click.option("--replace", is_flag=True, help="Put the results in place of an older OUT.")
@click.option("--fresh", is_flag=True, help="Begin anew, although an earlier scan was broken off.")
@click.option("--workers", type=click.IntRange(1), default=None, help="Processes; default: all cores.")
@click.option(
    "--shard",
    type=click.IntRange(1),
    default=None,
    help="Households in a part of the results; default: by the size of the population, at most 100,000.",
)
@click.option("--no-demonstration", is_flag=True, help="Leave out the marked demonstration values.")
@click.option(
    "--verify",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="OUT",
    help="Only hold the results in OUT (and PEOPLE, and --policies, where given) against OUT/manifest.json.",
)
@click.option("--json", "as_json", is_flag=True, help="Totals as JSON.")
@library_option
@language_option
def scan(
    people: Path | None,
    on: datetime | None,
    out: Path | None,
    skip_bad: bool,
    replace: bool,
    fresh: bool,
    workers: int | None,
    shard: int | None,
    no_demonstration: bool,
    verify: Path | None,
    as_json: bool,
    policies: Path | None,
    lang: str,
) -> None:
    """Decide every household of the population in the folder PEOPLE (Parquet or CSV; see docs/reference/population-files.md).

    Every row is checked; a bad one ends the scan, and nothing is written (exit code 2). A scan that was broken off goes on where it was
    when it is started again with the same arguments.
    """
    if verify is not None:
        _verify(verify, people, policies, as_json=as_json, lang=lang)
        return
    if people is None or on is None or out is None:
        missing = "PEOPLE" if people is None else "--on" if on is None else "--out"
        raise click.UsageError(f"Missing {missing}.")
    from minsheng.population.scan import scan as run

    folder = policies or default_folder()
    library = load(folder, lang)
    try:
        with progress_bar(render(lang, N_("deciding"))) as progress:
            result = run(
                people,
                folder,
                on.date(),
                out,
                workers=workers,
                shard=shard,
                skip_bad=skip_bad,
                replace=replace,
                fresh=fresh,
                progress=progress,
                tell=lambda message, params: click.echo(render(lang, message, **params), err=True),
                lang=lang,
                demonstration=not no_demonstration,
            )
    except PolicyError as problem:
        if not as_json and all(finding.code in _BROKEN_OFF for finding in problem.findings):
            click.echo("\n".join(finding.render(lang) for finding in problem.findings), err=True)
            sys.exit(REFUSED)  # the finding says what is kept
        refuse(problem.findings, lang, as_json=as_json)
        return
    show_scan(result, library, on.date(), lang, demonstration=not no_demonstration, as_json=as_json)


def show_scan(result: ScanResult, library: Library, on: date, lang: str, *, demonstration: bool, as_json: bool) -> None:
    """Print what a scan gave: the table of totals, how quick it was, where the page is; or the totals as JSON."""
    if as_json:
        print_json(result.totals.as_json())
        return
    area = max(result.check.areas, key=len)
    Console().print(totals_table(result.totals, library.as_of(on, area, demonstration=demonstration), lang))
    click.echo(
        render(
            lang,
            N_("{households} households, {people} people; {rate} households a second; {aside} set aside"),
            households=f"{result.totals.households:,}",
            people=f"{result.totals.people:,}",
            rate=f"{result.households_per_second:,.0f}",
            aside=result.totals.set_aside,
        )
    )
    click.echo(render(lang, N_("Results with charts: {path}"), path=result.out / page_name(lang)))


def _verify(out: Path, people: Path | None, policies: Path | None, *, as_json: bool, lang: str) -> None:
    """Say what of some results is not as it was written; leave with exit code 1 when anything is not."""
    from minsheng.population.scan import verify

    findings = verify(out, people, load(policies, lang) if policies is not None else None)
    if as_json:
        print_json({"differences": [finding.as_json(lang) for finding in findings]})
    else:
        for finding in findings:
            click.echo(finding.render(lang), err=True)
        if findings:
            click.echo(render(lang, N_("Not as written: {count}."), count=len(findings)), err=True)
        else:
            click.echo(render(lang, N_("Everything in {path} is as it was written."), path=out))
    if findings:
        sys.exit(WRONG)


def totals_table(totals: Totals, law: Law, lang: str) -> Table:
    """Who is entitled to what, what it costs, and who bears it: one row a benefit."""
    table = Table(title=render(lang, N_("Who is entitled to what, what it costs, who bears it")), title_justify="left")
    table.add_column(render(lang, N_("benefit")), min_width=14, overflow="fold")
    open_ = [s for s in ("cannot_tell_yet", "needs_local_setting") if any(key.status == s for key in totals.lines)]
    shown = ["yes", *open_]
    for status in shown:
        table.add_column(status_word(status, lang), justify="right", min_width=4)
    table.add_column(render(lang, N_("amount (yuan)")), justify="right", no_wrap=True)
    table.add_column(render(lang, N_("borne by (yuan)")), min_width=17)
    for name in totals.benefits():
        lines = {status: totals.line(name, status) for status in shown}
        if not any(line.people for line in lines.values()):
            continue
        label = law.benefit(name).label.in_(lang) if name in law.benefits else name
        granted = lines["yes"]
        amounts = [
            f"{format_money(fen)}\n{render(lang, _PERIODS[period])}" for period, fen in granted.amount.items() if period
        ]
        borne = [f"{payer_word(payer, lang)} {format_money(fen)}" for (_, payer), fen in granted.shares.items() if fen]
        unset = [
            render(lang, N_("not set who bears {amount}"), amount=format_money(fen))
            for fen in granted.unshared.values()
            if fen
        ]
        mark = "⚠ " if granted.demonstration else ""
        table.add_row(
            mark + label,
            *(f"{lines[status].people:,}" for status in shown),
            "\n".join(amounts),
            "\n".join(borne + unset),
        )
    table.caption = render(lang, N_("People, not households. ⚠ rests on demonstration values, not on real ones."))
    return table


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--scale",
    type=click.FloatRange(0.001, 60.0),
    default=1.0,
    show_default=True,
    help="Size: 0.01 is a hundredth of the county, 10 has ten million people.",
)
@click.option(
    "--people",
    type=click.IntRange(1000),
    default=None,
    help="All registered people before scaling; default: about a million.",
)
@click.option(
    "--seed", type=int, default=20171231, show_default=True, help="Seed of chance; the same seed gives the same people."
)
@library_option
@language_option
def county(folder: Path, scale: float, people: int | None, seed: int, policies: Path | None, lang: str) -> None:
    """Make a synthetic county of the size and make-up of Qijiang at the end of 2017 in FOLDER. Nobody in it is real."""
    from minsheng.population.synthetic import make_county

    library = load(policies, lang)
    if folder.exists() and any(folder.iterdir()):
        refuse([Finding("T31", Place(str(folder)), N_("the folder is not empty"), N_("Choose a new one."))], lang)
    with progress_bar(render(lang, N_("making people"))) as progress:
        made = make_county(folder, library.vocabulary, seed=seed, scale=scale, people=people, progress=progress)
    click.echo(
        render(
            lang,
            N_("{households} households, {people} people, all made up: {path}"),
            households=f"{made.households:,}",
            people=f"{made.people:,}",
            path=folder,
        )
    )
