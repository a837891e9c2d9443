"""``minsheng simulate``: what a change of the law would mean for a population."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click
from rich.console import Console
from rich.table import Table

from minsheng.cli.output import language_option, library_option, load, print_json, refuse
from minsheng.cli.scan import page_name, progress_bar
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_, render
from minsheng.policy.types import PAYERS, format_money

if TYPE_CHECKING:
    from minsheng.population.simulate import Asked, Simulated

__all__ = ["asked_of", "change_options", "show_forecast", "simulate"]

F = TypeVar("F", bound=Callable[..., object])

_DAY = click.DateTime(["%Y-%m-%d"])
_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_DIRECTIONS = {
    "gain": N_("gain"),
    "same": N_("unchanged"),
    "lose": N_("lose"),
    "open": N_("cannot be told"),
}


#: What is changed, and when.
_CHANGE = (
    click.option("--on", type=_DAY, metavar="YYYY-MM-DD", required=True, help="Day of the law and of the facts."),
    click.option(
        "--on-after", type=_DAY, metavar="YYYY-MM-DD", default=None, help="Day afterwards; default: the same."
    ),
    click.option(
        "--set", "settings", multiple=True, metavar="NAME[AREA,CHOICE,…]=VALUE", help="A parameter with another value."
    ),
    click.option("--changes", type=_FILE, default=None, help="YAML file with a list of such settings and a title."),
    click.option("--policies-after", type=_FOLDER, default=None, help="Folder of packs that hold afterwards."),
    click.option(
        "--pack-after", "packs_after", type=_FILE, multiple=True, help="Pack that replaces that of the same document."
    ),
    click.option(
        "--sweep", metavar="NAME[AREA,CHOICE,…]=FROM:TO:STEP", default=None, help="Try many values of a parameter."
    ),
)


def change_options(function: F) -> F:
    """The options that say what is changed."""
    for option in reversed(_CHANGE):
        function = option(function)
    return function


def asked_of(
    on: datetime,
    on_after: datetime | None,
    settings: tuple[str, ...],
    changes: Path | None,
    policies_after: Path | None,
    packs_after: tuple[Path, ...],
    sweep: str | None,
    no_demonstration: bool,
) -> Asked:
    """What these options ask."""
    from minsheng.population.simulate import Asked

    return Asked(
        on.date(),
        on_after.date() if on_after else None,
        settings,
        changes,
        policies_after,
        packs_after,
        sweep,
        demonstration=not no_demonstration,
    )


@click.command()
@click.argument("people", type=_FOLDER)
@change_options
@click.option("--out", type=_FOLDER, required=True, help="Folder for the forecast; must not exist yet.")
@click.option("--replace", is_flag=True, help="Put the forecast in place of an older OUT.")
@click.option("--workers", type=click.IntRange(1), default=None, help="Processes; default: all cores.")
@click.option("--no-demonstration", is_flag=True, help="Leave out the marked demonstration values.")
@click.option("--json", "as_json", is_flag=True, help="The forecast as JSON.")
@library_option
@language_option
def simulate(
    people: Path,
    out: Path,
    replace: bool,
    workers: int | None,
    as_json: bool,
    policies: Path | None,
    lang: str,
    **asked: Any,
) -> None:
    """Say what a change of the law would mean for the people in the folder PEOPLE: cost, payers, who gains and who loses.

    Everybody is decided by the law before and by the law after. Example:

    minsheng simulate people --on 2017-12-31 --set dibao.standard[500110,urban]=600 --out forecast
    """
    from minsheng.population.simulate import simulate as run

    library = load(policies, lang)
    try:
        with progress_bar(render(lang, N_("forecasting"))) as progress:
            result = run(people, library, asked_of(**asked), out, workers=workers, replace=replace, progress=progress)
    except PolicyError as problem:
        refuse(problem.findings, lang, as_json=as_json)
        return
    show_forecast(result, lang, as_json=as_json)


def show_forecast(result: Simulated, lang: str, *, as_json: bool) -> None:
    """Print a forecast: the answer first, then the tables; or all of it as JSON."""
    if as_json:
        print_json(result.forecast)
        return
    console = Console()
    forecast = result.forecast
    if forecast["population"]["synthetic"]:
        click.echo(render(lang, N_("Synthetic people: made up, nobody's real data.")))
    wrapped = console.is_terminal  # one line for a file or another program
    console.print(forecast["answer"][lang], soft_wrap=not wrapped, highlight=False, markup=False)
    console.print(_benefits(forecast, lang))
    console.print(_payers(forecast, lang))
    console.print(_groups(forecast, lang))
    if any(line["after"]["units_with_demonstration_values"] for line in _everywhere(forecast["lines"])):
        click.echo(render(lang, N_("⚠ rests on demonstration values, not on real ones; these amounts are no budget")))
    if forecast["sweep"]:
        console.print(_sweep(forecast, lang))
    _show_spread(forecast, lang)
    text = N_("{households} households, {people} people, decided {runs} times; {rate} decisions of households a second")
    population = forecast["population"]
    click.echo(
        render(
            lang,
            text,
            households=f"{population['households']:,}",
            people=f"{population['people']:,}",
            runs=result.runs,
            rate=f"{result.households_per_second:,.0f}",
        )
    )
    click.echo(render(lang, N_("Forecast with charts: {path}"), path=result.out / page_name(lang)))


def _show_spread(forecast: Mapping[str, Any], lang: str) -> None:
    """Poverty gap and evenness in a line each, or that they could not be computed."""
    from minsheng.population.simulate.forecast import as_decimal

    spread = forecast["spread"]
    if spread is None:
        for item in forecast["not_computed"]:
            if item["because"] == "rule_not_in_results":
                text = N_(
                    "Not computed: poverty gap and Gini coefficient; the results hold no values of the rule {rule}"
                )
                click.echo(render(lang, text, rule=item["needs"]))
        return
    before, after = spread["before"], spread["after"]
    without, left = (
        [format_money(side[f"missing_{how}_the_money_fen_a_month"]) for side in (before, after)]
        for how in ("without", "with")
    )
    text = N_("Poverty gap, yuan a month: {without} → {without_after} without the money, {left} → {left_after} with it")
    click.echo(render(lang, text, without=without[0], without_after=without[1], left=left[0], left_after=left[1]))
    shown = ["—" if side["gini"] is None else as_decimal(side["gini"]) for side in (before, after)]
    text = N_("Gini coefficient where money is received: {before} → {after}")
    click.echo(render(lang, text, before=shown[0], after=shown[1]))


def _everywhere(items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [item for item in items if item["area"] is None]


def _table(title: str, headings: Sequence[str], lang: str) -> Table:
    table = Table(title=render(lang, title), title_justify="left")
    for number, heading in enumerate(headings):
        justify: Literal["left", "right"] = "right" if number else "left"
        table.add_column(render(lang, heading), justify=justify, no_wrap=number > 0, overflow="fold")
    return table


def _signed(fen: int) -> str:
    return f"+{format_money(fen)}" if fen > 0 else format_money(fen)


def _benefits(forecast: Mapping[str, Any], lang: str) -> Table:
    """People and money by benefit, where there is any."""
    table = _table(
        N_("By benefit, yuan in twelve months"),
        [N_("benefit"), N_("people"), N_("before"), N_("after"), N_("change")],
        lang,
    )
    named = {b["benefit"]: b for b in forecast["benefits"]}
    for line in _everywhere(forecast["lines"]):
        benefit, before, after = named[line["benefit"]], line["before"], line["after"]
        mark = "⚠ " if after["units_with_demonstration_values"] else ""
        people = (
            f"{before['people']:,} → {after['people']:,}"
            if before["people"] != after["people"]
            else f"{after['people']:,}"
        )
        money = [before["twelve_months_fen"], after["twelve_months_fen"]]
        shown = (
            [*map(format_money, money), _signed(line["difference"]["twelve_months_fen"])]
            if benefit["paid"]
            else ["—"] * 3
        )
        table.add_row(mark + benefit["label"][lang], people, *shown)
    return table


def _payers(forecast: Mapping[str, Any], lang: str) -> Table:
    """Who bears it, before and after."""
    from minsheng.population.report.text import PAYER

    table = _table(
        N_("Who bears it, yuan in twelve months"), [N_("borne by"), N_("before"), N_("after"), N_("change")], lang
    )
    before, after, change = (forecast["money"][0][side] for side in ("before", "after", "difference"))
    for payer in PAYERS:
        sides = [side["borne_fen"][payer] for side in (before, after, change)]
        if any(sides):
            table.add_row(PAYER[payer].in_(lang), format_money(sides[0]), format_money(sides[1]), _signed(sides[2]))
    unset = [side["shares_not_set_fen"] for side in (before, after, change)]
    if any(unset):
        table.add_row(
            render(lang, N_("not set who bears it")), format_money(unset[0]), format_money(unset[1]), _signed(unset[2])
        )
    sums = [side["twelve_months_fen"] for side in (before, after, change)]
    table.add_section()
    table.add_row(render(lang, N_("together")), format_money(sums[0]), format_money(sums[1]), _signed(sums[2]))
    return table


def _groups(forecast: Mapping[str, Any], lang: str) -> Table:
    """Households and people that gain, lose, stay, or cannot be told."""
    table = _table(N_("Who gains, who loses"), ["", N_("households"), N_("people"), N_("yuan in twelve months")], lang)
    for direction, word in _DIRECTIONS.items():
        of = [group for group in _everywhere(forecast["groups"]) if group["direction"] == direction]
        households, people, fen = (sum(g[key] for g in of) for key in ("households", "people", "twelve_months_fen"))
        table.add_row(render(lang, word), f"{households:,}", f"{people:,}", _signed(fen))
    return table


def _sweep(forecast: Mapping[str, Any], lang: str) -> Table:
    """Cost, households and people at each value."""
    headings = [N_("value"), N_("households"), N_("people"), N_("yuan in twelve months")]
    table = _table(N_("What each value would cost"), headings, lang)
    for point in forecast["sweep"]["points"]:
        counts = [f"{point['households']:,}", f"{point['people']:,}"]
        table.add_row(point["value"], *counts, format_money(point["twelve_months_fen"]))
    return table
