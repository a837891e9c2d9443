"""Writing the result page: two languages, one style sheet, one small script, ECharts beside it."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from datetime import date
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from minsheng.population.areas import area_name, parent_of
from minsheng.population.report.context import Context
from minsheng.population.report.tables import Chart, Table, View
from minsheng.population.totals import Totals

__all__ = ["write_report"]

_PAGES = {"zh": "index.html", "en": "index.en.html"}
_LOCALE = {"zh": "zh-Hans", "en": "en"}
_HEADLINES = ("dibao", "hardship")


def write_report(folder: Path, totals: Totals, context: Context, langs: Sequence[str] = ("zh", "en")) -> Path:
    """Write the page of a result into ``folder``; returns the page to open.

    The page asks for nothing outside the folder. Numbers for the charts stand in the page as JSON; without the script every number is
    still in a table.

    Args:
        folder: where the results are.
        totals: what was decided.
        context: names, documents, demonstration values, the day.
        langs: which pages to write, the first one first.
    """
    assets = folder / "report"
    assets.mkdir(exist_ok=True)
    charts = False
    static = resources.files("minsheng.population").joinpath("static")
    for name in (
        "report.css",
        "report.js",
        "echarts.min.js",
        "echarts.LICENSE",
        "echarts.NOTICE",
        "echarts.LICENSE-d3",
    ):
        source = static.joinpath(name)
        if source.is_file():
            with resources.as_file(source) as path:
                shutil.copyfile(path, assets / name)
            charts |= name == "echarts.min.js"
    environment = Environment(
        loader=PackageLoader("minsheng.population.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for lang in langs:
        view = View(totals, context, lang)
        sections = _sections(view)
        for table, _ in sections.values():
            if table is not None:
                _write_csv(assets / f"{table.name}.{lang}.csv", table)
        other = "en" if lang == "zh" else "zh"
        page = environment.get_template("report.html").render(
            w=view.words,
            lang=lang,
            locale=_LOCALE[lang],
            other_page=_PAGES[other],
            other_locale=_LOCALE[other],
            has_other=other in langs,
            day=_day(context.on, lang),
            place=_place(context, lang),
            cards=_cards(view),
            sections=sections,
            synthetic=context.synthetic,
            charts=charts,
            chart_data=[_chart(c, view) for _, c in sections.values() if c is not None and c.categories],
            seconds=f"{context.seconds:.1f}",
            rate=f"{totals.households / context.seconds:,.0f}" if context.seconds else "",
            part="" if context.scale == "1.0" else view.words["part"].format(scale=context.scale),
        )
        (folder / _PAGES[lang]).write_text(page, encoding="utf-8")
    return folder / _PAGES[langs[0]]


def _sections(view: View) -> dict[str, tuple[Table | None, Chart | None]]:
    return {
        "decided": view.decided(),
        "money": view.money(),
        "townships": view.townships(),
        "payers": view.payers(),
        "published": (view.published(), None),
        "reasons": (view.reasons(), None),
        "needs": (view.needs(), None),
        "demonstration": (view.demonstration(), None),
        "documents": (view.documents(), None),
    }


def _cards(view: View) -> list[tuple[str, str, str, str]]:
    """The few numbers at the top: value, unit, what it is, note."""
    w, totals = view.words, view.totals
    cards = [(f"{totals.households:,}", "", w["households"], ""), (f"{totals.people:,}", "", w["people"], "")]
    for benefit in view.benefits:
        if benefit.name in _HEADLINES:
            people = view.lines[benefit.name, "yes"].people
            mark = view.label(benefit).removeprefix(benefit.label.in_(view.lang))
            cards.append((f"{people:,}", "", benefit.label.in_(view.lang), w["entitled_people"] + mark))
    cards.append((view.large(view.month_money()), w["unit_large"], w["month_money"], w["month_money_note"]))
    cards.append((f"{view.open_people():,}", "", w["open_cases"], w["open_cases_note"]))
    if totals.set_aside:
        cards.append((f"{totals.set_aside:,}", "", w["set_aside"], w["set_aside_note"]))
    return cards


def _chart(chart: Chart, view: View) -> dict[str, object]:
    money = chart.unit == "money"
    unit, scale = (
        (view.words["unit_chart"], 1_000_000 if view.lang == "zh" else 100_000)
        if money
        else (view.words["unit_people"], 1)
    )
    return {
        "name": chart.name,
        "title": chart.title,
        "unit": unit,
        "scale": scale,
        "digits": 2 if scale == 1_000_000 else int(money),
        "categories": chart.categories,
        "series": chart.series,
    }


def _day(day: date, lang: str) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else f"{day.day} {day:%b %Y}"


def _place(context: Context, lang: str) -> str:
    above = {parent_of(area) if len(area) > 6 else area for area in context.areas}
    return ("、" if lang == "zh" else ", ").join(area_name(area) for area in sorted(above)[:4])


def _write_csv(path: Path, table: Table) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(table.headings)
        rows.writerows(
            [cell.replace(",", "") if place in table.numbers else cell for place, cell in enumerate(row)]
            for row in table.rows
        )
