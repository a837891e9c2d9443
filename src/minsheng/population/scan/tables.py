"""Input files as they must be to be read in ranges: CSV, and Parquet with very long row groups, are first copied into the work folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from minsheng.policy.finding import Finding, PolicyError
from minsheng.population.csv_file import text_batches
from minsheng.population.files import TableFile, refused_when_unreadable
from minsheng.population.row_groups import RowGroupWriter
from minsheng.population.scan.digest import digest_of
from minsheng.population.scan.folder import WorkFolder, sync
from minsheng.population.scan.journal import Journal
from minsheng.population.scan.plan import can_be_read_in_ranges

__all__ = ["ranged"]


def ranged(tables: Mapping[str, TableFile], folder: WorkFolder, journal: Journal) -> dict[str, TableFile]:
    """The same tables, each readable in ranges; copies that an earlier scan has finished are used again.

    Raises:
        PolicyError: files cannot be read, or rows of CSV have too many or too few cells; all findings at once.
        OSError: a copy cannot be written.
    """
    result, findings = {}, []
    for name, table in tables.items():
        if can_be_read_in_ranges(table):
            result[name] = table
            continue
        kept = folder.tables / f"{name}.parquet"
        if not kept.exists() or journal.tables.get(name) != digest_of(kept):
            path = folder.writing / f"{name}.parquet"
            found = _copy(table, path)
            findings += found
            if found:
                continue
            sync(path)
            path.rename(kept)
            journal.keep_table(name, digest_of(kept))
        result[name] = replace(table, kept=kept)
    if findings:
        raise PolicyError(findings)
    return result


def _copy(table: TableFile, path: Path) -> list[Finding]:
    """Write the rows of a table as they stand: the cells of CSV stay text, so that a wrong one can be shown as it was given."""
    findings: list[Finding] = []
    schema = pa.schema([(name, pa.string()) for name in table.names]) if table.is_csv else table.open().schema_arrow
    rows = _text(table, findings) if table.is_csv else table.batches()
    try:
        with RowGroupWriter(path, schema) as writer:
            for batch in rows:
                writer.write(batch)
    except PolicyError as problem:
        findings += problem.findings
    return findings


def _text(table: TableFile, findings: list[Finding]) -> Iterator[pa.RecordBatch]:
    with refused_when_unreadable(table.path):
        yield from text_batches(table.path, table.names, findings)
