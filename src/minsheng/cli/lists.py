"""``minsheng rank`` and ``minsheng aggregate``: the rankings and shares of packs over a whole population."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from rich.console import Console
from rich.table import Table

from minsheng.cli.output import language_option, library_option, load, print_json, refuse
from minsheng.cli.progress import progress_bar
from minsheng.policy import tree as t
from minsheng.policy.decision_json import plain
from minsheng.policy.finding import PolicyError
from minsheng.policy.language import N_, render
from minsheng.policy.law import Law
from minsheng.policy.pack import Ranking, Rule
from minsheng.policy.precedence import Definition
from minsheng.policy.types import Type, format_money
from minsheng.policy.unknown import Number
from minsheng.policy.vocabulary import Text
from minsheng.policy.wording import format_date, format_value

if TYPE_CHECKING:
    from minsheng.population.lists import RankedList, Shares
    from minsheng.population.table import Population

__all__ = ["aggregate", "rank"]

F = TypeVar("F", bound=Callable[..., object])
_FOLDER = click.Path(path_type=Path, file_okay=False)
#: So many partitions are shown in a terminal; all are in the file.
_MOST_SHOWN = 20
_YES, _NO = Text("是", "yes"), Text("否", "no")
_WHO = {"person": N_("people"), "family": N_("families"), "household": N_("households")}


def _where_options(function: F) -> F:
    """What both commands need to know: the day, the place, which values."""
    for option in (
        click.option("--no-demonstration", is_flag=True, help="Leave out the marked demonstration values."),
        click.option("--area", required=True, metavar="CODE", help="Whose law; everybody who lives there is counted."),
        click.option(
            "--on",
            type=click.DateTime(["%Y-%m-%d"]),
            metavar="YYYY-MM-DD",
            required=True,
            help="Day of the law and of the facts.",
        ),
    ):
        function = option(function)
    return function


@click.command()
@click.argument("name")
@click.argument("people", type=_FOLDER)
@_where_options
@click.option("--out", type=click.Path(path_type=Path), required=True, help="File for the list: .parquet or .csv.")
@click.option("--top", type=click.IntRange(1), default=None, help="Only the first places of each partition.")
@click.option("--replace", is_flag=True, help="Put the list in place of an older OUT.")
@click.option("--json", "as_json", is_flag=True, help="The counts as JSON.")
@library_option
@language_option
def rank(
    name: str,
    people: Path,
    on: datetime,
    area: str,
    no_demonstration: bool,
    out: Path,
    top: int | None,
    replace: bool,
    as_json: bool,
    policies: Path | None,
    lang: str,
) -> None:
    """Put everybody in the folder PEOPLE in the order of the ranking NAME, each partition by itself.

    Who is equal shares a place; who is not known well enough has none. Every row is checked first; a bad one ends it, and nothing is
    written (exit code 2).
    """
    from minsheng.population.lists import ranking_of

    with _refusals(lang, as_json):
        law, population = _opened(people, on, area, policies, lang, demonstration=not no_demonstration)
        with progress_bar(render(lang, N_("ranking"))) as progress:
            result = ranking_of(law, name, population, out=out, top=top, replace=replace, progress=progress)
    if as_json:
        print_json(_ranking_json(result))
    else:
        _show_ranking(result, lang)


@click.command()
@click.argument("arguments", nargs=-1, required=True, metavar="[NAME] PEOPLE")
@_where_options
@click.option("--json", "as_json", is_flag=True, help="The shares as JSON.")
@library_option
@language_option
def aggregate(
    arguments: tuple[str, ...],
    on: datetime,
    area: str,
    no_demonstration: bool,
    as_json: bool,
    policies: Path | None,
    lang: str,
) -> None:
    """Work out the share NAME over everybody in the folder PEOPLE; every share that is in force when NAME is left out.

    What is not known becomes bounds. Every row is checked first; a bad one ends it (exit code 2).
    """
    if len(arguments) > 2:
        raise click.UsageError("Give PEOPLE, or NAME and PEOPLE.")
    *names, people = arguments
    from minsheng.population.lists import aggregates_of, names_in_force

    with _refusals(lang, as_json):
        law, population = _opened(Path(people), on, area, policies, lang, demonstration=not no_demonstration)
        wanted = names or names_in_force(law, "aggregate")
        with progress_bar(render(lang, N_("counting"))) as progress:
            result = aggregates_of(law, wanted, population, progress=progress)
    if as_json:
        print_json(_shares_json(law, result))
    else:
        _show_shares(law, result, lang)


@contextmanager
def _refusals(lang: str, as_json: bool) -> Iterator[None]:
    """Print what was refused and leave with exit code 2."""
    try:
        yield
    except PolicyError as problem:
        refuse(problem.findings, lang, as_json=as_json)


def _opened(
    people: Path, on: datetime, area: str, policies: Path | None, lang: str, *, demonstration: bool
) -> tuple[Law, Population]:
    from minsheng.population.table import Population

    law = load(policies, lang).as_of(on.date(), area, demonstration=demonstration)
    return law, Population.open(people, law.vocabulary)


# rankings ---------------------------------------------------------------------------------------------------------------------------


def _ranking_json(result: RankedList) -> dict[str, Any]:
    return {
        **_about(result.definition, result.law),
        **_counts(result),
        "units": result.units,
        "placed": result.placed,
        "demonstration": result.demonstration,
        "rows": result.rows,
        "partitions": [
            {
                "partition": count.partition,
                "units": count.units,
                "placed": count.placed,
                "first_score": plain(count.first_score),
            }
            for count in result.partitions
        ],
        "out": str(result.out),
    }


def _about(definition: Definition, law: Law) -> dict[str, Any]:
    item = definition.item
    label = {"zh": item.label.zh, "en": item.label.en}
    return {definition.kind: definition.name, "label": label, "on": law.day.isoformat(), "area": law.area}


def _counts(result: RankedList | Shares) -> dict[str, Any]:
    return {"households": result.households, "outside": result.outside, "synthetic": result.synthetic}


def _show_ranking(result: RankedList, lang: str) -> None:
    ranking = result.definition.item
    assert isinstance(ranking, Ranking)  # noqa: S101 - kept by kind
    _say_synthetic(result, lang)
    order = render(lang, N_("highest score first") if ranking.descending else N_("lowest score first"))
    day = format_date(result.law.day, lang)
    title = f"{ranking.label.in_(lang)} · {order} · {day} · {result.law.area}"
    table = Table(title=title, title_justify="left", min_width=len(title))
    heading, labels = _words_of(result.definition.trees["partition"], result.law)
    table.add_column(heading.in_(lang) if heading else render(lang, N_("partition")), min_width=10)
    for text in (_WHO[ranking.entity], N_("with a place"), N_("without a place"), N_("score of the first")):
        table.add_column(render(lang, text), justify="right", no_wrap=True)
    score_labels = _words_of(result.definition.trees["score"], result.law)[1]
    for count in result.partitions[:_MOST_SHOWN]:
        partition = count.partition if count.partition is not None else render(lang, N_("not known"))
        shown = labels[partition].in_(lang) if partition in labels else partition
        score = count.first_score
        text = "" if score is None else format_value(score, result.score_type, lang, score_labels)
        numbers = (count.units, count.placed, count.units - count.placed)
        table.add_row(shown, *(f"{number:,}" for number in numbers), text)
    if len(result.partitions) > _MOST_SHOWN:
        more = len(result.partitions) - _MOST_SHOWN
        table.caption = render(lang, N_("And {count} more; the list has all of them."), count=f"{more:,}")
    Console().print(table)
    if result.placed < result.units:
        text = N_("Something is not known of {count}; they have no place, and could stand anywhere in their partition.")
        click.echo(render(lang, text, count=f"{result.units - result.placed:,}"))
    _say_outside(result, lang)
    _say_demonstration(result.demonstration, result.law, lang)
    click.echo(render(lang, N_("The list, {rows} rows: {path}"), rows=f"{result.rows:,}", path=result.out))


def _words_of(tree: t.Tree, law: Law) -> tuple[Text | None, dict[str, Text]]:
    """What people call the fact or rule that an expression names, and its values."""
    if isinstance(tree, t.FactRef):
        fact = law.vocabulary.facts[tree.name]
        return fact.label, dict(fact.value_labels)
    definition = law.in_force.get(("rule", tree.name)) if isinstance(tree, t.RuleRef) else None
    if definition is None or not isinstance(definition.item, Rule):
        return None, {}
    yes_and_no = {"True": _YES, "False": _NO} if tree.type.kind == "bool" else {}
    return definition.item.label, {**definition.item.value_labels, **yes_and_no}


def _say_demonstration(parameters: list[str], law: Law, lang: str) -> None:
    """Every output that rests on made-up values says so."""
    if parameters:
        names = [law.bound[name].parameter.label.in_(lang) if name in law.bound else name for name in parameters]
        listed = ("、" if lang == "zh" else ", ").join(names)
        words = render(lang, N_("rests on demonstration values, not on real ones: {names}"), names=listed)
        click.echo(f"⚠ {words}")


def _say_synthetic(result: RankedList | Shares, lang: str) -> None:
    if result.synthetic:
        click.echo(render(lang, N_("Synthetic people: made up, nobody's real data.")))


def _say_outside(result: RankedList | Shares, lang: str) -> None:
    if result.outside:
        text = N_("Households that live elsewhere and were left out: {count}.")
        click.echo(render(lang, text, count=f"{result.outside:,}"))


# shares -----------------------------------------------------------------------------------------------------------------------------


def _shares_json(law: Law, result: Shares) -> dict[str, Any]:
    shares = [
        {
            **_about(result.definitions[name], law),
            "numerator": dict(zip(("low", "high"), map(plain, share.numerator), strict=True)),
            "denominator": dict(zip(("low", "high"), map(plain, share.denominator), strict=True)),
            "share": plain(share.value),
            "demonstration": result.demonstration[name],
        }
        for name, share in result.shares.items()
    ]
    return {**_counts(result), "aggregates": shares}


def _show_shares(law: Law, result: Shares, lang: str) -> None:
    _say_synthetic(result, lang)
    title = render(
        lang,
        N_("Shares over {households} households in {area} on {day}"),
        households=f"{result.households:,}",
        area=law.area,
        day=format_date(law.day, lang),
    )
    table = Table(title=title, title_justify="left")
    for number, heading in enumerate((N_("share"), N_("numerator"), N_("denominator"), N_("result"))):
        table.add_column(render(lang, heading), justify="right" if number else "left", no_wrap=number > 0)
    for name, share in result.shares.items():
        definition = result.definitions[name]
        above, below = (definition.trees[key].type for key in ("numerator", "denominator"))
        shown = _share_text(share.value, above, below) if share.value is not None else _open_text(share, lang)
        bounds = (_bounds_text(share.numerator, above, lang), _bounds_text(share.denominator, below, lang))
        mark = " ⚠" if result.demonstration[name] else ""
        table.add_row(f"{definition.item.label.in_(lang)}{mark}\n{name}", *bounds, shown)
    Console().print(table)
    _say_outside(result, lang)
    _say_demonstration(sorted({p for marked in result.demonstration.values() for p in marked}), law, lang)


def _open_text(share: Any, lang: str) -> str:
    return render(lang, N_("of nobody") if share.denominator == (0, 0) else N_("open"))


def _bounds_text(bounds: tuple[Number | None, Number | None], typ: Type, lang: str) -> str:
    """A figure, or between which figures it lies.

    >>> _bounds_text((1, 3), Type("int"), "en"), _bounds_text((2, None), Type("int"), "en")
    ('1 – 3', '≥ 2')
    """
    low, high = (None if bound is None else _number_text(bound, typ) for bound in bounds)
    if low is not None and high is not None:
        return low if bounds[0] == bounds[1] else f"{low} – {high}"
    if low is not None:
        return f"≥ {low}"
    return f"≤ {high}" if high is not None else render(lang, N_("not known"))


def _number_text(number: Number, typ: Type) -> str:
    if typ.kind == "money":
        return format_money(number)
    return f"{number:,}" if isinstance(number, int) else str(number)


def _share_text(value: Fraction, numerator: Type, denominator: Type) -> str:
    """A share as per cent, money by something else in yuan; rounded half up where ≈ says so.

    >>> _share_text(Fraction(2, 3), Type("int"), Type("int")), _share_text(Fraction(1, 4), Type("int"), Type("int"))
    ('≈ 66.67%', '25.00%')
    """
    if numerator.kind == "money" and denominator.kind != "money":
        fen = (2 * value + 1) // 2
        return f"{'' if fen == value else '≈ '}{format_money(fen)}"
    hundredths = (2 * value * 10_000 + 1) // 2
    sign, plain_number = ("-", -hundredths) if hundredths < 0 else ("", hundredths)
    exact = "" if hundredths == value * 10_000 else "≈ "
    return f"{exact}{sign}{plain_number // 100:,}.{plain_number % 100:02d}%"
