"""A stand-in for Spark that runs every stage in this process: what executors do, without Java.

It has what the stages use of Spark and no more. Everything that would travel to an executor is pickled and read again.
"""

import pickle
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pyarrow as pa


@dataclass
class Shipped:
    """A broadcast."""

    value: object


class Table:
    """Partitions of batches; nothing runs before somebody wants the rows."""

    def __init__(self, make, schema):
        self._make, self.names = make, [word.split()[0] for word in schema.split(", ")]

    def mapInArrow(self, stage, schema):  # noqa: N802 - Spark's name
        names = [word.split()[0] for word in schema.split(", ")]

        def make():
            result = []
            for batches in self._make():
                sent = pickle.loads(pickle.dumps(stage))  # noqa: S301
                rows = [batch for batch in sent(iter(batches)) if len(batch)]
                assert all(batch.schema.names == names for batch in rows)
                result.append(rows)
            return result

        return Table(make, schema)

    def repartitionById(self, count, column):  # noqa: N802 - Spark's name
        def make():
            result = [[] for _ in range(count)]
            for batches in self._make():
                for batch in batches:
                    places = np.asarray(batch.column(column)) % count
                    for place in np.unique(places).tolist():
                        result[place].append(batch.filter(pa.array(places == place)))
            return result

        return Table(make, ", ".join(f"{name} any" for name in self.names))

    def collect(self):
        return [SimpleNamespace(**row) for batches in self._make() for batch in batches for row in batch.to_pylist()]


class Here:
    """A session."""

    version = "none"

    def __init__(self, cores=2):
        self.sparkContext = SimpleNamespace(
            defaultParallelism=cores,
            broadcast=lambda value: Shipped(pickle.loads(pickle.dumps(value))),  # noqa: S301
        )

    def range(self, start, end, step, partitions):
        assert (start, step) == (0, 1)
        assert partitions == end
        return Table(lambda: [[pa.RecordBatch.from_pydict({"id": [number]})] for number in range(end)], "id long")
