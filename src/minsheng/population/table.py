"""A population on disk: open a folder, check it, read it household by household; write one.

>>> from pathlib import Path
>>> from minsheng.policy.vocabulary import Vocabulary
>>> Population.open(Path("no such folder"), Vocabulary())
Traceback (most recent call last):
    ...
minsheng.policy.finding.PolicyError: no such folder: error[T01] there is no such folder
    Give the folder that has households.parquet or households.csv.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from minsheng.policy.finding import Findings
from minsheng.policy.thing import Household
from minsheng.policy.today import today_in_china
from minsheng.policy.vocabulary import Vocabulary
from minsheng.population.check import CheckResult, check_tables
from minsheng.population.files import TableFile, find_tables
from minsheng.population.merge import Part, merged
from minsheng.population.row_groups import RowGroupWriter
from minsheng.population.schema import TableSpec, table_specs
from minsheng.population.things import households_of

__all__ = ["Population", "PopulationWriter", "part_from_bytes", "part_to_bytes"]


@dataclass(frozen=True, slots=True)
class Population:
    """A population in a folder. Nothing is read until it is asked for."""

    folder: Path
    specs: Mapping[str, TableSpec]
    tables: Mapping[str, TableFile]

    @classmethod
    def open(cls, folder: Path, vocabulary: Vocabulary, *, every_row: bool = True) -> Population:
        """Look at the files of a folder.

        Args:
            folder: where they are.
            vocabulary: what the facts mean.
            every_row: also look for rows of CSV with too many or too few cells, for which the whole file must be read.

        Raises:
            PolicyError: a file is missing or cannot be read, or a column is unknown, double or missing; all findings at once.
        """
        findings = Findings()
        specs = table_specs(vocabulary)
        tables = find_tables(folder, specs, findings, every_row=every_row)
        findings.raise_errors()
        return cls(folder, specs, tables)

    @property
    def synthetic(self) -> bool:
        """Whether a file says in its metadata that it was made up."""
        return any(table.metadata.get("synthetic") == "true" for table in self.tables.values())

    @property
    def scale(self) -> str:
        """What a made-up county was scaled by; ``1.0`` for a whole one."""
        return self.tables["households"].metadata.get("scale", "1.0")

    def check(self, latest: date | None = None) -> CheckResult:
        """Find every bad cell, row out of order, stray or double row. Dates after ``latest`` (today) are out of range."""
        return check_tables(self.tables, latest or today_in_china())

    def parts(
        self, size: int = 2000, leave_out: Collection[str] = (), facts: Collection[str] | None = None
    ) -> Iterator[Part]:
        """The population, ``size`` whole households at a time, as columns.

        Args:
            size: households in a part.
            leave_out: household_ids to pass over.
            facts: read only these facts; all when left out.
        """
        columns = None
        if facts is not None:
            columns = {
                name: [c for c in table.names if table.spec.columns[c].role != "fact" or c in facts]
                for name, table in self.tables.items()
            }
        return merged(self.tables, size, leave_out=leave_out, columns=columns)

    def households(self, size: int = 2000, leave_out: Collection[str] = ()) -> Iterator[list[Household]]:
        """The population, ``size`` households at a time, as things. A wrong file gives wrong things: :meth:`check` first."""
        for part in self.parts(size, leave_out):
            yield households_of(part, self.specs)


def part_to_bytes(part: Part) -> dict[str, bytes]:
    """A part as Arrow streams, for another process."""
    result = {}
    for name, batch in part.tables.items():
        if name in part.owners:
            batch = batch.append_column("owner", part.owners[name])
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as stream:
            stream.write_batch(batch)
        result[name] = sink.getvalue().to_pybytes()
    return result


def part_from_bytes(streams: Mapping[str, bytes]) -> Part:
    """The part that :func:`part_to_bytes` wrote."""
    part = Part({})
    for name, stream in streams.items():
        with pa.ipc.open_stream(stream) as reader:
            batch = reader.read_next_batch()
        if "owner" in batch.schema.names:
            part.owners[name] = batch.column("owner")
            batch = batch.drop_columns(["owner"])
        part.tables[name] = batch
    return part


class PopulationWriter:
    """Writes the Parquet files of a population, chunk by chunk, sorted by household_id as given.

    Args:
        folder: an existing folder.
        vocabulary: what the facts mean.
        columns: the columns of each table that will be written, by table.
        synthetic: whether the people are made up; stands in the metadata of every file.
        about: further metadata, such as the seed.
    """

    def __init__(
        self,
        folder: Path,
        vocabulary: Vocabulary,
        columns: Mapping[str, Collection[str]],
        *,
        synthetic: bool,
        about: Mapping[str, str] | None = None,
    ) -> None:
        specs = table_specs(vocabulary)
        metadata = {"format": "minsheng population 1", "synthetic": "true" if synthetic else "false", **(about or {})}
        self._schemas: dict[str, pa.Schema] = {}
        for name, wanted in columns.items():
            unknown = set(wanted) - set(specs[name].columns)
            if unknown:
                raise ValueError(f"no such columns in {name}: {', '.join(sorted(unknown))}")
            fields = [column.field for column in specs[name].columns.values() if column.name in wanted]
            self._schemas[name] = pa.schema(fields, metadata)
        self._writers = {
            name: RowGroupWriter(folder / f"{name}.parquet", schema) for name, schema in self._schemas.items()
        }

    def write(self, name: str, columns: Mapping[str, pa.Array]) -> None:
        """Write rows of one table."""
        schema = self._schemas[name]
        batch = pa.RecordBatch.from_arrays([columns[field.name].cast(field.type) for field in schema], schema=schema)
        self._writers[name].write(batch)

    def __enter__(self) -> PopulationWriter:
        """The writer itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the files; after an error, only let go of them."""
        for writer in self._writers.values():
            writer.__exit__(kind, error, trace)
