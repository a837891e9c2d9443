"""Packs that bring death along: the first executor that has decided some households kills itself, once.

This stands in for a machine that goes down in the middle of a task. The kill is a real SIGKILL of the Python process.
"""

import os
import signal
from pathlib import Path


class DeadlyTexts(dict):
    """The texts of packs. Read on an executor they lay a trap there; ``marker`` is a file that says that somebody died already."""

    def __init__(self, texts, marker: Path) -> None:
        super().__init__(texts)
        self.marker = marker

    def __reduce__(self):
        return read_again, (dict(self), self.marker, os.getpid())


def read_again(texts, marker: Path, driver: int) -> dict[str, str]:
    if os.getpid() != driver:
        from minsheng.population.simulate.workers import Worker
        from minsheng.population.spark.decide import _Output

        _Output.write = deadly(_Output.write, marker)
        Worker.tally = deadly(Worker.tally, marker)
    return texts


def deadly(work, marker: Path):
    def done(*args, **options):
        result = work(*args, **options)
        if first(marker):
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return done


def first(marker: Path) -> bool:
    try:
        marker.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
