"""The files of a result beside its rows: totals, what was set aside, the page, the manifest."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from minsheng.population.report import write_report
from minsheng.population.report.context import Context
from minsheng.population.scan.digest import FileDigest
from minsheng.population.scan.manifest import write_manifest
from minsheng.population.totals import CSV_HEADER, Totals

__all__ = ["write_output"]


def write_output(
    folder: Path,
    totals: Totals,
    context: Context,
    aside: Iterable[Path] | None,
    about: Mapping[str, Any],
    parts: Mapping[str, FileDigest],
    rows: Mapping[str, int],
) -> None:
    """Write everything that stands beside the rows, the manifest last.

    Args:
        folder: where the rows are.
        totals: of the whole population.
        context: what the page says beside the numbers.
        aside: files with the rows of what was set aside, in order; ``None`` where nothing could be.
        about: what the manifest says beside the output.
        parts: digests of the files with the rows.
        rows: how many rows they have.

    Raises:
        OSError: a file cannot be written.
    """
    _write_totals(folder, totals, context.on)
    if aside is not None:
        _write_set_aside(folder, aside)
    write_report(folder, totals, context)
    write_manifest(folder, about, parts, rows)


def _write_totals(folder: Path, totals: Totals, on: date) -> None:
    with (folder / "totals.csv").open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(CSV_HEADER)
        table.writerows(totals.rows())
    content = {"format": "minsheng totals 1", "on": on.isoformat(), **totals.as_json()}
    (folder / "totals.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_set_aside(folder: Path, aside: Iterable[Path]) -> None:
    with (folder / "set-aside.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerow(("household_id", "file", "row", "column", "reason"))
        for path in aside:
            with path.open(encoding="utf-8", newline="") as part:
                file.writelines(part)
