"""The files of a forecast, written aside and moved into place when all of them are there."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.types import PAYERS
from minsheng.population.areas import area_name
from minsheng.population.simulate.forecast import Json

__all__ = ["aside", "refuse_existing", "write_forecast"]

_SIDES = ("before", "after", "difference")


def refuse_existing(out: Path, *, replace: bool) -> None:
    """Refuse a folder that is there already, unless it may be replaced; a file is never replaced."""
    if out.is_dir() and replace:
        return
    if out.exists():
        hint = N_("Choose another one, or allow that it is replaced.")
        raise PolicyError([Finding("T30", Place(str(out)), N_("the folder is there already"), hint)])


@contextmanager
def aside(out: Path, *, replace: bool) -> Iterator[Path]:
    """A folder beside ``out`` that takes its name at the end. What was broken off leaves nothing; what was killed is cleared by the next.

    Args:
        out: where the files shall be.
        replace: put them in place of an older folder, which stays as it is until they are complete.
    """
    made = [folder for folder in (out.parent, *out.parent.parents) if not folder.exists()]
    out.parent.mkdir(parents=True, exist_ok=True)
    for left in out.parent.glob(f".{out.name}.*.forecast"):
        if not _runs(left.name.split(".")[-2]):
            shutil.rmtree(left, ignore_errors=True)
    folder = out.parent / f".{out.name}.{os.getpid()}.forecast"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
        old = out.parent / f".{out.name}.{os.getpid()}.replaced"
        if out.exists() and replace:
            out.rename(old)
        folder.rename(out)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        if folder.exists():
            shutil.rmtree(folder, ignore_errors=True)
            for parent in made:
                parent.rmdir()


def _runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        pass
    return True


def write_forecast(folder: Path, forecast: Json) -> None:
    """Write ``forecast.json`` and the tables for spreadsheets. Amounts are in fen."""
    text = json.dumps(forecast, ensure_ascii=False, indent=1) + "\n"
    (folder / "forecast.json").write_text(text, encoding="utf-8")
    _write(folder / "forecast.csv", _figure_heads(), _figures(forecast))
    groups = (
        "area",
        "area_name",
        "direction",
        "over_fen_a_month",
        "up_to_fen_a_month",
        "households",
        "people",
        "twelve_months_fen",
    )
    _write(folder / "groups.csv", groups, _groups(forecast))
    passages = ("area", "area_name", "benefit", "before", "after", "households", "people")
    _write(folder / "passages.csv", passages, _passages(forecast))
    if forecast["near"]:
        near = (
            "parameter",
            "percent",
            "benefit",
            *(f"{how}_{of}" for how in ("enters", "leaves", "open") for of in ("households", "people")),
        )
        _write(folder / "near.csv", near, _near(forecast))
    if forecast["sweep"]:
        heads = (
            "value",
            "households",
            "people",
            "twelve_months_fen",
            *(f"{payer}_fen" for payer in PAYERS),
            "shares_not_set_fen",
        )
        _write(folder / "sweep.csv", heads, _points(forecast))


def _write(path: Path, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(heads)
        table.writerows(rows)


def _name(area: str | None) -> tuple[str, str]:
    """An area with its name; ``all`` stands for all of them together."""
    return ("all", "") if area is None else (area, area_name(area))


def _figure_heads() -> list[str]:
    what = ["units", "people", "households", "month_fen", "year_fen", "once_fen", "twelve_months_fen"]
    what += [*(f"{payer}_fen" for payer in PAYERS), "shares_not_set_fen", "people_cannot_be_told"]
    return ["area", "area_name", "benefit", *(f"{column}_{side}" for column in what for side in _SIDES)]


def _figures(forecast: Json) -> Iterator[list[object]]:
    for line in [*_together(forecast), *forecast["lines"]]:
        row: list[object] = [*_name(line["area"]), line["benefit"]]
        for column in ("units", "people", "households"):
            row += [line[side].get(column, "") for side in _SIDES]
        for period in ("month", "year", "once"):
            row += [line[side]["amount_fen"][period] for side in _SIDES]
        row += [line[side]["twelve_months_fen"] for side in _SIDES]
        for payer in PAYERS:
            row += [line[side]["borne_fen"][payer] for side in _SIDES]
        row += [line[side]["shares_not_set_fen"] for side in _SIDES]
        row += [line[side].get("people_cannot_be_told", "") for side in _SIDES]
        yield row


def _together(forecast: Json) -> Iterator[Json]:
    """All paid benefits together, as one more line for each area."""
    for money in forecast["money"]:
        yield {"benefit": "all", **money}


def _groups(forecast: Json) -> Iterator[list[object]]:
    for group in forecast["groups"]:
        band = group["a_month"] or {"over_fen": "", "up_to_fen": ""}
        ends = [band["over_fen"], "" if band["up_to_fen"] is None else band["up_to_fen"]]
        counts = [group["households"], group["people"], group["twelve_months_fen"]]
        yield [*_name(group["area"]), group["direction"], *ends, *counts]


def _passages(forecast: Json) -> Iterator[list[object]]:
    for one in forecast["passages"]:
        yield [*_name(one["area"]), one["benefit"], one["before"], one["after"], one["households"], one["people"]]


def _near(forecast: Json) -> Iterator[list[object]]:
    for one in forecast["near"]:
        counts = [one[how][of] for how in ("enters", "leaves", "open") for of in ("households", "people")]
        yield [one["parameter"], one["percent"], one["benefit"], *counts]


def _points(forecast: Json) -> Iterator[list[object]]:
    for point in forecast["sweep"]["points"]:
        borne = [point["borne_fen"][payer] for payer in PAYERS]
        yield [
            point["value"],
            point["households"],
            point["people"],
            point["twelve_months_fen"],
            *borne,
            point["shares_not_set_fen"],
        ]
