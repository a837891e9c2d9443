"""Checking a population before anything is decided: every bad cell with its row and column, order, keys, duplicates.

Each file is read once, whole columns at a time, and all files side by side, so that rows are held against their owners as they come.
Memory does not grow with the population.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.policy.finding import Finding, Place
from minsheng.policy.idnumber import masked
from minsheng.policy.language import N_
from minsheng.population.areas import AREA_CODE
from minsheng.population.cells import Problem, check_cells, from_typed, mask_of
from minsheng.population.check_result import AreaRows, CheckResult, Ends
from minsheng.population.duplicates import UNIQUE, duplicates, hashes_of, repeated, write_hashes
from minsheng.population.files import TableFile
from minsheng.population.merge import ROW, Group, Part, grouped, joined
from minsheng.population.schema import TableSpec

__all__ = [
    "CheckResult",
    "Hashes",
    "TableCheck",
    "areas_of",
    "check_columns",
    "check_doubles",
    "check_keys",
    "check_rows",
    "check_tables",
    "check_types",
    "out_of_order",
]

#: So many people a household may have, and so many rows a list of one owner: sums over them stay exact and every household fits in memory.
MOST_ROWS = 1000

_GROUP = 8_000
_MOST_HASHES = 1_000_000
_SECRET = ("id_number", "name")
_CELLS, _DOUBLES, _KEYS = range(3)

#: Numbers of texts that must stand once, by column (:mod:`minsheng.population.duplicates`).
Hashes = dict[str, list[npt.NDArray[np.uint64]]]


def check_tables(tables: Mapping[str, TableFile], latest: date) -> CheckResult:
    """Check the files of a population, one by one and against each other.

    Args:
        tables: the files by name.
        latest: the last possible date in them.

    Raises:
        PolicyError: a file cannot be read.
    """
    result = CheckResult()
    if not check_columns(tables, result):
        return result
    result.areas = areas_of(tables["households"])
    hashes: Hashes = {name: [] for name in UNIQUE}
    streams = {name: table.batches() for name, table in tables.items()}
    with tempfile.TemporaryDirectory() as folder:
        kept: dict[str, list[Path]] = {name: [] for name in UNIQUE}

        def keep() -> None:
            for name, found in hashes.items():
                kept[name].append(Path(folder) / f"{name}-{len(kept[name])}")
                write_hashes(kept[name][-1], found)
                found.clear()

        people = 0
        for _ in check_rows(tables, streams, latest, result, _GROUP, hashes=hashes):
            if result.people - people > _MOST_HASHES:
                people = result.people
                keep()
        keep()
        for name, paths in kept.items():
            for _, household, finding in check_doubles(tables["people"], name, paths):
                result.add(finding, household, double_rank(tables, finding))
    refuse_empty(tables, result)
    result.settle()
    return result


def check_columns(tables: Mapping[str, TableFile], result: CheckResult) -> bool:
    """Name every column of another type; whether the keys, at least, can be read."""
    fit = [
        check_types(table.path.name, table.spec, table.open().schema_arrow, result)
        for table in tables.values()
        if not table.is_csv
    ]
    return all(fit)


def check_types(file: str, spec: TableSpec, schema: pa.Schema, result: CheckResult) -> bool:
    """Name every column of one table that is of another type; whether the keys, at least, can be read."""
    keys_fit = True
    for field in schema:
        column = spec.columns[field.name]
        refused = from_typed(column, pa.array([], field.type)).refused
        if not refused:
            continue
        keys_fit &= column.role != "key" and not column.required
        result.refuse(
            Finding(
                "T10",
                Place(file, path=field.name),
                N_("the column has the type {given}; {wanted} was expected"),
                N_("docs/reference/population-files.md has the type of every column."),
                {"given": refused, "wanted": str(column.arrow)},
            )
        )
    return keys_fit


def areas_of(households: TableFile) -> dict[str, AreaRows]:
    """The areas that households live in, well-formed ones only.

    Raises:
        PolicyError: the file cannot be read.
    """
    areas: dict[str, AreaRows] = {}
    row = households.first_row
    for batch in households.canonical(("area",)):
        words = pc.drop_null(batch.column("area")).dictionary_encode()
        places = np.flatnonzero(mask_of(pc.is_valid(batch.column("area"))))
        codes, first, counts = np.unique(words.indices.to_numpy(), return_index=True, return_counts=True)
        for code, at, count in zip(codes.tolist(), first.tolist(), counts.tolist(), strict=True):
            area = words.dictionary[code].as_py()
            if AREA_CODE.fullmatch(area):
                seen = areas.get(area, AreaRows(0, row + int(places[at])))
                areas[area] = AreaRows(seen.households + count, seen.first_row)
        row += len(batch)
    return areas


def check_rows(
    tables: Mapping[str, TableFile],
    streams: Mapping[str, Iterator[pa.RecordBatch]],
    latest: date,
    result: CheckResult,
    size: int,
    *,
    begin: Mapping[str, int] | None = None,
    hashes: Hashes | None = None,
) -> Iterator[tuple[Group, Part]]:
    """Check rows as they are read; give them on, ``size`` households at a time, as they came and joined to their owners.

    Everything that is wrong with the rows of a group is in ``result`` when the group comes.

    Args:
        tables: the files by name.
        streams: their rows as they stand, in order.
        latest: the last possible date.
        result: where findings and counts go.
        size: households in a group.
        begin: by file, the place of the first row of its stream; the beginning when left out.
        hashes: where numbers of texts that must stand once are collected.
    """
    checks = {
        name: TableCheck(table, order, latest, result, (begin or {}).get(name, 0), hashes if name == "people" else {})
        for order, (name, table) in enumerate(tables.items())
    }
    checked = {name: map(checks[name].canonical, stream) for name, stream in streams.items()}
    specs = {name: table.spec for name, table in tables.items()}
    for group in grouped(checked, size):
        part = joined(group, specs)
        check_keys(tables, part, result)
        yield group, part


class TableCheck:
    """Checks the cells of one file and, with ``sorted_rows``, the order of its rows, batch by batch."""

    def __init__(
        self,
        table: TableFile,
        order: int,
        latest: date,
        result: CheckResult,
        begin: int,
        hashes: Hashes | None,
        *,
        sorted_rows: bool = True,
    ) -> None:
        self._table, self._order, self._latest, self._result = table, order, latest, result
        self._row = table.first_row + begin
        self._hashes = hashes or {}
        self._sorted = sorted_rows
        self._run: tuple[str | None, int] = (None, 0)
        self._most = MOST_ROWS + 1 if table.spec.name == "people" else MOST_ROWS * MOST_ROWS
        result.ends[table.spec.name] = Ends()

    def canonical(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The rows in canonical form with their row numbers; what is wrong goes to the result."""
        table, columns = self._table, {}
        given_keys = batch.column("household_id")
        for place, (name, cells) in enumerate(table.cells(batch)):
            columns[name] = cells.array
            if cells.refused:
                continue  # said once for the whole column
            column = table.spec.columns[name]
            for problem in (*cells.problems, *check_cells(column, cells.array, self._latest)):
                self._report(place, name, batch.column(name), given_keys, problem)
        if self._sorted:
            self._check_order(columns["household_id"])
        for name, seen in self._hashes.items():
            if name in columns:
                seen.append(hashes_of(name, columns[name]))
        self._count(columns, len(batch))
        columns[ROW] = pa.array(np.arange(self._row, self._row + len(batch)))
        self._row += len(batch)
        return self._capped(pa.RecordBatch.from_pydict(columns))

    def _report(self, place: int, name: str, given: pa.Array, keys: pa.Array, problem: Problem) -> None:
        if self._result.is_full:
            self._result.more += int(problem.mask.sum())
            return
        for at in np.flatnonzero(problem.mask).tolist():
            value = given[at].as_py()
            params, hint = dict(problem.params), problem.hint
            if value is not None:
                params["value"] = masked(str(value)) if name in _SECRET else str(value)
                hint = N_("Given: {value}")
            message = problem.each(value) if problem.each else problem.message
            row = self._row + at
            finding = Finding("T11", Place(self._table.path.name, row, name), message, hint, params)
            self._result.add(finding, keys[at].as_py(), (_CELLS, self._order, row, place))

    def _check_order(self, keys: pa.Array) -> None:
        table, ends = self._table, self._result.ends
        known, before = pc.drop_null(keys), ends[table.spec.name]
        if not len(known):
            return
        places = np.flatnonzero(mask_of(pc.is_valid(keys)))
        whole = pa.concat_arrays([pa.array([before.last], pa.string()), known]) if before.last is not None else known
        wrong = pc.less_equal if table.spec.name == "households" else pc.less
        bad = mask_of(wrong(whole[1:], whole[:-1]))
        for at in places[len(known) - len(bad) :][bad].tolist():
            self._result.fatal = True
            self._result.add(out_of_order(table, self._row + at), None)
        first, row = (
            (before.first, before.row) if before.first is not None else (known[0].as_py(), self._row + places[0])
        )
        ends[table.spec.name] = Ends(first, int(row), known[-1].as_py())

    def _count(self, columns: Mapping[str, pa.Array], rows: int) -> None:
        if self._table.spec.name == "people":
            self._result.people += rows
        elif self._table.spec.name == "households":
            self._result.households += rows
            if "synthetic" in columns:
                self._result.synthetic += pc.sum(columns["synthetic"]).as_py() or 0

    def _capped(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The rows without those beyond what a household may have (and one more, which shows it), so that one household stays small."""
        keys, most = batch.column("household_id"), self._most
        last = keys[-1].as_py() if len(keys) else None
        if last is None:
            return batch
        before, count = self._run
        same = pc.equal(keys, last)
        trailing = int(pc.sum(same).as_py() or 0)
        self._run = (last, trailing + count if before == last else trailing)
        too_long = len(keys) > most and bool(pc.any(pc.equal(keys[most:], keys[:-most])).as_py())
        if not too_long and self._run[1] <= most and count <= most:
            return batch
        starts = np.flatnonzero(np.append(True, ~mask_of(pc.equal(keys[1:], keys[:-1]))))
        within = np.arange(len(keys)) - np.repeat(starts, np.diff(np.append(starts, len(keys))))
        if keys[0].as_py() == before:
            within[: starts[1] if len(starts) > 1 else len(keys)] += count
        return batch.filter(pa.array(within < most))


def out_of_order(table: TableFile, row: int) -> Finding:
    """A row that comes before the one above it."""
    return Finding(
        "T20",
        Place(table.path.name, row, "household_id"),
        N_("the rows are not in the order of household_id, or a household is there twice"),
        N_("Sort the file by household_id, as plain text."),
    )


def check_doubles(people: TableFile, name: str, kept: list[Path]) -> Iterator[tuple[int, str | None, Finding]]:
    """Every row of people whose text in a column stood in an earlier row; ``kept`` are the files with the numbers of all texts."""
    if name in people.names:
        yield from duplicates(people, name, repeated(kept))


def double_rank(tables: Mapping[str, TableFile], finding: Finding) -> tuple[int, int, int, int]:
    """Where a double stands among the reasons to set a household aside."""
    return (_DOUBLES, list(tables).index("people"), finding.place.line, UNIQUE.index(finding.place.path))


def refuse_empty(tables: Mapping[str, TableFile], result: CheckResult) -> None:
    """Say where there is no household or nobody at all; nothing where files could not be read to their end."""
    if result.fatal:
        return
    for name, count in (("households", result.households), ("people", result.people)):
        if not count:
            place = Place(tables[name].path.name)
            result.refuse(Finding("T08", place, N_("the file has no rows"), N_("There is nothing to decide.")))


def check_keys(tables: Mapping[str, TableFile], part: Part, result: CheckResult) -> None:
    """Rows without a household or person, households without members, and lists that are too long."""
    for name, rows in part.strays.items():
        table = tables[name]
        whose = N_("there is no household {value}")
        if table.spec.owner_key == "person_id":
            whose = N_("there is no person {value} in this household")
        for row, household, owner in rows:
            place = Place(table.path.name, row, table.spec.owner_key)
            rank = (_KEYS, list(tables).index(name), row, 0)
            result.add_of_key(Finding("T22", place, whose, params={"value": owner}), household, rank)
    for row, household in part.without_members:
        finding = Finding(
            "T23",
            Place(tables["households"].path.name, row, "household_id"),
            N_("the household {value} has no members"),
            N_("Add its people, or take the household out."),
            {"value": household},
        )
        result.add_of_key(finding, household, (_KEYS, -1, row, 0))
    for name, owners in part.owners.items():
        _check_length(tables, name, owners, part, result)


def _check_length(
    tables: Mapping[str, TableFile], name: str, owners: pa.Array, part: Part, result: CheckResult
) -> None:
    if not len(owners):
        return
    counts = np.bincount(owners.to_numpy())
    spec = tables[name].spec
    whose = part.tables["people" if spec.owner_key == "person_id" else "households"]
    for at in np.flatnonzero(counts > MOST_ROWS).tolist():
        message, hint = (
            N_("the household {value} has more than {most} members"),
            N_("Split it: {most} people are the most that are decided together."),
        )
        if name != "people":
            message, hint = (
                N_("{value} has more than {most} rows in the list {list}"),
                N_("Leave the rows out that are there twice; {most} are the most that are decided together."),
            )
        owner, row = (whose.column(column)[at].as_py() for column in (spec.owner_key, ROW))
        place = Place(
            tables["people" if spec.owner_key == "person_id" else "households"].path.name, row, spec.owner_key
        )
        finding = Finding("T24", place, message, hint, {"value": owner, "most": MOST_ROWS, "list": name})
        result.add_of_key(finding, whose.column("household_id")[at].as_py(), (_KEYS, -1, row, 0))
