"""The files that a result was made from: their digests, worked out by the executors, and whether one was changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from minsheng.policy.finding import Finding, Place, PolicyError
from minsheng.policy.language import N_
from minsheng.population.files import refused_when_unreadable
from minsheng.population.scan.digest import digest_of
from minsheng.population.spark.source import Files, Source

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["Stamps", "digests_of_inputs"]

_SCHEMA = "name string, sha256 string, bytes long"


class Stamps:
    """What would change if somebody wrote to an input file; nothing where a source has no files of its own."""

    def __init__(self, source: Source) -> None:
        self._files: dict[str, Path] = source.paths if isinstance(source, Files) else {}
        self._folder = str(source.folder) if isinstance(source, Files) else ""
        self._before = self._stamps()

    def _stamps(self) -> list[tuple[int, int, int]]:
        stamps = []
        for path in self._files.values():
            with refused_when_unreadable(path):
                stat = path.stat()
            stamps.append((stat.st_ino, stat.st_size, stat.st_mtime_ns))
        return stamps

    def refuse_changed(self) -> None:
        """Refuse files that are not as they were.

        Raises:
            PolicyError: a file was changed.
        """
        if self._stamps() != self._before:
            message = N_("an input file was changed while it was read")
            raise PolicyError([Finding("T36", Place(self._folder), message, N_("Run the command again."))])


def digests_of_inputs(spark: SparkSession, source: Source) -> dict[str, Any]:
    """The SHA-256, the length and the rows of each input file by its name; nothing where a source has no files of its own."""
    if not isinstance(source, Files):
        return {}
    files = {
        label: file
        for name, of_table in source.parts.items()
        for label, file in zip(source.labels[name], of_table)  # noqa: B905
    }
    paths = spark.sparkContext.broadcast(source.paths)
    found = spark.range(0, len(files), 1, len(files)).mapInArrow(partial(_digested, paths), _SCHEMA).collect()
    digests: dict[str, Any] = {row.name: {"sha256": row.sha256, "bytes": row.bytes} for row in found}
    for name, file in files.items():
        if not file.is_csv:
            digests[name]["rows"] = int(file.open().metadata.num_rows)
    return dict(sorted(digests.items()))


def _digested(paths: Any, numbers: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    files: list[tuple[str, Path]] = list(paths.value.items())
    for batch in numbers:
        for number in batch.column(0).to_pylist():
            name, path = files[number]
            digest = digest_of(path)
            yield pa.RecordBatch.from_pydict(
                {"name": [name], "sha256": [digest["sha256"]], "bytes": pa.array([digest["bytes"]], pa.int64())}
            )
