"""The values of rules for a population in files: read, worked out and written part by part, in bounded memory."""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.policy.law import Law
from minsheng.policy.today import today_in_china
from minsheng.population.check import CheckResult
from minsheng.population.determine import Found, check_rules, determine_part, kernel_for
from minsheng.population.merge import Part, merged
from minsheng.population.table import Population

__all__ = ["FILES", "determine_files"]

#: The file for the rules of each entity.
FILES = {"household": "household_values.parquet", "person": "person_values.parquet", "family": "family_values.parquet"}
_PART = 60_000


def determine_files(
    law: Law, source: Path, out: Path, *, rules: Sequence[str], check: bool = True, threads: int | None = None
) -> dict[str, int]:
    """Write the values of some rules for everybody in a population folder.

    ``out`` gets a Parquet file for each kind of thing that the rules are of: ids, then a column for each rule (two where money is exact but
    need not be whole: ``RULE.number`` and ``RULE.denominator``); null where a value is not known. It appears only when it is whole.

    Args:
        law: the law of a day and place, for everybody.
        source: the folder of the population.
        out: a folder that does not exist yet.
        rules: names of rules of people, households or families.
        check: whether every cell and key is checked, at the same time; without it, only that numbers lie within their bounds.
        threads: how many work at the same time; all cores when left out.

    Returns:
        The rows of each file.

    Raises:
        PolicyError: there is no such rule, ``out`` is there already, or the population is refused; nothing was written.
    """
    check_rules(law, rules)
    if out.exists():
        hint = N_("Choose another one, or allow that it is replaced.")
        raise PolicyError([Finding("T30", Place(str(out)), N_("the folder is there already"), hint)])
    population = Population.open(source, law.vocabulary)
    with (
        _aside(out) as folder,
        _checked(population, law) if check else nullcontext(),
        _Writers(law, folder, rules) as writers,
    ):
        for values in _worked_out(law, population, rules, threads or os.cpu_count() or 1):
            writers.write(values)
    return writers.rows


@contextmanager
def _checked(population: Population, law: Law) -> Iterator[None]:
    """Check a population while it is worked with. What the check finds comes first, whatever else went wrong on account of it.

    Raises:
        PolicyError: the population is refused.
    """
    with ThreadPoolExecutor(1) as beside:
        checking = beside.submit(population.check, max(law.day, today_in_china()))
        try:
            yield
        except Exception:
            _refuse_unless_right(checking)
            raise
        _refuse_unless_right(checking)


def _refuse_unless_right(checking: Future[CheckResult]) -> None:
    found = checking.result()
    if found.fatal or found.findings:
        raise PolicyError(found.all_findings()) from None


@contextmanager
def _aside(out: Path) -> Iterator[Path]:
    """A folder beside ``out`` that takes its name at the end."""
    folder = out.parent / f".{out.name}.{os.getpid()}.part"
    out.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir()
    try:
        yield folder
        folder.rename(out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _worked_out(
    law: Law, population: Population, rules: Sequence[str], threads: int
) -> Iterator[dict[str, pa.RecordBatch]]:
    """The result rows of each part, in order; a few parts are under way at a time."""
    reads = kernel_for(law, tuple(rules), gaps=False).plan.facts
    keys = ("household_id", "person_id", "area", "applied_on")
    columns = {
        name: [c for c in table.names if c in reads or c in keys or c.endswith("_complete")]
        for name, table in population.tables.items()
    }
    waiting: deque[Future[dict[str, pa.RecordBatch]]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for part in merged(population.tables, _PART, columns=columns):
            waiting.append(pool.submit(_rows_of, law, part, rules))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _rows_of(law: Law, part: Part, rules: Sequence[str]) -> dict[str, pa.RecordBatch]:
    """The rows of a part for each file."""
    found, families = determine_part(law, part, rules)
    households, people = part.tables["households"], part.tables["people"]
    ids: dict[str, dict[str, pa.Array]] = {
        "household": {"household_id": households.column("household_id")},
        "person": {name: people.column(name) for name in ("household_id", "person_id")},
        "family": {},
    }
    if families is not None:
        first = pa.array(families.members[families.first[:-1]])
        ids["family"] = {name: people.column(name).take(first) for name in ("household_id", "person_id")}
        ids["family"]["members"] = pa.array(np.diff(families.first).astype(np.int32))
    result = {}
    for entity, keys in ids.items():
        of_entity = [name for name in rules if law.trees[name][0] == entity]
        if of_entity:
            arrays = dict(keys)
            for name in of_entity:
                arrays |= _arrays(name, found[name])
            result[entity] = pa.RecordBatch.from_pydict(arrays)
    return result


def _arrays(name: str, found: Found) -> dict[str, pa.Array]:
    """A rule's values as columns of a file."""
    if isinstance(found, tuple):
        return {f"{name}.number": _array(found[0]), f"{name}.denominator": _array(found[1])}
    return {name: _array(found)}


def _array(values: Any) -> pa.Array:
    mask = np.ma.getmaskarray(values) if isinstance(values, np.ma.MaskedArray) else None
    plain = np.ma.getdata(values)
    array = pa.array(plain, pa.string() if plain.dtype == object else None, mask=mask)
    return array.dictionary_encode() if plain.dtype == object else array


class _Writers:
    """The files of a result, each opened with its first rows."""

    def __init__(self, law: Law, folder: Path, rules: Sequence[str]) -> None:
        self._folder, self._open, self._stack = folder, {}, ExitStack()  # type: ignore[var-annotated]
        self._about = {"format": "minsheng values 1", "on": law.day.isoformat(), "area": law.area}
        wanted = {law.trees[name][0] for name in rules}
        unknown = wanted - set(FILES)
        if unknown:
            message = N_("rules of {entities} cannot be written to files yet; people, households and families can")
            raise PolicyError(
                [Finding("T53", Place("rules"), message, params={"entities": ", ".join(sorted(unknown))})]
            )
        self.rows: dict[str, int] = {FILES[entity]: 0 for entity in sorted(wanted)}

    def __enter__(self) -> _Writers:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def write(self, rows: dict[str, pa.RecordBatch]) -> None:
        """Write the rows of a part."""
        for entity, batch in rows.items():
            name = FILES[entity]
            if name not in self._open:
                schema = batch.schema.with_metadata(self._about)
                writer = pq.ParquetWriter(self._folder / name, schema, compression="zstd", compression_level=1)
                self._open[name] = self._stack.enter_context(writer)
            self._open[name].write_batch(batch.replace_schema_metadata(self._about))
            self.rows[name] += len(batch)
