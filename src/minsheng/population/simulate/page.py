"""The page of a forecast: the answer on top, then the picture, then every figure in a table. Two languages, nothing from elsewhere."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from datetime import date
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from minsheng.policy.types import PAYERS, format_money
from minsheng.policy.wording import format_date
from minsheng.population.areas import area_name, parent_of
from minsheng.population.report.context import Context
from minsheng.population.report.tables import Table, in_units
from minsheng.population.report.text import PAYER
from minsheng.population.simulate.answer import main_benefit, newly
from minsheng.population.simulate.charts import as_json, yuan
from minsheng.population.simulate.forecast import Json
from minsheng.population.simulate.laws import ParameterChange
from minsheng.population.simulate.view import View

__all__ = ["PAGES", "write_page"]

PAGES = {"zh": "index.html", "en": "index.en.html"}
_LOCALE = {"zh": "zh-Hans", "en": "en"}
_SHARED = ("report.css", "echarts.min.js", "echarts.LICENSE", "echarts.NOTICE", "echarts.LICENSE-d3")
_OWN = ("forecast.css", "forecast.js")
#: The sections whose charts stand directly under the answer, side by side; the others stand with their tables.
_PICTURE = ("payers", "groups")


def write_page(folder: Path, forecast: Json, changes: Sequence[ParameterChange], context: Context) -> None:
    """Write the pages of a forecast, with the tables as CSV and what the charts need, into its folder."""
    assets = folder / "report"
    assets.mkdir()
    for package, names in (("minsheng.population", _SHARED), ("minsheng.population.simulate", _OWN)):
        for name in names:
            with resources.as_file(resources.files(package).joinpath("static", name)) as path:
                shutil.copyfile(path, assets / name)
    environment = Environment(
        loader=PackageLoader("minsheng.population.simulate"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for lang, page in PAGES.items():
        view = View(forecast, changes, context, lang)
        sections = view.sections()
        for table, _, _ in sections.values():
            if table is not None and table.rows:
                _write_csv(assets / f"{table.name}.{lang}.csv", table)
        other = "en" if lang == "zh" else "zh"
        text = environment.get_template("forecast.html").render(
            w=view.words,
            lang=lang,
            locale=_LOCALE[lang],
            other_page=PAGES[other],
            other_locale=_LOCALE[other],
            place=_place(context, lang),
            title=forecast["title"][lang],
            answer=forecast["answer"][lang],
            made_up=view.made_up(),
            when=_when(view),
            cards=_cards(view),
            sections=sections,
            picture=[sections[name][1] for name in _PICTURE],
            in_picture=_PICTURE,
            files=_files(forecast, view.words),
            synthetic=forecast["population"]["synthetic"],
            part=_part(view),
            chart_data=[as_json(chart, view.words, lang) for _, charts, _ in sections.values() for chart in charts],
        )
        (folder / page).write_text(text, encoding="utf-8")


def _files(forecast: Json, words: dict[str, str]) -> list[tuple[str, str]]:
    files = [
        ("forecast.json", words["file_json"]),
        ("forecast.csv", words["file_csv"]),
        ("groups.csv", words["file_groups"]),
    ]
    files.append(("passages.csv", words["file_passages"]))
    if forecast["near"]:
        files.append(("near.csv", words["file_near"]))
    if forecast["sweep"]:
        files.append(("sweep.csv", words["file_sweep"]))
    return files


def _part(view: View) -> str:
    scale = view.forecast["population"]["scale"]
    return "" if scale == "1.0" else view.words["part"].format(scale=scale)


def _when(view: View) -> str:
    before, after = (
        format_date(date.fromisoformat(view.forecast[side]["on"]), view.lang) for side in ("before", "after")
    )
    if before == after:
        return view.words["by_the_law_of"].format(day=before)
    return view.words["by_two_laws"].format(before=before, after=after)


def _place(context: Context, lang: str) -> str:
    above = {parent_of(area) if len(area) > 6 else area for area in context.areas}
    return ("、" if lang == "zh" else ", ").join(area_name(area) for area in sorted(above)[:4])


def _cards(view: View) -> list[tuple[str, str, str, str]]:
    """The few numbers at the top: value, unit, what it is, note."""
    w, forecast = view.words, view.forecast
    difference = view.whole["difference"]
    cards = [(*_large(difference["twelve_months_fen"], view), w["more_a_year"], "")]
    for payer in PAYERS:
        if difference["borne_fen"][payer]:
            named = w["payer_a_year"].format(payer=PAYER[payer].in_(view.lang))
            cards.append((*_large(difference["borne_fen"][payer], view), named, ""))
    benefit = main_benefit(forecast)
    for count, what in zip(newly(forecast, benefit) if benefit else (), ("newly", "no_longer"), strict=False):
        if count["people"] or what == "newly":
            people = w["of_people"].format(people=f"{count['people']:,}")
            cards.append(
                (f"{count['households']:,}", w["unit_households"], w[what], f"{view.label(benefit or '')} · {people}")
            )
    whole = [group for group in forecast["groups"] if group["area"] is None]
    for direction, what in (("gain", "gainers"), ("lose", "losers"), ("open", "open_households")):
        of = [group for group in whole if group["direction"] == direction]
        households, people, fen = (sum(g[key] for g in of) for key in ("households", "people", "twelve_months_fen"))
        if households or direction != "open":
            note = w["of_people"].format(people=f"{people:,}")
            if households and direction != "open":
                each = (2 * abs(fen) + 12 * households) // (24 * households)
                note += " · " + w["month_each"].format(money=format_money(each))
            cards.append((f"{households:,}", w["unit_households"], w[what], note))
    return cards


def _large(fen: int, view: View) -> tuple[str, str]:
    """A change with its sign and unit: as the language counts large amounts, or in yuan where it would not show."""
    of = 1_000_000 if view.lang == "zh" else 100_000_000
    if abs(fen) < of:
        return yuan(fen), view.words["unit_yuan"]
    shown = in_units(fen, of)
    return (f"+{shown}" if fen > 0 else shown), view.words["unit_large"]


def _write_csv(path: Path, table: Table) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(table.headings)
        rows.writerows(
            [cell.replace(",", "") if place in table.numbers else cell for place, cell in enumerate(row)]
            for row in table.rows
        )
