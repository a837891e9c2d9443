"""Checking a population before anything is decided: every bad cell with its row and column, order, keys, duplicates.

Each file is read once, whole columns at a time; then the keys alone are read again to hold the files against each other. Memory grows only
by sixteen bytes a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.policy.finding import Finding, Place
from minsheng.policy.idnumber import masked
from minsheng.policy.language import N_
from minsheng.population.cells import Problem, check_cells, mask_of
from minsheng.population.files import TableFile
from minsheng.population.merge import merged

__all__ = ["CheckResult", "check_tables"]

_MOST_FINDINGS = 10_000
_SECRET = ("id_number", "name")
_MIX = np.random.default_rng(11643).integers(1, 1 << 63, 4096, np.uint64) | np.uint64(1)


@dataclass
class CheckResult:
    """What a check found. ``set_aside``: the first reason for each household with a bad row; ``fatal``: setting aside would not help."""

    findings: list[Finding] = field(default_factory=list)
    more: int = 0
    set_aside: dict[str, Finding] = field(default_factory=dict)
    fatal: bool = False
    households: int = 0
    people: int = 0
    areas: set[str] = field(default_factory=set)
    synthetic: int = 0

    def add(self, finding: Finding, household: str | None) -> None:
        """Keep a finding; beyond ten thousand they are only counted."""
        if len(self.findings) < _MOST_FINDINGS:
            self.findings.append(finding)
        else:
            self.more += 1
        if household:
            self.set_aside.setdefault(household, finding)

    def all_findings(self) -> list[Finding]:
        """The findings in order of file, row and column, with a last word about those that were only counted."""
        found = sorted(self.findings, key=lambda f: (f.place.file, f.place.line, f.place.path))
        if self.more:
            found.append(Finding("T90", Place(), N_("and {count} more of the same kinds"), params={"count": self.more}))
        return found


def check_tables(tables: Mapping[str, TableFile], latest: date) -> CheckResult:
    """Check the files of a population, one by one and against each other.

    Args:
        tables: the files by name.
        latest: the last possible date in them.
    """
    result = CheckResult()
    in_order = True
    for table in tables.values():
        in_order &= _check_table(table, latest, result)
    if in_order and not result.fatal:
        _check_keys(tables, result)
    return result


def _check_table(table: TableFile, latest: date, result: CheckResult) -> bool:
    """The cells of one file and the order of its rows; whether they are in order."""
    row = table.first_row
    last: str | None = None
    in_order = True
    refused: set[str] = set()
    hashes: dict[str, list[npt.NDArray[np.uint64]]] = (
        {"person_id": [], "id_number": []} if table.spec.name == "people" else {}
    )
    for batch in table.batches():
        keys = batch.column("household_id") if "household_id" in batch.schema.names else None
        columns: dict[str, pa.Array] = {}
        for name, cells in table.cells(batch):
            column = table.spec.columns[name]
            if cells.refused and name not in refused:
                refused.add(name)
                result.fatal = True
                result.add(
                    Finding(
                        "T10",
                        Place(table.path.name, path=name),
                        N_("the column has the type {given}; {wanted} was expected"),
                        N_("docs/reference/population-files.md has the type of every column."),
                        {"given": cells.refused, "wanted": str(column.arrow)},
                    ),
                    None,
                )
            columns[name] = cells.array
            for problem in (*cells.problems, *check_cells(column, cells.array, latest)):
                _report(table, row, name, batch.column(name), keys, problem, result)
        key = columns["household_id"]
        for at in _out_of_order(key, last, strictly=table.spec.name == "households"):
            in_order = False
            result.fatal = True
            result.add(
                Finding(
                    "T20",
                    Place(table.path.name, row + at, "household_id"),
                    N_("the rows are not in the order of household_id, or a household is there twice"),
                    N_("Sort the file by household_id, as plain text."),
                ),
                None,
            )
        known = pc.drop_null(key)
        last = known[-1].as_py() if len(known) else last
        for name, seen in hashes.items():
            if name in columns:
                seen.append(_hashes(columns[name]))
        _count(table, columns, result)
        row += len(batch)
    for name, seen in hashes.items():
        _report_duplicates(table, name, seen, result)
    return in_order


def _report(
    table: TableFile, row: int, name: str, given: pa.Array, keys: pa.Array | None, problem: Problem, result: CheckResult
) -> None:
    for at in np.flatnonzero(problem.mask).tolist():
        value = given[at].as_py()
        params = dict(problem.params)
        hint = problem.hint
        if value is not None:
            params["value"] = masked(str(value)) if name in _SECRET else str(value)
            hint = N_("Given: {value}")
        household = keys[at].as_py() if keys is not None else None
        message = problem.each(value) if problem.each else problem.message
        result.add(Finding("T11", Place(table.path.name, row + at, name), message, hint, params), household)


def _out_of_order(keys: pa.Array, last: str | None, *, strictly: bool) -> list[int]:
    known = pc.drop_null(keys)
    if not len(known):
        return []
    whole = pa.concat_arrays([pa.array([last], pa.string()), known]) if last is not None else known
    bad = mask_of(pc.less_equal(whole[1:], whole[:-1]) if strictly else pc.less(whole[1:], whole[:-1]))
    places = np.flatnonzero(mask_of(pc.is_valid(keys)))[0 if last is not None else 1 :]
    return places[bad].tolist()


def _hashes(texts: pa.Array) -> npt.NDArray[np.uint64]:
    """A 64-bit hash of each text (0 for none); equal texts have equal hashes, others almost never."""
    texts = pc.fill_null(texts, "")
    offsets = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    data = np.frombuffer(texts.buffers()[2] or b"", np.uint8)[offsets[0] : offsets[-1]].astype(np.uint64)
    starts, lengths = offsets[:-1] - offsets[0], np.diff(offsets)
    place = np.arange(len(data)) - np.repeat(starts, lengths)
    total = np.concatenate(
        [[np.uint64(0)], np.cumsum((data + np.uint64(1)) * _MIX[place % len(_MIX)], dtype=np.uint64)]
    )
    return total[starts + lengths] - total[starts]


def _report_duplicates(table: TableFile, name: str, seen: list[npt.NDArray[np.uint64]], result: CheckResult) -> None:
    """Name every row whose text stood in an earlier row; hashes only say where to look."""
    if not seen:
        return
    values, counts = np.unique(np.concatenate(seen), return_counts=True)
    suspects = values[(counts > 1) & (values != 0)]
    if not len(suspects):
        return
    first: dict[str, int] = {}
    row = table.first_row
    for batch in table.canonical(("household_id", name)):
        texts = batch.column(name)
        for at in np.flatnonzero(np.isin(_hashes(texts), suspects)).tolist():
            text = texts[at].as_py()
            if first.setdefault(text, row + at) != row + at:
                shown = masked(text) if name in _SECRET else text
                result.add(
                    Finding(
                        "T21",
                        Place(table.path.name, row + at, name),
                        N_("{value} is there already, in row {first}"),
                        params={"value": shown, "first": first[text]},
                    ),
                    batch.column("household_id")[at].as_py(),
                )
        row += len(batch)


def _count(table: TableFile, columns: Mapping[str, pa.Array], result: CheckResult) -> None:
    if table.spec.name == "people":
        result.people += len(columns["household_id"])
    elif table.spec.name == "households":
        result.households += len(columns["household_id"])
        result.areas.update(area for area in pc.unique(columns["area"]).to_pylist() if area)
        if "synthetic" in columns:
            result.synthetic += pc.sum(columns["synthetic"]).as_py() or 0


def _check_keys(tables: Mapping[str, TableFile], result: CheckResult) -> None:
    """Rows without a household or person, and households without members."""
    for part in merged(tables, 50_000, keys_only=True):
        for name, rows in part.strays.items():
            table = tables[name]
            whose = N_("there is no household {value}")
            if table.spec.owner_key == "person_id":
                whose = N_("there is no person {value} in this household")
            for row, household, owner in rows:
                result.add(
                    Finding("T22", Place(table.path.name, row, table.spec.owner_key), whose, params={"value": owner}),
                    household,
                )
        for row, household in part.without_members:
            place = Place(tables["households"].path.name, row, "household_id")
            result.add(
                Finding(
                    "T23",
                    place,
                    N_("the household {value} has no members"),
                    N_("Add its people, or take the household out."),
                    {"value": household},
                ),
                household,
            )
