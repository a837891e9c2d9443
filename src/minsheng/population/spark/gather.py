"""Whole households on a cluster: rows of all tables are packed, sent to the task of their household, and unpacked there, in order.

Every task gets the households of one range of household_id, so that the parts of the results are in order, too. The rows travel as
long pieces of bytes (:mod:`minsheng.population.spark.blocks`): Spark moves them and never takes them apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.population.cells import mask_of
from minsheng.population.check import check_keys
from minsheng.population.files import TableFile
from minsheng.population.merge import ROW, Part, grouped, joined
from minsheng.population.schema import TableSpec
from minsheng.population.spark.blocks import Block, Layout, cut, in_order, layout_of
from minsheng.population.spark.door import Placed
from minsheng.population.spark.source import Source, Stretch

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["Gathering", "bounds_of", "gathered", "whole_households"]

_SCHEMA = "part int, tag byte, records int, texts int, content binary"


@dataclass(frozen=True)
class Gathering:
    """How rows come together.

    ``columns``: by table, what is brought along; ``bounds``: the first household_id of each part but the first; ``size``: households in
    a group that is given on at once; ``numbered``: whether rows have numbers, whose order within a household is kept. Rows without
    numbers are put in the order of person_id.
    """

    specs: Mapping[str, TableSpec]
    columns: Mapping[str, Sequence[str]]
    labels: Mapping[str, Sequence[str]]
    bounds: Sequence[str]
    size: int
    numbered: bool

    @cached_property
    def layouts(self) -> dict[str, Layout]:
        """How the rows of each table are packed."""
        return {name: layout_of(self.specs[name], columns) for name, columns in self.columns.items()}

    @cached_property
    def tables(self) -> dict[str, TableFile]:
        """The tables as a check of keys wants them."""
        return {name: TableFile(self.specs[name], Path(name), tuple(names), {}) for name, names in self.columns.items()}

    def needed(self, part: Part) -> Part:
        """A part with the columns that deciding needs: those brought along, without the numbers of rows."""
        return Part({name: rows.select(list(self.columns[name])) for name, rows in part.tables.items()}, part.owners)

    def place(self, household: str) -> int:
        """The place of the part that has a household."""
        return bisect_right(self.bounds, household)


def bounds_of(sample: Sequence[str], parts: int) -> list[str]:
    """The first household_id of each part but the first, from a sample in order.

    >>> bounds_of(["a", "b", "c", "d"], 2)
    ['c']
    """
    places = (len(sample) * part // parts for part in range(1, parts))
    return sorted({sample[place] for place in places if place})


def gathered(spark: SparkSession, source: Source, gathering: Gathering) -> DataFrame:
    """A Spark table whose partitions have the packed rows of whole households; unpack them with :func:`whole_households`."""
    packed = source.over(spark, partial(_packed, gathering), _SCHEMA, gathering.columns)
    return packed.repartitionById(len(gathering.bounds) + 1, "part")


# on an executor -------------------------------------------------------------------------------------------------------------------------


def _packed(gathering: Gathering, stretches: Iterator[Stretch]) -> Iterator[pa.RecordBatch]:
    names = list(gathering.columns)
    for stretch in stretches:
        name = stretch.table.spec.name
        for numbers, batch in stretch.rows:
            columns = {column: cells.array for column, cells in stretch.table.cells(batch)}
            rows = pa.RecordBatch.from_pydict({**columns, ROW: pa.array(numbers)})
            blocks = list(cut(rows, gathering.layouts[name], gathering.bounds))
            if blocks:
                yield _rows(names.index(name), blocks)


def _rows(tag: int, blocks: Sequence[Block]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(
        {
            "part": pa.array([block.part for block in blocks], pa.int32()),
            "tag": pa.array([tag] * len(blocks), pa.int8()),
            "records": pa.array([block.records for block in blocks], pa.int32()),
            "texts": pa.array([block.texts for block in blocks], pa.int32()),
            "content": pa.array([block.content for block in blocks], pa.binary()),
        }
    )


def whole_households(gathering: Gathering, batches: Iterator[pa.RecordBatch], result: Placed) -> Iterator[Part]:
    """The households of one partition in order, a group at a time, each row with its owner; what is wrong with keys goes to ``result``.

    Memory grows with the partition, not with the population.
    """
    tables = _unpacked(gathering, batches)
    if not tables:
        return
    _check_doubles(tables["households"], result)
    streams = {name: iter([rows]) for name, rows in tables.items()}
    tables.clear()
    result.households, result.people = 0, 0
    for group in grouped(streams, gathering.size):
        part = joined(group, gathering.specs)
        check_keys(gathering.tables, part, result)
        result.households += len(group.households)
        yield part


def _unpacked(gathering: Gathering, batches: Iterator[pa.RecordBatch]) -> dict[str, pa.RecordBatch]:
    """All rows of a partition by table, in the order of the household and, within it, of their files."""
    names = list(gathering.columns)
    pieces: dict[str, tuple[list[pa.Buffer], list[pa.Buffer]]] = {name: ([], []) for name in names}
    for batch in batches:
        sizes = [batch.column(name).to_pylist() for name in ("part", "records", "texts")]
        for tag, part, records, texts, content in zip(
            batch.column("tag").to_pylist(), *sizes, batch.column("content"), strict=True
        ):
            opened = Block(part, records, texts, content.as_buffer()).opened()
            for kept, piece in zip(pieces[names[tag]], opened, strict=True):
                kept.append(piece)
    if not any(records for records, _ in pieces.values()):
        return {}
    tables = {}
    for name in names:
        records, texts = pieces.pop(name)
        rows = gathering.layouts[name].unpacked(b"".join(records), b"".join(texts))
        keys = (ROW,) if gathering.numbered else tuple({"person_id"} & set(rows.schema.names))
        tables[name] = in_order(rows, *keys)
    return tables


def _check_doubles(households: pa.RecordBatch, result: Placed) -> None:
    """Households that are there twice."""
    keys = households.column("household_id")
    for at in np.flatnonzero(mask_of(pc.equal(keys[1:], keys[:-1]))).tolist():
        household, number = keys[at + 1].as_py(), households.column(ROW)[at + 1].as_py()
        finding = Finding(
            "T20",
            Place(path="household_id"),
            N_("the household {value} is there twice"),
            N_("Keep one of its rows."),
            {"value": household},
        )
        result.fatal = True
        result.findings.append(result.placed(finding, "households", number, household))
